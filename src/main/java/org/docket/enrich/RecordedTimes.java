package org.docket.enrich;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.docket.catalogue.RecordedTime;
import org.jspecify.annotations.Nullable;

/**
 * Chooses when a recording was made from what is said about it. The first that can be right counts, in the order in which
 * {@link RecordedTime.Source} lists them: the sidecar and the name were written by the station that knows the camera, the
 * container by the camera itself, the time of modification by whatever copied it last. If none can be right, the receipt
 * counts.
 */
final class RecordedTimes {
    /** Before this, no body-worn camera recorded anything: a clock that says so was never set. */
    static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** How far a camera's clock may run ahead of ours and still be believed. */
    static final Duration AHEAD = Duration.ofHours(24);

    /** A recording of a New Year's Day is docked within this time, or its station says when it was made. */
    static final Duration DOCKED = Duration.ofDays(31);

    /** Where clocks begin to count that have lost their battery, each maker in a year of its own. */
    private static final MonthDay RESET = MonthDay.of(1, 1);

    private final Instant receivedAt;
    private final ZoneId zone;
    private final List<RecordedTime> candidates = new ArrayList<>();

    /** @param zone of the dock */
    RecordedTimes(Instant receivedAt, ZoneId zone) {
        this.receivedAt = receivedAt;
        this.zone = zone;
    }

    /** Takes note of what one source says, if it says anything. Sources are asked in the order of trust. */
    RecordedTimes said(RecordedTime.Source source, @Nullable Instant at) {
        if (at != null) {
            candidates.add(new RecordedTime(at, source));
        }
        return this;
    }

    /**
     * The first that can be right. What the station says and cannot be right becomes a problem.
     *
     * @param ofSidecar gets the problem if the sidecar says it
     * @param ofOthers gets it if the name says it
     */
    RecordedTime choose(List<String> ofSidecar, List<String> ofOthers) {
        for (RecordedTime candidate : candidates) {
            boolean station =
                    candidate.source() == RecordedTime.Source.SIDECAR || candidate.source() == RecordedTime.Source.NAME;
            if (isPossible(candidate.at()) && (station || !isReset(candidate.at()))) {
                return candidate;
            }
            // why: the container and the disk are often wrong, which says nothing about the recording; the station
            // should know.
            if (station) {
                List<String> problems = candidate.source() == RecordedTime.Source.SIDECAR ? ofSidecar : ofOthers;
                problems.add("the time of recording " + candidate.at() + " ("
                        + candidate.source().word() + ") cannot be right");
            }
        }
        return new RecordedTime(receivedAt, RecordedTime.Source.ARRIVAL);
    }

    private boolean isPossible(Instant at) {
        return !at.isBefore(EARLIEST) && !at.isAfter(receivedAt.plus(AHEAD));
    }

    /** Whether it is what a camera says that began to count anew: some 1 January, long before it was docked. */
    private boolean isReset(Instant at) {
        boolean first = isFirst(at, ZoneOffset.UTC) || isFirst(at, zone);
        return first && at.plus(DOCKED).isBefore(receivedAt);
    }

    private static boolean isFirst(Instant at, ZoneId zone) {
        return MonthDay.from(LocalDate.ofInstant(at, zone)).equals(RESET);
    }
}
