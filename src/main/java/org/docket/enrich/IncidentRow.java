package org.docket.enrich;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/** Reads one row of a CSV file with incidents. */
final class IncidentRow {
    /** The columns that there must be. There may be {@code to}, and {@code lat} and {@code lon} or {@code location}. */
    static final List<String> COLUMNS = List.of("incident", "type", "officers", "from");

    private static final String SOURCE = "urn:docket:incidents-csv";
    private static final Pattern BETWEEN_OFFICERS = Pattern.compile("[;,\\s]+");
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[;,\\s]+");
    private static final Pattern DATE_SPACE_TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}) (\\d{2}:.*)");

    private final CsvFile.Row row;
    private final ZoneId zone;

    private IncidentRow(CsvFile.Row row, ZoneId zone) {
        this.row = row;
        this.zone = zone;
    }

    /**
     * The incident of a row.
     *
     * @param zone of times without an offset
     * @param saidAt when the file was written
     */
    static Incident read(CsvFile.Row row, ZoneId zone, Instant saidAt) throws Incident.Wrong {
        return new IncidentRow(row, zone).incident(saidAt);
    }

    private Incident incident(Instant saidAt) throws Incident.Wrong {
        if (!row.isComplete()) {
            throw new Incident.Wrong("it has more or fewer values than the header");
        }
        String to = row.text("to");
        return Incident.of(
                row.text("incident"),
                row.text("type"),
                officers(),
                time("from", row.text("from")),
                to.isEmpty() ? null : time("to", to),
                location(),
                SOURCE,
                saidAt);
    }

    private List<String> officers() {
        return Arrays.stream(BETWEEN_OFFICERS.split(row.text("officers"), -1))
                .filter(officer -> !officer.isEmpty())
                .toList();
    }

    private Instant time(String column, String text) throws Incident.Wrong {
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    DATE_SPACE_TIME.matcher(text).replaceFirst("$1T$2"), OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : ((LocalDateTime) time).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new Incident.Wrong(column + " is no ISO 8601 time, such as 2026-03-14T18:15:00");
        }
    }

    private @Nullable Location location() throws Incident.Wrong {
        String place = row.text("location");
        String lat = row.text("lat");
        String lon = row.text("lon");
        if (!place.isEmpty()) {
            String[] numbers = BETWEEN_NUMBERS.split(place, -1);
            if (numbers.length != 2) {
                throw new Incident.Wrong("location is not lat and lon with a space between them");
            }
            return location(numbers[0], numbers[1]);
        }
        return lat.isEmpty() && lon.isEmpty() ? null : location(lat, lon);
    }

    private static Location location(String lat, String lon) throws Incident.Wrong {
        try {
            return new Location(Double.parseDouble(lat), Double.parseDouble(lon));
        } catch (NumberFormatException e) {
            throw new Incident.Wrong("lat and lon are not two numbers with a point, such as 51.4627 and -0.1145");
        } catch (IllegalArgumentException e) {
            throw new Incident.Wrong("the place cannot be: " + e.getMessage());
        }
    }
}
