package org.docket.retention;

import org.threeten.extra.PeriodDuration;

/** How long the recordings of a category are kept. */
public sealed interface RetentionRule {
    /** The instant that the time is counted from. */
    From from();

    /** What a period is counted from. */
    enum From {
        /** When intake took the recording in. */
        RECEIVED,
        /** When it was recorded, as far as that is known and believed; else when it was received. */
        RECORDED
    }

    /**
     * Kept for a time, then due for disposal.
     *
     * @param keep positive; days, months and years are those of the calendar in the zone of the rules
     */
    record Period(PeriodDuration keep, From from) implements RetentionRule {}

    /**
     * Kept until a person decides; never due by itself.
     *
     * @param review positive; after it a person is asked to look
     */
    record UntilReview(PeriodDuration review, From from) implements RetentionRule {}
}
