package org.docket.casework;

import java.time.Duration;
import java.time.Instant;

/**
 * How long the answer of a case system is waited for.
 *
 * @param within the time for the first answer; it doubles with each time that the message is sent again
 * @param longest what it grows to
 */
public record Patience(Duration within, Duration longest) {
    static final Patience DEFAULT = new Patience(Duration.ofHours(1), Duration.ofDays(1));

    private static final int MOST_DOUBLINGS = 20;

    /** When the answer is due to a message that was sent for the so-many-th time. Tries that the broker did not take do not count. */
    Instant due(Instant sent, int times) {
        Duration grown = within.multipliedBy(1L << Math.max(0, Math.min(MOST_DOUBLINGS, times - 1)));
        return sent.plus(grown.compareTo(most()) < 0 ? grown : most());
    }

    /** The longest that an answer is waited for. */
    Duration most() {
        return longest.compareTo(within) < 0 ? within : longest;
    }
}
