package org.docket.casework;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.docket.catalogue.Json;

/**
 * What a case system said.
 *
 * @param source CloudEvents source: who says it
 * @param id CloudEvents id: with the source, what makes it the same message when it comes again
 * @param type CloudEvents type
 */
public record Incoming(String source, String id, String type, JsonNode data) {
    /** What makes this the same message when it comes again. */
    public String key() {
        return source + " " + id;
    }

    /**
     * A text that the message must have.
     *
     * @throws RefusedMessage if it is missing or empty, or cannot be kept
     */
    public String text(String field) {
        JsonNode value = data.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new RefusedMessage(type + " needs the text data." + field);
        }
        return requireKept("data." + field, value.textValue().strip());
    }

    /** Refused at once: the database would refuse U+0000 at every delivery, and keep another character for half a pair. */
    static String requireKept(String field, String text) {
        if (!Json.canKeep(text)) {
            throw new RefusedMessage(field + " has the character U+0000 or half a surrogate pair: send it without");
        }
        return text;
    }

    /**
     * An id that the message must have.
     *
     * @throws RefusedMessage if it is missing or no UUID
     */
    public UUID uuid(String field) {
        String text = text(field);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedMessage("data." + field + " of " + type + " is no UUID: " + text, e);
        }
    }
}
