package org.docket.retention;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a run is, for all who work on it at once. */
public final class Progress {
    /** Calls whose answer was lost, so that they were made twice. */
    private static final long MOST_MISSING = 10;

    private final PurgePlan plan;
    private final long brokenReleased;
    private final Map<Blocked, Long> kept = new EnumMap<>(Blocked.class);
    private long failed;
    private @Nullable String lastFailure;
    private List<Stop> stops = List.of();
    private long missing;
    private boolean brokenOff;
    private boolean cutShort;

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

    /**
     * Counts what stays. If histories do not verify, nothing more is condemned, unless as many were known to whoever released the run.
     */
    synchronized void add(Kept more) {
        more.numbers().forEach((why, number) -> kept.merge(why, number, Long::sum));
        if (more.broken().isEmpty()) {
            return;
        }
        long broken = kept.merge(Blocked.LEDGER, (long) more.broken().size(), Long::sum);
        if (broken > brokenReleased) {
            Map.Entry<UUID, String> first = more.broken().entrySet().iterator().next();
            stops = List.of(new Stop(
                    Stop.Kind.LEDGER,
                    "the custody ledger does not verify for " + broken + " of the recordings that are due; "
                            + first.getValue(),
                    "see './docket verify --ledger " + first.getKey()
                            + "', hold such recordings until it is known what happened, and release the run"));
        }
    }

    /**
     * Counts recordings that were condemned by this run and had no blob then. A call that was answered twice explains a few; with more,
     * the run stops.
     */
    synchronized boolean isMissingTooMany(long recordings) {
        missing += recordings;
        if (missing <= MOST_MISSING) {
            return false;
        }
        stops = List.of(new Stop(
                Stop.Kind.VAULT,
                "the vault has no blob of " + missing + " recordings that were deposited and were to be deleted now",
                "look at docket.vault.connection and at what became of the vault, and let './docket reconcile' run to its end:"
                        + " these recordings stay condemned, and have no certificate before the run is released"));
        return true;
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

    /** The same, as its hub stops: whoever has the next turn treats it like the run of a hub that died. */
    synchronized void cutShort() {
        brokenOff = true;
        cutShort = true;
    }

    synchronized boolean isCutShort() {
        return cutShort;
    }

    /** Whether nothing more is to be condemned. */
    synchronized boolean isOver() {
        return brokenOff || !stops.isEmpty();
    }

    /** The run waits for a person from now on, if there is a reason. */
    synchronized void stop(List<Stop> reasons) {
        stops = stops.isEmpty() ? List.copyOf(reasons) : stops;
    }

    synchronized List<Stop> stops() {
        return stops;
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
