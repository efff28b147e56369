package org.docket.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.docket.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's connections with the broker. They are made when they are needed, and again when they broke. */
public final class BrokerConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnections.class);

    /** One that listens, and one for all that is sent besides handovers. */
    private static final int BESIDES = 2;

    private static final int MOST_UNLESS_SAID = 16;

    /** Something that takes a connection and never speaks is no broker. */
    private static final int FIRST_WORD_MILLIS = 10_000;

    /** The readiness of the hub gives an answer five seconds, and has no words of its own for why there is none. */
    private static final int ANSWER_MILLIS = 4_000;

    private static final int CHECK_MILLIS = 5_000;
    private static final int CLOSE_MILLIS = 3_000;

    private final JmsPoolConnectionFactory pool;
    private final Supplier<Optional<String>> tlsTrouble;
    private @Nullable CompletableFuture<BrokerAnswer> open;

    private BrokerConnections(JmsPoolConnectionFactory pool, Supplier<Optional<String>> tlsTrouble) {
        this.pool = pool;
        this.tlsTrouble = tlsTrouble;
    }

    /**
     * Connections, none of which is made yet.
     *
     * @param url of the embedded broker, or that of the configuration
     * @param home what the files for TLS are relative to
     * @param senders how many batches of handovers are sent at once
     * @throws ConfigurationException if the settings cannot be right, whether the broker is there or not
     */
    public static BrokerConnections open(BrokerConfiguration configuration, String url, Path home, int senders) {
        BrokerUrl checked = BrokerUrl.of(url);
        Optional<BrokerTls> tls = tls(configuration, checked, home);
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory(configuration, checked, tls));
        pool.setMaxConnections(
                configuration.connections() > 0
                        ? configuration.connections()
                        : Math.min(MOST_UNLESS_SAID, senders + BESIDES));
        // The client keeps a quiet connection alive, and looks whether the broker is there: a new one would cost a
        // handshake.
        pool.setConnectionIdleTimeout(0);
        // One that broke is taken out at once, and not when somebody needs it.
        pool.setConnectionCheckInterval(CHECK_MILLIS);
        // Better a failure that is tried again than a thread that waits for ever.
        pool.setBlockIfSessionPoolIsFullTimeout(FIRST_WORD_MILLIS);
        pool.start();
        return new BrokerConnections(pool, () -> tls.flatMap(used -> used.trouble(checked.encrypted())));
    }

    /**
     * What makes single connections.
     *
     * @throws ConfigurationException if the settings cannot be right
     */
    public static ActiveMQConnectionFactory factory(BrokerConfiguration configuration, String url, Path home) {
        BrokerUrl checked = BrokerUrl.of(url);
        return factory(configuration, checked, tls(configuration, checked, home));
    }

    private static ActiveMQConnectionFactory factory(
            BrokerConfiguration configuration, BrokerUrl url, Optional<BrokerTls> tls) {
        ActiveMQConnectionFactory factory = tls.<ActiveMQConnectionFactory>map(used -> speakingTls(url, used))
                .orElseGet(() -> new ActiveMQConnectionFactory(url.text()));
        if (!configuration.user().isEmpty()) {
            factory.setUserName(configuration.user());
            factory.setPassword(configuration.password());
        }
        factory.setTrustedPackages(List.of());
        factory.setRedeliveryPolicy(redelivery());
        // What comes again is known by what it says. The client would put it among the dead letters unread.
        factory.setCheckForDuplicates(false);
        // What follows a message that failed waits for it: a decision must not overtake another.
        factory.setNonBlockingRedelivery(false);
        factory.getPrefetchPolicy().setQueuePrefetch(configuration.prefetch());
        factory.getPrefetchPolicy().setQueueBrowserPrefetch(BrowsedQueues.MOST);
        factory.setConnectResponseTimeout(FIRST_WORD_MILLIS);
        factory.setCloseTimeout(CLOSE_MILLIS);
        // A temporary queue for replies is there although a broker without advisories tells nobody of it.
        factory.setWatchTopicAdvisories(false);
        return factory;
    }

    private static ActiveMQSslConnectionFactory speakingTls(BrokerUrl url, BrokerTls tls) {
        ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(url.text());
        factory.setKeyAndTrustManagers(tls.keys(), tls.trust(), null);
        return factory;
    }

    private static Optional<BrokerTls> tls(BrokerConfiguration configuration, BrokerUrl url, Path home) {
        if (!url.encrypted().isEmpty()) {
            return Optional.of(BrokerTls.read(configuration, home));
        }
        if (!configuration.trustStore().isEmpty() || !configuration.keyStore().isEmpty()) {
            throw new ConfigurationException(
                    "docket.broker.tls.truststore or docket.broker.tls.keystore is set, but nothing in"
                            + " docket.broker.url speaks TLS: write ssl:// there, or remove them.");
        }
        return Optional.empty();
    }

    /**
     * A message whose handling failed, because the database was away for instance, comes again until it succeeds: a hold that a
     * court ordered must not end among dead letters. What can never succeed is refused, and does not come back.
     */
    private static RedeliveryPolicy redelivery() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setInitialRedeliveryDelay(1_000);
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setMaximumRedeliveryDelay(60_000);
        policy.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        return policy;
    }

    /** What lends them. One that is closed goes back. */
    public ConnectionFactory pooled() {
        return pool;
    }

    /** Writes into the log whether the broker answers, and what to look at if it does not. The hub starts either way. */
    public void sayWhetherItAnswers() {
        if (ask() instanceof BrokerAnswer.Away away) {
            LOG.warn(
                    "the broker does not answer, and is tried again; what is to be sent waits in the database: {}",
                    away.why());
        } else {
            LOG.info("the broker answers");
        }
    }

    /**
     * Asks the broker something, and waits for the answer, four seconds at most: a connection may be one that waits for a broker to come
     * back, or whose broker stands still.
     */
    public BrokerAnswer ask() {
        CompletableFuture<BrokerAnswer> answer = asked();
        try {
            return answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return away("it does not answer within " + ANSWER_MILLIS / 1_000 + " seconds");
        } catch (ExecutionException e) {
            return away(BrokerFailure.words(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return away("nobody waits for its answer");
        }
    }

    /** Whoever asks while a question is open waits for the same answer: one that never comes holds one thread. */
    private synchronized CompletableFuture<BrokerAnswer> asked() {
        CompletableFuture<BrokerAnswer> before = open;
        if (before != null && !before.isDone()) {
            return before;
        }
        CompletableFuture<BrokerAnswer> question = new CompletableFuture<>();
        Thread asking = new Thread(() -> answer(question), "asks the broker");
        asking.setDaemon(true);
        asking.start();
        open = question;
        return question;
    }

    private void answer(CompletableFuture<BrokerAnswer> question) {
        try {
            askForAQueue();
            question.complete(new BrokerAnswer.There());
        } catch (JMSException | RuntimeException e) {
            question.completeExceptionally(e);
        }
    }

    /** A queue that the broker makes and takes away again: what a pool or a session knows without the broker is no answer. */
    private void askForAQueue() throws JMSException {
        try (Connection connection = pool.createConnection()) {
            connection.start();
            try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                session.createTemporaryQueue().delete();
            }
        }
    }

    private BrokerAnswer.Away away(String words) {
        return new BrokerAnswer.Away(tlsTrouble.get().orElse(words));
    }

    @Override
    public void close() {
        pool.stop();
    }
}
