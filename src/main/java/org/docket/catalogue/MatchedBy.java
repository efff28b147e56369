package org.docket.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what a recording is matched with incidents.
 *
 * @param officer id of the officer, as ids are compared; absent if that or the time is not known well enough
 * @param from when the recording began; there whenever the officer is
 * @param until when it ended, at most {@link #LONGEST} later; there whenever the officer is
 * @param incident the reference that it has now; absent if it has none, or a longer one than any incident
 */
public record MatchedBy(
        @Nullable String officer,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String incident) {
    /** No camera records for longer; what claims to counts as if it ended then. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** What is said to have been recorded before or after these is not known well enough: no clock of a camera says so. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    /** No reference of an incident is longer. */
    public static final int MOST_CHARACTERS = 250;

    /** By what a recording with these facts is matched. A time at which it merely reached the dock says nothing of an incident. */
    public static MatchedBy of(Facts facts) {
        @Nullable
        String incident = Optional.ofNullable(facts.incident())
                .filter(reference -> !reference.isEmpty() && reference.length() <= MOST_CHARACTERS)
                .orElse(null);
        Optional<String> officer =
                Optional.ofNullable(facts.officer()).map(Officer::id).flatMap(Officer::key);
        boolean timed =
                switch (facts.recorded().source()) {
                    case SIDECAR, NAME, CONTAINER -> true;
                    case DOCK, ARRIVAL -> false;
                };
        if (officer.isEmpty() || !timed || !canBe(facts.recorded().at())) {
            return new MatchedBy(null, null, null, incident);
        }
        Instant from = facts.recorded().at();
        return new MatchedBy(officer.get(), from, from.plus(length(facts, from)), incident);
    }

    private static boolean canBe(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    private static Duration length(Facts facts, Instant from) {
        Instant ended = facts.endedAt();
        Double running = facts.media().durationSeconds();
        Duration length = Duration.ZERO;
        if (ended != null && !ended.isBefore(from)) {
            length = Duration.between(from, ended);
        } else if (running != null && running > 0) {
            length = Duration.ofMillis((long) Math.min(running * 1_000, (double) LONGEST.toMillis()));
        }
        return length.compareTo(LONGEST) > 0 ? LONGEST : length;
    }
}
