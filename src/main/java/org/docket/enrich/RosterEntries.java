package org.docket.enrich;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Json;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of a roster, and refuses what cannot be one. */
final class RosterEntries {
    /** The columns of a roster. */
    static final List<String> COLUMNS = List.of("id", "name", "unit", "borough");

    private static final int MOST = 200_000;
    private static final int MOST_CHARACTERS = 250;

    private final Map<String, RosterEntry> officers = new HashMap<>();
    private final Map<String, String> same = new HashMap<>();

    /** It is no roster. The reason says where it is wrong, and names no officer. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }
    }

    /**
     * Adds a row.
     *
     * @param where it stands, such as {@code line 17}
     */
    void add(String where, String id, String name, String unit, String borough) throws Refused {
        Optional<String> key = Officer.key(id);
        if (key.isEmpty()) {
            throw new Refused(where + " has no id, or one of more than 100 characters");
        }
        RosterEntry entry = new RosterEntry(text(where, name), shared(where, unit), shared(where, borough));
        if (officers.put(key.get(), entry) != null) {
            throw new Refused(where + " has an id that stands there twice");
        }
        if (officers.size() > MOST) {
            throw new Refused(where + " is one of more than " + MOST + " officers");
        }
    }

    private static @Nullable String text(String where, String text) throws Refused {
        if (text.length() > MOST_CHARACTERS || !Json.canKeep(text)) {
            throw new Refused(where + " has a text of more than " + MOST_CHARACTERS
                    + " characters, or one with a character that cannot be kept");
        }
        return text.isEmpty() ? null : text;
    }

    /** Units and boroughs are few: each is kept once. */
    private @Nullable String shared(String where, String text) throws Refused {
        String kept = text(where, text);
        return kept == null ? null : same.computeIfAbsent(kept, first -> first);
    }

    /** All of them, by ids as ids are compared. */
    Map<String, RosterEntry> all() {
        return officers;
    }
}
