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
        JsonNode officers = message.data().path("officers");
        if (!officers.isArray()) {
            throw new RefusedMessage(message.type() + " needs the list data.officers, which may be empty");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode officer : officers) {
            if (!officer.isTextual()) {
                throw new RefusedMessage("data.officers of " + message.type() + " is a list of ids: send texts");
            }
            ids.add(officer.textValue());
        }
        return ids;
    }

    private @Nullable Location location() {
        JsonNode location = message.data().path("location");
        if (location.isMissingNode() || location.isNull()) {
            return null;
        }
        JsonNode lat = location.path("lat");
        JsonNode lon = location.path("lon");
        if (!lat.isNumber() || !lon.isNumber()) {
            throw new RefusedMessage("data.location of " + message.type() + " needs the numbers lat and lon");
        }
        try {
            return new Location(lat.doubleValue(), lon.doubleValue());
        } catch (IllegalArgumentException e) {
            throw new RefusedMessage("data.location of " + message.type() + ": " + e.getMessage(), e);
        }
    }
}
