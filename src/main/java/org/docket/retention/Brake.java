package org.docket.retention;

import java.time.Instant;
import java.util.List;

/** One reason to let a run of the purge wait for a person. */
interface Brake {
    /**
     * The stops of a run with that plan; none lets it pass.
     *
     * @throws RuntimeException if database or vault do not answer; nothing may be disposed of then
     */
    List<Stop> stops(PurgePlan plan);

    /** Whether it also keeps a run from carrying on with what earlier ones condemned. */
    default boolean holdsWhatIsCondemned() {
        return false;
    }

    /**
     * What has come up since a run began that would have stopped it, and that whoever released the run cannot have known. Asked before
     * each batch, so it costs next to nothing.
     */
    default List<Stop> appeared(Instant began) {
        return List.of();
    }

    /** The stops of a run with that plan for somebody who only wants to know: nothing is written. */
    default List<Stop> preview(PurgePlan plan) {
        return stops(plan);
    }
}
