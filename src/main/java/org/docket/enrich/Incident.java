package org.docket.enrich;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.docket.catalogue.Json;
import org.docket.catalogue.Location;
import org.docket.catalogue.MatchedBy;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/**
 * An incident, as a control room tells of it.
 *
 * @param reference how the control room calls it
 * @param officers who was at it, by ids as ids are compared, in order and each once
 * @param to when it ended; absent while it goes on
 * @param source who says so
 * @param saidAt when it was so: what was said earlier does not replace what was said later
 */
record Incident(
        String reference,
        String type,
        List<String> officers,
        Instant from,
        @Nullable Instant to,
        @Nullable Location location,
        String source,
        Instant saidAt) {
    /** One that goes on for longer is matched by its first days: who was at it then was hardly there to its end. */
    static final Duration LONGEST = Duration.ofDays(7);

    private static final int MOST_OFFICERS = 5_000;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** What was said cannot be an incident. The reason says what is wrong and what to do. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String reason) {
            super(reason);
        }
    }

    /**
     * An incident of what was said.
     *
     * @param officers their ids, as written
     */
    static Incident of(
            String reference,
            String type,
            List<String> officers,
            Instant from,
            @Nullable Instant to,
            @Nullable Location location,
            String source,
            Instant saidAt)
            throws Wrong {
        requireShort("incident", reference);
        requireShort("type", type);
        if (from.isBefore(EARLIEST) || from.isAfter(LATEST)) {
            throw new Wrong("from cannot be " + from);
        }
        if (to != null && (to.isBefore(from) || to.isAfter(LATEST))) {
            throw new Wrong("to is " + to + ", but it must not be before from or after " + LATEST);
        }
        TreeSet<String> keys = new TreeSet<>();
        for (String officer : officers) {
            keys.add(Officer.key(officer)
                    .orElseThrow(() -> new Wrong("an officer has no id, or one of more than 100 characters")));
        }
        if (keys.size() > MOST_OFFICERS) {
            throw new Wrong("it has " + keys.size() + " officers: at most " + MOST_OFFICERS + " are kept");
        }
        return new Incident(reference, type, List.copyOf(keys), from, to, location, source, saidAt);
    }

    /** All that is said of it, beside by whom and when. */
    List<Object> said() {
        return List.of(reference, type, officers, from, String.valueOf(to), String.valueOf(location));
    }

    private static void requireShort(String what, String text) throws Wrong {
        if (text.isBlank() || text.length() > MatchedBy.MOST_CHARACTERS || !Json.canKeep(text)) {
            throw new Wrong(what + " is empty, has more than " + MatchedBy.MOST_CHARACTERS
                    + " characters, or a character that cannot be kept");
        }
    }
}
