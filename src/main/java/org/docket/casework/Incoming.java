package org.docket.casework;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a case system said.
 *
 * @param source CloudEvents source: who says it
 * @param id CloudEvents id: with the source, what makes it the same message when it comes again
 * @param type CloudEvents type
 * @param time CloudEvents time: when it happened; absent if the message does not say
 */
public record Incoming(
        String source, String id, String type, @Nullable Instant time, JsonNode data) {
    /**
     * A text that the schema of the type requires.
     *
     * @throws RefusedMessage if it cannot be kept
     */
    public String text(String field) {
        return requireKept("data." + field, data.path(field).asText().strip());
    }

    /**
     * Notes in the caller's transaction that this message is acted on.
     *
     * @param said all that makes it another message, as it was understood
     * @return false if it was acted on before: it came again, and must change nothing
     * @throws RefusedMessage if another message came before under its id
     */
    public boolean isNew(Handle handle, List<?> said, Instant now) {
        List<Object> parts = new ArrayList<>();
        parts.add(type);
        parts.addAll(said);
        return switch (Seen.note(handle, source, id, Seen.content(parts), now)) {
            case NEW -> true;
            case SAME -> false;
            case OTHER ->
                throw new RefusedMessage("the id '" + id + "' of " + source
                        + " came before with another content; give every message an id of its own");
        };
    }

    /**
     * A point in time that the schema of the type requires.
     *
     * @throws RefusedMessage if there is no such time
     */
    public Instant instant(String field) {
        String text = text(field);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new RefusedMessage("data." + field + ": there is no such time: " + text, e);
        }
    }

    /**
     * A day that the schema of the type requires.
     *
     * @throws RefusedMessage if there is no such day
     */
    public LocalDate day(String field) {
        String text = text(field);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedMessage("data." + field + ": there is no such day: " + text, e);
        }
    }

    /** Refused at once: the database would refuse U+0000 at every delivery, and keep another character for half a pair. */
    static String requireKept(String field, String text) {
        if (!Json.canKeep(text)) {
            throw new RefusedMessage(field + " has the character U+0000 or half a surrogate pair: send it without");
        }
        return text;
    }

    /** An id that the schema of the type requires, which is a UUID there. */
    public UUID uuid(String field) {
        return UUID.fromString(text(field));
    }
}
