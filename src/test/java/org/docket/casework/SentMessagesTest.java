package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.DeliveryMode;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Notices;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub really sends is what the AsyncAPI document, the schemas and the examples say. */
class SentMessagesTest {
    private static final Path API = Path.of("docs/api");
    private static final Path SAMPLES = Path.of("samples/croydon-dock-2");
    private static final String EVIDENCE = "docket.evidence.cms";

    @Test
    void tellsACaseSystemOfAWholeLifeAsTheContractSays(@TempDir Path home) throws Exception {
        try (TestHub hub = new TestHub(home, Map.of("docket.retention.purge.cron", "* * * * * ?"));
                CaseSystemClient cms = new CaseSystemClient(TestParts.openWireUrl(), "cms.unused")) {
            Recording recording = drop(hub, "X81-000438.3gp");

            acknowledge(hub, cms, assertContract(EvidenceMessage.RETAINED, message(cms, EVIDENCE)));
            cms.send(
                    "docket.incident.v1",
                    Map.of(
                            "reference", "CAD-2026-0317-4410",
                            "type", "public order",
                            "officers", List.of("MP3601"),
                            "from", "2026-03-17T21:00:00Z",
                            "to", "2026-03-17T21:40:00Z"));
            acknowledge(hub, cms, assertContract(EvidenceMessage.UPDATED, message(cms, EVIDENCE)));
            JsonNode answer = cms.ask(
                    "docket.decision.v1",
                    Map.of(
                            "recordingId", recording.id().toString(),
                            "decision", "release",
                            "by", "DS Achebe",
                            "reason", "no further action"));
            assertFollows(Replies.ANSWER, answer);
            acknowledge(hub, cms, assertContract(EvidenceMessage.RELEASED, message(cms, EVIDENCE)));
            hub.clock().advance(Duration.ofDays(400));
            assertContract(EvidenceMessage.DISPOSED, message(cms, EVIDENCE));
        }
    }

    @Test
    void refusesAnswersAndGivesNoticeAsTheContractSays(@TempDir Path home) throws Exception {
        try (TestHub hub = new TestHub(home, Map.of());
                CaseSystemClient cms = new CaseSystemClient(TestParts.openWireUrl(), "cms.unused")) {
            Files.writeString(
                    Files.createDirectories(hub.dock("croydon-dock-2")).resolve("X81-000423.json"),
                    "{\"sha256\": \"" + "c4".repeat(32) + "\"}");
            hub.drop("croydon-dock-2", "X81-000423.mp4", SAMPLES.resolve("X81-000423.mp4"));
            String refused = cms.sendAskingForReply("docket.unheard-of.v1", "cms.answers");

            assertContract(Notices.TYPE, message(cms, "docket.notices"));
            TextMessage answer = message(cms, "cms.answers");
            assertFollows(Replies.ANSWER, Json.MAPPER.readTree(answer.getText()));
            assertThat(answer.getStringProperty("ce_type")).isEqualTo(Replies.ANSWER);
            TextMessage aside = message(cms, "docket.casework.in.refused");
            // The client sent no correlation id: its message's own id stands for it.
            assertThat(answer.getJMSCorrelationID()).startsWith("ID:");
            assertThat(aside.getText()).contains(refused);
            assertThat(aside.getStringProperty("docket_reason")).contains("docket.unheard-of.v1");
        }
    }

    private static Recording drop(TestHub hub, String name) throws Exception {
        String sidecar = name.substring(0, name.indexOf('.')) + ".json";
        Files.copy(
                SAMPLES.resolve(sidecar),
                Files.createDirectories(hub.dock("croydon-dock-2")).resolve(sidecar));
        hub.drop("croydon-dock-2", name, SAMPLES.resolve(name));
        return hub.deposited(name);
    }

    private static TextMessage message(CaseSystemClient cms, String queue) throws Exception {
        List<TextMessage> messages = new ArrayList<>();
        eventually()
                .ignoreException(IllegalStateException.class)
                .until(() -> messages.add((TextMessage) cms.next(queue)));
        return messages.get(0);
    }

    private static JsonNode assertContract(String type, TextMessage message) throws Exception {
        JsonNode event = Json.MAPPER.readTree(message.getText());
        assertThat(message.getJMSCorrelationID()).isEqualTo(event.path("id").textValue());
        assertThat(message.getStringProperty("ce_type")).isEqualTo(type);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertFollows(type, event);
        return event;
    }

    /** Waits until it counts: what is not acknowledged is sent again when the clock is moved. */
    private static void acknowledge(TestHub hub, CaseSystemClient cms, JsonNode event) throws Exception {
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", event.path("id").textValue()));
        UUID recording = UUID.fromString(event.path("subject").textValue());
        eventually().until(() -> hub.docket().outbox().of(recording).stream()
                .filter(handover ->
                        handover.id().toString().equals(event.path("id").textValue()))
                .allMatch(handover -> handover.state() == Handover.State.ACKNOWLEDGED));
    }

    private static void assertFollows(String type, JsonNode event) throws Exception {
        assertThat(event.path("type").textValue()).isEqualTo(type);
        assertThat(Schemas.errors("messages/" + type + ".schema.json", event.toString()))
                .isEmpty();
        assertThat(event.get("data").fieldNames()).toIterable().isSubsetOf(Schemas.fieldsOfData(type));
        JsonNode example =
                Json.MAPPER.readTree(API.resolve("examples/" + type + ".json").toFile());
        assertThat(event.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(example::fieldNames);
    }
}
