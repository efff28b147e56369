package org.docket.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.docket.console.RecordingView.HandoverView;
import org.jspecify.annotations.Nullable;

/** How times, lengths and states are put for people. */
public final class Words {
    /** Stands for what is not known or does not apply. */
    public static final String NONE = "-";

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

    private Words() {}

    /** To the second, in UTC. */
    public static String time(@Nullable Instant instant) {
        return instant == null ? NONE : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The length in bytes, in groups of three digits. */
    public static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    /** A number of recordings. */
    public static String recordings(long number) {
        return number + (number == 1 ? " recording" : " recordings");
    }

    /** Names come from docks: what would control a terminal, or turn the order of letters, is shown by its number. */
    public static String printable(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found ->
                        String.format(Locale.ROOT, "\\\\u%04X", found.group().codePointAt(0)));
    }

    /** What is not known as {@link #NONE}. */
    public static String orNone(@Nullable Object value) {
        return value == null ? NONE : value.toString();
    }

    /** Until when a recording is kept. */
    public static String kept(boolean retained, @Nullable Instant dueAt, @Nullable Instant reviewAt) {
        if (retained) {
            return "retained, review " + time(reviewAt);
        }
        return dueAt == null ? NONE : "due " + time(dueAt);
    }

    /** How far each case system is. */
    public static String handovers(List<HandoverView> handovers) {
        return handovers.isEmpty()
                ? NONE
                : handovers.stream()
                        .map(handover -> handover.system() + " " + handover.state())
                        .collect(Collectors.joining(", "));
    }
}
