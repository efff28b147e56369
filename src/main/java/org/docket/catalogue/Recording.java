package org.docket.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue.
 *
 * @param name path below the dock's folder, with forward slashes
 * @param sha256 64 hexadecimal digits in lower case; known from the deposit on
 * @param category the one that governs: by it the recording is kept
 * @param categories all that it has, the one that governs among them; none until the deposit
 * @param formerCategories what it was of before and is not any more, sorted: it is held as strictly as whatever it ever was
 * @param categoryRule the rule of the policy that gave it the category that governs
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
        List<String> categories,
        List<String> formerCategories,
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
    public Recording {
        categories = List.copyOf(categories);
        formerCategories = List.copyOf(formerCategories);
    }

    /** All categories that it has or ever had. */
    public List<String> everCategories() {
        return Stream.concat(categories.stream(), formerCategories.stream())
                .distinct()
                .toList();
    }

    /** A recording that was received, of which all else is still to be said. */
    public static RecordingBuilder received(UUID id, String dock, String name, Instant receivedAt) {
        return new RecordingBuilder(id, dock, name, receivedAt);
    }

    /** The same recording, of which some things are other than they are here. */
    public RecordingBuilder change() {
        return RecordingBuilder.like(this);
    }

    /** What a person can have decided. */
    public enum Decided {
        RETAINED,
        RELEASED
    }

    /** The same with other dates and directions. */
    public Recording with(@Nullable Instant due, @Nullable Instant review, Directions others) {
        return change().dates(due == null, due, review).directions(others).build();
    }
}
