package org.docket.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * A time that something is kept, as ISO 8601 writes it.
 *
 * @param text such as {@code P31D} or {@code P1DT12H}
 */
record Span(String text) {
    /**
     * The instant at which it is over: at the same time of day as it began, after so many days of the calendar, and the time of day
     * later. A time of day that comes twice counts as the later one; one that does not come is that far after midnight by the clock
     * before the change.
     */
    Instant after(Instant start, ZoneId zone) {
        int time = text.indexOf('T');
        Period days = time == 1 ? Period.ZERO : Period.parse(time < 0 ? text : text.substring(0, time));
        Duration rest = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
        return days.isZero() ? start.plus(rest) : onTheClock(start, days, zone).plus(rest);
    }

    @SuppressWarnings("JavaPeriodGetDays") // The months are added beside them.
    private static Instant onTheClock(Instant start, Period days, ZoneId zone) {
        LocalDateTime end = LocalDateTime.ofInstant(start, zone)
                .plusMonths(days.toTotalMonths())
                .plusDays(days.getDays());
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(end);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(end);
            return end.toInstant(gap.getOffsetBefore());
        }
        return end.toInstant(offsets.get(offsets.size() - 1));
    }

    /** Whether it can be over before that other one, from whichever month both are counted. */
    boolean canEndBefore(Span other) {
        return java.util.stream.IntStream.range(0, 48)
                .mapToObj(month ->
                        LocalDateTime.of(2027, 1, 1, 0, 0).plusMonths(month).toInstant(ZoneOffset.UTC))
                .anyMatch(start -> after(start, ZoneOffset.UTC).isBefore(other.after(start, ZoneOffset.UTC)));
    }

    /** The instant from which a recorded time is believed that is received then. */
    Instant before(Instant end, ZoneId zone) {
        LocalDateTime start = LocalDateTime.ofInstant(end, zone).minus(Period.parse(text));
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(start);
        return start.toInstant(
                offsets.isEmpty() ? zone.getRules().getTransition(start).getOffsetBefore() : offsets.get(0));
    }
}
