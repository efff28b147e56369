package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.custody.Ledger;
import org.docket.testkit.MovableClock;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What monitoring reads of the handovers. */
class HandoverMetersTest {
    private final MovableClock clock = new MovableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsWhatIsNotAcknowledgedOfEachSystem() {
        Jdbi jdbi = Jdbi.create(TestDatabase.create());
        UUID recording = UUID.randomUUID();
        jdbi.useTransaction(handle -> Recordings.deposit(handle, new Catalogue(jdbi), Recordings.retained(recording)));
        write(jdbi, recording, "cms", Handover.State.ACKNOWLEDGED, Duration.ofHours(9));
        write(jdbi, recording, "cms", Handover.State.REJECTED, Duration.ofMinutes(10));
        write(jdbi, recording, "cms", Handover.State.REJECTED, Duration.ofMinutes(7));
        write(jdbi, recording, "cms", Handover.State.OVERDUE, Duration.ofMinutes(12));
        write(jdbi, recording, "gone", Handover.State.PENDING, Duration.ofMinutes(50));
        try (HandoverMeters meters = meters(jdbi)) {
            meters.bindTo(registry);

            assertThat(gauge("docket.handovers", "system", "cms", "state", "rejected"))
                    .isEqualTo(2);
            assertThat(gauge("docket.handovers", "system", "cms", "state", "overdue"))
                    .isEqualTo(1);
            assertThat(gauge("docket.handovers", "system", "court", "state", "pending"))
                    .isZero();
            assertThat(gauge("docket.handovers.put.off", "system", "cms")).isZero();
            assertThat(gauge("docket.handovers.oldest.open", "system", "cms")).isEqualTo(12 * 60);
            assertThat(gauge("docket.handovers.oldest.open", "system", "court")).isZero();

            write(jdbi, recording, "court", Handover.State.PENDING, Duration.ofMinutes(1));
            assertThat(gauge("docket.handovers", "system", "court", "state", "pending"))
                    .isZero();
            clock.advance(Duration.ofSeconds(6));
            assertThat(gauge("docket.handovers", "system", "court", "state", "pending"))
                    .isEqualTo(1);
        }
    }

    @Test
    void saysNothingWhileTheDatabaseIsAway() {
        Jdbi away = Jdbi.create(() -> {
            throw new SQLException("nobody answers");
        });
        try (HandoverMeters meters = meters(away)) {
            meters.bindTo(registry);

            assertThat(gauge("docket.handovers", "system", "cms", "state", "rejected"))
                    .isNaN();
            assertThat(gauge("docket.handovers.oldest.open", "system", "cms")).isNaN();
        }
    }

    private HandoverMeters meters(Jdbi jdbi) {
        return new HandoverMeters(
                new Handovers(jdbi, new Ledger(jdbi), new Bell(jdbi), Set.of("cms", "court"), clock),
                List.of("cms", "court"),
                clock);
    }

    private double gauge(String name, String... tags) {
        Gauge gauge = registry.get(name).tags(tags).gauge();
        return gauge.value();
    }

    private void write(Jdbi jdbi, UUID recording, String system, Handover.State state, Duration age) {
        jdbi.useHandle(handle -> handle.createUpdate("insert into handover (id, recording_id, system, type, message,"
                        + " state, created_at, next_attempt_at) values (:id, :recording, :system,"
                        + " 'docket.evidence.updated.v1', '{}', :state, :at, :at)")
                .bind("id", UUID.randomUUID())
                .bind("recording", recording)
                .bind("system", system)
                .bind("state", state.name())
                .bind("at", clock.instant().minus(age))
                .execute());
    }
}
