package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceMessageTest {
    private static final UUID MESSAGE = UUID.fromString("01958f3e-8c42-7d19-a6f0-5e3c9b7d2148");
    private static final UUID RECORDING = UUID.fromString("01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90");
    private static final String URL = "https://vault.example/recordings/2026/03/14/" + RECORDING + ".mp4";
    private static final Instant AT = Instant.parse("2026-03-14T22:47:33.5Z");

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(EvidenceMessage.RETAINED, Recordings.retained(RECORDING)),
                Arguments.of(EvidenceMessage.UPDATED, Recordings.retained(RECORDING)),
                Arguments.of(EvidenceMessage.RELEASED, Recordings.unretained(RECORDING)),
                Arguments.of(EvidenceMessage.DISPOSED, Recordings.unretained(RECORDING)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void writesWhatTheSchemaDescribes(String type, Recording recording) {
        String text = EvidenceMessage.write(MESSAGE, type, recording, URL, AT);

        assertThat(Schemas.errors(schema(type), text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void writesNoFieldThatTheSchemaDoesNotDescribe(String type, Recording recording) throws IOException {
        JsonNode described = Json.MAPPER.readTree(
                Path.of("docs/api/messages/recording.schema.json").toFile());

        JsonNode data = message(type, recording).get("data");

        assertDescribed(data, described.get("properties"));
        assertDescribed(data.path("media"), described.at("/properties/media/properties"));
        assertDescribed(data.path("officer"), described.at("/properties/officer/properties"));
        assertDescribed(data.path("camera"), described.at("/properties/camera/properties"));
    }

    private static void assertDescribed(JsonNode written, JsonNode described) {
        assertThat(written.fieldNames()).toIterable().allMatch(described::has);
    }

    @Test
    void tellsEverythingThatIsKnownOfARetainedRecording() throws IOException {
        JsonNode message = message(EvidenceMessage.RETAINED, Recordings.retained(RECORDING));

        assertThat(message.get("id").textValue()).isEqualTo(MESSAGE.toString());
        assertThat(message.get("subject").textValue()).isEqualTo(RECORDING.toString());
        assertThat(message.get("time").textValue()).isEqualTo("2026-03-14T22:47:33.5Z");
        JsonNode data = message.get("data");
        assertThat(data.get("vault").textValue()).isEqualTo(URL);
        assertThat(data.get("recordedAt").textValue()).isEqualTo("2026-03-14T18:15:02Z");
        assertThat(data.at("/officer/unit").textValue()).isEqualTo("Response Team C");
        assertThat(data.at("/media/location/lat").doubleValue()).isEqualTo(51.4631);
        assertThat(data.get("reviewAt").textValue()).isEqualTo("2026-09-14T21:47:33Z");
        assertThat(data.has("dueAt")).isFalse();
    }

    @Test
    void leavesOutWhatIsNotKnown() throws IOException {
        JsonNode data = message(EvidenceMessage.RELEASED, Recordings.unretained(RECORDING))
                .get("data");

        assertThat(data.has("officer")).isFalse();
        assertThat(data.has("incident")).isFalse();
        assertThat(data.has("location")).isFalse();
        assertThat(data.get("media")).isEmpty();
        assertThat(data.has("reviewAt")).isFalse();
    }

    @Test
    void tellsNothingPersonalOfWhatIsDisposedOf() throws IOException {
        JsonNode data = message(EvidenceMessage.DISPOSED, Recordings.retained(RECORDING))
                .get("data");

        assertThat(data.fieldNames())
                .toIterable()
                .containsExactly("recordingId", "sha256", "bytes", "category", "categories");
    }

    static Stream<Arguments> breakages() {
        return Stream.of(
                breakage("no id", message -> message.remove("id")),
                breakage("another type", message -> message.put("type", "docket.evidence.kept.v1")),
                breakage("no time zone", message -> message.put("time", "2026-03-14T22:47:33")),
                breakage("no hash", message -> data(message).remove("sha256")),
                breakage("half a hash", message -> data(message).put("sha256", "9d5ed678")),
                breakage("bytes as text", message -> data(message).put("bytes", "731")),
                breakage("not retained", message -> data(message).put("retained", false)),
                breakage("no review", message -> data(message).remove("reviewAt")),
                breakage("an officer without id", message -> data(message).putObject("officer")),
                breakage("a place that is none", message -> data(message)
                        .putObject("location")
                        .put("lat", 97.5)
                        .put("lon", 4)),
                breakage("an unknown source of the time", message -> data(message)
                        .put("recordedAtSource", "guess")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakages")
    void theSchemaRefusesAMessageWith(String what, Consumer<ObjectNode> breakage) throws IOException {
        ObjectNode message = (ObjectNode) message(EvidenceMessage.RETAINED, Recordings.retained(RECORDING));
        breakage.accept(message);

        assertThat(Schemas.errors(schema(EvidenceMessage.RETAINED), message.toString()))
                .as(what)
                .isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void theExampleFollowsTheSchemaAndTellsTheSameFields(String type, Recording recording) throws IOException {
        String example = Files.readString(Path.of("docs/api/examples", type + ".json"));

        assertThat(Schemas.errors(schema(type), example)).isEmpty();
        assertThat(Json.MAPPER.readTree(example).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        () -> message(type, recording).fieldNames());
    }

    private static Arguments breakage(String what, Consumer<ObjectNode> breakage) {
        return Arguments.of(what, breakage);
    }

    private static ObjectNode data(ObjectNode message) {
        return (ObjectNode) message.get("data");
    }

    private static JsonNode message(String type, Recording recording) {
        return Json.read(EvidenceMessage.write(MESSAGE, type, recording, URL, AT), JsonNode.class);
    }

    private static String schema(String type) {
        return "messages/" + type + ".schema.json";
    }
}
