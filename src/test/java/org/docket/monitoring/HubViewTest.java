package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class HubViewTest {
    private final Jdbi jdbi = Jdbi.create(TestDatabase.create());
    private final Catalogue catalogue = new Catalogue(jdbi);
    private final Slow clock = new Slow();
    private final HubView view = new HubView(
            catalogue, clock, new HubView.Policy(() -> "1", () -> "2", () -> ""), "failover:(tcp://broker:61616)");

    /** Each look at it takes a second, so that counting does. */
    private static final class Slow extends Clock {
        private Instant now = Instant.parse("2026-03-15T02:15:00Z");

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void countsAgainOnlyAfterAHundredTimesAsLongAsCountingTook() {
        assertThat(view.getRecordingsByState()).isEmpty();
        deposit();

        assertThat(view.getRecordingsByState()).isEmpty();
        clock.now = clock.now.plus(Duration.ofSeconds(100));

        assertThat(view.getRecordingsByState()).hasSize(1).containsEntry("DEPOSITED", 1L);
    }

    private void deposit() {
        jdbi.useTransaction(handle -> Recordings.deposit(
                handle, catalogue, Recordings.unretained(UUID.fromString("01958f41-2b96-7d52-8c10-0000000000a1"))));
    }
}
