package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyBrakeTest {
    private static final Instant NOW = Instant.parse("2026-03-15T02:15:00Z");

    private final PurgeRows rows = new PurgeRows();
    private final Set<String> accepted = new HashSet<>();

    @Test
    void aFirstRunHasNothingToBeComparedWith() {
        assertThat(stops("first")).isEmpty();
    }

    @Test
    void anotherRulebookStopsUntilSomebodyHasAcceptedIt() {
        rows.done(yesterday(), 4, "before");

        assertThat(stops("before")).isEmpty();
        assertThat(stops("after")).singleElement().satisfies(stop -> {
            assertThat(stop.kind()).isEqualTo(Stop.Kind.POLICY);
            assertThat(stop.what()).isEqualTo("rulebook after is in force, and the last run went by rulebook before");
            assertThat(stop.remedy()).contains("./docket policy accept after");
        });
        accepted.add("after");
        assertThat(stops("after")).isEmpty();
    }

    @Test
    void aNightOnWhichNothingWasDueDoesNotTryARulebookOut() {
        rows.done(NOW.minus(Duration.ofDays(3)), 4, "before");
        rows.done(yesterday(), 0, "after");

        assertThat(stops("after")).hasSize(1);
        assertThat(stops("before")).isEmpty();
    }

    @Test
    void aForceThatHadNothingDueYetIsComparedWithItsFirstNight() {
        rows.done(NOW.minus(Duration.ofDays(3)), 0, "first");
        rows.done(yesterday(), 0, "second");

        assertThat(stops("first")).isEmpty();
        assertThat(stops("second")).hasSize(1);
    }

    @Test
    void aRunThatNeverBeganTriedNothingOut() {
        rows.done(NOW.minus(Duration.ofDays(3)), 4, "before");
        PurgePlan interrupted = PurgeRows.plan(yesterday(), 9, "after");
        rows.runs().plan(interrupted);
        rows.jdbi().useTransaction(handle -> rows.runs().endInterrupted(handle, NOW));

        assertThat(stops("after")).hasSize(1);
    }

    private static Instant yesterday() {
        return NOW.minus(Duration.ofDays(1));
    }

    private List<Stop> stops(String rulebook) {
        return new PolicyBrake(rows.jdbi(), accepted::contains).stops(PurgeRows.plan(NOW, 4, rulebook));
    }
}
