package org.docket.enrich;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/** What matching looks at of an incident that there is. */
record KnownIncident(
        String reference,
        String type,
        Instant from,
        @Nullable Instant to,
        @Nullable Location location) {

    static KnownIncident of(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        Double lat = row.getObject("lat", Double.class);
        Double lon = row.getObject("lon", Double.class);
        return new KnownIncident(
                row.getString("reference"),
                row.getString("type"),
                row.getTimestamp("began_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                lat == null || lon == null ? null : new Location(lat, lon));
    }
}
