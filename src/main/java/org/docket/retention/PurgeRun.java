package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of the purge.
 *
 * @param plan the last one that was made for it; a run that was stopped is planned anew when it goes on
 * @param stops for which it waits, or from which it was released; empty if nothing stopped it
 * @param release who let it go on although it was stopped; absent if nobody did
 * @param kept what was due and stayed, by what kept it; known when the run stopped or ended
 * @param beganAt when it began to condemn; absent if it did not
 * @param endedAt absent while it has not ended
 * @param disposed how many recordings it disposed of, also those that an earlier run condemned
 * @param failed how many it could not dispose of; they stay condemned, and the next run carries on with them
 * @param lastFailure absent if nothing failed
 */
public record PurgeRun(
        UUID id,
        State state,
        PurgePlan plan,
        List<Stop> stops,
        @Nullable Release release,
        Map<Blocked, Long> kept,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        long disposed,
        long disposedBytes,
        long failed,
        @Nullable String lastFailure) {

    /**
     * Whether somebody who released this run knew of that stop, and it is no worse than it was. Another rulebook, or something else that
     * is wrong with ledger or vault, is another stop.
     */
    boolean isReleasedFrom(Stop stop, PurgePlan now) {
        return release != null
                && release.kinds().contains(stop.kind())
                && now.recordings() <= release.recordings()
                && switch (stop.kind()) {
                    case SHARE, COUNT -> true;
                    case CLOCKS -> released().stream().anyMatch(known -> ClockBrake.isCoveredBy(known, stop));
                    case POLICY, LEDGER, VAULT, MISSING, LISTING -> released().contains(stop);
                };
    }

    private List<Stop> released() {
        return release == null || release.stops() == null ? stops : release.stops();
    }

    /** Where a run is. */
    public enum State {
        /** Its plan is stored; nothing has been condemned. */
        PLANNED,
        /** It waits for a person. No run condemns or deletes anything meanwhile. */
        STOPPED,
        /** It disposes of what is due. */
        RUNNING,
        /** It has ended. */
        DONE
    }

    /**
     * A person let a stopped run go on.
     *
     * @param kinds of the stops that it is released from
     * @param recordings how many were to be condemned by the plan that they saw: more are not released
     * @param broken how many of them had a history that does not verify
     * @param stops that it was stopped for then and before; absent in releases of versions that did not keep them
     * @param knownUntil when it was stopped: what was found later nobody has released; absent in releases of such versions
     */
    public record Release(
            String by,
            String reason,
            Instant at,
            Set<Stop.Kind> kinds,
            long recordings,
            long broken,
            @Nullable List<Stop> stops,
            @Nullable Instant knownUntil) {}
}
