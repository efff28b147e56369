package org.docket.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import org.docket.casework.Handovers;
import org.docket.catalogue.Json;

/**
 * A handover with all that is kept of it.
 *
 * @param message as it was written, before it is put into the form that the case system reads
 */
public record HandoverWithMessage(@JsonUnwrapped Handovers.Listed handover, JsonNode message) {
    /** The handover of that id; there may be none. */
    public static Optional<HandoverWithMessage> of(Handovers handovers, UUID id) {
        return handovers.find(id).flatMap(found -> handovers
                .message(id)
                .map(message -> new HandoverWithMessage(found, Json.read(message, JsonNode.class))));
    }
}
