package org.docket.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Json;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/** Finds and reads the sidecar beside a recording. A sidecar that is wrong never keeps its recording back. */
final class SidecarReader {
    /** A sidecar says a few lines about a recording; what is larger is not one, and is not loaded. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private SidecarReader() {}

    /** The sidecar beside a recording, if there is one. */
    static Optional<Path> find(Path recording) {
        String base = Names.base(Names.fileName(recording));
        return Names.SIDECARS.stream()
                .flatMap(extension -> Stream.of(extension, extension.toUpperCase(Locale.ROOT)))
                .map(extension -> recording.resolveSibling(base + "." + extension))
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /**
     * Reads it.
     *
     * @param zone of times that are written without an offset
     * @throws IOException if it cannot be read from the disk
     */
    static Sidecar read(Path path, ZoneId zone) throws IOException {
        String name = Names.fileName(path);
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            bytes = stream.readNBytes(MOST_BYTES + 1);
        }
        ByteBuffer content = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        if (bytes.length > MOST_BYTES) {
            return Sidecar.unreadable(
                    name, ByteBuffer.allocate(0), "the sidecar " + name + " is larger than 1 MiB and was not read");
        }
        if (!Names.extension(name).equals("json")) {
            return Sidecar.unreadable(name, content, "the sidecar " + name + " is kept, but only JSON is understood");
        }
        try {
            JsonNode json = Json.MAPPER.readTree(bytes);
            if (json == null || !json.isObject()) {
                return Sidecar.unreadable(name, content, "the sidecar " + name + " is no JSON object");
            }
            return new Fields(json, zone).sidecar(name, content);
        } catch (JsonProcessingException e) {
            // Only the place: what the parser says quotes whatever bytes it met.
            JsonLocation place = e.getLocation();
            return Sidecar.unreadable(
                    name,
                    content,
                    "the sidecar " + name + " is no JSON"
                            + (place == null
                                    ? ""
                                    : ": wrong at line " + place.getLineNr() + ", column " + place.getColumnNr()));
        }
    }

    /** Reads field by field: one that is wrong becomes a problem, the others still count. */
    private static final class Fields {
        private final JsonNode json;
        private final ZoneId zone;
        private final List<String> problems = new ArrayList<>();

        Fields(JsonNode json, ZoneId zone) {
            this.json = json;
            this.zone = zone;
        }

        Sidecar sidecar(String name, ByteBuffer content) {
            return new Sidecar(
                    name,
                    content,
                    text(json, "sourceId"),
                    camera(),
                    officer(),
                    time("startedAt"),
                    time("endedAt"),
                    tags(),
                    text(json, "incident"),
                    text(json, "decision"),
                    location(),
                    sha256(),
                    text(json, "notes"),
                    List.copyOf(problems));
        }

        private @Nullable Camera camera() {
            JsonNode camera = json.path("camera");
            if (camera.isMissingNode() || camera.isNull()) {
                return null;
            }
            return new Camera(
                    text(camera, "serial"), text(camera, "make"), text(camera, "model"), text(camera, "firmware"));
        }

        private @Nullable Officer officer() {
            JsonNode officer = json.path("officer");
            String id = text(officer, "id");
            if (id == null) {
                if (!officer.isMissingNode() && !officer.isNull()) {
                    problems.add("the sidecar names an officer without an id");
                }
                return null;
            }
            return new Officer(id, text(officer, "name"), null, null);
        }

        private List<String> tags() {
            JsonNode tags = json.path("tags");
            List<String> read = new ArrayList<>();
            if (tags.isArray()) {
                tags.forEach(tag -> {
                    if (isKept("tags", tag.asText())) {
                        read.add(tag.asText());
                    }
                });
            } else if (!tags.isMissingNode() && !tags.isNull()) {
                problems.add("the sidecar's tags are no list");
            }
            return read;
        }

        private @Nullable Location location() {
            JsonNode location = json.path("location");
            if (location.isMissingNode() || location.isNull()) {
                return null;
            }
            JsonNode lat = location.path("lat");
            JsonNode lon = location.path("lon");
            try {
                if (lat.isNumber() && lon.isNumber()) {
                    return new Location(lat.doubleValue(), lon.doubleValue());
                }
                problems.add("the sidecar's location needs the numbers lat and lon");
            } catch (IllegalArgumentException e) {
                problems.add("the sidecar's location is impossible: " + e.getMessage());
            }
            return null;
        }

        private @Nullable String sha256() {
            String text = text(json, "sha256");
            if (text != null && !SHA256.matcher(text).matches()) {
                problems.add("the sidecar's sha256 is not 64 hexadecimal digits");
                return null;
            }
            return text == null ? null : text.toLowerCase(Locale.ROOT);
        }

        private @Nullable Instant time(String field) {
            String text = text(json, field);
            if (text == null) {
                return null;
            }
            try {
                TemporalAccessor time =
                        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return time instanceof OffsetDateTime offset
                        ? offset.toInstant()
                        : ((LocalDateTime) time).atZone(zone).toInstant();
            } catch (DateTimeException e) {
                problems.add("the sidecar's " + field + " is no ISO 8601 time: " + text);
                return null;
            }
        }

        private @Nullable String text(JsonNode node, String field) {
            JsonNode value = node.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isValueNode()) {
                problems.add("the sidecar's " + field + " is no single value");
                return null;
            }
            String text = value.asText().strip();
            return text.isEmpty() || !isKept(field, text) ? null : text;
        }

        private boolean isKept(String field, String text) {
            boolean kept = Json.canKeep(text);
            if (!kept) {
                problems.add("the sidecar's " + field
                        + " has the character U+0000 or half a surrogate pair and was not read");
            }
            return kept;
        }
    }
}
