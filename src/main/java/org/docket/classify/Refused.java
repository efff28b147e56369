package org.docket.classify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook in the files of a hub that was not taken up.
 *
 * @param reason for a person
 * @param judgedAgainst if it is right and waits only for being accepted: the position of what was in force when that was found out
 * @param acceptance if somebody has accepted it, and no hub has taken it up yet
 */
public record Refused(
        String version,
        String reason,
        Instant at,
        @Nullable Long judgedAgainst,
        @Nullable Acceptance acceptance) {

    /** Whether it is right and waits only for being accepted. */
    public boolean acceptable() {
        return judgedAgainst != null;
    }

    /** Whether it waits by comparison with what is not in force any more. Then an acceptance is of something else. */
    boolean isOutdated(InForce now) {
        return judgedAgainst != null && judgedAgainst != now.position();
    }
}
