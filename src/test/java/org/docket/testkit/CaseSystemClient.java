package org.docket.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.docket.catalogue.Json;

/** A case-management system as its integrators would write it: it listens, keeps what it is told, and answers. */
public final class CaseSystemClient implements AutoCloseable {
    private static final String IN = "docket.casework.in";

    private final Connection connection;
    private final Session sending;
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private volatile boolean acknowledging = true;
    private volatile String in = IN;

    /** Connects over OpenWire and listens on that queue. */
    public CaseSystemClient(String url, String queue) throws JMSException {
        this(new ActiveMQConnectionFactory(url), queue);
    }

    /** The same with a connection of that kind. */
    public CaseSystemClient(ConnectionFactory connections, String queue) throws JMSException {
        connection = connections.createConnection();
        Session listening = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        listening.createConsumer(listening.createQueue(queue)).setMessageListener(this::receive);
        connection.start();
    }

    /** From now on it says what it says in that queue. */
    public void speakIn(String queue) {
        in = queue;
    }

    /** From now on it stays silent when it is told of evidence. */
    public void stopAcknowledging() {
        acknowledging = false;
    }

    private void receive(Message message) {
        try {
            JsonNode event = Json.MAPPER.readTree(((TextMessage) message).getText());
            received.add(event);
            if (acknowledging) {
                send(
                        "docket.handover.acknowledged.v1",
                        Map.of("handoverId", event.path("id").asText()));
            }
        } catch (JMSException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it was told, oldest first. */
    public List<JsonNode> received() {
        return List.copyOf(received);
    }

    /** What it was told of that type about that recording. */
    public List<JsonNode> received(String type, UUID recording) {
        return received.stream()
                .filter(event -> event.path("type").asText().equals(type)
                        && event.path("subject").asText().equals(recording.toString()))
                .toList();
    }

    /** A control room tells of incidents, and a case system of all else. */
    private static String source(String type) {
        return type.equals("docket.incident.v1") ? "urn:control-room" : "urn:cms";
    }

    /** Says something, as a CloudEvent; gives back its id. */
    public String send(String type, Map<String, ?> data) throws JMSException {
        String id = UUID.randomUUID().toString();
        send(id, type, data);
        return id;
    }

    /** Says something under an id of one's own. */
    public void send(String id, String type, Map<String, ?> data) throws JMSException {
        sendText(
                Json.write(Map.of("specversion", "1.0", "id", id, "source", source(type), "type", type, "data", data)));
    }

    /** Says something without data and names a queue for a reply; gives back its id. */
    public synchronized String sendAskingForReply(String type, String queue) throws JMSException {
        String id = UUID.randomUUID().toString();
        TextMessage message = sending.createTextMessage(Json.write(
                Map.of("specversion", "1.0", "id", id, "source", source(type), "type", type, "data", Map.of())));
        message.setJMSReplyTo(sending.createQueue(queue));
        sending.createProducer(sending.createQueue(in)).send(message);
        return id;
    }

    /** Says something and gives back what it is answered. */
    public synchronized JsonNode ask(String type, Map<String, ?> data) throws JMSException, JsonProcessingException {
        String id = UUID.randomUUID().toString();
        TextMessage message = sending.createTextMessage(
                Json.write(Map.of("specversion", "1.0", "id", id, "source", source(type), "type", type, "data", data)));
        Queue replies = sending.createTemporaryQueue();
        message.setJMSReplyTo(replies);
        message.setJMSCorrelationID("asked-" + id);
        sending.createProducer(sending.createQueue(in)).send(message);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (MessageConsumer consumer = session.createConsumer(replies)) {
            Message reply = consumer.receive(10_000);
            if (reply == null || !("asked-" + id).equals(reply.getJMSCorrelationID())) {
                throw new IllegalStateException("there is no answer to " + id + ", but " + reply);
            }
            return Json.MAPPER.readTree(((TextMessage) reply).getText());
        } finally {
            session.close();
        }
    }

    /** Sends any text. */
    public synchronized void sendText(String text) throws JMSException {
        sending.createProducer(sending.createQueue(in)).send(sending.createTextMessage(text));
    }

    /** Sends bytes. */
    public synchronized void sendBytes(byte[] bytes) throws JMSException {
        BytesMessage message = sending.createBytesMessage();
        message.writeBytes(bytes);
        sending.createProducer(sending.createQueue(in)).send(message);
    }

    /** Sends a serialised object. */
    public synchronized void sendObject(Serializable object) throws JMSException {
        sending.createProducer(sending.createQueue(in)).send(sending.createObjectMessage(object));
    }

    /** Takes the next message of any kind off a queue; waits for it some seconds. */
    public Message next(String queue) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(10_000);
            if (message == null) {
                throw new IllegalStateException("there is no message in " + queue);
            }
            return message;
        } finally {
            session.close();
        }
    }

    /** Sends any text with properties of a sender's own. */
    public synchronized void sendText(String text, Map<String, ?> properties) throws JMSException {
        TextMessage message = sending.createTextMessage(text);
        for (Map.Entry<String, ?> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        sending.createProducer(sending.createQueue(in)).send(message);
    }

    /** Takes what is in a queue, waiting for the first message for some seconds. */
    public List<TextMessage> drain(String queue) throws JMSException {
        List<TextMessage> messages = new ArrayList<>();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(10_000);
            while (message != null) {
                messages.add((TextMessage) message);
                message = consumer.receive(200);
            }
        }
        session.close();
        return messages;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
