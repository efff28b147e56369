package org.docket;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.docket.broker.BrokerAnswer;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.BrokerConnections;
import org.docket.broker.BrowsedQueues;
import org.docket.broker.Depth;
import org.docket.broker.FilledInUsers;
import org.docket.broker.QueueCounter;
import org.docket.casework.CaseSystems;
import org.docket.casework.Relaying;
import org.docket.casework.Rights;
import org.docket.configuration.Settings;
import org.docket.console.ApiDocument;
import org.docket.embedded.BrokerAccount;
import org.docket.embedded.EmbeddedBroker;
import org.docket.embedded.Role;
import org.docket.enrich.EnrichConfiguration;
import org.docket.monitoring.AttentionCheck;
import org.docket.monitoring.HubView;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.PartCheck;
import org.docket.retention.PurgeRuns;
import org.docket.retention.RetentionView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.DelegatingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;

/** A running hub: the routes over the wired capabilities, and what they need. Everything stops in the reverse order. */
public final class Hub implements AutoCloseable {
    /** Every stage, as the files in {@code routes/} are called. */
    private static final List<String> ALL = List.of(
            "intake",
            "enrich-and-classify",
            "enrich",
            "vault",
            "custody",
            "casework",
            "retention",
            "operations",
            "console");

    /** What the id of the route to a case system begins with. */
    private static final String RELAY = "casework-relay-";

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private static final int SHUTDOWN_SECONDS = 30;

    private final Opened opened = new Opened();
    private final Docket docket;
    private final CamelContext context;
    private final String brokerUrl;

    private Hub(Settings settings, Parts parts, Clock clock, Consumer<Main> addition) throws Exception {
        opened.keep(parts);
        try {
            MBeans beans = opened.keep(new MBeans());
            this.docket = opened.keep(new Docket(settings, parts, clock, beans));
            docket.takingUp().begin();
            docket.noteAuthorities();
            docket.tellOfStranded();
            docket.vault().prepare();
            docket.vaultBrake().meet();
            docket.safeguards().require();
            BrokerConfiguration configured = settings.read(BrokerConfiguration.class);
            configured.requireSound();
            EmbeddedBroker broker = configured.isExternal()
                    ? null
                    : opened.keep(EmbeddedBroker.start(
                            settings.home(),
                            settings.read(HubConfiguration.class).brokerPorts(),
                            accounts(docket.caseSystems())));
            this.brokerUrl = broker == null ? configured.url() : broker.openWireUrl();
            BrokerConnections connections = opened.keep(BrokerConnections.open(
                    broker == null ? configured : configured.signedInAs(broker.user(), broker.password()),
                    broker == null ? configured.url() : broker.url(),
                    settings.home(),
                    senders(docket)));
            docket.queues()
                    .countWith(
                            broker == null
                                    ? new BrowsedQueues(connections.pooled(), docket.clock())
                                    : counting(broker));
            docket.rights().proveUsersBy(users(configured, connections));
            beans.register(
                    "Hub",
                    new HubView(
                            docket.catalogue(),
                            docket.clock(),
                            new HubView.Policy(
                                    () -> docket.policy().now().policy().version(),
                                    () -> docket.policy().now().version(),
                                    docket.takingUp()::waiting),
                            brokerUrl));
            docket.show(beans);
            Main main = main(docket, ALL, connections);
            addition.accept(main);
            main.start();
            opened.keep(main::stop);
            opened.keep(docket.purge()::breakOff);
            opened.keep(docket.takingUp());
            opened.keep(docket.reconciliation());
            opened.keep(docket.fixityCheck());
            this.context = main.getCamelContext();
            docket.handoverMeters().bindTo(context.getRegistry().findSingleByType(MeterRegistry.class));
            docket.relaying().askWith(this::relaying);
            Web.answerTheRest(context, ApiDocument.load(settings.install().resolve("docs/api")));
            watch(parts, connections);
            if (broker == null) {
                // The start does not wait for a broker that is away.
                Thread saying = new Thread(() -> meet(connections), "broker");
                saying.setDaemon(true);
                saying.start();
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private static Rights.Proof users(BrokerConfiguration configured, BrokerConnections connections) {
        String property = configured.userProperty();
        if (property.isEmpty()) {
            return new FilledInUsers(connections.pooled())::property;
        }
        return () -> Optional.of(property);
    }

    /** Says in the log how the broker is found, and tells people at once if it lets anybody speak as anybody. */
    private void meet(BrokerConnections connections) {
        connections.sayWhetherItAnswers();
        try {
            docket.rights().lookAtUsers();
        } catch (JMSException e) {
            LOG.info(
                    "whether users of messages can be believed is found out when the broker answers: {}",
                    e.getMessage());
        }
    }

    /** Nothing is taken in without database and vault, and nothing is handed over without the broker: readiness says so. */
    private void watch(Parts parts, BrokerConnections connections) {
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        checks.register(new PartCheck(
                "database",
                () -> {
                    try (Connection connection = parts.database().getConnection()) {
                        return connection.isValid(1);
                    }
                },
                "the database does not answer: see that it runs, and look at docket.database.url"));
        checks.register(new PartCheck(
                "vault",
                docket.vault()::answers,
                "the vault does not answer: see that it runs, and look at docket.vault.connection"));
        checks.register(PartCheck.saying(
                "broker",
                () -> connections.ask() instanceof BrokerAnswer.Away away ? Optional.of(away.why()) : Optional.empty(),
                "the broker does not answer: see that it runs, and look at docket.broker.url"));
        PurgeRuns runs = docket.purge().runs();
        checks.register(new AttentionCheck("retention", () -> waiting(runs)));
    }

    private static Optional<AttentionCheck.Waiting> waiting(PurgeRuns runs) {
        return runs.standing()
                .map(run -> new AttentionCheck.Waiting(
                        "run " + run.id() + " of the purge waits for a person; nothing is disposed of meanwhile",
                        Map.of(
                                "run", run.id().toString(),
                                "stoppedSince", run.plan().plannedAt().toString(),
                                "stoppedFor", RetentionView.why(run),
                                "remedy", "./docket purge --release " + run.id() + " --by WHO --reason TEXT")));
    }

    /**
     * Starts a hub; it runs until it is closed.
     *
     * @param clock what every date is counted by
     */
    public static Hub start(Settings settings, Clock clock) throws Exception {
        return start(settings, Parts.open(settings, Role.OWNER), clock, main -> {});
    }

    /**
     * Starts a hub over these parts, which it closes when it is closed, or fails to start.
     *
     * @param addition adds something of the caller's to Camel before the routes start, such as a bean that listens to them
     */
    public static Hub start(Settings settings, Parts parts, Clock clock, Consumer<Main> addition) throws Exception {
        return new Hub(settings, parts, clock, addition);
    }

    /**
     * Makes one run of the purge over an open {@code docket}, without the other stages.
     *
     * @throws Exception if the routes do not start or the run cannot begin
     */
    public static void purgeOnce(Docket docket) throws Exception {
        docket.vault().prepare();
        Main main = main(docket, List.of("retention"), null);
        main.configure().setAutoConfigurationLogSummary(false);
        // What the hub does by its clock is not for this process.
        main.addInitialProperty(
                "camel.main.auto-startup-exclude-pattern", "retention-purge,retention-released,retention-notices");
        main.start();
        try {
            main.getCamelTemplate().requestBody("direct:retention-turn", (Object) null);
        } finally {
            main.stop();
        }
    }

    private static Main main(Docket docket, List<String> stages, @Nullable BrokerConnections connections) {
        Settings settings = docket.settings();
        Main main = new Main();
        docket.beans().forEach(main::bind);
        main.bind("blobServiceClient", docket.vault().client());
        Properties properties = new Properties();
        properties.putAll(settings.all());
        // Routes know no home: what is relative to it is made absolute for them.
        properties.put(
                "docket.enrich.incidents",
                settings.read(EnrichConfiguration.class).incidents().toString());
        if (connections != null) {
            main.bind("connectionFactory", connections.pooled());
            // Known to Spring as another one: what is answered is sent by itself, and not in the transaction of what
            // was said.
            main.bind("answersConnectionFactory", apart(connections));
            properties.put("camel.component.jms.connection-factory", "#connectionFactory");
            main.bind(
                    "caseworkTransaction",
                    new SpringTransactionPolicy(new JmsTransactionManager(connections.pooled())));
            main.configure().addRoutesBuilder(relays(docket.caseSystems()));
            HubConfiguration hub = settings.read(HubConfiguration.class);
            main.bind("vertxOptions", Web.workers(settings));
            main.bind(Web.HEADERS, Web.headers());
            properties.putAll(Web.properties(hub));
            // A dock that an operator suspended is no fault of the hub.
            properties.put("camel.health.exclude-pattern", "route:intake-take-*,consumer:intake-take-*");
            properties.put("camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,file-descriptor,uptime");
            // The counts of routes say the same, and cost nothing for each exchange.
            properties.put("camel.metrics.enable-exchange-event-notifier", "false");
            properties.put("camel.metrics.enabled", "true");
            properties.put("camel.metrics.path", "/metrics");
            properties.put("camel.health.enabled", "true");
            properties.put("camel.health.exposure-level", "full");
        }
        properties.put("camel.main.name", "docket");
        properties.put("camel.main.auto-configuration-fail-fast", "true");
        properties.put("camel.main.auto-configuration-environment-variables-enabled", "false");
        properties.put("camel.main.shutdown-timeout", String.valueOf(SHUTDOWN_SECONDS));
        properties.put("camel.main.use-mdc-logging", "true");
        properties.put(
                "camel.main.routes-include-pattern",
                Stream.concat(Stream.of("errors"), stages.stream())
                        .map(stage ->
                                "file:" + settings.install().resolve("routes").resolve(stage + ".camel.yaml"))
                        .collect(Collectors.joining(",")));
        main.setOverrideProperties(properties);
        return main;
    }

    private static ConnectionFactory apart(BrokerConnections connections) {
        DelegatingConnectionFactory apart = new DelegatingConnectionFactory();
        apart.setTargetConnectionFactory(connections.pooled());
        return apart;
    }

    /** A route for each case system. */
    private static RouteBuilder relays(CaseSystems systems) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                systems.all().forEach(system -> templatedRoute("casework-relay")
                        .routeId(RELAY + system.id())
                        .parameter("system", system.id())
                        .parameter("queue", system.queue())
                        .parameter("lanes", String.valueOf(system.delivery().lanes()))
                        .parameter("perSecond", String.valueOf(system.delivery().perSecond())));
            }
        };
    }

    /** How the route to a case system stands. Camel stops it when it is told to suspend it. */
    private Relaying.State relaying(String system) {
        ServiceStatus status = context.getRouteController().getRouteStatus(RELAY + system);
        return status != null && status.isStarted() ? Relaying.State.RUNNING : Relaying.State.SUSPENDED;
    }

    /** Those who are known by their user. */
    private static List<BrokerAccount> accounts(CaseSystems systems) {
        return systems.senders().stream()
                .flatMap(sender -> sender.account().stream()
                        .map(account ->
                                new BrokerAccount(sender.id(), account.user(), account.password(), sender.queue())))
                .toList();
    }

    /** How many batches of handovers are sent at once. */
    private static int senders(Docket docket) {
        return docket.caseSystems().all().stream()
                .mapToInt(system -> system.delivery().lanes())
                .sum();
    }

    /** Docket's own broker knows how many messages are in its queues. */
    private static QueueCounter counting(EmbeddedBroker broker) {
        return asked -> {
            Map<String, Depth> depths = new TreeMap<>();
            broker.queues()
                    .forEach((queue, held) -> depths.put(queue, new Depth.Exactly(held.messages(), held.consumers())));
            return depths;
        };
    }

    public Docket docket() {
        return docket;
    }

    public CamelContext context() {
        return context;
    }

    /** The port that health, metrics and REST are on. */
    public int httpPort() {
        return Web.port(context);
    }

    /** Where case systems connect to. */
    public String brokerUrl() {
        return brokerUrl;
    }

    @Override
    public void close() {
        opened.close();
    }
}
