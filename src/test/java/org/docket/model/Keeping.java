package org.docket.model;

import java.util.Locale;

/**
 * How long a category is kept.
 *
 * @param span after which it is due, or after which a person is asked to look at it
 * @param untilReview whether it is kept until a person decides
 * @param fromRecorded whether the time counts from when it was recorded
 * @param early who may ask that it is deleted early
 * @param second whether a second person has to approve that
 */
record Keeping(Span span, boolean untilReview, boolean fromRecorded, Early early, boolean second) {
    /** Who may ask that something is deleted early. */
    enum Early {
        NOBODY,
        OFFICER,
        SUPERVISOR
    }

    Keeping(Span span, boolean untilReview, boolean fromRecorded) {
        this(span, untilReview, fromRecorded, Early.SUPERVISOR, true);
    }

    Keeping with(Early asked, boolean approved) {
        return new Keeping(span, untilReview, fromRecorded, asked, approved);
    }

    String yaml() {
        String keep = untilReview ? "until-review, review: " + span.text() : span.text();
        return "keep: " + keep + ", from: " + (fromRecorded ? "recorded" : "received") + ", early-deletion: {ask: "
                + early.name().toLowerCase(Locale.ROOT) + ", second-person: " + second + "}";
    }
}
