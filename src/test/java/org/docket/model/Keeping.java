package org.docket.model;

/**
 * How long a category is kept.
 *
 * @param span after which it is due, or after which a person is asked to look at it
 * @param untilReview whether it is kept until a person decides
 * @param fromRecorded whether the time counts from when it was recorded
 */
record Keeping(Span span, boolean untilReview, boolean fromRecorded) {
    String yaml() {
        String keep = untilReview ? "until-review, review: " + span.text() : span.text();
        return "keep: " + keep + ", from: " + (fromRecorded ? "recorded" : "received");
    }
}
