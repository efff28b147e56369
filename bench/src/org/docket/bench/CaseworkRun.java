package org.docket.bench;

import jakarta.jms.JMSException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.Parts;
import org.docket.catalogue.Catalogue;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.jdbi.v3.core.Jdbi;

/**
 * How fast handovers get from the committed row to the acknowledged row, with a case system in a process of its own that answers at
 * once; beside it what somebody would write instead, on the same broker and in turn.
 */
final class CaseworkRun implements AutoCloseable {
    private static final String SYSTEM = "cms";

    /** Docket's own, within this process. */
    private static final String BROKER = "vm://docket?create=false";

    private static final String ROUTE = "casework-relay-" + SYSTEM;

    /** As many as are retained together when a folder of recordings comes in. */
    private static final int ROWS = 50;

    private static final int WARM_UP_ROUNDS = 2;
    private static final int EACH_SECOND = 50;

    /** How many handovers are open at saturation: what two lanes have under way, and as much that waits. */
    private static final int OPEN_BATCHES = 4;

    /**
     * How much is measured.
     *
     * @param handovers in a round
     * @param paced how many at 50 in a second
     * @param backlog that is there before the route begins
     */
    record Size(int handovers, int rounds, int paced, int backlog) {
        int recordings() {
            return Math.max(handovers, Math.max(paced, backlog));
        }
    }

    private final Size size;
    private final PrintStream out;
    private final Hub hub;
    private final Parts parts;
    private final StoreProcess store;
    private final Jdbi jdbi;
    private final long database;
    private final int batch;
    private final List<Process> peers = new ArrayList<>();
    private final PlainCasework plain;
    private final BareCasework bare;

    CaseworkRun(Size size, Path home, Map<String, String> settings, PrintStream out) throws Exception {
        this.size = size;
        this.out = out;
        Folders.delete(home);
        Files.createDirectories(home);
        this.store = StoreProcess.sink();
        Map<String, String> all = new HashMap<>(settings);
        all.put("docket.home", home.toString());
        all.put("docket.http.port", "0");
        all.put("docket.vault.connection", store.store().connection());
        Settings read = Settings.load(Path.of("").toAbsolutePath(), null, Map.of(), all, Docket.CONFIGURATION);
        this.batch = Integer.parseInt(read.all().get("docket.casework.batch"));
        this.parts = Parts.open(read, Role.OWNER);
        this.hub = Hub.start(read, parts, Clock.systemUTC(), main -> {});
        Path pid = home.resolve("postgresql").resolve("data").resolve("postmaster.pid");
        this.database = Long.parseLong(Files.readAllLines(pid).get(0).strip());
        this.jdbi = Jdbi.create(parts.database());
        // Registers how rows of recordings are read.
        new Catalogue(jdbi);
        new DisposalFill(parts.database(), hub.docket().policy().now(), size.recordings()).fill(0, 1);
        this.plain = new PlainCasework(hub.context(), parts.database(), batch);
        peers.add(peer("docket.evidence." + SYSTEM, "docket.casework.in"));
        peers.add(peer(PlainCasework.QUEUE, PlainCasework.ANSWERS));
        peers.add(peer(BareCasework.QUEUE, BareCasework.ANSWERS));
        this.bare = new BareCasework(BROKER, batch);
    }

    private Process peer(String queue, String answers) throws IOException {
        List<String> command =
                new ArrayList<>(Children.java(List.of("-Xmx128m", "-XX:+UseSerialGC"), CaseSystemPeer.class));
        command.addAll(List.of(hub.brokerUrl(), queue, answers));
        Process peer = Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        Children.awaitLine(peer, CaseSystemPeer.READY);
        return peer;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments, Set.of("handovers", "rounds", "paced", "backlog", "set"), Set.of());
        Size size = new Size(
                options.number("handovers", 20_000),
                options.number("rounds", 5),
                options.number("paced", 1_500),
                options.number("backlog", 100_000));
        Path home = Path.of("target", "bench", "casework").toAbsolutePath();
        try {
            measure(size, home, options.settings());
        } finally {
            Folders.delete(home);
        }
        System.exit(0);
    }

    private static void measure(Size size, Path home, Map<String, String> settings) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (CaseworkRun run = new CaseworkRun(size, home, settings, out)) {
            run.all();
        }
    }

    void all() throws Exception {
        out.printf(
                Locale.ROOT,
                "%d processors, Java %s, heap of at most %d MiB, batches of %d, rounds of %,d%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20,
                batch,
                size.handovers());
        rounds();
        paced();
        saturated();
        backlog();
    }

    /** What is measured in each round: the name, and messages in a second. */
    private void rounds() throws Exception {
        Rates rates = new Rates();
        for (int round = -WARM_UP_ROUNDS; round < size.rounds(); round++) {
            Rates one = new Rates();
            // In turn, each after another than before.
            for (int turn = 0; turn < 5; turn++) {
                switch (Math.floorMod(round + turn, 5)) {
                    case 0 -> handOver(one);
                    case 1 -> {
                        plain(one, Rates.SEND, Rates.SEND_CPU, plain::send);
                        PlainCasework.forget();
                    }
                    case 2 -> plain(one, Rates.ROUND_TRIP, Rates.ROUND_TRIP_CPU, plain::roundTrip);
                    case 3 -> plain(one, Rates.BARE, Rates.BARE_CPU, bare::roundTrip);
                    default -> one.add(Rates.WITH_UPDATES, size.handovers() / plain.roundTripWithUpdates(messages()));
                }
            }
            out.println((round < 0 ? "warming up: " : "round " + (round + 1) + ": ") + one.line());
            if (round >= 0) {
                rates.addAll(one);
            }
        }
        out.print(rates.table());
    }

    /** Seconds until these messages are through. */
    private interface Way {
        double seconds(List<String> messages) throws Exception;
    }

    private void plain(Rates rates, String rate, String cpu, Way way) throws Exception {
        List<String> messages = messages();
        double before = Usage.cpuSeconds(ProcessHandle.current().pid());
        rates.add(rate, size.handovers() / way.seconds(messages));
        rates.add(cpu, (Usage.cpuSeconds(ProcessHandle.current().pid()) - before) * 1e6 / size.handovers());
    }

    /** The messages of the newest handovers, which are written first if there are none. */
    private List<String> messages() throws InterruptedException {
        if (count("select count(*) from handover") < size.handovers()) {
            commit(0, size.handovers());
            awaitAnswers();
        }
        return jdbi.withHandle(
                handle -> handle.createQuery("select message from handover order by position desc limit :limit")
                        .bind("limit", size.handovers())
                        .mapTo(String.class)
                        .list());
    }

    private void handOver(Rates rates) throws Exception {
        hub.context().getRouteController().suspendRoute(ROUTE);
        commit(0, size.handovers());
        double peerBefore = Usage.cpuSeconds(peers.get(0).pid());
        Measurement measurement =
                new Measurement(store.store(), ProcessHandle.current().pid(), database);
        long begun = System.nanoTime();
        hub.context().getRouteController().resumeRoute(ROUTE);
        while (count("select count(*) from handover where state = 'PENDING'") > 0) {
            Thread.sleep(20);
        }
        rates.add(Rates.SENT, size.handovers() / ((System.nanoTime() - begun) / 1e9));
        awaitAnswers();
        Measured measured = measurement.end();
        rates.add(Rates.ACKNOWLEDGED, size.handovers() / measured.seconds());
        rates.add(Rates.HUB_CPU, measured.cpuSeconds() * 1e6 / size.handovers());
        rates.add(Rates.DATABASE_CPU, measured.databaseCpuSeconds() * 1e6 / size.handovers());
        rates.add(Rates.PEER_CPU, (Usage.cpuSeconds(peers.get(0).pid()) - peerBefore) * 1e6 / size.handovers());
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

    private void awaitAnswers() throws InterruptedException {
        while (open() > 0) {
            Thread.sleep(20);
        }
    }

    private long open() {
        return count("select count(*) from handover where state <> 'ACKNOWLEDGED'");
    }

    private long count(String statement) {
        return jdbi.withHandle(
                handle -> handle.createQuery(statement).mapTo(Long.class).one());
    }

    private void paced() throws Exception {
        long last = newest();
        long begun = System.nanoTime();
        for (int i = 0; i < size.paced(); i++) {
            commit(i, i + 1);
            long next = begun + (i + 1) * (1_000_000_000L / EACH_SECOND);
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        awaitAnswers();
        out.println("at " + EACH_SECOND + " in a second: " + latency(last));
    }

    /** As many as are answered are committed anew, so that the queue is never empty and never grows. */
    private void saturated() throws Exception {
        long last = newest();
        long begun = System.nanoTime();
        int committed = 0;
        while (committed < size.handovers()) {
            long room = OPEN_BATCHES * (long) batch - open();
            if (room >= ROWS) {
                int next = (int) Math.min(size.handovers() - committed, room);
                commit(committed, committed + next);
                committed += next;
            } else {
                Thread.sleep(2);
            }
        }
        awaitAnswers();
        double seconds = (System.nanoTime() - begun) / 1e9;
        out.printf(
                Locale.ROOT,
                "at saturation, %d open: %,.0f/s, %s%n",
                OPEN_BATCHES * batch,
                size.handovers() / seconds,
                latency(last));
    }

    private long newest() {
        return count("select coalesce(max(position), 0) from handover");
    }

    /** From the writing of the row until its acknowledgement is written, by the clock of the hub. */
    private String latency(long after) {
        List<Double> millis = jdbi.withHandle(handle -> handle.createQuery(
                        "select cast(extract(epoch from answered_at - created_at) * 1000 as double precision) as millis"
                                + " from handover where position > :after order by millis")
                .bind("after", after)
                .mapTo(Double.class)
                .list());
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, at most %.1f ms",
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.get(millis.size() - 1));
    }

    private void backlog() throws Exception {
        hub.context().getRouteController().suspendRoute(ROUTE);
        commit(0, size.backlog());
        System.gc();
        try (LiveHeap heap = new LiveHeap()) {
            long begun = System.nanoTime();
            hub.context().getRouteController().resumeRoute(ROUTE);
            awaitAnswers();
            double seconds = (System.nanoTime() - begun) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "a backlog of %,d drains in %.1f s (%,.0f/s); heap after a collection at most %d MB, resident at most"
                            + " %d MB%n",
                    size.backlog(),
                    seconds,
                    size.backlog() / seconds,
                    heap.most() >> 20,
                    Usage.peakBytes(ProcessHandle.current().pid()) >> 20);
        }
    }

    /** How many handovers are acknowledged. */
    long acknowledged() {
        return count("select count(*) from handover where state = 'ACKNOWLEDGED'");
    }

    @Override
    public void close() throws JMSException {
        bare.close();
        peers.forEach(Process::destroy);
        hub.close();
        store.close();
    }
}
