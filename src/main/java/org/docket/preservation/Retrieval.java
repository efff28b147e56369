package org.docket.preservation;

import java.time.Instant;
import java.util.UUID;
import org.docket.vault.BlobTiers.Priority;
import org.docket.vault.Tier;
import org.jspecify.annotations.Nullable;

/**
 * A recording that somebody asked to have back from the archive.
 *
 * @param tier that it comes back to
 * @param toldAt when the vault was asked; absent until then
 * @param readyAt when it was found to be readable; absent until then
 * @param staysUntil it is not moved to a colder tier before then
 * @param endedAt when nobody waits for it any more
 * @param lastFailure why the last call came to nothing; absent if it did not
 */
public record Retrieval(
        UUID id,
        UUID recordingId,
        String blob,
        String by,
        String reason,
        Priority priority,
        Tier tier,
        Instant askedAt,
        @Nullable Instant toldAt,
        @Nullable Instant readyAt,
        @Nullable Instant staysUntil,
        @Nullable Instant endedAt,
        @Nullable String lastFailure) {}
