package org.docket.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people and courts said of a recording that stands whatever policy says.
 *
 * @param keptUntil until when outcomes of cases keep it at least, {@link #OPEN} while one is open; absent without outcomes
 * @param categories what a person said that it is; empty if nobody did
 * @param dueOtherwise when it would be due without the early deletion that was approved; absent if none was
 * @param promisedUntil until when at least whoever released it promised to keep it; absent if nobody did
 */
public record Directions(
        @Nullable Instant keptUntil,
        List<String> categories,
        @Nullable Instant dueOtherwise,
        @Nullable Instant promisedUntil) {
    /** Nobody said anything. */
    public static final Directions NONE = new Directions(null, List.of(), null, null);

    /** Later than anything: nobody knows yet until when. */
    public static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

    public Directions {
        categories = List.copyOf(categories);
    }

    /** The same with other categories. */
    public Directions withCategories(List<String> others) {
        return new Directions(keptUntil, others, dueOtherwise, promisedUntil);
    }

    /** The same with another date without early deletion; null if none is approved. */
    public Directions withDueOtherwise(@Nullable Instant other) {
        return new Directions(keptUntil, categories, other, promisedUntil);
    }

    /** The same with another time until which outcomes keep it. */
    public Directions withKeptUntil(@Nullable Instant until) {
        return new Directions(until, categories, dueOtherwise, promisedUntil);
    }

    /** That instant, or a later one before which nothing that was said lets anybody delete it. */
    public Instant notBefore(Instant date) {
        return Stream.of(Optional.ofNullable(keptUntil), Optional.ofNullable(promisedUntil))
                .flatMap(Optional::stream)
                .filter(date::isBefore)
                .max(Instant::compareTo)
                .orElse(date);
    }
}
