package org.docket.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.DestinationStatistics;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.usage.SystemUsage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ActiveMQ of Docket's own inside the hub, with its journal below Docket's home. A persistent message is on the disk when its
 * send or commit returns. The hub speaks to it within the process, case systems over OpenWire on 127.0.0.1, and over AMQP 1.0 and
 * STOMP where these are switched on; its MBeans are those of any ActiveMQ ({@code org.apache.activemq:type=Broker,brokerName=docket}).
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String BROKER = "docket";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MIB = 1024 * 1024;

    private static final int LARGEST_JOURNAL_FILE = 32 * MIB;
    private static final long MEMORY = 64L * MIB;
    private static final long STORE = 4096L * MIB;
    private static final long TEMPORARY = 256L * MIB;

    private final BrokerService broker;
    private final BrokerListeners listeners;
    private final Optional<Doorkeeper> door;
    private boolean closed;

    private EmbeddedBroker(BrokerService broker, BrokerListeners listeners, Optional<Doorkeeper> door) {
        this.broker = broker;
        this.door = door;
        this.listeners = listeners;
    }

    /**
     * Starts the broker; there can be one in a process.
     *
     * @param home Docket's home; the journal is in {@code activemq} below it
     * @throws EmbeddedPartException if another process owns the home's broker and does not go within 60 seconds, a port is taken, or
     *     the broker does not start
     */
    public static EmbeddedBroker start(Path home, BrokerPorts ports) {
        return start(home, ports, List.of(), BROKER);
    }

    /**
     * The same for these. As soon as one of them has a password, nobody signs in without one but the hub.
     *
     * @param accounts those who are known by their user
     */
    public static EmbeddedBroker start(Path home, BrokerPorts ports, List<BrokerAccount> accounts) {
        return start(home, ports, accounts, BROKER);
    }

    /** The same over OpenWire alone, at that port. */
    public static EmbeddedBroker start(Path home, int port) {
        return start(home, BrokerPorts.openWire(port));
    }

    /** The same under another name, for several in one process. */
    static EmbeddedBroker start(Path home, int port, String name) {
        return start(home, BrokerPorts.openWire(port), name);
    }

    /** The same for several protocols. Of several in one process only one may speak AMQP: ActiveMQ answers there for the last. */
    static EmbeddedBroker start(Path home, BrokerPorts ports, String name) {
        return start(home, ports, List.of(), name);
    }

    static EmbeddedBroker start(Path home, BrokerPorts ports, List<BrokerAccount> accounts, String name) {
        try {
            BrokerListeners listeners = BrokerListeners.open(home, ports, PATIENCE);
            return own(home.toAbsolutePath().resolve("activemq"), name, listeners, door(accounts));
        } catch (IOException e) {
            throw cannotStart(home, e);
        }
    }

    private static Optional<Doorkeeper> door(List<BrokerAccount> accounts) {
        if (accounts.stream().anyMatch(account -> account.password().isPresent())) {
            return Optional.of(new Doorkeeper(accounts));
        }
        if (!accounts.isEmpty()) {
            LOG.warn(
                    "whoever reaches the embedded broker can sign in as any user there: give those who have a 'user' in"
                            + " casework.yaml a 'password'");
        }
        return Optional.empty();
    }

    private static EmbeddedBroker own(Path folder, String name, BrokerListeners listeners, Optional<Doorkeeper> door)
            throws IOException {
        BrokerService broker = new BrokerService();
        try {
            Files.createDirectories(folder);
            configure(broker, name, folder);
            door.ifPresent(doorkeeper -> broker.setPlugins(new BrokerPlugin[] {doorkeeper}));
            listeners.addTo(broker);
            broker.start();
            if (!broker.waitUntilStarted()) {
                throw new EmbeddedPartException("ActiveMQ in " + folder + " did not start: see the log above.");
            }
            listeners.announce();
            LOG.info("ActiveMQ answers on {}, data in {}", listeners, folder);
            return new EmbeddedBroker(broker, listeners, door);
        } catch (Exception e) { // BrokerService declares no other
            try (listeners) {
                stop(broker);
            }
            throw e instanceof EmbeddedPartException known ? known : cannotStart(folder, e);
        }
    }

    private static EmbeddedPartException cannotStart(Path folder, Exception cause) {
        return new EmbeddedPartException("ActiveMQ in " + folder + " cannot be started: " + cause.getMessage(), cause);
    }

    private static void configure(BrokerService broker, String name, Path folder) throws IOException {
        broker.setBrokerName(name);
        broker.setDataDirectoryFile(folder.toFile());
        broker.setTmpDataDirectory(folder.resolve("temporary").toFile());
        broker.setPersistenceAdapter(journal(folder.resolve("journal")));
        broker.setDestinationPolicy(policy());
        limit(broker.getSystemUsage());
        // The hub decides when the broker stops: after its routes.
        broker.setUseShutdownHook(false);
        broker.setAdvisorySupport(false);
        // Nobody says of themselves who they are.
        broker.setPopulateJMSXUserID(true);
        broker.setSchedulerSupport(false);
        broker.setUseJmx(true);
        broker.getManagementContext().setCreateConnector(false);
    }

    private static KahaDBPersistenceAdapter journal(Path folder) {
        KahaDBPersistenceAdapter journal = new KahaDBPersistenceAdapter();
        journal.setDirectory(folder.toFile());
        journal.setJournalDiskSyncStrategy("always");
        journal.setJournalMaxFileLength(LARGEST_JOURNAL_FILE);
        // The ownership of the home is the lock; KahaDB's own would wait for ever without a word.
        journal.setUseLock(false);
        return journal;
    }

    private static PolicyMap policy() {
        IndividualDeadLetterStrategy deadLetters = new IndividualDeadLetterStrategy();
        deadLetters.setQueuePrefix("DLQ.");
        deadLetters.setTopicPrefix("DLQ.");
        PolicyEntry all = new PolicyEntry();
        // Otherwise a commit blocks for ever once unread messages fill the memory.
        all.setProducerFlowControl(false);
        all.setDeadLetterStrategy(deadLetters);
        PolicyMap policy = new PolicyMap();
        policy.setDefaultEntry(all);
        return policy;
    }

    private static void limit(SystemUsage usage) {
        usage.getMemoryUsage().setLimit(MEMORY);
        usage.getStoreUsage().setLimit(STORE);
        usage.getTempUsage().setLimit(TEMPORARY);
        // A full store is an error that the sender sees and retries, not a silence.
        usage.setSendFailIfNoSpace(true);
    }

    /** For connections within the process. */
    public String url() {
        return "vm://" + broker.getBrokerName() + "?create=false";
    }

    /** As whom the hub signs in there; empty if nobody has to. */
    public String user() {
        return door.map(Doorkeeper::hubUser).orElse("");
    }

    /** The password of that user: a secret of this process. */
    public String password() {
        return door.map(Doorkeeper::hubPassword).orElse("");
    }

    /** For connections from other processes on this machine. */
    public String openWireUrl() {
        return listeners.url(BrokerProtocol.OPEN_WIRE).orElseThrow();
    }

    /** The same over AMQP 1.0; empty if it does not speak that. */
    public Optional<String> amqpUrl() {
        return listeners.url(BrokerProtocol.AMQP);
    }

    /** The same over STOMP; empty if it does not speak that. */
    public Optional<String> stompUrl() {
        return listeners.url(BrokerProtocol.STOMP);
    }

    /** What a queue has: how many messages, and how many who read it. */
    public record Held(long messages, long consumers) {}

    /** What each of its queues has. */
    public Map<String, Held> queues() {
        Map<String, Held> queues = new TreeMap<>();
        broker.getRegionBroker().getDestinationMap().forEach((destination, queue) -> {
            if (destination.isQueue() && !destination.isTemporary()) {
                DestinationStatistics statistics = queue.getDestinationStatistics();
                queues.put(
                        destination.getPhysicalName(),
                        new Held(
                                statistics.getMessages().getCount(),
                                statistics.getConsumers().getCount()));
            }
        });
        return queues;
    }

    /** Stops the broker and waits until it has stopped. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            listeners.withdraw();
            stop(broker);
            listeners.close();
        } catch (IOException e) {
            throw new EmbeddedPartException("ActiveMQ did not stop in order: " + e.getMessage(), e);
        }
    }

    private static void stop(BrokerService broker) throws IOException {
        try {
            broker.stop();
            broker.waitUntilStopped();
        } catch (Exception e) { // BrokerService declares no other
            throw new IOException(e.getMessage(), e);
        }
    }
}
