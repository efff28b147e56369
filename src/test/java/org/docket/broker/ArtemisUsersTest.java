package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQMessage;
import org.docket.casework.EvidenceMessage;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.KillableArtemis;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who speaks at an Artemis that asks for passwords: it says so itself, as each writes to an address of its own. */
class ArtemisUsersTest {
    private static final String IN = "docket.casework.in";

    @Test
    void aSystemIsHeardUnderItsOwnUserAndNobodyElseIs(@TempDir Path home, @TempDir Path data) throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve("casework.yaml"), """
                systems:
                  - {id: cms, title: Case management, user: cms, may: [answer, decide, hold]}
                  - {id: mallory, title: Another, categories: [complaint], user: mallory, may: [answer, decide, hold]}
                """);
        try (KillableArtemis artemis = new KillableArtemis(data, "hub:of-hub", "cms:of-cms", "mallory:of-mallory")) {
            // OpenWire gives back what the sender wrote, so that this is not believed.
            assertThat(new FilledInUsers(connections(artemis, "hub")).property())
                    .isEmpty();
            Map<String, String> settings = Map.of(
                    "docket.broker.url", artemis.url(),
                    "docket.broker.user", "hub",
                    "docket.broker.password", "of-hub",
                    "docket.broker.user-property", "docket_user");
            try (TestHub hub = new TestHub(home, settings);
                    CaseSystemClient cms = new CaseSystemClient(connections(artemis, "cms"), "docket.evidence.cms")) {
                cms.stopAcknowledging();
                cms.speakIn(IN + ".cms");
                Recording recording = BrokerSuite.retain(hub);
                eventually().until(() -> !cms.received(EvidenceMessage.RETAINED, recording.id())
                        .isEmpty());

                assertThat(release(artemis, recording, "cms"))
                        .isEqualTo("refused: the user 'mallory' may not speak as urn:cms: sign in as the user that"
                                + " casework.yaml has for it, or send your own source");
                assertThat(cms.ask("docket.handover.acknowledged.v1", handover(hub, recording))
                                .at("/data/answer")
                                .asText())
                        .isEqualTo("taken");
            }
            assertThatThrownBy(() -> send(artemis, IN, "not by its own address", "cms"))
                    .isInstanceOf(JMSException.class);
        }
    }

    /** What mallory is answered who says it as the case system, under the name of its user. */
    private static String release(KillableArtemis artemis, Recording recording, String user) throws Exception {
        String decision = Json.write(Map.of(
                "specversion", "1.0",
                "id", UUID.randomUUID().toString(),
                "source", "urn:cms",
                "type", "docket.decision.v1",
                "data",
                        Map.of(
                                "recordingId", recording.id().toString(),
                                "decision", "release",
                                "by", "DS Achebe",
                                "reason", "no further action")));
        JsonNode answer = Json.MAPPER.readTree(send(artemis, IN + ".mallory", decision, user));
        return answer.at("/data/answer").asText() + ": "
                + answer.at("/data/words").asText();
    }

    private static String send(KillableArtemis artemis, String queue, String text, String user) throws JMSException {
        try (Connection connection = connections(artemis, "mallory").createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            TextMessage message = session.createTextMessage(text);
            ((ActiveMQMessage) message).setUserID(user);
            message.setStringProperty("docket_user", user);
            Queue answers = session.createTemporaryQueue();
            message.setJMSReplyTo(answers);
            session.createProducer(session.createQueue(queue)).send(message);
            try (MessageConsumer consumer = session.createConsumer(answers)) {
                Message answer = consumer.receive(20_000);
                assertThat(answer).as("the answer to " + text).isNotNull();
                return answer.getBody(String.class);
            }
        }
    }

    private static Map<String, String> handover(TestHub hub, Recording recording) {
        return Map.of(
                "handoverId",
                hub.docket().outbox().of(recording.id()).get(0).id().toString());
    }

    private static ActiveMQConnectionFactory connections(KillableArtemis artemis, String user) {
        return new ActiveMQConnectionFactory(user, "of-" + user, artemis.url());
    }
}
