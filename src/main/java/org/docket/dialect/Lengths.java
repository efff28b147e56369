package org.docket.dialect;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a recording is: a number of seconds, {@code h:mm:ss}, or an ISO 8601 duration. */
final class Lengths {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}([.,]\\d{1,9})?");
    private static final Pattern CLOCK =
            Pattern.compile("(?<hours>\\d{1,5}):(?<minutes>[0-5]\\d):(?<seconds>[0-5]\\d([.,]\\d{1,9})?)");

    private Lengths() {}

    /** @throws DateTimeException if it is none of them */
    static Duration read(String text) {
        if (SECONDS.matcher(text).matches()) {
            return seconds(text);
        }
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return Duration.ofHours(Long.parseLong(clock.group("hours")))
                    .plusMinutes(Long.parseLong(clock.group("minutes")))
                    .plus(seconds(clock.group("seconds")));
        }
        Duration duration = Duration.parse(text);
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(366)) > 0) {
            throw new DateTimeException(text);
        }
        return duration;
    }

    private static Duration seconds(String text) {
        return Duration.ofNanos(
                new BigDecimal(text.replace(',', '.')).movePointRight(9).longValueExact());
    }
}
