package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the retention rules say of one recording, with all categories that it has taken together: it is kept by the one that keeps it
 * longest. One that is kept until a person decides goes before every other. Of the strictest of them is who may ask for its early
 * deletion, and the longest minimum holds.
 *
 * @param terms what each category says by itself, in the order in which the recording has them; at least one
 * @param governing the one that keeps it longest
 * @param minimumUntil before that instant nobody may delete it, whatever is decided; empty if none of its categories has a minimum
 * @param early who may ask that it is deleted before it is due
 */
public record Retention(List<Term> terms, Term governing, Optional<Instant> minimumUntil, EarlyDeletion early) {
    public Retention {
        terms = List.copyOf(terms);
    }

    /**
     * What one category says.
     *
     * @param countedFrom from when its period counts
     * @param until when its period ends: the date of review of a category that is kept until a person decides, else when it is due
     */
    public record Term(Category category, Instant countedFrom, Instant until) {}

    static Retention of(List<Term> terms, Optional<Instant> minimumUntil, EarlyDeletion early) {
        Term governing = terms.get(0);
        for (Term term : terms) {
            governing = isLonger(term, governing) ? term : governing;
        }
        return new Retention(terms, governing, minimumUntil, early);
    }

    private static boolean isLonger(Term term, Term other) {
        return term.category().isUntilReview() == other.category().isUntilReview()
                ? term.until().isAfter(other.until())
                : term.category().isUntilReview();
    }

    /** The category that governs. */
    public Category category() {
        return governing.category();
    }

    /** The names of all categories, in the order in which the recording has them. */
    public List<String> categories() {
        return terms.stream().map(term -> term.category().name()).toList();
    }

    /** From when on it may be disposed of, never before its minimum is over; empty if it is kept until a person decides. */
    public Optional<Instant> dueAt() {
        return governing.category().isUntilReview() ? Optional.empty() : Optional.of(notBefore(governing.until()));
    }

    /** When a person is asked to look at it; empty if it is kept for a set time. */
    public Optional<Instant> reviewAt() {
        return governing.category().isUntilReview() ? Optional.of(governing.until()) : Optional.empty();
    }

    /** That date, or the end of the minimum if that is later. */
    public Instant notBefore(Instant date) {
        return minimumUntil.filter(date::isBefore).orElse(date);
    }
}
