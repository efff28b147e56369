package org.docket.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.transport.failover.FailoverTransport;

/** A case-management system that remembers all that it was ever told, acknowledges it, and comes back when the broker does. */
final class RememberingCaseSystem implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final ActiveMQConnection connection;

    /**
     * What it was told once. The same may be told again.
     *
     * @param handover id of the message
     */
    record Told(String system, String handover, String type, String recording, String sha256) {}

    /**
     * Listens on the queue of that system whenever the broker answers.
     *
     * @param url of the broker, over TCP
     */
    RememberingCaseSystem(String url, String id) throws JMSException {
        this.id = id;
        this.connection = (ActiveMQConnection) new ActiveMQConnectionFactory("failover:(" + url
                        + ")?initialReconnectDelay=100&useExponentialBackOff=false&maxReconnectAttempts=-1"
                        + "&startupMaxReconnectAttempts=-1&warnAfterReconnectAttempts=-1")
                .createConnection();
        connection.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        // By then there may be no broker any more to say good-bye to.
        connection.setCloseTimeout(500);
        // Without a broker this waits for one.
        Thread thread = new Thread(this::listen, "case-system-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            session.createConsumer(session.createQueue("docket.evidence." + id))
                    .setMessageListener(message -> receive(session, message));
            connection.start();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void receive(Session session, Message message) {
        try {
            JsonNode event = JSON.readTree(((TextMessage) message).getText());
            String handover = event.path("id").asText();
            told.add(new Told(
                    id,
                    handover,
                    event.path("type").asText(),
                    event.path("subject").asText(),
                    event.path("data").path("sha256").asText()));
            String answer = JSON.writeValueAsString(Map.of(
                    "specversion",
                    "1.0",
                    "id",
                    UUID.randomUUID().toString(),
                    "source",
                    "urn:" + id,
                    "type",
                    "docket.handover.acknowledged.v1",
                    "data",
                    Map.of("handoverId", handover)));
            session.createProducer(session.createQueue("docket.casework.in")).send(session.createTextMessage(answer));
            session.commit();
        } catch (JMSException | JsonProcessingException e) {
            tellAgain(session);
            throw new IllegalStateException(e);
        }
    }

    /** Whatever else would be said in a transaction that failed would fail as well. */
    private static void tellAgain(Session session) {
        try {
            session.rollback();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that it was told, in its order. */
    List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() throws JMSException {
        try {
            // With an answer under way it would wait for a broker that may never come back.
            connection.getTransport().narrow(FailoverTransport.class).stop();
        } catch (Exception e) {
            throw new IllegalStateException("case system " + id + " did not stop", e);
        }
        connection.close();
    }
}
