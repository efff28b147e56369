package org.docket.enrich;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The date in the chunk {@code IDIT} of an AVI. There is no rule for it; these are the ways in which cameras write it. */
final class AviDate {
    private static final List<DateTimeFormatter> FORMS = List.of(
            form("EEE MMM d HH:mm:ss uuuu"), // Mon Mar 10 15:04:43 2003
            form("uuuu:MM:dd HH:mm:ss"),
            form("uuuu/MM/dd HH:mm:ss"),
            form("uuuu-MM-dd HH:mm:ss"));

    private AviDate() {}

    /**
     * Null where the text is no date.
     *
     * @param zone in which the camera's clock runs
     */
    static @Nullable Instant read(@Nullable String text, ZoneId zone) {
        if (text == null) {
            return null;
        }
        String date = text.replace('\0', ' ').strip().replaceAll("\\s+", " ");
        return FORMS.stream()
                .map(form -> local(date, form))
                .flatMap(Optional::stream)
                .findFirst()
                .map(time -> time.atZone(zone).toInstant())
                .orElse(null);
    }

    private static Optional<LocalDateTime> local(String date, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(date, form));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ROOT);
    }
}
