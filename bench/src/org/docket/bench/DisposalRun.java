package org.docket.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.Parts;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgeRun;
import org.docket.vault.VaultConfiguration;
import org.jdbi.v3.core.Jdbi;

/**
 * How fast a day's recordings are disposed of with all their records, in a catalogue of some size and in one of ten times that; beside it
 * {@code rclone delete} of as many blobs on the same store.
 */
final class DisposalRun {
    private static final String ROW = "%-34s %10s %10s %10s %10s %10s %10s %10s%n";
    private static final int CHAINS = 200;

    private final Docket docket;
    private final Jdbi jdbi;
    private final Store store;
    private final long database;
    private final DisposalFill fill;
    private final Later clock;
    private final HttpClient http = HttpClient.newHttpClient();
    private int day;

    /** Goes like any other clock, some days ahead or behind. */
    private static final class Later extends Clock {
        private final Clock system = Clock.systemUTC();
        private Duration offset = Duration.ZERO;

        void set(Instant now) {
            offset = Duration.between(system.instant(), now);
        }

        @Override
        public java.time.ZoneId getZone() {
            return system.getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return system.instant().plus(offset);
        }
    }

    private record Round(double plan, double run, double hubCpu, double databaseCpu, double storeCpu, double rclone) {}

    private DisposalRun(Docket docket, Parts parts, Store store, long database, DisposalFill fill, Later clock) {
        this.docket = docket;
        this.jdbi = Jdbi.create(parts.database());
        this.store = store;
        this.database = database;
        this.fill = fill;
        this.clock = clock;
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Options options = new Options(arguments, Set.of("recordings", "due", "rounds", "set"), Set.of());
            int due = options.number("due", 20_000);
            int days = Math.max(1, options.number("recordings", 500_000) / due);
            int rounds = options.number("rounds", 3);
            int few = Math.max(rounds, days / 10);
            if (days < few + rounds) {
                throw new Options.WrongUsage("so many rounds need more recordings: each takes a day of " + due);
            }
            Path home = Path.of("target", "bench", "disposal").toAbsolutePath();
            Folders.delete(home);
            Files.createDirectories(home);
            try (StoreProcess store = StoreProcess.sink()) {
                measure(home, store.store(), settings(options), due, new int[] {few, days}, rounds);
            } finally {
                Folders.delete(home);
            }
        } catch (Options.WrongUsage e) {
            System.err.println("bench/disposal: " + e.getMessage() + ". 'bench/disposal --help' says what there is.");
            System.exit(2);
        }
        System.exit(0);
    }

    private static Map<String, String> settings(Options options) {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : options.all("set")) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return settings;
    }

    private static void measure(Path home, Store store, Map<String, String> more, int due, int[] sizes, int rounds)
            throws Exception {
        Map<String, String> all = new TreeMap<>(more);
        all.put("docket.home", home.toString());
        all.put("docket.vault.connection", store.connection());
        Settings settings = Settings.load(Path.of("").toAbsolutePath(), null, Map.of(), all, Docket.CONFIGURATION);
        Later clock = new Later();
        try (Parts parts = Parts.open(settings, Role.OWNER);
                Docket docket = new Docket(settings, parts, clock, new MBeans())) {
            docket.vault().prepare();
            long database = Long.parseLong(Files.readAllLines(
                            home.resolve("postgresql").resolve("data").resolve("postmaster.pid"))
                    .get(0)
                    .strip());
            DisposalFill fill =
                    new DisposalFill(parts.database(), docket.policy().now(), due);
            DisposalRun run = new DisposalRun(docket, parts, store, database, fill, clock);
            System.out.print(Report.surroundings(rounds));
            System.out.printf(
                    Locale.ROOT, "%,d due each day, settings %s, load of the machine %s%n", due, more, load());
            List<List<Round>> measured = new ArrayList<>();
            int filled = 0;
            for (int size : sizes) {
                long begun = System.nanoTime();
                fill.fill(filled, size);
                filled = size;
                System.out.printf(
                        Locale.ROOT,
                        "%n%,d recordings, %,d ledger entries, database %s (filled in %d s, load %s)%n",
                        run.number("select count(*) from recording"),
                        run.number("select count(*) from ledger_entry"),
                        run.jdbi.withHandle(handle -> handle.createQuery(
                                        "select pg_size_pretty(pg_database_size(current_database()))")
                                .mapTo(String.class)
                                .one()),
                        (System.nanoTime() - begun) / 1_000_000_000,
                        load());
                measured.add(run.rounds(rounds));
            }
            run.targets(measured);
        }
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).replaceFirst(" .*\\s*", "");
    }

    private long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private List<Round> rounds(int rounds) throws Exception {
        System.out.printf(ROW, "", "plan s", "run s", "a second", "hub CPU s", "db CPU s", "store CPU", "rclone/s");
        List<Round> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Round one = round();
            all.add(one);
            print("round " + (round + 1), one);
        }
        print("median", median(all));
        return all;
    }

    private static Round median(List<Round> rounds) {
        return new Round(
                middle(rounds.stream().map(Round::plan).toList()),
                middle(rounds.stream().map(Round::run).toList()),
                middle(rounds.stream().map(Round::hubCpu).toList()),
                middle(rounds.stream().map(Round::databaseCpu).toList()),
                middle(rounds.stream().map(Round::storeCpu).toList()),
                middle(rounds.stream().map(Round::rclone).toList()));
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void print(String name, Round round) {
        System.out.printf(
                ROW,
                name,
                words(round.plan()),
                words(round.run()),
                whole(fill.disposable() / round.run()),
                words(round.hubCpu()),
                words(round.databaseCpu()),
                words(round.storeCpu()),
                whole(fill.disposable() / round.rclone()));
    }

    private static String words(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private Round round() throws Exception {
        clock.set(DisposalFill.FIRST_DAY.plus(Duration.ofDays(day + 31L)).plus(Duration.ofHours(12)));
        List<String> blobs = fill.blobs(day);
        day++;
        String recordings = docket.settings().read(VaultConfiguration.class).container();
        fillStore(recordings, blobs);
        long begun = System.nanoTime();
        PurgePlan plan = docket.purge().plan();
        double planned = (System.nanoTime() - begun) / 1e9;
        if (plan.recordings() != fill.disposable()) {
            throw new IllegalStateException("the plan has " + plan.recordings() + ", not " + fill.disposable());
        }
        stopAndRelease();
        Measurement measurement = new Measurement(store, ProcessHandle.current().pid(), database);
        Hub.purgeOnce(docket);
        Measured measured = measurement.end();
        check(recordings);
        fillStore("rclone", blobs.subList(0, fill.disposable()));
        return new Round(
                planned,
                measured.seconds(),
                measured.cpuSeconds(),
                measured.databaseCpuSeconds(),
                measured.storeCpuSeconds(),
                rclone());
    }

    /** The clock, the vault without most recordings and a ledger that nobody ever verified are unusual: a person has to say so. */
    private void stopAndRelease() throws Exception {
        Hub.purgeOnce(docket);
        UUID stopped = docket.purge().runs().standing().orElseThrow().id();
        docket.purge().runs().release(stopped, "bench", "it is a benchmark", clock.instant());
    }

    /** That it did all of it: what is measured must be what is meant. */
    private void check(String container) {
        PurgeRun run = docket.purge().runs().latest().orElseThrow();
        if (run.disposed() != fill.disposable() || run.failed() > 0) {
            throw new IllegalStateException("the run disposed of " + run.disposed() + ": " + run);
        }
        long left = docket.vault().client().getBlobContainerClient(container).listBlobs().stream()
                .count();
        if (left != (long) fill.held() * day) {
            throw new IllegalStateException(left + " blobs are left");
        }
        if (number("select count(*) from certificate") != (long) fill.disposable() * day) {
            throw new IllegalStateException("certificates are missing");
        }
        List<UUID> some = IntStream.range(0, CHAINS)
                .map(place -> place * (fill.disposable() / CHAINS))
                .mapToObj(number -> DisposalFill.id(day - 1, number))
                .toList();
        Map<UUID, String> broken =
                jdbi.withHandle(handle -> docket.ledgerVerifier().broken(handle, some));
        if (!broken.isEmpty()) {
            throw new IllegalStateException("chains do not verify: " + broken);
        }
    }

    private void fillStore(String container, List<String> names) throws IOException, InterruptedException {
        docket.vault().client().getBlobContainerClient(container).createIfNotExists();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(store.endpoint() + '/' + container + "?comp=fill"))
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", names)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("the store answered " + answer.statusCode());
        }
    }

    private double rclone() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        // The quotes are rclone's own: the value of an option of a remote that is named on the command line.
        Process process = Children.start(new ProcessBuilder(
                        "rclone",
                        "delete",
                        "--config",
                        "/dev/null",
                        ":azureblob,sas_url=\"" + store.endpoint() + '?' + store.signature() + "\":rclone")
                .inheritIO());
        if (process.waitFor() != 0) {
            throw new IOException("rclone ended with " + process.exitValue() + "; it says why above");
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long left = docket.vault().client().getBlobContainerClient("rclone").listBlobs().stream()
                .count();
        if (left > 0) {
            throw new IOException("rclone left " + left + " blobs");
        }
        return seconds;
    }

    private void targets(List<List<Round>> measured) {
        Round few = median(measured.get(0));
        Round many = median(measured.get(1));
        double rate = fill.disposable() / many.run();
        System.out.printf(
                Locale.ROOT,
                "%nplan with ten times as many recordings, %.2f s: %s%n",
                many.plan(),
                many.plan() < 5 ? "under 5 s" : "NOT under 5 s");
        System.out.printf(
                Locale.ROOT,
                "the run there takes %.2f times as long, of processor %.2f times%n",
                many.run() / few.run(),
                (many.hubCpu() + many.databaseCpu()) / (few.hubCpu() + few.databaseCpu()));
        System.out.printf(
                Locale.ROOT, "%,.0f disposals a second: %s%n", rate, rate >= 2_000 ? "at least 2,000" : "NOT 2,000");
        System.out.printf(Locale.ROOT, "%.2f times as fast as rclone deletes blobs%n", many.rclone() / many.run());
    }
}
