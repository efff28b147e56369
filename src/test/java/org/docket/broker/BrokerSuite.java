package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.docket.broker.QueueReport.Queue;
import org.docket.broker.QueueReport.Use;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Recording;
import org.docket.testkit.BrokerProcess;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Docket needs of a broker, whichever it is: in a process of its own, where it is killed when that hurts most. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerSuite {
    private static final String QUEUE = "docket.evidence.cms";
    private static final String REFUSED = "docket.casework.in.refused";

    private static final int RECORDINGS = 60;

    private static final int KILLS = 2;

    private final BrokerProcess broker;

    BrokerSuite(BrokerProcess broker) {
        this.broker = broker;
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    /** What a case system had not acknowledged when it went comes again. */
    @BeforeEach
    void empty() throws JMSException {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            for (String queue : List.of(QUEUE, REFUSED, "docket.casework.in")) {
                try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                    Message message = consumer.receive(300);
                    while (message != null) {
                        message = consumer.receive(300);
                    }
                }
            }
        }
    }

    @Test
    void carriesAHandoverAnAcknowledgementADecisionWithItsAnswerAndARefusal(@TempDir Path home) throws Exception {
        try (TestHub hub = hub(home, Map.of());
                CaseSystemClient cms = new CaseSystemClient(broker.url(), QUEUE)) {
            Recording recording = retain(hub);
            eventually().until(() -> handovers(hub, recording).stream()
                    .allMatch(handover -> handover.state() == Handover.State.ACKNOWLEDGED));
            assertThat(cms.received(EvidenceMessage.RETAINED, recording.id()))
                    .extracting(event -> event.path("id").asText())
                    .containsOnly(handovers(hub, recording).get(0).id().toString());

            JsonNode answer = cms.ask(
                    "docket.decision.v1",
                    Map.of(
                            "recordingId", recording.id().toString(),
                            "decision", "release",
                            "by", "DS Achebe",
                            "reason", "no further action"));
            String unheardOf = cms.send("docket.unheard-of.v1", Map.of());

            assertThat(answer.at("/data/answer").asText()).isEqualTo("taken");
            TextMessage refused = cms.drain(REFUSED).get(0);
            assertThat(refused.getText()).contains(unheardOf);
            assertThat(refused.getStringProperty("docket_reason")).contains("docket.unheard-of.v1");
            eventually().until(() -> !cms.received(EvidenceMessage.RELEASED, recording.id())
                    .isEmpty());
        }
    }

    @Test
    void showsOperatorsWhatNobodyCouldTakeAndTellsThemOnce(@TempDir Path home) throws Exception {
        try (TestHub hub = hub(home, Map.of("docket.broker.look", "PT0.3S"))) {
            Recording recording = retain(hub);
            eventually().until(() -> handovers(hub, recording).get(0).state() == Handover.State.SENT);
            refuseToTakeOne();

            eventually().until(() -> queues(home, Use.DEAD_LETTERS).stream()
                    .anyMatch(queue -> queue.name().equals("DLQ." + QUEUE) && queue.known() == 1));
            eventually().until(() -> notices(hub, "dead-letters") == 1);
            long looks = looks(home);
            eventually().until(() -> looks(home) > looks);

            assertThat(notices(hub, "dead-letters")).isEqualTo(1);
            assertThat(queues(home, Use.REFUSED)).allMatch(queue -> queue.known() == 0);
            assertThat(queues(home, Use.IN)).allMatch(queue -> queue.known() == 0 && queue.unknown() == null);
        }
        try (CaseSystemClient reader = new CaseSystemClient(broker.url(), "nobodys")) {
            assertThat(reader.drain("DLQ." + QUEUE)).hasSize(1);
        }
    }

    /** As a case system does whose database is away: it rolls back until the client gives the message up. */
    private void refuseToTakeOne() throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(1);
        policy.setInitialRedeliveryDelay(0);
        policy.setRedeliveryDelay(0);
        factory.setRedeliveryPolicy(policy);
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
            for (Message message = consumer.receive(10_000); message != null; message = consumer.receive(500)) {
                session.rollback();
            }
        }
    }

    @Test
    void losesNothingAndKeepsTheOrderWhenItIsKilledInMidFlow(@TempDir Path home) throws Exception {
        String url = "failover:(" + broker.url() + ")";
        try (TestHub hub = hub(home, Map.of("docket.broker.url", url, "docket.casework.batch", "7"));
                CaseSystemClient cms = new CaseSystemClient(url + "?maxReconnectDelay=500", QUEUE)) {
            Map<UUID, Recording> recordings = new HashMap<>();
            for (int i = 0; i < RECORDINGS; i++) {
                Recording recording = retain(hub);
                recordings.put(recording.id(), recording);
                follow(hub, recording);
                cms.send("docket.hold.v1", hold(recording));
                if (i % (RECORDINGS / (KILLS + 1)) == RECORDINGS / (KILLS + 1) - 1 && i < RECORDINGS - 1) {
                    broker.kill();
                    follow(hub, recording);
                    broker.restart();
                }
            }
            eventually().until(() -> left(hub) == 0);
            eventually()
                    .until(() -> hub.docket()
                                    .holds()
                                    .standing(List.copyOf(recordings.keySet()))
                                    .size()
                            == RECORDINGS);

            Set<String> written = new HashSet<>();
            for (Recording recording : recordings.values()) {
                List<String> order = new ArrayList<>();
                handovers(hub, recording)
                        .forEach(handover -> order.add(handover.id().toString()));
                written.addAll(order);
                assertThat(firstTold(cms, recording)).isEqualTo(order);
            }
            assertThat(written).hasSize(2 * RECORDINGS + KILLS);
            assertThat(cms.received())
                    .extracting(event -> event.path("id").asText())
                    .allMatch(written::contains);
            assertThat(hub.docket().ledgerVerifier().verify(null).findings()).isEmpty();
        }
    }

    @Test
    void isFoundWithinSecondsByAHubThatStartedWithoutIt(@TempDir Path home) throws Exception {
        broker.kill();
        try (TestHub hub = hub(home, Map.of("docket.broker.url", "failover:(" + broker.url() + ")"))) {
            Recording recording = retain(hub);
            eventually().until(() -> handovers(hub, recording).get(0).lastError() != null);
            HttpResponse<String> unready = ready(hub);
            broker.restart();
            long begun = System.nanoTime();
            try (CaseSystemClient cms = new CaseSystemClient(broker.url(), QUEUE)) {
                eventually().until(() -> handovers(hub, recording).get(0).state() == Handover.State.ACKNOWLEDGED);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
                assertThat(cms.received())
                        .extracting(event -> event.path("id").asText())
                        .containsOnly(handovers(hub, recording).get(0).id().toString());
            }

            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(unready.body()).contains("nothing listens there");
            eventually().until(() -> ready(hub).statusCode() == 200);
        } finally {
            if (!broker.isAlive()) {
                broker.restart();
            }
        }
    }

    private TestHub hub(Path home, Map<String, String> differences) throws Exception {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "docket.broker.url", broker.url(),
                "docket.broker.dead-letters", "DLQ.*",
                // Longer than a test waits: what failed has to be tried again because it failed.
                "docket.casework.retry", "PT2M"));
        settings.putAll(differences);
        return new TestHub(home, settings);
    }

    /** A recording that its case system is told of. */
    static Recording retain(TestHub hub) {
        Recording recording = Recordings.retained(UUID.randomUUID());
        jdbi(hub).useTransaction(handle -> {
            Recordings.deposit(handle, hub.docket().catalogue(), recording);
            hub.docket().outbox().retained(handle, recording);
        });
        return recording;
    }

    private static void follow(TestHub hub, Recording recording) {
        jdbi(hub).useTransaction(handle -> hub.docket().outbox().follow(handle, recording, EvidenceMessage.UPDATED));
    }

    private static Map<String, String> hold(Recording recording) {
        return Map.of(
                "recordingId", recording.id().toString(),
                "kind", "legal",
                "reference", "R/77",
                "by", "DCI Rao",
                "reason", "trial");
    }

    private static List<Handover> handovers(TestHub hub, Recording recording) {
        return hub.docket().outbox().of(recording.id());
    }

    /** Each message when it came first. */
    private static List<String> firstTold(CaseSystemClient cms, Recording recording) {
        return cms.received().stream()
                .filter(event ->
                        event.path("subject").asText().equals(recording.id().toString()))
                .map(event -> event.path("id").asText())
                .distinct()
                .toList();
    }

    private static long left(TestHub hub) {
        return jdbi(hub)
                .withHandle(handle -> handle.createQuery("select count(*) from handover where state <> 'ACKNOWLEDGED'")
                        .mapTo(Long.class)
                        .one());
    }

    private static long notices(TestHub hub, String kind) {
        return jdbi(hub).withHandle(handle -> handle.createQuery("select count(*) from notice where message like :kind")
                .bind("kind", "%\"" + kind + "\"%")
                .mapTo(Long.class)
                .one());
    }

    private static Jdbi jdbi(TestHub hub) {
        return Jdbi.create(hub.settings().all().get("docket.database.url"));
    }

    private static List<Queue> queues(Path home, Use use) throws Exception {
        return QueueReport.last(home).stream()
                .flatMap(report -> report.queues().stream())
                .filter(queue -> queue.use() == use)
                .toList();
    }

    private static long looks(Path home) throws Exception {
        return QueueReport.last(home).orElseThrow().at().toEpochMilli();
    }

    private static HttpResponse<String> ready(TestHub hub) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + hub.hub().httpPort() + "/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
