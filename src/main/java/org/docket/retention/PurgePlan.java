package org.docket.retention;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a run of the purge would do. The numbers are those of the catalogue: each recording is looked at once more before it is
 * condemned, and may be kept then.
 *
 * @param id of the run that it is the plan of
 * @param plannedAt the run disposes only of what was due at this instant
 * @param rulebook version of the rulebook that was in force
 * @param recordings how many are to be condemned
 * @param bytes of these together
 * @param carriedOn how many were condemned by earlier runs that did not finish with them
 * @param shares those recordings, by category and dock
 * @param blocked those that are due and stay, by what keeps them
 */
public record PurgePlan(
        UUID id,
        Instant plannedAt,
        String rulebook,
        long recordings,
        long bytes,
        long carriedOn,
        List<Share> shares,
        Map<Blocked, Long> blocked) {

    /** How much of one category from one dock is to be condemned. */
    public record Share(String category, String dock, long recordings, long bytes) {}

    public PurgePlan {
        shares = shares.stream()
                .sorted(Comparator.comparing(Share::category).thenComparing(Share::dock))
                .toList();
        blocked = Map.copyOf(blocked);
    }

    /** How many of each category are to be condemned. */
    public Map<String, Long> byCategory() {
        Map<String, Long> numbers = new TreeMap<>();
        shares.forEach(share -> numbers.merge(share.category(), share.recordings(), Long::sum));
        return numbers;
    }

    /** How many from each dock are to be condemned. */
    public Map<String, Long> byDock() {
        Map<String, Long> numbers = new TreeMap<>();
        shares.forEach(share -> numbers.merge(share.dock(), share.recordings(), Long::sum));
        return numbers;
    }

    /** Whether a run has nothing to do. */
    public boolean isEmpty() {
        return recordings == 0 && carriedOn == 0;
    }
}
