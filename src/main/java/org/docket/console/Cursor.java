package org.docket.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.docket.catalogue.RecordingSearch.Place;

/** Where a page of recordings or handovers ends, as a text that callers give back as it is. */
final class Cursor {
    private static final String SEPARATOR = "|";

    private Cursor() {}

    static String of(Place place) {
        return encoded(place.receivedAt() + SEPARATOR + place.id());
    }

    /** Where a page ends that is in the order of ids. */
    static String of(UUID last) {
        return encoded(last.toString());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place of a cursor.
     *
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} if it was not given here
     */
    static Place read(String cursor) {
        String text = decoded(cursor);
        int end = text.indexOf(SEPARATOR);
        if (end < 0) {
            throw new IllegalArgumentException("no cursor: " + cursor);
        }
        return new Place(Instant.parse(text.substring(0, end)), UUID.fromString(text.substring(end + 1)));
    }

    /**
     * The id of a cursor.
     *
     * @throws IllegalArgumentException if it was not given here
     */
    static UUID readId(String cursor) {
        return UUID.fromString(decoded(cursor));
    }

    private static String decoded(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    }
}
