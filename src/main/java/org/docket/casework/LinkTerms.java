package org.docket.casework;

import java.time.Duration;

/**
 * The links by which a case system may read recordings.
 *
 * @param included whether each message about evidence has one; without that, they are asked for
 * @param lasting how long one lasts
 */
public record LinkTerms(boolean included, Duration lasting) {
    /** A day less than a key can last that the storage account delegates: its clock may be behind, and one key signs many links. */
    static final Duration LONGEST = Duration.ofDays(6);

    static final Duration USUAL = Duration.ofHours(1);
}
