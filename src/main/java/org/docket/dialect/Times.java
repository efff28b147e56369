package org.docket.dialect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** How times are written. */
sealed interface Times {
    Times ISO = new Written(DateTimeFormatter.ISO_DATE_TIME, "ISO 8601 time");

    /**
     * A time that was read.
     *
     * @param skipped whether it is a local time that no clock showed, because it was set forward over it
     */
    record Moment(Instant instant, boolean skipped) {}

    /**
     * Reads a time.
     *
     * @param zone of local times
     * @throws DateTimeException if it is not written so
     */
    Moment read(String text, ZoneId zone);

    /** What is expected, after "is no". */
    String expected();

    /** By a pattern of {@link DateTimeFormatter}. */
    record Written(DateTimeFormatter formatter, String expected) implements Times {
        private static final LocalDateTime SOME_TIME = LocalDateTime.of(2026, 11, 24, 18, 35, 0);

        /**
         * By that pattern.
         *
         * @throws IllegalArgumentException if it is no pattern, or gives no date with a time
         */
        static Written of(String pattern) {
            // Names of months are the English ones of every Java: those of the United Kingdom changed with the
            // releases.
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            Written written = new Written(formatter, "time as in " + pattern);
            try {
                ZonedDateTime some = SOME_TIME.atZone(ZoneOffset.UTC);
                if (!written.read(formatter.format(some), ZoneOffset.UTC)
                        .instant()
                        .equals(some.toInstant())) {
                    throw new IllegalArgumentException(pattern);
                }
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(pattern, e);
            }
            return written;
        }

        @Override
        public Moment read(String text, ZoneId zone) {
            TemporalAccessor read = formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
            if (read instanceof ZonedDateTime zoned) {
                return new Moment(zoned.toInstant(), false);
            }
            LocalDateTime local = (LocalDateTime) read;
            // Of the two readings of an hour that comes twice, and of one that was skipped, the later one: what is due
            // goes by it,
            // and is to be late rather than wrong.
            return new Moment(
                    local.atZone(zone).withLaterOffsetAtOverlap().toInstant(),
                    zone.getRules().getValidOffsets(local).isEmpty());
        }
    }

    /**
     * By a count since 1970-01-01T00:00:00Z.
     *
     * @param perSecond how many of them make a second, as a power of ten: 0, 3
     */
    record Epoch(int perSecond, String expected) implements Times {
        static final Epoch SECONDS = new Epoch(0, "number of seconds since 1970");
        static final Epoch MILLIS = new Epoch(3, "number of milliseconds since 1970");

        private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?([eE]\\+?\\d{1,2})?");

        @Override
        public Moment read(String text, ZoneId zone) {
            if (!NUMBER.matcher(text).matches()) {
                throw new DateTimeException(expected);
            }
            BigDecimal nanos =
                    new BigDecimal(text).movePointRight(9 - perSecond).setScale(0, RoundingMode.DOWN);
            if (nanos.precision() > 21) {
                throw new DateTimeException(expected);
            }
            BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.TEN.pow(9));
            return new Moment(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()), false);
        }
    }
}
