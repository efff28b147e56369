package org.docket.chaos;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.docket.testkit.BrokerProcess;
import org.jspecify.annotations.Nullable;

/**
 * One run: docks bring evidence all the time, case systems answer, decide, hold and recategorise, the purge runs every other second, and
 * hub and broker are killed and started again. At the end all may be finished, and then it is checked.
 */
final class CaseworkRun implements AutoCloseable {
    private static final Duration TO_GET_THERE = Duration.ofSeconds(15);

    private static final int MOST_MORE = 5;
    private static final Duration TO_COME_TO_REST = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 120;
    /** Docks bring no more while so many have no receipt. */
    private static final int AT_ONCE = 10;
    /** What docks bring until the next blow. */
    private static final int BETWEEN_BLOWS = 12;

    private final long begun = System.nanoTime();
    private final HubHome home;
    private final Path docks;
    private final RunParts parts;
    private final @Nullable BrokerProcess broker;
    private final Feeder feeder;
    private final ScheduledExecutorService feeding = Executors.newSingleThreadScheduledExecutor();
    private final List<TalkingCaseSystem> caseSystems = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final long firstNumber;
    private final AtomicLong toBring = new AtomicLong();
    private long brought;
    private @Nullable HubUnderFire running;

    /**
     * Prepares one.
     *
     * @param folder for all that it writes; empty
     * @param broker that can be killed; null if the hub's own is killed with the hub
     * @param seed of what docks bring
     */
    CaseworkRun(Path folder, RunParts parts, @Nullable BrokerProcess broker, long seed) throws Exception {
        this.home = HubHome.prepare(folder.resolve("hub"));
        configure(home.path().resolve("config"));
        this.docks = folder.resolve("docks");
        this.parts = parts;
        this.broker = broker;
        this.feeder = new Feeder(docks, seed);
        this.firstNumber = seed << 20;
        String url = broker == null ? parts.brokerUrl() : broker.url();
        caseSystems.add(new TalkingCaseSystem(url, CaseworkCheck.DECIDING, true));
        caseSystems.add(new TalkingCaseSystem(url, CaseworkCheck.OTHER, false));
    }

    /** What was released is due at once, and an answer is late after two seconds. */
    private static void configure(Path config) throws IOException {
        Files.writeString(
                config.resolve("retention.yaml"),
                Files.readString(Path.of("config", "retention.yaml"))
                        .replaceAll("(?m)^ +minimum: P.*\n", "")
                        .replaceAll("(?m)^( +)keep: P31D$", "$1keep: PT1S"));
        Files.writeString(config.resolve("authorities.yaml"), """
                people: []
                systems:
                  - source: urn:chaos:cms
                    authorities: [supervisor]
                """);
        Files.writeString(config.resolve("casework.yaml"), """
                systems:
                  - id: cms
                    title: Case management system
                    source: urn:chaos:cms
                    may: [answer, decide, hold]
                    recordings: all
                    answer: {within: PT2S, longest: PT10S}
                  - id: standards
                    title: Professional standards
                    source: urn:chaos:standards
                    categories: [crime-evidence]
                    answer: {within: PT2S, longest: PT10S}
                """);
    }

    /**
     * Lets it all happen.
     *
     * @return what is wrong in the end, a sentence each; empty if nothing is
     */
    List<String> run(List<Blow> blows) throws Exception {
        Future<?> bringing = feeding.scheduleWithFixedDelay(this::bring, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        for (int i = 0; i < blows.size(); i++) {
            toBring.addAndGet(BETWEEN_BLOWS);
            say("blow " + (i + 1) + " of " + blows.size() + ": " + blows.get(i));
            befall(blows.get(i));
        }
        hub(null);
        boolean stopped = bringing.isDone();
        bringing.cancel(false);
        feeding.shutdown();
        if (stopped || !feeding.awaitTermination(1, TimeUnit.MINUTES)) {
            findings.add("the docks could not go on");
        }
        say("the docks stop, and what is under way may be finished");
        comeToRest();
        say("it is at rest");
        kill();
        check();
        say(brought + " recordings were brought; case systems were told " + told().size() + " times; " + findings.size()
                + " findings");
        return findings;
    }

    private void bring() {
        try {
            long waiting = feeder.memory().all().stream()
                    .filter(fed -> Files.notExists(fed.receipt()))
                    .count();
            if (waiting < AT_ONCE && brought < toBring.get()) {
                brought++;
                feeder.feed(
                        FedDock.WEST,
                        Content.ofOneBlock(firstNumber + brought),
                        brought % 3 == 0 ? Fed.Says.EVIDENCE : Fed.Says.RETAIN);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void befall(Blow blow) throws Exception {
        if (blow instanceof Blow.Hub hub) {
            await(hub.strike());
            kill();
        } else if (blow instanceof Blow.Broker later) {
            hub(null).awaitReady().letRun(later.after());
            brokerOf().kill();
            // While it is away the hub goes on, and so do the docks.
            hub(null).letRun(later.after());
            brokerOf().restart();
        } else if (blow instanceof Blow.Both both) {
            await(both.strike());
            brokerOf().kill();
            kill();
            brokerOf().restart();
        }
    }

    private BrokerProcess brokerOf() {
        if (broker == null) {
            throw new IllegalStateException("the broker of this run is the hub's own");
        }
        return broker;
    }

    private void await(Strike strike) throws IOException {
        if (strike instanceof Strike.AtPoint at) {
            // Only a hub that starts can be armed.
            kill();
            HubUnderFire hub = hub(at).awaitReady();
            boolean there = hub.gotThereWithin(TO_GET_THERE);
            // Chance decides what case systems say of what docks bring: of more of it they say more.
            for (int more = 0; !there && more < MOST_MORE; more++) {
                toBring.addAndGet(BETWEEN_BLOWS);
                there = hub.gotThereWithin(TO_GET_THERE);
            }
            if (there) {
                hub.letRun(at.later());
            } else {
                findings.add("the hub never got to " + at.point() + " for time " + at.nth());
            }
        } else if (strike instanceof Strike.WhileStarting starting) {
            kill();
            hub(null).letRun(starting.after());
        } else if (strike instanceof Strike.WhileRunning later) {
            hub(null).awaitReady().letRun(later.after());
        }
    }

    /** The hub that runs, or a new one. */
    private HubUnderFire hub(Strike.@Nullable AtPoint at) throws IOException {
        HubUnderFire hub = running;
        if (hub != null) {
            return hub;
        }
        Map<String, String> settings = new HashMap<>(parts.settings());
        settings.put("docket.intake.root", docks.toString());
        settings.put("docket.intake.lease", "PT2S");
        settings.put("docket.retention.purge.cron", "0/2 * * * * ?");
        settings.put("docket.retention.brake.count", "1000000");
        settings.put("docket.casework.batch", "5");
        hub = home.start(settings, at == null ? null : at.point(), at == null ? 0 : at.nth());
        running = hub;
        return hub;
    }

    private void kill() {
        HubUnderFire hub = running;
        if (hub != null) {
            hub.kill();
            running = null;
        }
    }

    private List<TalkingCaseSystem.Told> told() {
        return caseSystems.stream().flatMap(system -> system.told().stream()).toList();
    }

    private CaseworkCheck check(Connection connection) {
        Tables tables = new Tables(connection);
        return CaseworkCheck.of(
                tables, feeder.memory().all(), told(), caseSystems.get(0).answers());
    }

    private void comeToRest() throws Exception {
        hub(null).awaitReady();
        try (RunParts.Open open = parts.join(home.path());
                Connection connection = DriverManager.getConnection(open.jdbcUrl())) {
            Awaitility.await()
                    .atMost(TO_COME_TO_REST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> check(connection).isAtRest());
        } catch (ConditionTimeoutException e) {
            findings.add("it did not come to rest within " + TO_COME_TO_REST.toMinutes() + " minutes");
        }
    }

    private void check() throws Exception {
        try (RunParts.Open open = parts.inherit(home.path());
                Connection connection = DriverManager.getConnection(open.jdbcUrl())) {
            Tables tables = new Tables(connection);
            findings.addAll(check(connection).findings());
            findings.addAll(Chains.findings(tables.entries(), tables.heads()));
        }
        findings.addAll(caseSystems.stream()
                .flatMap(system -> system.complaints().stream())
                .toList());
    }

    private void say(String what) {
        System.out.printf("%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, what);
    }

    @Override
    public void close() throws JMSException {
        feeding.shutdownNow();
        feeder.close();
        boolean leftBehind = running != null;
        kill();
        for (TalkingCaseSystem system : caseSystems) {
            system.close();
        }
        if (leftBehind) {
            // Takes over the servers that the killed hub may have left running, and stops them.
            parts.inherit(home.path()).close();
        }
    }
}
