package org.docket.vault;

import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobProperties;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A committed blob as the vault describes it. Its bytes were not read for that.
 *
 * @param createdAt by the clock of the vault
 * @param recordingId whose it is, by its label; absent if it has none, or another word stands there
 * @param sha256 what it must hold, by its label
 * @param archived whether it can only be read after it was brought back from the archive
 */
public record HeldBlob(
        String name,
        long bytes,
        Instant createdAt,
        @Nullable UUID recordingId,
        @Nullable String sha256,
        boolean archived) {

    static HeldBlob of(BlobItem item) {
        BlobItemProperties properties = item.getProperties();
        Long length = properties.getContentLength();
        return of(
                item.getName(),
                length == null ? 0 : length,
                properties.getCreationTime(),
                item.getMetadata(),
                properties.getAccessTier());
    }

    static HeldBlob of(String name, BlobProperties properties) {
        return of(
                name,
                properties.getBlobSize(),
                properties.getCreationTime(),
                properties.getMetadata(),
                properties.getAccessTier());
    }

    private static HeldBlob of(
            String name,
            long bytes,
            @Nullable OffsetDateTime created,
            @Nullable Map<String, String> metadata,
            @Nullable AccessTier tier) {
        BlobLabel label = BlobLabel.in(metadata == null ? Map.of() : metadata);
        return new HeldBlob(
                name,
                bytes,
                created == null ? Instant.EPOCH : created.toInstant(),
                label.recording(),
                label.sha256(),
                AccessTier.ARCHIVE.equals(tier));
    }
}
