package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQMessage;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may say what, and what becomes of what cannot be worked on, over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboundRightsTest {
    private static final String IN = "docket.casework.in";
    private static final String REFUSED = "docket.casework.in.refused";

    private final TestHub hub;
    private final CaseSystemClient listener;
    private final Jdbi jdbi;
    private final Recording evidence;

    InboundRightsTest(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/casework.yaml"), """
                systems:
                  - {id: cms, title: Case management, user: cms-user, may: [answer, decide, hold]}
                  - {id: court, title: Court, categories: [complaint], may: [answer, hold]}
                  - {id: standards, title: Standards, may: [hold], recordings: all, categories: [complaint]}
                senders:
                  - {id: control-room, title: Control room, may: [incident]}
                """);
        hub = new TestHub(home, Map.of("docket.casework.deliveries", "2"));
        jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));
        listener = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms");
        listener.stopAcknowledging();
        Path samples = Path.of("samples/croydon-dock-2");
        Path folder = Files.createDirectories(hub.dock("croydon-dock-2"));
        Files.copy(samples.resolve("X81-000423.json"), folder.resolve("X81-000423.json"));
        hub.drop("croydon-dock-2", "X81-000423.mp4", samples.resolve("X81-000423.mp4"));
        evidence = hub.deposited("X81-000423.mp4");
        eventually().until(() -> !listener.received(EvidenceMessage.RETAINED, evidence.id())
                .isEmpty());
    }

    @AfterAll
    void stop() throws Exception {
        listener.close();
        hub.close();
    }

    @Test
    void whoIsNotListedMayNotSpeak() throws Exception {
        assertThat(refusal("", "urn:other", "docket.hold.v1", hold(evidence.id(), "R/1")))
                .contains("no case system or sender in casework.yaml has the source urn:other");
    }

    @Test
    void whoIsListedMaySayOnlyWhatItMay() throws Exception {
        assertThat(refusal("", "urn:court", Inbox.INCIDENT, incident("CAD-1")))
                .contains("court may not send docket.incident.v1");
        assertThat(refusal("", "urn:control-room", "docket.hold.v1", hold(evidence.id(), "R/1")))
                .contains("control-room may not send docket.hold.v1");
    }

    @Test
    void aRefusalDoesNotTellWhetherThereIsARecordingOrAHandoverOfOthers() throws Exception {
        UUID nothing = UUID.randomUUID();
        String there = refusal("", "urn:court", "docket.hold.v1", hold(evidence.id(), "R/1"));
        String notThere = refusal("", "urn:court", "docket.hold.v1", hold(nothing, "R/1"));
        assertThat(there.replace(evidence.id().toString(), nothing.toString())).isEqualTo(notThere);

        UUID handover = handover().id();
        String theirs = refusal("", "urn:court", Inbox.REJECTED, rejection(handover));
        String none = refusal("", "urn:court", Inbox.REJECTED, rejection(nothing));
        assertThat(theirs.replace(handover.toString(), nothing.toString())).isEqualTo(none);
        assertThat(handover().state()).isNotEqualTo(Handover.State.REJECTED);
    }

    @Test
    void whoMaySpeakOfAllRecordingsHoldsOneThatItWasNotToldOf() throws Exception {
        assertThat(word("", "urn:standards", "docket.hold.v1", hold(evidence.id(), "R/all")))
                .isEqualTo("taken");
    }

    @Test
    void aSourceWithAUserIsBelievedOnlyUnderThatUser() throws Exception {
        Map<String, Object> hold = hold(evidence.id(), "R/user");
        assertThat(refusal("", "urn:cms", "docket.hold.v1", hold)).contains("does not say which user");
        assertThat(refusal("mallory", "urn:cms", "docket.hold.v1", hold))
                .contains("the user 'mallory' may not speak as urn:cms");
        assertThat(refusal("cms-user", "urn:court", "docket.hold.v1", hold))
                .contains("the user 'cms-user' may not speak as urn:court");
        assertThat(word("cms-user", "urn:cms", "docket.hold.v1", hold)).isEqualTo("taken");
    }

    @Test
    void noUserIsBelievedIfTheBrokerLetsSendersWriteIt() throws Exception {
        hub.docket().rights().proveUsersBy(Optional::empty);
        try {
            assertThat(refusal("cms-user", "urn:cms", "docket.hold.v1", hold(evidence.id(), "R/forged")))
                    .contains("any sender could write the user", "populateJMSXUserID", "docket.broker.user-property");
            List<String> notices = jdbi.withHandle(
                    handle -> handle.select("select message from notice where message like '%users-unproven%'")
                            .mapTo(String.class)
                            .list());
            assertThat(notices).hasSize(1);
        } finally {
            hub.docket().rights().proveUsersBy(() -> Optional.of("JMSXUserID"));
        }
        assertThat(word("cms-user", "urn:cms", "docket.hold.v1", hold(evidence.id(), "R/proven")))
                .isEqualTo("taken");
    }

    @Test
    void everyTypeIsAnsweredAndARejectionThatComesAgainRejectsNothing() throws Exception {
        UUID handover = handover().id();
        String id = UUID.randomUUID().toString();
        assertThat(ask("cms-user", "urn:cms", id, Inbox.REJECTED, rejection(handover)))
                .isEqualTo("taken: handover " + handover + " is REJECTED");
        hub.docket().handovers().again(handover, Handovers.Wish.of("PS Moore", "the case is there now"));
        assertThat(ask("cms-user", "urn:cms", id, Inbox.REJECTED, rejection(handover)))
                .startsWith("already: nothing changed: handover " + handover);
        assertThat(handover().state()).isNotEqualTo(Handover.State.REJECTED);

        Map<String, Object> acknowledgement = Map.of("handoverId", handover.toString());
        assertThat(word("cms-user", "urn:cms", Inbox.ACKNOWLEDGED, acknowledgement))
                .isEqualTo("taken");
        assertThat(handover().state()).isEqualTo(Handover.State.ACKNOWLEDGED);
        assertThat(word("cms-user", "urn:cms", Inbox.ACKNOWLEDGED, acknowledgement))
                .isEqualTo("already");
        assertThat(hub.docket().ledgerVerifier().verify(evidence.id()).findings())
                .isEmpty();

        String incident = UUID.randomUUID().toString();
        assertThat(ask("", "urn:control-room", incident, Inbox.INCIDENT, incident("CAD-2")))
                .isEqualTo("taken: incident CAD-2 is known");
        assertThat(ask("", "urn:control-room", incident, Inbox.INCIDENT, incident("CAD-2")))
                .startsWith("already: ");
    }

    @Test
    void whatFailsForNoPassingReasonIsPutAsideUnchangedAndKeepsNothingBack() throws Exception {
        failing("POISON", "XX001");

        String answer = ask("", "urn:control-room", "poison-1", Inbox.INCIDENT, incident("POISON"));

        assertThat(answer).startsWith("refused: could not be processed 2 times: ");
        assertThat(ask("", "urn:control-room", "sound-1", Inbox.INCIDENT, incident("SOUND")))
                .startsWith("taken");
        TextMessage refused = listener.drain(REFUSED).stream()
                .filter(message -> text(message).contains("poison-1"))
                .findFirst()
                .orElseThrow();
        assertThat(Json.MAPPER.readTree(refused.getText()).at("/data/reference").textValue())
                .isEqualTo("POISON");
        assertThat(refused.getStringProperty("docket_reason")).startsWith("could not be processed 2 times");
    }

    @Test
    void whatFailsBecauseTheDatabaseIsAwayComesAgainUntilItSucceeds() throws Exception {
        failing("AWAY", "57P03");
        send("", "urn:control-room", "away-1", Inbox.INCIDENT, incident("AWAY"), null);
        eventually().until(() -> tries("AWAY") >= 4);

        jdbi.useHandle(handle -> handle.execute("drop trigger fail_away on incident"));

        eventually().until(() -> hub.docket().incidents().isKnown("AWAY"));
    }

    /** The database fails each time that an incident of that reference is written, and counts how often. */
    private void failing(String reference, String state) {
        String name = "fail_" + reference.toLowerCase(Locale.ROOT);
        jdbi.useHandle(handle -> {
            handle.execute("create sequence " + name);
            handle.execute("create function " + name + "() returns trigger language plpgsql as $$ begin"
                    + " if new.reference = '" + reference + "' then perform nextval('" + name
                    + "'); raise exception 'it fails' using errcode = '" + state + "'; end if; return new; end $$");
            handle.execute("create trigger " + name + " before insert on incident for each row execute function " + name
                    + "()");
        });
    }

    private long tries(String reference) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select coalesce(pg_sequence_last_value(:name::regclass), 0)")
                        .bind("name", "fail_" + reference.toLowerCase(Locale.ROOT))
                        .mapTo(Long.class)
                        .one());
    }

    private Handover handover() {
        return hub.docket().outbox().of(evidence.id()).get(0);
    }

    private static Map<String, Object> hold(UUID recording, String reference) {
        return Map.of(
                "recordingId",
                recording.toString(),
                "kind",
                "legal",
                "reference",
                reference,
                "by",
                "DC Ilesanmi",
                "reason",
                "trial");
    }

    private static Map<String, Object> rejection(UUID handover) {
        return Map.of("handoverId", handover.toString(), "reason", "no such case");
    }

    private static Map<String, Object> incident(String reference) {
        return Map.of("reference", reference, "type", "affray", "officers", List.of(), "from", "2026-03-14T18:09:40Z");
    }

    private String refusal(String user, String source, String type, Map<String, Object> data) throws Exception {
        String answer = ask(user, source, UUID.randomUUID().toString(), type, data);
        assertThat(answer).startsWith("refused: ");
        return answer;
    }

    private String word(String user, String source, String type, Map<String, Object> data) throws Exception {
        return ask(user, source, UUID.randomUUID().toString(), type, data).replaceAll(":.*", "");
    }

    /** Says something under a user, and gives back the word and the words of the answer. */
    private String ask(String user, String source, String id, String type, Map<String, Object> data) throws Exception {
        JsonNode answer = Json.MAPPER.readTree(send(user, source, id, type, data, "answer"));
        assertThat(answer.at("/data/id").textValue()).isEqualTo(id);
        return answer.at("/data/answer").textValue() + ": "
                + answer.at("/data/words").textValue();
    }

    private static String send(
            String user, String source, String id, String type, Map<String, Object> data, @Nullable String answered)
            throws JMSException {
        try (Connection connection =
                        new ActiveMQConnectionFactory(TestParts.openWireUrl()).createConnection(user, "any");
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Map<String, Object> event =
                    new HashMap<>(Map.of("specversion", "1.0", "id", id, "source", source, "type", type, "data", data));
            TextMessage message = session.createTextMessage(Json.write(event));
            // What a sender writes there itself counts for nothing.
            ((ActiveMQMessage) message).setUserID("cms-user");
            Queue replies = session.createTemporaryQueue();
            if (answered != null) {
                message.setJMSReplyTo(replies);
            }
            session.createProducer(session.createQueue(IN)).send(message);
            if (answered == null) {
                return "";
            }
            try (MessageConsumer consumer = session.createConsumer(replies)) {
                Message reply = consumer.receive(20_000);
                assertThat(reply).as("the answer to " + id).isNotNull();
                return reply.getBody(String.class);
            }
        }
    }

    private static String text(TextMessage message) {
        try {
            return message.getText();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
