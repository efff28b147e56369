package org.docket.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts by browsing, which any broker lets one do. It reads only the first messages of each, and gives up after some time. */
public final class BrowsedQueues implements QueueCounter {
    /** So many messages are counted of a queue. */
    public static final int MOST = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ConnectionFactory connections;
    private final Clock clock;

    public BrowsedQueues(ConnectionFactory connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public Map<String, Depth> count(List<String> queues) {
        Map<String, Depth> depths = new LinkedHashMap<>();
        Instant until = clock.instant().plus(PATIENCE);
        try (Connection connection = connections.createConnection()) {
            connection.start();
            for (String queue : queues) {
                depths.put(
                        queue,
                        clock.instant().isAfter(until)
                                ? new Depth.Unknown("the broker takes too long to answer")
                                : count(connection, queue));
            }
        } catch (JMSException | RuntimeException e) {
            queues.forEach(queue -> depths.putIfAbsent(queue, new Depth.Unknown(BrokerFailure.words(e))));
        }
        return depths;
    }

    /** In a session of its own: a queue that may not be browsed says nothing of the next. */
    private static Depth count(Connection connection, String queue) {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            Enumeration<?> messages = browser.getEnumeration();
            int found = 0;
            while (found < MOST && messages.hasMoreElements()) {
                if (messages.nextElement() != null) {
                    found++;
                }
            }
            return found < MOST ? new Depth.Exactly(found) : new Depth.AtLeast(found);
        } catch (JMSException | RuntimeException e) {
            return new Depth.Unknown(BrokerFailure.words(e));
        }
    }
}
