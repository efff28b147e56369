package org.docket.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.docket.casework.Incoming;
import org.docket.casework.RefusedMessage;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/** Reads what a control room says in a {@code docket.incident.v1}. */
final class IncidentMessage {
    private final Incoming message;

    private IncidentMessage(Incoming message) {
        this.message = message;
    }

    /**
     * The incident that a message tells of.
     *
     * @param now when it came: it cannot have been so later
     * @throws RefusedMessage if it does not tell of one
     */
    static Incident read(Incoming message, Instant now) {
        return new IncidentMessage(message).incident(now);
    }

    private Incident incident(Instant now) {
        Instant said = message.time();
        try {
            return Incident.of(
                    message.text("reference"),
                    message.text("type"),
                    officers(),
                    message.instant("from"),
                    message.data().hasNonNull("to") ? message.instant("to") : null,
                    location(),
                    message.source(),
                    said == null || said.isAfter(now) ? now : said);
        } catch (Incident.Wrong e) {
            throw new RefusedMessage("data of " + message.type() + ": " + e.getMessage(), e);
        }
    }

    private List<String> officers() {
        List<String> ids = new ArrayList<>();
        message.data().path("officers").forEach(officer -> ids.add(officer.textValue()));
        return ids;
    }

    private @Nullable Location location() {
        JsonNode location = message.data().path("location");
        return location.isObject()
                ? new Location(
                        location.path("lat").doubleValue(), location.path("lon").doubleValue())
                : null;
    }
}
