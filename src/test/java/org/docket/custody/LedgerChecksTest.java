package org.docket.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger that takes more than one night. */
class LedgerChecksTest {
    private static final Instant AT = Instant.parse("2026-03-15T00:45:00Z");
    private static final int CHAINS = 1_300;

    private final Jdbi jdbi = Jdbi.create(TestDatabase.create());
    private final List<String> told = new ArrayList<>();

    /** It goes on by half a minute each time that somebody looks at it. */
    private final Clock clock = new Clock() {
        private Instant now = AT;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only instants are asked for");
        }

        @Override
        public Instant instant() {
            now = now.plusSeconds(30);
            return now;
        }
    };

    private final LedgerChecks checks = new LedgerChecks(
            jdbi,
            new LedgerVerifier(jdbi),
            (handle, found) -> told.addAll(found),
            new CustodyConfiguration("0 45 0 * * ?", Duration.ofMinutes(2)),
            clock);

    @BeforeEach
    void write() {
        List<Ledger.Act> acts = new ArrayList<>();
        for (int number = 0; number < CHAINS; number++) {
            acts.add(new Ledger.Act(id(number), AT, "docket", "received", "dock north-1", Map.of()));
        }
        jdbi.useTransaction(handle -> new Ledger(jdbi).append(handle, acts));
    }

    @Test
    void carriesOnWhereTheNightBeforeEndedUntilItIsThrough() {
        checks.carryOn();
        assertThat(checks.lastWhole()).isEmpty();
        assertThat(chains()).isBetween(1L, CHAINS - 1L);

        for (int night = 0; night < 4 && checks.lastWhole().isEmpty(); night++) {
            checks.carryOn();
        }

        assertThat(checks.lastWhole()).isPresent();
        assertThat(chains()).isEqualTo(CHAINS);
        assertThat(checks.findingsAfter(null).number()).isZero();
    }

    @Test
    void findsAChainWhoseEndWasTakenOffTogetherWithTheWordOfIt() {
        jdbi.useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.execute("delete from ledger_head where recording_id in (?, ?)", id(0), id(CHAINS - 1));
        });

        for (int night = 0; night < 5 && checks.lastWhole().isEmpty(); night++) {
            checks.carryOn();
        }

        assertThat(told)
                .hasSize(2)
                .anyMatch(found -> found.contains(id(0).toString()))
                .anyMatch(found -> found.contains(id(CHAINS - 1).toString()));
        assertThat(checks.findingsAfter(null).number()).isEqualTo(2);
    }

    @Test
    void aVerificationThatIsAskedForOnTheSpotBeginsAnew() {
        checks.carryOn();
        Instant before = clock.instant();

        assertThat(checks.verifyIfSmall(CHAINS - 1)).isFalse();
        assertThat(checks.verifyIfSmall(CHAINS)).isTrue();

        assertThat(checks.lastWhole().orElseThrow().beganAt()).isAfter(before);
        assertThat(chains()).isEqualTo(CHAINS);
    }

    private long chains() {
        return jdbi.withHandle(handle -> handle.createQuery("select chains from ledger_check order by id desc limit 1")
                .mapTo(Long.class)
                .one());
    }

    private static UUID id(int number) {
        return new UUID(0x01958f41_2b96_7d52L, 0x8c10_0000_0000_0000L + number);
    }
}
