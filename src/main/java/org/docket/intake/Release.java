package org.docket.intake;

import java.time.Duration;

/** What becomes of the dock's copy once the receipt for it is written. */
public sealed interface Release {
    /** What begins the text of {@link Keep}, before the time. */
    String KEEP = "keep ";

    /** It is deleted. */
    record Delete() implements Release {}

    /** It is deleted when that time has passed since the receipt. */
    record Keep(Duration time) implements Release {}

    /** It is left alone; the dock clears up itself. */
    record Leave() implements Release {}

    /**
     * Reads {@code delete}, {@code leave} or {@code keep PT24H}.
     *
     * @throws IllegalArgumentException for anything else, and for a time that is not positive
     * @throws java.time.DateTimeException if the time is no ISO 8601 duration
     */
    static Release parse(String text) {
        if (text.startsWith(KEEP)) {
            Duration time = Duration.parse(text.substring(KEEP.length()).strip());
            if (time.isZero() || time.isNegative()) {
                throw new IllegalArgumentException("the time to keep is not positive: " + text);
            }
            return new Keep(time);
        }
        return switch (text) {
            case "delete" -> new Delete();
            case "leave" -> new Leave();
            default -> throw new IllegalArgumentException("no way to release: " + text);
        };
    }
}
