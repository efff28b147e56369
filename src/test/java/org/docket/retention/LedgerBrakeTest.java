package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.custody.CustodyConfiguration;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerChecks;
import org.docket.custody.LedgerVerifier;
import org.docket.testkit.MovableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody with all rights to the database changes the ledger, and a purge comes. */
class LedgerBrakeTest {
    private final PurgeRows rows = new PurgeRows();
    private final Jdbi jdbi = rows.jdbi();
    private final MovableClock clock = new MovableClock();
    private final List<String> told = new ArrayList<>();
    private final LedgerChecks checks = new LedgerChecks(
            jdbi,
            new LedgerVerifier(jdbi),
            (handle, found) -> told.addAll(found),
            new CustodyConfiguration("0 45 0 * * ?", Duration.ofHours(1)),
            clock);
    private final LedgerBrake brake = new LedgerBrake(jdbi, checks, BrakeLimits.SHIPPED, clock);

    @BeforeEach
    void write() {
        for (int recording = 1; recording <= 3; recording++) {
            append(recording);
            append(recording);
        }
    }

    @Test
    void aSmallLedgerIsVerifiedByTheRunItself() {
        assertThat(stops()).isEmpty();
        assertThat(checks.lastWhole()).isPresent();
    }

    @Test
    void aDryRunVerifiesNothingAndKeepsNothing() {
        change(2);

        assertThat(brake.preview(plan())).isEmpty();
        assertThat(checks.lastWhole()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void whatDoesNotVerifyStopsUntilSomebodyHasLookedAtIt() {
        change(2);

        Stop stop = stops().get(0);
        assertThat(stop.kind()).isEqualTo(Stop.Kind.LEDGER);
        assertThat(stop.what())
                .isEqualTo("the custody ledger does not verify: 1 finding, such as that recording " + id(2)
                        + ", ledger entry 1 was changed after it was written: its hash does not fit its content");
        assertThat(told).hasSize(1);

        checks.carryOn();
        assertThat(told).hasSize(1);
        assertThat(stops()).containsExactly(stop);

        release(rows.stopped(clock.instant(), 4, stop));
        checks.carryOn();
        assertThat(stops()).isEmpty();

        change(3);
        checks.carryOn();
        assertThat(stops()).singleElement().satisfies(anew -> assertThat(anew.what())
                .contains("1 finding, such as that recording " + id(3)));
        assertThat(told).hasSize(2);
    }

    @Test
    void whatIsFoundWhileARunGoesOnStopsIt() {
        Instant began = clock.instant();
        checks.carryOn();
        assertThat(brake.appeared(began)).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        change(2);
        checks.carryOn();

        assertThat(brake.appeared(began)).singleElement().satisfies(stop -> assertThat(stop.kind())
                .isEqualTo(Stop.Kind.LEDGER));
    }

    @Test
    void aReleaseFromSomethingElseIsNoLookAtTheLedger() {
        change(2);
        List<Stop> stops = stops();

        release(rows.stopped(clock.instant(), 4, new Stop(Stop.Kind.SHARE, "many", "look")));

        assertThat(stops()).isEqualTo(stops);
    }

    @Test
    void aLargeLedgerThatWasNotVerifiedForTooLongStops() {
        fill(6_000);
        assertThat(stops()).singleElement().satisfies(stop -> assertThat(stop.what())
                .isEqualTo("the custody ledger was never verified from end to end"));

        checks.carryOn();
        assertThat(stops()).isEmpty();
        clock.advance(Duration.ofDays(8));
        assertThat(stops()).singleElement().satisfies(stop -> assertThat(stop.what())
                .startsWith("the custody ledger was last verified from end to end between 20"));
    }

    @Test
    void aPassThatTakesManyNightsCountsFromItsEndAndOneThatWasLeftLyingDoesNot() {
        fill(6_000);
        clock.advance(Duration.ofDays(30));
        passed(Duration.ofDays(13), Duration.ofDays(6));
        assertThat(stops()).isEmpty();

        passed(Duration.ofDays(15), Duration.ofDays(1));
        assertThat(stops()).hasSize(1);
    }

    /** A pass that began and ended so long ago. */
    private void passed(Duration began, Duration ended) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into ledger_check (began_at, ended_at) values (?, ?)",
                clock.instant().minus(began),
                clock.instant().minus(ended)));
    }

    private void append(int recording) {
        jdbi.useTransaction(handle -> new Ledger(jdbi)
                .append(handle, id(recording), clock.instant(), "docket", "deposited", "dock north-1", Map.of()));
    }

    /** Chains that verify, without the time that writing them would take. */
    private void fill(int chains) {
        Ledger ledger = new Ledger(jdbi);
        List<Ledger.Act> acts = new ArrayList<>();
        for (int number = 0; number < chains; number++) {
            acts.add(
                    new Ledger.Act(UUID.randomUUID(), clock.instant(), "docket", "received", "dock north-2", Map.of()));
        }
        jdbi.useTransaction(handle -> ledger.append(handle, acts));
    }

    private void change(int recording) {
        jdbi.useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.execute(
                    "update ledger_entry set actor = 'nobody' where recording_id = ? and sequence = 1", id(recording));
        });
    }

    private void release(PurgePlan plan) {
        assertThat(rows.runs().release(plan.id(), "DCI Okafor", "seen, a restored backup", clock.instant()))
                .isInstanceOf(PurgeRuns.Released.Taken.class);
    }

    private static UUID id(int recording) {
        return UUID.fromString("01958f41-2b96-7d52-8c10-00000000000" + recording);
    }

    private PurgePlan plan() {
        return PurgeRows.plan(clock.instant(), 4, "4be1d07a92c3");
    }

    private List<Stop> stops() {
        return brake.stops(plan());
    }
}
