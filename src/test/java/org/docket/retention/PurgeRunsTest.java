package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurgeRunsTest {
    private static final Instant NOW = Instant.parse("2026-03-15T02:15:00Z");
    private static final Stop LISTING = new Stop(Stop.Kind.LISTING, "12 do not fit", "look");
    private static final Stop LEDGER = new Stop(Stop.Kind.LEDGER, "1 finding", "look");

    private final PurgeRows rows = new PurgeRows();
    private final PurgeRuns runs = rows.runs();

    @Test
    void staysReleasedFromWhatStoppedItBefore() {
        PurgePlan plan = rows.stopped(NOW, 4, LISTING);
        release(plan, NOW.plusSeconds(60));
        runs.stopped(plan.id(), List.of(LEDGER), NOW.plusSeconds(120));
        release(plan, NOW.plusSeconds(180));

        PurgeRun run = runs.find(plan.id()).orElseThrow();
        assertThat(run.isReleasedFrom(LISTING, plan)).isTrue();
        assertThat(run.isReleasedFrom(LEDGER, plan)).isTrue();
        assertThat(run.isReleasedFrom(new Stop(Stop.Kind.LEDGER, "2 findings", "look"), plan))
                .isFalse();
    }

    @Test
    void whoReleasesARunKnowsWhatWasFoundUntilItStopped() {
        PurgePlan plan = rows.stopped(NOW, 4, LEDGER);
        release(plan, NOW.plus(Duration.ofDays(2)));
        assertThat(known(Stop.Kind.LEDGER)).contains(NOW);
        assertThat(known(Stop.Kind.LISTING)).isEmpty();
    }

    @Test
    void aReleasedRunThatIsCutShortStaysReleasedAndAnotherIsOver() {
        PurgePlan released = rows.stopped(NOW, 4, LISTING);
        release(released, NOW.plusSeconds(60));
        runs.began(released.id(), NOW.plusSeconds(120));
        PurgePlan other = PurgeRows.plan(NOW.plusSeconds(1), 4, "4be1d07a92c3");
        runs.plan(other);
        runs.began(other.id(), NOW.plusSeconds(121));

        List<PurgeRun> ended = rows.jdbi().inTransaction(handle -> runs.endInterrupted(handle, NOW.plusSeconds(300)));
        assertThat(ended).extracting(PurgeRun::id).containsExactly(other.id());
        assertThat(runs.released()).map(PurgeRun::id).contains(released.id());
    }

    @Test
    void aReleaseFromAVaultThatSaysNoTimeIsNoneFromClocksThatDiffer() {
        Stop silent = new Stop(Stop.Kind.CLOCKS, "the vault does not say what time it has", "look");
        Stop apart = new Stop(Stop.Kind.CLOCKS, "the clock of the hub is PT48H ahead of that of the database", "look");
        PurgePlan plan = rows.stopped(NOW, 4, silent);
        release(plan, NOW.plusSeconds(60));

        PurgeRun run = runs.find(plan.id()).orElseThrow();
        assertThat(run.isReleasedFrom(silent, plan)).isTrue();
        assertThat(run.isReleasedFrom(apart, plan)).isFalse();
    }

    @Test
    void aReleaseFromDifferencesOfVaultAndCatalogueIsNoneFromOthers() {
        PurgePlan plan = rows.stopped(NOW, 4, LISTING);
        release(plan, NOW.plusSeconds(60));

        assertThat(runs.find(plan.id())
                        .orElseThrow()
                        .isReleasedFrom(new Stop(Stop.Kind.LISTING, "15 do not fit", "look"), plan))
                .isFalse();
    }

    private Optional<Instant> known(Stop.Kind kind) {
        return rows.jdbi().withHandle(handle -> PurgeRuns.knownUntil(handle, kind));
    }

    private void release(PurgePlan plan, Instant at) {
        assertThat(runs.release(plan.id(), "DI Mensah", "looked at", at)).isInstanceOf(PurgeRuns.Released.Taken.class);
    }
}
