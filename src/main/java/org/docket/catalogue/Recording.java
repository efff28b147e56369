package org.docket.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue.
 *
 * @param name path below the dock's folder, with forward slashes
 * @param sha256 64 hexadecimal digits in lower case; known from the deposit on
 * @param dueAt from when it may be disposed of; absent while it is retained
 * @param reviewAt when somebody has to decide again; present while it is retained
 * @param facts what was known when it was classified; absent until the deposit
 * @param duplicates how often it was presented again
 * @param decided what a person decided last; absent if nobody did
 * @param countedFrom when it was recorded, as was believed at the deposit: retention counts from that, whatever is learnt later;
 *     absent until the deposit
 * @param directions what people and courts said that stands whatever policy says
 */
public record Recording(
        UUID id,
        RecordingState state,
        String dock,
        String name,
        long bytes,
        @Nullable String sha256,
        @Nullable String category,
        @Nullable String categoryRule,
        @Nullable String policyVersion,
        boolean retained,
        @Nullable Instant dueAt,
        @Nullable Instant reviewAt,
        Instant receivedAt,
        @Nullable Instant depositedAt,
        @Nullable Instant condemnedAt,
        @Nullable Instant disposedAt,
        @Nullable String blob,
        int duplicates,
        @Nullable Facts facts,
        @Nullable Decided decided,
        @Nullable RecordedTime countedFrom,
        Directions directions) {

    /** What a person can have decided. */
    public enum Decided {
        RETAINED,
        RELEASED
    }

    /** All categories that it has. */
    public List<String> categories() {
        return category == null ? List.of() : List.of(category);
    }

    /** The same with other categories, of which the first governs. */
    public Recording withCategories(List<String> all, String governing, String rule) {
        return new Recording(
                id,
                state,
                dock,
                name,
                bytes,
                sha256,
                governing,
                rule,
                policyVersion,
                retained,
                dueAt,
                reviewAt,
                receivedAt,
                depositedAt,
                condemnedAt,
                disposedAt,
                blob,
                duplicates,
                facts,
                decided,
                countedFrom,
                directions);
    }

    /** The same with other dates and directions. */
    public Recording with(@Nullable Instant due, @Nullable Instant review, Directions others) {
        return new Recording(
                id,
                state,
                dock,
                name,
                bytes,
                sha256,
                category,
                categoryRule,
                policyVersion,
                due == null,
                due,
                review,
                receivedAt,
                depositedAt,
                condemnedAt,
                disposedAt,
                blob,
                duplicates,
                facts,
                decided,
                countedFrom,
                others);
    }
}
