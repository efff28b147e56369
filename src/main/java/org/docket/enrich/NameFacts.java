package org.docket.enrich;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import org.docket.intake.Dock;
import org.jspecify.annotations.Nullable;

/** What a recording's name says, read with its dock's pattern. */
record NameFacts(
        @Nullable String officer,
        @Nullable String camera,
        @Nullable Instant startedAt) {
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    /** Empty if the name does not fit the pattern. */
    static Optional<NameFacts> read(Dock dock, String name) {
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        int dot = fileName.lastIndexOf('.');
        Matcher matcher = dock.namePattern().matcher(dot < 0 ? fileName : fileName.substring(0, dot));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new NameFacts(
                group(matcher, "officer"), group(matcher, "camera"), time(group(matcher, "startedAt"), dock)));
    }

    private static @Nullable String group(Matcher matcher, String group) {
        String pattern = matcher.pattern().pattern();
        return pattern.contains("(?<" + group + ">") ? matcher.group(group) : null;
    }

    private static @Nullable Instant time(@Nullable String text, Dock dock) {
        if (text == null) {
            return null;
        }
        try {
            // A time that comes twice when the clocks go back is the later one, as in sidecars.
            return LocalDateTime.parse(text, COMPACT)
                    .atZone(dock.zone())
                    .withLaterOffsetAtOverlap()
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
