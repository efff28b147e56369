package org.docket.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.transport.failover.FailoverTransport;

/**
 * A case-management system with opinions: it answers as its {@link Conduct} is, and one that decides says what the {@link Course} of each
 * recording is. All that it does upon a message is one transaction of the broker, and it remembers all that it was ever told, also
 * what came again because that transaction failed.
 */
final class TalkingCaseSystem implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IN = "docket.casework.in";
    private static final long LOOK_MILLIS = 200;

    private final String id;
    private final boolean deciding;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<Answered> answers = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ActiveMQConnection connection;
    private volatile boolean closing;

    /** What it was told at one time: {@code body} is the whole message. */
    record Told(String system, String handover, String type, String recording, String body) {}

    /** What it was answered to a word: {@code id} is that of the word. */
    record Answered(String id, String answer, String words) {}

    private interface Hearing {
        void hear(Session session, TextMessage message) throws JMSException, JsonProcessingException;
    }

    /**
     * Listens whenever the broker answers.
     *
     * @param url of the broker, over TCP
     * @param deciding whether it says something of recordings; it never rejects one that it is told of for the first time, and looks after
     *     what Docket refused of all case systems
     */
    TalkingCaseSystem(String url, String id, boolean deciding) throws JMSException {
        this.id = id;
        this.deciding = deciding;
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("failover:(" + url
                + ")?initialReconnectDelay=100&useExponentialBackOff=false&maxReconnectAttempts=-1"
                + "&startupMaxReconnectAttempts=-1&warnAfterReconnectAttempts=-1");
        RedeliveryPolicy patience = factory.getRedeliveryPolicy();
        patience.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        patience.setInitialRedeliveryDelay(0);
        patience.setRedeliveryDelay(0);
        this.connection = (ActiveMQConnection) factory.createConnection();
        // By then there may be no broker any more to say good-bye to.
        connection.setCloseTimeout(500);
        listen("docket.evidence." + id, this::receive);
        if (deciding) {
            listen(replies(), (session, message) -> answered(message));
            listen(IN + ".refused", (session, message) -> refused.add(message.getStringProperty("docket_reason")));
        }
    }

    private String replies() {
        return "reply." + id + ".words";
    }

    private void listen(String queue, Hearing hearing) {
        Thread thread = new Thread(
                () -> {
                    try {
                        connection.start();
                        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                        while (!closing) {
                            hearNext(session, consumer, hearing);
                        }
                    } catch (JMSException | JsonProcessingException | RuntimeException e) {
                        if (!closing) {
                            failures.add("the case system " + id + " went deaf for " + queue + ": " + e);
                        }
                    }
                },
                "case-system-" + queue);
        thread.setDaemon(true);
        thread.start();
    }

    private void hearNext(Session session, MessageConsumer consumer, Hearing hearing)
            throws JMSException, JsonProcessingException {
        TextMessage message = (TextMessage) consumer.receive(LOOK_MILLIS);
        if (message == null) {
            return;
        }
        try {
            hearing.hear(session, message);
            session.commit();
        } catch (JMSException e) {
            // The broker went meanwhile: it tells it again.
            session.rollback();
        }
    }

    private void receive(Session session, TextMessage message) throws JMSException, JsonProcessingException {
        JsonNode event = JSON.readTree(message.getText());
        Told once = new Told(
                id,
                event.path("id").asText(),
                event.path("type").asText(),
                event.path("subject").asText(),
                message.getText());
        boolean first = told.stream().noneMatch(before -> before.handover().equals(once.handover()));
        told.add(once);
        Conduct conduct = conduct(once);
        if (!first || conduct != Conduct.ACKNOWLEDGES_LATE) {
            for (String answer : conduct.answers()) {
                Map<String, Object> data = answer.equals("rejected")
                        ? Map.of("handoverId", once.handover(), "reason", "not of this case")
                        : Map.of("handoverId", once.handover());
                say(session, UUID.randomUUID().toString(), "docket.handover." + answer + ".v1", data, false);
            }
        }
        if (deciding && isRetained(once)) {
            JsonNode data = event.path("data");
            Course course = Course.of(
                    data.path("sha256").asText(), data.path("category").asText());
            for (Course.Say say : course.says()) {
                say(session, say.id(once.recording()), say.type(), say.data(once.recording()), true);
            }
        }
    }

    private static boolean isRetained(Told once) {
        return once.type().equals("docket.evidence.retained.v1");
    }

    /** How it answers that. */
    private Conduct conduct(Told once) {
        return Conduct.of(once.handover(), mayReject(once.type()));
    }

    /** Whether it may reject a message of that type for good. */
    boolean mayReject(String type) {
        return !deciding || !type.equals("docket.evidence.retained.v1");
    }

    private void say(Session session, String wordId, String type, Map<String, Object> data, boolean askingForReply)
            throws JMSException, JsonProcessingException {
        TextMessage message = session.createTextMessage(JSON.writeValueAsString(
                Map.of("specversion", "1.0", "id", wordId, "source", source(), "type", type, "data", data)));
        if (askingForReply) {
            message.setJMSReplyTo(session.createQueue(replies()));
        }
        session.createProducer(session.createQueue(IN)).send(message);
    }

    private String source() {
        return "urn:chaos:" + id;
    }

    private void answered(TextMessage message) throws JMSException, JsonProcessingException {
        JsonNode data = JSON.readTree(message.getText()).path("data");
        answers.add(new Answered(
                data.path("id").asText(),
                data.path("answer").asText(),
                data.path("words").asText()));
    }

    String id() {
        return id;
    }

    /** All that it was told, in its order. */
    List<Told> told() {
        return List.copyOf(told);
    }

    /** What it was answered to its words. */
    List<Answered> answers() {
        return List.copyOf(answers);
    }

    /** Why Docket did not accept what case systems said, and what else went wrong. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>(failures);
        refused.forEach(reason -> complaints.add("Docket refused a message: " + reason));
        return complaints;
    }

    @Override
    public void close() throws JMSException {
        closing = true;
        try {
            // With an answer under way it would wait for a broker that may never come back.
            connection.getTransport().narrow(FailoverTransport.class).stop();
        } catch (Exception e) {
            throw new IllegalStateException("case system " + id + " did not stop", e);
        }
        connection.close();
    }
}
