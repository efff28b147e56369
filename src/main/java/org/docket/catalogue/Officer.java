package org.docket.catalogue;

import java.text.Normalizer;
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

    /** An officer's id as {@link #compared}. Empty if there is nothing to compare, or more than any id has. */
    public static Optional<String> key(String id) {
        return Optional.of(compared(id))
                .filter(found -> !found.isEmpty() && found.length() <= MOST_CHARACTERS && Json.canKeep(id));
    }

    /**
     * A person's id as ids are compared: two that people take for the same are the same. That is without spaces and without characters
     * that show nothing, in upper case, and in the common form of characters that there are several of. Empty if nothing shows.
     */
    public static String compared(String id) {
        StringBuilder shown = new StringBuilder();
        Normalizer.normalize(id, Normalizer.Form.NFKC)
                .codePoints()
                .filter(Officer::shows)
                .forEach(shown::appendCodePoint);
        return Normalizer.normalize(shown.toString().toUpperCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    private static boolean shows(int character) {
        return !Character.isWhitespace(character)
                && !Character.isSpaceChar(character)
                && !Character.isIdentifierIgnorable(character);
    }

    /** Whether these are ids of the same person; two of which nothing shows are. */
    public static boolean isSame(String one, String other) {
        return compared(one).equals(compared(other));
    }

    /** Of which person a recording is, as ids are compared; empty if nobody knows. */
    public static Optional<String> of(@Nullable Facts facts) {
        return Optional.ofNullable(facts)
                .map(Facts::officer)
                .map(officer -> compared(officer.id()))
                .filter(id -> !id.isEmpty());
    }
}
