package org.docket.casework;

import java.time.Duration;

/**
 * The links by which a case system may read recordings.
 *
 * @param included whether each message about evidence has one; without that, they are asked for
 * @param lasting how long one lasts
 */
public record LinkTerms(boolean included, Duration lasting) {
    /** What a key lasts that the storage account gives to whoever signs in with an identity. */
    static final Duration LONGEST = Duration.ofDays(7);

    static final Duration USUAL = Duration.ofHours(1);
}
