package org.docket.demo;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.casework.CaseSystem;
import org.docket.casework.Inbox;
import org.docket.catalogue.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Behaves like a case-management system: reads the queue of retained evidence over the network, and acknowledges each message with a
 * message of its own.
 */
final class SimulatedCaseSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCaseSystem.class);
    private static final String ANSWERS = "docket.casework.in";

    private final Connection connection;
    private final Clock clock;

    private SimulatedCaseSystem(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** Stands in for all these systems at that broker. */
    static SimulatedCaseSystem connect(ConnectionFactory broker, List<CaseSystem> systems, Clock clock)
            throws JMSException {
        Connection connection = broker.createConnection();
        SimulatedCaseSystem simulated = new SimulatedCaseSystem(connection, clock);
        try {
            for (CaseSystem system : systems) {
                simulated.listen(system);
            }
            connection.start();
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
        return simulated;
    }

    private void listen(CaseSystem system) throws JMSException {
        // Transacted: the evidence is taken off the queue if the acknowledgement is on its way, and only then.
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer answers = session.createProducer(session.createQueue(ANSWERS));
        URI source = URI.create(system.source());
        session.createConsumer(session.createQueue(system.queue()))
                .setMessageListener(message -> receive(session, answers, source, message));
    }

    private void receive(Session session, MessageProducer answers, URI source, Message message) {
        try {
            answers.send(session.createTextMessage(acknowledgement(source, message.getJMSCorrelationID())));
            session.commit();
        } catch (JMSException e) {
            LOG.warn("the simulated case system could not answer: {}", e.getMessage());
        }
    }

    /** The correlation id is that of the message in whatever form the system reads it. */
    private String acknowledgement(URI source, String handover) {
        CloudEvent acknowledged = CloudEventBuilder.v1()
                .withId(UUID.randomUUID().toString())
                .withSource(source)
                .withType(Inbox.ACKNOWLEDGED)
                .withTime(clock.instant().atOffset(ZoneOffset.UTC))
                .withData(
                        "application/json",
                        Json.write(Map.of("handoverId", handover)).getBytes(StandardCharsets.UTF_8))
                .build();
        return new String(new JsonFormat().serialize(acknowledged), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
