package org.docket.casework;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.retention.Word;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What case systems are told and what they say, over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaseworkTest {
    private static final Path SOURCE = Path.of("samples/croydon-dock-2/X81-000423.mp4");
    private static final String REFUSED = "docket.casework.in.refused";

    private final TestHub hub;
    private final CaseSystemClient cms;
    private final Recording evidence;

    CaseworkTest(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/authorities.yaml"), """
                people: []
                systems: [{source: 'urn:cms', authorities: [information-rights]}]
                """);
        hub = new TestHub(home, Map.of());
        cms = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms");
        cms.stopAcknowledging();
        Path folder = Files.createDirectories(hub.dock("croydon-dock-2"));
        Files.copy(SOURCE.resolveSibling("X81-000423.json"), folder.resolve("X81-000423.json"));
        hub.drop("croydon-dock-2", "X81-000423.mp4", SOURCE);
        evidence = hub.deposited("X81-000423.mp4");
        eventually().until(() -> !cms.received(EvidenceMessage.RETAINED, evidence.id())
                .isEmpty());
    }

    @AfterAll
    void stop() throws Exception {
        cms.close();
        hub.close();
    }

    @Test
    void tellsTheCaseSystemAllItNeedsToFindTheEvidence() {
        List<JsonNode> told = cms.received(EvidenceMessage.RETAINED, evidence.id());
        JsonNode data = told.get(0).path("data");
        assertThat(data.path("sha256").asText()).isEqualTo(evidence.sha256());
        assertThat(data.path("category").asText()).isEqualTo("crime-evidence");
        assertThat(data.path("incident").asText()).isEqualTo(evidence.facts().incident());
        assertThat(data.path("vault").asText()).endsWith(evidence.blob());
        assertThat(told.get(0).path("specversion").asText()).isEqualTo("1.0");
    }

    @Test
    void endsTheHandoverOnlyWhenTheCaseSystemAcknowledgesAndStaysSoWhateverComesLater() throws Exception {
        Handover handover = handover();
        assertThat(handover.state()).isIn(Handover.State.SENT, Handover.State.PENDING);
        Map<String, String> answer = Map.of("handoverId", handover.id().toString());
        cms.send(Inbox.ACKNOWLEDGED, answer);
        eventually().until(() -> handover().state() == Handover.State.ACKNOWLEDGED);
        cms.send(Inbox.ACKNOWLEDGED, answer);
        cms.send(Inbox.REJECTED, Map.of("handoverId", handover.id().toString(), "reason", "too late"));
        String marker = cms.send("docket.unheard-of.v1", Map.of());
        assertThat(refused(marker).getStringProperty("docket_reason")).contains("docket.unheard-of.v1");
        assertThat(handover().state()).isEqualTo(Handover.State.ACKNOWLEDGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON at all",
                "{\"specversion\":\"1.0\",\"id\":\"7\"}",
                "{\"specversion\":\"1.0\",\"id\":\"8\",\"source\":\"urn:x\",\"type\":\"docket.handover.acknowledged.v1\",\"data\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"9\",\"source\":\"urn:x\",\"type\":\"docket.handover.acknowledged.v1\","
                        + "\"data\":{\"handoverId\":\"00000000-0000-0000-0000-000000000000\"}}",
                "{\"specversion\":\"1.0\",\"id\":\"10\",\"source\":\"urn:x\",\"type\":\"docket.decision.v1\","
                        + "\"data\":{\"recordingId\":\"x\",\"decision\":\"retain\",\"by\":\"y\",\"reason\":\"z\"}}"
            })
    void passesOnUnchangedWithTheReasonWhatItCannotAccept(String text) throws Exception {
        cms.sendText(text);
        TextMessage refused = cms.drain(REFUSED).get(0);
        assertThat(refused.getText()).isEqualTo(text);
        assertThat(refused.getStringProperty("docket_reason")).isNotBlank();
    }

    @Test
    void actsOnBytesThatAreTextInUtf8() throws Exception {
        cms.sendBytes(said("bytes-1", "docket.hold.v1", holdOf("R/bytes", "Überprüfung"))
                .getBytes(UTF_8));
        eventually().until(() -> hub.docket().holds().standing(List.of(evidence.id())).stream()
                .anyMatch(hold ->
                        hold.reference().equals("R/bytes") && hold.reason().equals("Überprüfung")));
    }

    @Test
    void passesOnUnchangedBytesThatAreNoTextInUtf8() throws Exception {
        byte[] latin1 = said("bytes-2", "docket.hold.v1", holdOf("R/latin1", "Überprüfung"))
                .getBytes(ISO_8859_1);
        cms.sendBytes(latin1);
        BytesMessage refused = (BytesMessage) cms.next(REFUSED);
        assertThat(refused.getBody(byte[].class)).isEqualTo(latin1);
        assertThat(refused.getStringProperty("docket_reason")).contains("no text in UTF-8");
    }

    @Test
    void whatCannotBeAnsweredOrReadKeepsBackNothing() throws Exception {
        try (ActiveMQConnection gone = connection()) {
            Session session = gone.createSession(true, Session.SESSION_TRANSACTED);
            TextMessage asking = session.createTextMessage(said("gone-1", "docket.hold.v1", holdOf("R/gone", "trial")));
            asking.setJMSReplyTo(session.createTemporaryQueue());
            ActiveMQTextMessage broken = (ActiveMQTextMessage) session.createTextMessage();
            broken.setContent(new ByteSequence("this was never compressed".getBytes(UTF_8)));
            broken.setCompressed(true);
            hub.hub().context().getRouteController().stopRoute("casework-receive");
            MessageProducer producer = session.createProducer(session.createQueue("docket.casework.in"));
            producer.send(asking);
            producer.send(broken);
            session.commit();
        }
        cms.send("docket.hold.v1", holdOf("R/after", "trial"));
        hub.hub().context().getRouteController().startRoute("casework-receive");

        eventually()
                .until(() -> hub.docket().holds().standing(List.of(evidence.id())).stream()
                                .filter(hold -> List.of("R/gone", "R/after").contains(hold.reference()))
                                .count()
                        == 2);
        assertThat(cms.next(REFUSED).getStringProperty("docket_reason")).contains("cannot be read");
    }

    private static ActiveMQConnection connection() throws JMSException {
        ActiveMQConnection connection =
                (ActiveMQConnection) new ActiveMQConnectionFactory(TestParts.openWireUrl()).createConnection();
        connection.start();
        return connection;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"specversion\":\"1.0\"} {\"specversion\":\"1.0\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"id\":\"2\"}"
            })
    void refusesTwoInOne(String text) throws Exception {
        cms.sendText(text);
        assertThat(cms.next(REFUSED).getStringProperty("docket_reason")).contains("no CloudEvent in structured JSON");
    }

    @Test
    void neverDeserialisesAnObjectAndRefusesIt() throws Exception {
        // A string is the one object that nobody could be kept from deserialising by its class.
        cms.sendObject(said("object-1", "docket.hold.v1", holdOf("R/object", "trial")));
        Message refused = cms.next(REFUSED);
        assertThat(refused).isInstanceOf(ObjectMessage.class);
        assertThat(refused.getStringProperty("docket_reason")).contains("has no text");
        assertThat(hub.docket().holds().standing(List.of(evidence.id())))
                .noneMatch(hold -> hold.reference().equals("R/object"));
    }

    @Test
    void refusesAnObjectOfAClassThatItDoesNotKnowAndGoesOn() throws Exception {
        cms.sendObject(new Payload("never made again"));
        assertThat(cms.next(REFUSED).getStringProperty("docket_reason")).contains("has no text");
        assertThat(cms.ask("docket.unheard-of.v1", Map.of()).at("/data/answer").textValue())
                .isEqualTo("refused");
        assertThat(cms.next(REFUSED)).isInstanceOf(TextMessage.class);
    }

    /** Would tell if it was deserialised. */
    private record Payload(String text) implements Serializable {
        private Object readResolve() {
            throw new IllegalStateException("an object was deserialised");
        }
    }

    private Map<String, String> holdOf(String reference, String reason) {
        return Map.of(
                "recordingId",
                evidence.id().toString(),
                "kind",
                "legal",
                "reference",
                reference,
                "by",
                "DCI Rao",
                "reason",
                reason);
    }

    private static String said(String id, String type, Map<String, ?> data) {
        return Json.write(Map.of("specversion", "1.0", "id", id, "source", "urn:cms", "type", type, "data", data));
    }

    @Test
    void leavesBehindWhatASenderPutBesideARefusedText() throws Exception {
        cms.sendText(
                "no event",
                Map.of("AMQ_SCHEDULED_REPEAT", 1, "JMSXGroupID", "g-7", "colour", "green", "ce_type", "docket.odd.v1"));

        TextMessage refused = cms.drain(REFUSED).get(0);
        Enumeration<?> properties = refused.getPropertyNames();
        assertThat(Collections.list(properties))
                .map(Object::toString)
                .containsExactlyInAnyOrder("docket_reason", "docket_message_id", "ce_type", "JMSXDeliveryCount");
        assertThat(refused.getStringProperty("docket_message_id")).startsWith("ID:");
    }

    @Test
    void refusesWhatTheDatabaseWouldNeverTake() throws Exception {
        String id = cms.send(
                "docket.hold.v1",
                Map.of(
                        "recordingId", evidence.id().toString(),
                        "kind", "legal",
                        "reference", "R/9",
                        "by", "DCI Rao",
                        "reason", "trial",
                        "until", "+300000-01-01T00:00:00Z"));
        assertThat(refused(id).getStringProperty("docket_reason")).contains("data.until: cannot be");
        assertThat(Inbox.neverAccepts(new IllegalStateException(new java.sql.SQLException("index row size", "54000"))))
                .isTrue();
        assertThat(Inbox.neverAccepts(new IllegalStateException(new java.sql.SQLException("shutting down", "57P01"))))
                .isFalse();
    }

    @Test
    void answersWhatBecameOfAWord() throws Exception {
        Map<String, String> hold = Map.of(
                "recordingId", evidence.id().toString(),
                "kind", "legal",
                "reference", "R/77",
                "by", "DCI Rao",
                "reason", "trial");

        JsonNode taken = cms.ask("docket.hold.v1", hold);
        JsonNode already = cms.ask("docket.hold.v1", hold);
        JsonNode refused = cms.ask("docket.hold-lifted.v1", hold);
        JsonNode unreadable = cms.ask("docket.unheard-of.v1", Map.of());

        assertThat(taken.path("type").textValue()).isEqualTo("docket.answer.v1");
        assertThat(taken.at("/data/answer").textValue()).isEqualTo("taken");
        assertThat(taken.at("/data/recordingId").textValue())
                .isEqualTo(evidence.id().toString());
        assertThat(taken.at("/data/source").textValue()).isEqualTo("urn:cms");
        assertThat(already.at("/data/answer").textValue()).isEqualTo("already");
        assertThat(refused.at("/data/answer").textValue()).isEqualTo("refused");
        assertThat(refused.at("/data/words").textValue()).contains("needs the authority legal");
        assertThat(unreadable.at("/data/words").textValue()).contains("docket.unheard-of.v1");
        for (JsonNode answer : List.of(taken, already, refused, unreadable)) {
            assertThat(Schemas.errors("messages/docket.answer.v1.schema.json", answer.toString()))
                    .isEmpty();
        }
        assertThat(cms.drain(REFUSED)).hasSize(2);
    }

    @Test
    void answersNowhereButInAQueueOfTheCaseSystem() throws Exception {
        String named = cms.sendAskingForReply("docket.unheard-of.v1", "cms.answers");
        String own = cms.sendAskingForReply("docket.unheard-of.v1", "docket.casework.in");
        cms.sendAskingForReply("docket.hold.v1", "reply.court.answers");
        cms.sendAskingForReply("docket.hold.v1", "reply.cms.answers");
        assertThat(refused(named)).isNotNull();

        assertThat(cms.next("reply.cms.answers")).isNotNull();
        assertThat(cms.drain("reply.court.answers")).isEmpty();
        assertThat(cms.drain("cms.answers")).singleElement().satisfies(answer -> assertThat(answer.getText())
                .contains("docket.answer.v1"));
        // An answer among the words would be refused in its turn.
        assertThat(own).isNotBlank();
        assertThat(cms.drain(REFUSED))
                .allSatisfy(message -> assertThat(message.getText()).doesNotContain("docket.answer.v1"));
    }

    @Test
    void answersARefusedMessageThatAsksForAReplyLikeAnyOther() throws Exception {
        String id = cms.sendAskingForReply("docket.unheard-of.v1", "some.reply.queue");
        assertThat(refused(id).getStringProperty("docket_reason")).contains("docket.unheard-of.v1");
    }

    @Test
    void takesADecisionThatComesTwiceOnce() throws Exception {
        Map<String, String> release = Map.of(
                "recordingId", evidence.id().toString(),
                "decision", "release",
                "by", "DS Achebe",
                "reason", "charged with another offence");
        String id = UUID.randomUUID().toString();
        cms.send(id, "docket.decision.v1", release);
        eventually().until(() -> !find().retained());
        hub.docket()
                .decisions()
                .retain(Word.of(evidence.id(), hub.docket().authorities().person("PS Moore"), "appeal lodged"));
        cms.send(id, "docket.decision.v1", release);
        refused(cms.send("docket.unheard-of.v1", Map.of()));
        assertThat(find().retained()).isTrue();
    }

    @Test
    void placesAndLiftsHoldsThatACaseSystemSends() throws Exception {
        Map<String, String> hold = Map.of(
                "recordingId", evidence.id().toString(),
                "kind", "subject-access",
                "reference", "SAR/26/0099",
                "by", "Information Access Unit",
                "reason", "request of 3 May");
        cms.send("docket.hold.v1", hold);
        eventually().until(() -> isHeld("SAR/26/0099"));
        assertThat(cms.ask("docket.hold-lifted.v1", hold).at("/data/answer").textValue())
                .isEqualTo("taken");
        eventually().until(() -> !isHeld("SAR/26/0099"));
    }

    private boolean isHeld(String reference) {
        return hub.docket().holds().standing(List.of(evidence.id())).stream()
                .anyMatch(hold -> hold.reference().equals(reference));
    }

    private TextMessage refused(String eventId) throws Exception {
        return cms.drain(REFUSED).stream()
                .filter(message -> {
                    try {
                        return message.getText().contains(eventId);
                    } catch (jakarta.jms.JMSException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private Handover handover() {
        return hub.docket().outbox().of(evidence.id()).get(0);
    }

    private Recording find() {
        return hub.docket().catalogue().find(evidence.id()).orElseThrow();
    }
}
