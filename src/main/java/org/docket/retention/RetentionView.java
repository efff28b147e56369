package org.docket.retention;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows retention to operators, and lets them release a run that waits. */
public final class RetentionView implements RetentionMXBean {
    private final PurgeFigures figures;
    private final PurgeRuns runs;
    private final Clock clock;

    public RetentionView(PurgeFigures figures, PurgeRuns runs, Clock clock) {
        this.figures = figures;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public long getDueRecordings() {
        return figures.getDueRecordings();
    }

    @Override
    public long getDisposedRecordings() {
        return figures.getDisposedRecordings();
    }

    @Override
    public long getFailedDisposals() {
        return figures.getFailedDisposals();
    }

    @Override
    public String getLastRun() {
        return figures.getLastRun();
    }

    @Override
    public String getLastFailure() {
        return figures.getLastFailure();
    }

    @Override
    public boolean isStopped() {
        return runs.standing().isPresent();
    }

    @Override
    public String getStoppedRun() {
        return runs.standing().map(run -> run.id().toString()).orElse("");
    }

    @Override
    public String getStoppedSince() {
        return runs.standing().map(run -> run.plan().plannedAt().toString()).orElse("");
    }

    @Override
    public String getStoppedFor() {
        return runs.standing().map(RetentionView::why).orElse("");
    }

    /** Why a run waits, for people. */
    public static String why(PurgeRun run) {
        return run.stops().stream()
                .map(stop -> stop.kind() + ": " + stop.what() + "; " + stop.remedy())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public long getPlannedRecordings() {
        return runs.latest().map(run -> run.plan().recordings()).orElse(0L);
    }

    @Override
    public long getPlannedBytes() {
        return runs.latest().map(run -> run.plan().bytes()).orElse(0L);
    }

    @Override
    public String release(String run, String by, String reason) {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("not released: say who releases the run, and why");
        }
        Optional<PurgeRun> standing = runs.standing();
        if (standing.isEmpty()) {
            throw new IllegalStateException("not released: no run of the purge waits for anybody");
        }
        PurgeRun waiting = standing.get();
        if (!waiting.id().toString().equals(run.strip())) {
            throw new IllegalArgumentException(
                    "not released: the run that waits is " + waiting.id() + ", and not " + run);
        }
        PurgeRuns.Released answer = runs.release(waiting.id(), by.strip(), reason.strip(), clock.instant());
        if (answer instanceof PurgeRuns.Released.Refused refused) {
            throw new IllegalStateException("not released: " + refused.reason());
        }
        return "run " + waiting.id() + " is released, and goes on within docket.retention.purge.look";
    }
}
