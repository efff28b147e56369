package org.docket.vault;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands with a blob in its metadata: whose it is, and what it must hold. No personal data. */
record BlobLabel(
        @Nullable String recordingId,
        @Nullable String sha256,
        @Nullable String dock) {
    private static final String ID = "docketid";
    private static final String SHA256 = "sha256";
    private static final String DOCK = "dock";

    static BlobLabel of(UUID recordingId, String sha256, String dock) {
        return new BlobLabel(recordingId.toString(), sha256, dock);
    }

    static BlobLabel in(Map<String, String> metadata) {
        return new BlobLabel(metadata.get(ID), metadata.get(SHA256), metadata.get(DOCK));
    }

    Map<String, String> metadata() {
        return Map.of(ID, String.valueOf(recordingId), SHA256, String.valueOf(sha256), DOCK, String.valueOf(dock));
    }

    /** The recording that it names, if that is the id of one. */
    @Nullable
    UUID recording() {
        try {
            return recordingId == null ? null : UUID.fromString(recordingId);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean isOf(UUID recording) {
        return recording.toString().equals(recordingId);
    }
}
