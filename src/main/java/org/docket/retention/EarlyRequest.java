package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody wants a recording deleted before its time, or of categories that keep it for a shorter time.
 *
 * @param categories what it is to be of instead; empty if it is to be deleted early
 * @param askedBy id of whoever asked
 * @param approvedBy id of whoever approved it; absent while it waits for a second person
 * @param coolingUntil until when people are to look whether they object; absent while it waits
 * @param dueBefore from when the recording could be disposed of without the request; absent while it waits
 * @param dueAt from when it can be with it; absent while it waits
 */
public record EarlyRequest(
        UUID recordingId,
        List<String> categories,
        String askedBy,
        String reason,
        @Nullable String caseReference,
        Instant askedAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant coolingUntil,
        @Nullable Instant dueBefore,
        @Nullable Instant dueAt) {
    public EarlyRequest {
        categories = List.copyOf(categories);
    }

    /** Whether it is to be of other categories, and not to be deleted early. */
    boolean recategorises() {
        return !categories.isEmpty();
    }

    /** Whether it waits for a second person. */
    public boolean waits() {
        return approvedAt == null;
    }
}
