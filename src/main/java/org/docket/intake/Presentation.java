package org.docket.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that a dock presented a source.
 *
 * @param duplicate whether the vault held the recording already
 * @param withheld why the dock gets no receipt
 * @param releaseAt when the source may go; absent while it stays
 * @param attempts how often it could not be taken in since it was presented
 * @param lastFailure why, the last time
 * @param nextAttemptAt when it is tried again
 */
record Presentation(
        long id,
        String dock,
        String name,
        long bytes,
        Instant modifiedAt,
        UUID recordingId,
        boolean duplicate,
        @Nullable Instant receiptedAt,
        @Nullable String withheld,
        @Nullable Instant releaseAt,
        int attempts,
        @Nullable String lastFailure,
        @Nullable Instant nextAttemptAt) {

    boolean isOf(Source source) {
        return bytes == source.bytes() && modifiedAt.equals(source.modifiedAt());
    }

    boolean isDone() {
        return receiptedAt != null || withheld != null;
    }
}
