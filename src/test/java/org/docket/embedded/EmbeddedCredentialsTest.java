package org.docket.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.transport.stomp.StompConnection;
import org.docket.broker.FilledInUsers;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes into Docket's own broker once anybody has a password, and what they may do there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedCredentialsTest {
    private static final String IN = "docket.casework.in";

    private final EmbeddedBroker broker;

    EmbeddedCredentialsTest(@TempDir Path home) {
        broker = EmbeddedBroker.start(
                home,
                new BrokerPorts(0, BrokerPorts.OFF, 0),
                List.of(
                        account("cms", Optional.of("docket.evidence.cms")),
                        account("court", Optional.of("docket.evidence.court")),
                        new BrokerAccount("open", "open", Optional.empty(), Optional.empty())),
                "guarded");
    }

    private static BrokerAccount account(String id, Optional<String> queue) {
        return new BrokerAccount(
                id,
                id + "-user",
                Optional.of(SourceDigest.of((id + "-secret").getBytes(StandardCharsets.UTF_8))),
                queue);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"cms-user,wrong", "cms-user,", "nobody,cms-secret", ",", "open,", "docket,docket"})
    void letsNobodyInWithoutAPasswordThatIsListed(String user, String password) {
        // The broker closes the connection at once: whether the reason gets there before is left to the network.
        assertThatThrownBy(() -> connect(broker.openWireUrl(), user, password)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connect(broker.url(), user, password)).isInstanceOf(JMSException.class);
    }

    @Test
    void aSystemReadsItsQueueAndIsHeardUnderItsOwnUserWhateverItWrites() throws Exception {
        try (Connection hub = connect(broker.url(), broker.user(), broker.password());
                Connection cms = connect(broker.openWireUrl(), "cms-user", "cms-secret")) {
            send(hub, "docket.evidence.cms", "evidence");
            assertThat(next(cms, "docket.evidence.cms").getBody(String.class)).isEqualTo("evidence");

            Session session = cms.createSession(false, Session.AUTO_ACKNOWLEDGE);
            TextMessage said = session.createTextMessage("said");
            ((ActiveMQMessage) said).setUserID("court-user");
            Queue replies = session.createTemporaryQueue();
            said.setJMSReplyTo(replies);
            session.createProducer(session.createQueue(IN)).send(said);
            Message heard = next(hub, IN);
            assertThat(heard.getStringProperty("JMSXUserID")).isEqualTo("cms-user");

            Session answering = hub.createSession(false, Session.AUTO_ACKNOWLEDGE);
            answering.createProducer(heard.getJMSReplyTo()).send(answering.createTextMessage("answer"));
            assertThat(session.createConsumer(replies).receive(5_000).getBody(String.class))
                    .isEqualTo("answer");
            send(hub, "reply.cms.a", "later");
            assertThat(next(cms, "reply.cms.a").getBody(String.class)).isEqualTo("later");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docket.evidence.court",
                IN,
                "docket.casework.in.refused",
                "docket.evidence.>",
                "docket.evidence.*",
                "docket.evidence.cms,docket.evidence.court",
                "reply.court.a",
                "reply.>",
                "DLQ.docket.evidence.court"
            })
    void aSystemReadsNothingElse(String queue) throws Exception {
        try (Connection cms = connect(broker.openWireUrl(), "cms-user", "cms-secret")) {
            assertThatThrownBy(() -> next(cms, queue))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("the user 'cms-user' may not");
            Session session = cms.createSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThatThrownBy(() -> session.createBrowser(session.createQueue(queue))
                            .getEnumeration()
                            .hasMoreElements())
                    .isInstanceOf(JMSException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docket.evidence.cms",
                "docket.evidence.court",
                "docket.notices",
                IN + ",docket.evidence.court",
                "reply.court.a"
            })
    void aSystemWritesNothingElse(String queue) throws Exception {
        try (Connection cms = connect(broker.openWireUrl(), "cms-user", "cms-secret")) {
            assertThatThrownBy(() -> send(cms, queue, "forged"))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("the user 'cms-user' may not");
            // Without a destination of the producer's own, it is known only when a message is sent.
            Session session = cms.createSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThatThrownBy(() -> session.createProducer(null)
                            .send(session.createQueue(queue), session.createTextMessage("forged")))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void aTemporaryQueueIsItsMakersOwn() throws Exception {
        try (Connection cms = connect(broker.openWireUrl(), "cms-user", "cms-secret");
                Connection court = connect(broker.openWireUrl(), "court-user", "court-secret")) {
            Queue replies = cms.createSession(false, Session.AUTO_ACKNOWLEDGE).createTemporaryQueue();
            Session session = court.createSession(false, Session.AUTO_ACKNOWLEDGE);

            assertThatThrownBy(() -> session.createProducer(replies).send(session.createTextMessage("forged")))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("the user 'court-user' may not");
        }
    }

    @Test
    void stompNeedsThePasswordAsWell() throws Exception {
        int port = URI.create(broker.stompUrl().orElseThrow()).getPort();
        StompConnection right = new StompConnection();
        right.open("127.0.0.1", port);
        right.connect("cms-user", "cms-secret");
        right.send("/queue/" + IN, "by stomp");
        try (Connection hub = connect(broker.url(), broker.user(), broker.password())) {
            assertThat(next(hub, IN).getStringProperty("JMSXUserID")).isEqualTo("cms-user");
        }
        right.close();
        StompConnection wrong = new StompConnection();
        wrong.open("127.0.0.1", port);
        assertThatThrownBy(() -> wrong.connect("cms-user", "wrong")).hasMessageContaining("wrong");
        wrong.close();
    }

    @Test
    void theHubSeesThatUsersAreFilledIn() throws Exception {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
        factory.setUserName(broker.user());
        factory.setPassword(broker.password());

        assertThat(new FilledInUsers(factory).property()).contains("JMSXUserID");
    }

    private static Connection connect(String url, String user, String password) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        // As the hub does: this broker tells nobody of temporary queues.
        factory.setWatchTopicAdvisories(!url.startsWith("vm:"));
        Connection connection = factory.createConnection(user, password);
        try {
            connection.start();
            return connection;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    private static void send(Connection connection, String queue, String text) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    private static Message next(Connection connection, String queue) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            return consumer.receive(5_000);
        }
    }
}
