package org.docket.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * The least that sending messages and hearing their answers takes on that broker, whoever does it: two sessions of the client, each with as
 * many messages in one transaction as Docket has, no Camel, and nothing written down or looked at.
 */
final class BareCasework implements AutoCloseable {
    /** Read by a case system of its own. */
    static final String QUEUE = "bench.bare.out";

    static final String ANSWERS = "bench.bare.in";

    private final Connection connection;
    private final Session sending;
    private final Session hearing;
    private final MessageProducer producer;
    private final MessageConsumer consumer;
    private final int batch;
    private final ExecutorService sender = Executors.newSingleThreadExecutor();

    /** Connects with the broker in this process. */
    BareCasework(String url, int batch) throws JMSException {
        this.batch = batch;
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        factory.setWatchTopicAdvisories(false);
        connection = factory.createConnection();
        connection.start();
        sending = connection.createSession(true, Session.SESSION_TRANSACTED);
        producer = sending.createProducer(sending.createQueue(QUEUE));
        hearing = connection.createSession(true, Session.SESSION_TRANSACTED);
        consumer = hearing.createConsumer(hearing.createQueue(ANSWERS));
    }

    /** Seconds until the answers to the messages were heard. */
    double roundTrip(List<String> messages) throws Exception {
        long begun = System.nanoTime();
        Future<?> sent = sender.submit((Callable<Void>) () -> {
            send(messages);
            return null;
        });
        for (int heard = 0; heard < messages.size(); ) {
            heard += hear(messages.size() - heard);
        }
        sent.get();
        return (System.nanoTime() - begun) / 1e9;
    }

    private void send(List<String> messages) throws JMSException {
        for (int first = 0; first < messages.size(); first += batch) {
            for (String message : messages.subList(first, Math.min(messages.size(), first + batch))) {
                producer.send(sending.createTextMessage(message));
            }
            sending.commit();
        }
    }

    private int hear(int most) throws JMSException {
        consumer.receive();
        int heard = 1;
        while (heard < Math.min(most, batch) && consumer.receiveNoWait() != null) {
            heard++;
        }
        hearing.commit();
        return heard;
    }

    @Override
    public void close() throws JMSException {
        sender.shutdown();
        connection.close();
    }
}
