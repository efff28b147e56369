package org.docket.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.Parts;
import org.docket.catalogue.Catalogue;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.jdbi.v3.core.Jdbi;

/**
 * How fast handovers get from the committed row to the acknowledged row, with a case system that answers at once; beside it a plain
 * transacted send of the same messages by camel-jms.
 */
final class CaseworkRun {
    private static final String ROUTE = "casework-relay-cms";
    private static final int ROWS = 50;

    private final Hub hub;
    private final Jdbi jdbi;
    private final Store store;
    private final long database;
    private final int number;
    private final int batch;

    private CaseworkRun(Hub hub, Parts parts, Store store, long database, int number, int batch) {
        this.hub = hub;
        this.jdbi = Jdbi.create(parts.database());
        // Registers how rows of recordings are read.
        new Catalogue(jdbi);
        this.store = store;
        this.database = database;
        this.number = number;
        this.batch = batch;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments, Set.of("handovers", "rounds", "set"), Set.of());
        int number = options.number("handovers", 20_000);
        int rounds = options.number("rounds", 3);
        Path home = Path.of("target", "bench", "casework").toAbsolutePath();
        Folders.delete(home);
        Files.createDirectories(home);
        try (StoreProcess store = StoreProcess.sink()) {
            Map<String, String> all = new TreeMap<>();
            for (String setting : options.all("set")) {
                String[] parts = setting.split("=", 2);
                all.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
            all.put("docket.home", home.toString());
            all.put("docket.http.port", "0");
            all.put("docket.vault.connection", store.store().connection());
            Settings settings = Settings.load(Path.of("").toAbsolutePath(), null, Map.of(), all, Docket.CONFIGURATION);
            int batch = Integer.parseInt(settings.all().get("docket.casework.batch"));
            Parts parts = Parts.open(settings, Role.OWNER);
            try (Hub hub = Hub.start(settings, parts, Clock.systemUTC(), main -> {})) {
                long database = Long.parseLong(Files.readAllLines(
                                home.resolve("postgresql").resolve("data").resolve("postmaster.pid"))
                        .get(0)
                        .strip());
                new DisposalFill(parts.database(), hub.docket().policy().now(), number).fill(0, 1);
                CaseworkRun run = new CaseworkRun(hub, parts, store.store(), database, number, batch);
                List<String> command = Children.java(List.of("-Xmx128m", "-XX:+UseSerialGC"), CaseSystemPeer.class);
                command.add(hub.brokerUrl());
                command.add("docket.evidence.cms");
                Process peer =
                        Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
                Children.awaitLine(peer, CaseSystemPeer.READY);
                System.out.print(Report.surroundings(rounds));
                for (int i = 0; i < rounds; i++) {
                    run.round(peer.pid());
                }
                run.latency();
            }
        } finally {
            Folders.delete(home);
        }
        System.exit(0);
    }

    private void round(long peer) throws Exception {
        hub.context().getRouteController().suspendRoute(ROUTE);
        long begun = System.nanoTime();
        commit(0, number);
        double committed = (System.nanoTime() - begun) / 1e9;
        double peerBefore = Usage.cpuSeconds(peer);
        Measurement measurement = new Measurement(store, ProcessHandle.current().pid(), database);
        begun = System.nanoTime();
        hub.context().getRouteController().resumeRoute(ROUTE);
        while (left("PENDING") > 0) {
            Thread.sleep(20);
        }
        double sent = (System.nanoTime() - begun) / 1e9;
        while (left(null) > 0) {
            Thread.sleep(20);
        }
        Measured measured = measurement.end();
        double plain = plain();
        System.out.printf(
                Locale.ROOT,
                "commit %,.0f/s, sent %,.0f/s, acknowledged %,.0f/s, plain %,.0f/s, ratio %.2f; CPU s hub %.2f db %.2f peer %.2f, peak %d MB%n",
                number / committed,
                number / sent,
                number / measured.seconds(),
                number / plain,
                plain / measured.seconds(),
                measured.cpuSeconds(),
                measured.databaseCpuSeconds(),
                Usage.cpuSeconds(peer) - peerBefore,
                measured.peakBytes() >> 20);
    }

    private void commit(int from, int to) {
        Docket docket = hub.docket();
        for (int first = from; first < to; first += ROWS) {
            List<UUID> ids = IntStream.range(first, Math.min(to, first + ROWS))
                    .mapToObj(place -> DisposalFill.id(0, place))
                    .toList();
            jdbi.useTransaction(handle ->
                    docket.outbox().retained(handle, docket.catalogue().find(handle, ids)));
        }
    }

    private long left(String state) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from handover where state <> 'ACKNOWLEDGED'"
                                + (state == null ? "" : " and state = '" + state + "'"))
                        .mapTo(Long.class)
                        .one());
    }

    private double plain() throws Exception {
        List<String> messages = jdbi.withHandle(handle -> handle.createQuery("select message from handover limit 1000")
                .mapTo(String.class)
                .list());
        CamelContext camel = hub.context();
        if (camel.getRoute("plain") == null) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:plain")
                            .routeId("plain")
                            .policy("caseworkTransaction")
                            .split(body())
                            .to(
                                    "jms:queue:bench.plain?jmsMessageType=Text&deliveryPersistent=true&disableReplyTo=true");
                }
            });
        }
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            long begun = System.nanoTime();
            List<String> next = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                next.add(messages.get(i % messages.size()));
                if (next.size() == batch || i == number - 1) {
                    template.sendBody("direct:plain", next);
                    next = new ArrayList<>();
                }
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private void latency() throws Exception {
        jdbi.useHandle(handle -> handle.execute("truncate handover"));
        long begun = System.nanoTime();
        int many = 1_000;
        for (int i = 0; i < many; i++) {
            commit(i, i + 1);
            long next = begun + (i + 1) * 20_000_000L;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        while (left(null) > 0) {
            Thread.sleep(20);
        }
        List<Double> millis = new ArrayList<>(jdbi.withHandle(
                handle -> handle.createQuery("select extract(epoch from answered_at - created_at) * 1000 from handover")
                        .mapTo(Double.class)
                        .list()));
        Collections.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "at 50 a second: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                millis.get(many / 2),
                millis.get(many * 99 / 100),
                millis.get(many - 1));
    }
}
