package org.docket.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a category is kept.
 *
 * @param span after which it is due, or after which a person is asked to look at it
 * @param untilReview whether it is kept until a person decides
 * @param fromRecorded whether the time counts from when it was recorded
 * @param minimum before which nobody may delete it; absent if there is none
 * @param early who may ask that it is deleted early
 * @param second whether a second person has to approve that
 */
record Keeping(
        Span span,
        boolean untilReview,
        boolean fromRecorded,
        @Nullable Span minimum,
        Early early,
        boolean second) {
    /** Who may ask that something is deleted early. */
    enum Early {
        NOBODY(3),
        OFFICER(1),
        SUPERVISOR(2);

        private final int strictness;

        Early(int strictness) {
            this.strictness = strictness;
        }

        int strictness() {
            return strictness;
        }
    }

    Keeping(Span span, boolean untilReview, boolean fromRecorded) {
        this(span, untilReview, fromRecorded, null, Early.SUPERVISOR, true);
    }

    Keeping with(Early asked, boolean approved) {
        return new Keeping(span, untilReview, fromRecorded, minimum, asked, approved);
    }

    Keeping withMinimum(@Nullable Span least) {
        return new Keeping(span, untilReview, fromRecorded, least, early, second);
    }

    /** What holds for something for which both hold. */
    static Keeping strictest(Keeping one, Keeping other) {
        Early asked = one.early.strictness() > other.early.strictness() ? one.early : other.early;
        return one.with(asked, one.second || other.second);
    }

    /** Whether something may go sooner by that one, or by the word of more people or of fewer. */
    boolean isTighterThan(Keeping next) {
        boolean sooner = !next.untilReview && (untilReview || next.span.canEndBefore(span));
        boolean counted = !next.untilReview && !fromRecorded && next.fromRecorded;
        boolean least = minimum != null && (next.minimum == null || next.minimum.canEndBefore(minimum));
        return sooner || counted || least || isStricterThan(next);
    }

    /** Whether more people may ask by that one for an early deletion, or fewer have to agree. */
    boolean isStricterThan(Keeping next) {
        List<Early> strict = List.of(Early.OFFICER, Early.SUPERVISOR, Early.NOBODY);
        return next.early != Early.NOBODY
                && (strict.indexOf(next.early) < strict.indexOf(early) || (second && !next.second));
    }

    String yaml() {
        String keep = untilReview ? "until-review, review: " + span.text() : span.text();
        return "keep: " + keep + ", from: " + (fromRecorded ? "recorded" : "received")
                + (minimum == null ? "" : ", minimum: " + minimum.text()) + ", early-deletion: {ask: "
                + early.name().toLowerCase(Locale.ROOT) + ", second-person: " + second + "}";
    }
}
