package org.docket.retention;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a run is, for all who work on it at once. */
public final class Progress {
    private final PurgePlan plan;
    private final long brokenReleased;
    private final Map<Blocked, Long> kept = new EnumMap<>(Blocked.class);
    private long failed;
    private @Nullable String lastFailure;
    private @Nullable Stop stop;
    private boolean brokenOff;

    /**
     * Begins.
     *
     * @param brokenReleased how many recordings whose history does not verify a person knew of when they released the run; -1 if
     *     nobody released it from such a stop
     */
    Progress(PurgePlan plan, long brokenReleased) {
        this.plan = plan;
        this.brokenReleased = brokenReleased;
    }

    /** Of a run that nobody released. */
    public Progress(PurgePlan plan) {
        this(plan, -1);
    }

    PurgePlan plan() {
        return plan;
    }

    synchronized void kept(Blocked why, long recordings) {
        if (recordings > 0) {
            kept.merge(why, recordings, Long::sum);
        }
    }

    /** A recording was not condemned because its history does not verify: unless that is known, nothing more is condemned. */
    synchronized void broken(Map<UUID, String> findings) {
        kept(Blocked.LEDGER, findings.size());
        if (!findings.isEmpty() && kept.getOrDefault(Blocked.LEDGER, 0L) > brokenReleased) {
            Map.Entry<UUID, String> first = findings.entrySet().iterator().next();
            stop = new Stop(
                    Stop.Kind.LEDGER,
                    "the custody ledger does not verify for " + kept.get(Blocked.LEDGER)
                            + " of the recordings that are due; " + first.getValue(),
                    "see './docket verify --ledger " + first.getKey()
                            + "', hold such recordings until it is known what happened, and release the run");
        }
    }

    synchronized void failed(long recordings, String why) {
        failed += recordings;
        lastFailure = why;
    }

    /** Nothing more is condemned by this run, and no more of what is condemned is taken up. */
    synchronized void breakOff(String why) {
        brokenOff = true;
        lastFailure = why;
    }

    /** Whether nothing more is to be condemned. */
    synchronized boolean isOver() {
        return brokenOff || stop != null;
    }

    synchronized Optional<Stop> stop() {
        return Optional.ofNullable(stop);
    }

    synchronized Map<Blocked, Long> kept() {
        return Map.copyOf(kept);
    }

    synchronized long failed() {
        return failed;
    }

    synchronized @Nullable String lastFailure() {
        return lastFailure;
    }
}
