package org.docket.retention;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What became of a case that a recording belongs to.
 *
 * @param kind one of {@code outcomes} in {@code retention.yaml}, such as {@code conviction}
 * @param at the day of the outcome, on the calendar of the retention rules
 * @param until the day on which custody or hospital ends, if the sentence is that and the day is known
 * @param custody whether the sentence is custody or a hospital order; it is if there is a day on which that ends
 * @param sentence in the words of the case system; absent if it gives none
 * @param defendant an opaque reference of the person whom it concerns; absent in cases with one
 */
public record Outcome(
        String kind,
        LocalDate at,
        @Nullable LocalDate until,
        boolean custody,
        @Nullable String sentence,
        @Nullable String defendant) {

    public Outcome {
        custody = custody || until != null;
    }
}
