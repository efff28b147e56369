package org.docket.enrich;

import org.jspecify.annotations.Nullable;

/**
 * An incident that fits a recording by officer and time, and what speaks for it.
 *
 * @param score from 0 to 1
 * @param overlapSeconds how long recording and incident went on together
 * @param gapSeconds how far apart they are if they do not overlap
 * @param distanceMetres between the places of both, if both are known
 * @param chosen whether it is the recording's incident
 */
public record Candidate(
        String reference,
        double score,
        long overlapSeconds,
        long gapSeconds,
        @Nullable Long distanceMetres,
        boolean chosen) {}
