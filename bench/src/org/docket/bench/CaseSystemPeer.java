package org.docket.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * A case system in a process of its own: it reads its queue and acknowledges, as many messages in one transaction as wait. Its arguments
 * are the URL of the broker, the queue that it reads, and the one that it answers to.
 */
final class CaseSystemPeer {
    static final String READY = "ready";
    private static final int MOST = 100;

    private CaseSystemPeer() {}

    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (Connection connection = new ActiveMQConnectionFactory(arguments[0]).createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue(arguments[1]));
            MessageProducer answers = session.createProducer(session.createQueue(arguments[2]));
            System.out.println(READY);
            while (true) {
                Message message = consumer.receive();
                for (int taken = 1; message != null; taken++) {
                    JsonNode event = json.readTree(((TextMessage) message).getText());
                    TextMessage answer =
                            session.createTextMessage("{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID()
                                    + "\",\"source\":\"urn:cms\",\"type\":\"docket.handover.acknowledged.v1\",\"data\":{\"handoverId\":\""
                                    + event.path("id").textValue() + "\"}}");
                    answers.send(answer);
                    message = taken < MOST ? consumer.receiveNoWait() : null;
                }
                session.commit();
            }
        }
    }
}
