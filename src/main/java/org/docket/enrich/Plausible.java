package org.docket.enrich;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/** Lets through what a container can truly say and drops what only looks like a value: a fact is absent rather than wrong. */
final class Plausible {
    /** No digital camera that a dock serves is older; 1904 and 1970 are what an unset clock says. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    /** A camera may write its local time as UTC, and no zone is further ahead than 14 hours. */
    private static final Duration AHEAD = Duration.ofHours(24);

    private static final double LONGEST_SECONDS = Duration.ofDays(31).toSeconds();
    private static final double FASTEST_FRAMES = 2000;
    /** More than any video codec can hold in a row or column. */
    private static final int MOST_PIXELS = 65_536;

    /** Degrees with decimals, as ISO 6709 and the cameras that follow it loosely write them. */
    private static final Pattern ISO_6709 =
            Pattern.compile("([+-]\\d{1,2}(?:\\.\\d+)?)([+-]\\d{1,3}(?:\\.\\d+)?)(?![\\d.]).*", Pattern.DOTALL);

    private Plausible() {}

    static @Nullable Instant time(@Nullable Instant claimed, Clock clock) {
        if (claimed == null || claimed.isBefore(EARLIEST)) {
            return null;
        }
        return claimed.isAfter(clock.instant().plus(AHEAD)) ? null : claimed;
    }

    static @Nullable Double seconds(double claimed) {
        return claimed > 0 && claimed <= LONGEST_SECONDS ? thousandths(claimed) : null;
    }

    static @Nullable Double framesPerSecond(double claimed) {
        return claimed > 0 && claimed <= FASTEST_FRAMES ? thousandths(claimed) : null;
    }

    /** Finer is noise; what is too short for a thousandth is as good as nothing. */
    private static @Nullable Double thousandths(double value) {
        double rounded = Math.round(value * 1000) / 1000.0;
        return rounded > 0 ? rounded : null;
    }

    static @Nullable Integer pixels(@Nullable Integer claimed) {
        return claimed != null && claimed > 0 && claimed <= MOST_PIXELS ? claimed : null;
    }

    /** The text, unless it is blank or holds what no name of a thing holds. */
    static @Nullable String text(@Nullable String claimed) {
        if (claimed == null) {
            return null;
        }
        String text = claimed.replace('\0', ' ').strip();
        return text.isEmpty() || text.chars().anyMatch(Character::isISOControl) ? null : text;
    }

    /** A place; 0,0 is what a receiver without a fix writes. */
    static @Nullable Location place(double lat, double lon) {
        boolean onEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
        return onEarth && (lat != 0 || lon != 0) ? new Location(lat, lon) : null;
    }

    static @Nullable Location iso6709(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = ISO_6709.matcher(text);
        return matcher.matches()
                ? place(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)))
                : null;
    }
}
