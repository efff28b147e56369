package org.docket.catalogue;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The officer who wore the camera, as the sidecar and the roster say. */
public record Officer(
        String id,
        @Nullable String name,
        @Nullable String unit,
        @Nullable String borough) {
    private static final int MOST_CHARACTERS = 100;

    /**
     * An officer's id as ids are compared: without spaces, in upper case. Empty if there is nothing to compare, or more than any id
     * has.
     */
    public static Optional<String> key(String id) {
        StringBuilder key = new StringBuilder();
        id.codePoints()
                .filter(character -> !Character.isWhitespace(character) && !Character.isSpaceChar(character))
                .forEach(key::appendCodePoint);
        return Optional.of(key.toString().toUpperCase(Locale.ROOT))
                .filter(found -> !found.isEmpty() && found.length() <= MOST_CHARACTERS && Json.canKeep(found));
    }
}
