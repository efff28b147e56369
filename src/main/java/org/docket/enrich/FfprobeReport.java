package org.docket.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.jspecify.annotations.Nullable;

/** What ffprobe writes with {@code -print_format json -show_format -show_streams}, as far as Docket uses it. */
final class FfprobeReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode format;
    private final JsonNode video;
    private final JsonNode sound;
    private final Clock clock;

    private FfprobeReport(JsonNode report, Clock clock) {
        this.format = report.path("format");
        this.video = stream(report, "video");
        this.sound = stream(report, "audio");
        this.clock = clock;
    }

    /** Empty if it is no report, or one of something without pictures or sound. */
    static Optional<Media> read(String output, Clock clock) {
        JsonNode json;
        try {
            json = JSON.readTree(output);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        FfprobeReport report = new FfprobeReport(json, clock);
        return report.video.isMissingNode() && report.sound.isMissingNode()
                ? Optional.empty()
                : Optional.of(report.media());
    }

    private static JsonNode stream(JsonNode report, String kind) {
        for (JsonNode stream : report.path("streams")) {
            boolean cover = stream.path("disposition").path("attached_pic").asInt() != 0;
            if (stream.path("codec_type").asText().equals(kind) && !cover) {
                return stream;
            }
        }
        return MissingNode.getInstance();
    }

    private Media media() {
        return new Media(
                null,
                seconds(),
                Plausible.pixels(video.path("width").asInt()),
                Plausible.pixels(video.path("height").asInt()),
                rotation(),
                Plausible.text(video.path("codec_name").asText()),
                Plausible.text(sound.path("codec_name").asText()),
                framesPerSecond(),
                Plausible.time(createdAt(), clock),
                place(),
                tag("com.apple.quicktime.make", "make"),
                tag("com.apple.quicktime.model", "model"),
                null,
                tag("com.apple.quicktime.software", "firmware", "encoder"));
    }

    private @Nullable Double seconds() {
        try {
            return Plausible.seconds(Double.parseDouble(format.path("duration").asText()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** ffprobe counts against the clock. */
    private @Nullable Integer rotation() {
        for (JsonNode side : video.path("side_data_list")) {
            if (side.path("rotation").isNumber()) {
                int clockwise = Math.floorMod(-side.path("rotation").asInt(), 360);
                return clockwise % 90 == 0 ? clockwise : null;
            }
        }
        return null;
    }

    /** A fraction, such as 30000/1001. */
    private @Nullable Double framesPerSecond() {
        String[] parts = video.path("avg_frame_rate").asText().split("/", -1);
        try {
            return parts.length == 2
                    ? Plausible.framesPerSecond(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]))
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Instant createdAt() {
        String text = tag("creation_time");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Location place() {
        return Plausible.iso6709(tag("com.apple.quicktime.location.ISO6709", "location"));
    }

    private @Nullable String tag(String... names) {
        for (String name : names) {
            String text = Plausible.text(format.path("tags").path(name).asText());
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
