package org.docket.retention;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named reason that forbids the disposal of a recording while it stands.
 *
 * @param kind such as {@code legal}, {@code complaint}, {@code subject-access} or {@code review}
 * @param reference of the case or request
 * @param by who placed it
 * @param until when it ends by itself; absent for one that has to be lifted
 */
public record Hold(
        UUID recordingId,
        String kind,
        String reference,
        String by,
        String reason,
        @Nullable Instant until) {}
