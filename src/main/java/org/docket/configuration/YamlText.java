package org.docket.configuration;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/**
 * A text in a YAML file, with readings of it as other types. A reading that fails notes what is wrong and gives back a stand-in;
 * see {@link YamlFile}.
 */
public final class YamlText {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final LocalDateTime SOME_DAY = LocalDateTime.of(2000, 1, 1, 0, 0);

    /** Longer periods are mistakes, and the dates they give are beyond what a database holds. */
    private static final int MOST_YEARS = 1000;

    private final YamlProblems problems;
    private final String value;
    private final @Nullable YamlScalar place;
    private final YamlFile file;

    YamlText(YamlProblems problems, String value, @Nullable YamlScalar place, YamlFile file) {
        this.problems = problems;
        this.value = value;
        this.place = place;
        this.file = file;
    }

    /** The text as YAML gives it: unquoted, unfolded. */
    public String value() {
        return value;
    }

    /** A name of lower-case letters, digits and hyphens that begins with a letter. */
    public String name() {
        if (!NAME.matcher(value).matches()) {
            wrong("'" + value + "' is no name; use lower-case letters, digits and hyphens, beginning with a letter");
        }
        return value;
    }

    /**
     * One of the known words.
     *
     * @param kind what the words are, for the error: {@code category}
     */
    public String oneOf(String kind, Collection<String> known) {
        if (!known.contains(value)) {
            wrong("there is no " + kind + " '" + value + "'; " + YamlWords.suggestion(value, known));
        }
        return value;
    }

    /** {@code true} or {@code false}. */
    public boolean truth() {
        return oneOf("truth value", List.of("true", "false")).equals("true");
    }

    /** A number within bounds, both included. */
    public double number(double least, double most) {
        String expected = "a number from " + least + " to " + most;
        return as(
                text -> {
                    double number = Double.parseDouble(text);
                    if (!(number >= least && number <= most)) {
                        throw new IllegalArgumentException();
                    }
                    return number;
                },
                expected,
                least);
    }

    /** A time zone by its name in the tz database. */
    public ZoneId zone() {
        return as(ZoneId::of, "a time zone such as Europe/London", ZoneOffset.UTC);
    }

    /** A positive ISO 8601 duration of exact length. */
    public Duration duration() {
        return as(YamlText::positiveDuration, "a positive ISO 8601 duration such as PT24H", Duration.ZERO);
    }

    /** A positive ISO 8601 period of days, months and years, of an exact time, or of both: {@code P31D}, {@code P1DT12H}. */
    public PeriodDuration period() {
        return as(
                YamlText::positivePeriod,
                "a positive ISO 8601 period such as P31D, P6M or PT20S, up to " + MOST_YEARS + " years",
                PeriodDuration.ZERO);
    }

    /**
     * The text read by {@code parse}.
     *
     * @param parse may throw {@link IllegalArgumentException}, {@link DateTimeException} or {@link ArithmeticException}
     * @param expected what would have been right, for the error: {@code a colour such as red}
     * @param standIn what to go on with after an error; it never leaves {@link YamlFile#read}
     */
    public <T> T as(Function<String, T> parse, String expected, T standIn) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            wrong("'" + value + "' is not " + expected + "; correct it");
            return standIn;
        }
    }

    /** Notes what is wrong with the text as a whole, and what to do. */
    public void wrong(String what) {
        wrongAt(0, what);
    }

    /**
     * Notes what is wrong inside the text, and what to do.
     *
     * @param offset in code points of {@link #value()}; the length of it means its end
     */
    public void wrongAt(int offset, String what) {
        problems.add(place == null ? YamlPosition.START : file.position(place.index(offset)), what);
    }

    private static Duration positiveDuration(String text) {
        Duration duration = Duration.parse(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private static PeriodDuration positivePeriod(String text) {
        PeriodDuration period = PeriodDuration.parse(text);
        boolean negative =
                period.getPeriod().isNegative() || period.getDuration().isNegative();
        if (period.isZero() || negative || SOME_DAY.plus(period).isAfter(SOME_DAY.plusYears(MOST_YEARS))) {
            throw new IllegalArgumentException(text);
        }
        return period;
    }
}
