package org.docket.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.docket.catalogue.RecordingSearch.Place;

/** Where a page of recordings ends, as a text that callers give back as it is. */
final class Cursor {
    private static final String SEPARATOR = "|";

    private Cursor() {}

    static String of(Place place) {
        String text = place.receivedAt() + SEPARATOR + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place of a cursor.
     *
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} if it was not given here
     */
    static Place read(String cursor) {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        int end = text.indexOf(SEPARATOR);
        if (end < 0) {
            throw new IllegalArgumentException("no cursor: " + cursor);
        }
        return new Place(Instant.parse(text.substring(0, end)), UUID.fromString(text.substring(end + 1)));
    }
}
