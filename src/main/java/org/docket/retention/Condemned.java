package org.docket.retention;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recording whose blob is to be deleted.
 *
 * @param condemnedAt when its disposal became certain
 * @param ground why; it stands in the custody ledger
 * @param wasThere whether the vault had the blob when it was told to delete it, as far as that is known
 */
public record Condemned(
        UUID recordingId,
        String blob,
        String sha256,
        long bytes,
        Instant condemnedAt,
        Ground ground,
        boolean wasThere) {
    Condemned(UUID recordingId, String blob, String sha256, long bytes, Instant condemnedAt, Ground ground) {
        this(recordingId, blob, sha256, bytes, condemnedAt, ground, true);
    }

    /** The same of which the vault said that it has no such blob. */
    Condemned notThere() {
        return new Condemned(recordingId, blob, sha256, bytes, condemnedAt, ground, false);
    }

    /**
     * Why a recording was condemned.
     *
     * @param authority the rule by which it was due, as the ledger has it
     * @param retentionRules version of the retention rules; absent with those below if it was condemned before they were kept apart
     * @param dueOtherwise when it would have been due without its early deletion; absent if it was not deleted early
     * @param countedFrom from when its time was counted; absent if the rules have its category no more
     * @param run of the purge
     */
    public record Ground(
            String authority,
            @Nullable String retentionRules,
            @Nullable String category,
            @Nullable Instant dueAt,
            @Nullable Instant dueOtherwise,
            @Nullable Instant countedFrom,
            @Nullable UUID run) {}
}
