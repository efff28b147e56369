package org.docket.classify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook in the files of a hub that was not taken up.
 *
 * @param reason for a person
 * @param acceptable whether it is right and waits only for being accepted
 * @param acceptance if somebody has accepted it, and no hub has taken it up yet
 */
public record Refused(
        String version,
        String reason,
        Instant at,
        boolean acceptable,
        @Nullable Acceptance acceptance) {}
