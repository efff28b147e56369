package org.docket.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.command.ActiveMQMessage;
import org.jspecify.annotations.Nullable;

/** Whether a broker itself fills in which user sent a message: one that says another comes back with the real one, or with none. */
public final class FilledInUsers {
    /** The property of JMS that says it. */
    private static final String PROPERTY = "JMSXUserID";

    private static final int PATIENCE_MILLIS = 10_000;

    private final ConnectionFactory connections;

    public FilledInUsers(ConnectionFactory connections) {
        this.connections = connections;
    }

    /**
     * Sends a message under a user that there is not to a temporary queue, and looks who is said to have sent it.
     *
     * @return the property in which the broker says it, whatever a sender writes there; absent if it says what the sender wrote
     * @throws JMSException if the broker does not answer
     */
    public Optional<String> property() throws JMSException {
        String forged = "forged-" + UUID.randomUUID();
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            TemporaryQueue queue = session.createTemporaryQueue();
            @Nullable Message back = sent(session, queue, forged);
            queue.delete();
            if (back == null) {
                throw new JMSException("a message to a temporary queue did not come back");
            }
            return forged.equals(back.getStringProperty(PROPERTY)) ? Optional.empty() : Optional.of(PROPERTY);
        }
    }

    private static @Nullable Message sent(Session session, TemporaryQueue queue, String user) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue);
                MessageProducer producer = session.createProducer(queue)) {
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            Message message = session.createMessage();
            ((ActiveMQMessage) message).setUserID(user);
            producer.send(message);
            return consumer.receive(PATIENCE_MILLIS);
        }
    }
}
