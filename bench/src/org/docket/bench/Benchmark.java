package org.docket.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs every contender on every workload that is asked for, in turn, and prints what they took. */
final class Benchmark {
    private final Path install;
    private final Path work;
    private final Options options;
    private final boolean sink;
    private int containers;

    private Benchmark(Path install, Options options) {
        this.install = install;
        this.work = install.resolve("target").resolve("bench").resolve("data");
        this.options = options;
        this.sink = options.oneOf("target", "sink", "sink", "azurite").equals("sink");
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Options options = new Options(
                    arguments, Set.of("workload", "rounds", "target", "set", "only", "threads"), Set.of("quick"));
            new Benchmark(Path.of(System.getProperty("docket.install")), options).run();
        } catch (Options.WrongUsage e) {
            System.err.println("bench/deposit: " + e.getMessage() + ". 'bench/deposit --help' says what there is.");
            System.exit(2);
        }
    }

    private void run() throws Exception {
        boolean quick = options.has("quick");
        String wanted = options.oneOf("workload", "all", "all", "large", "small", "huge");
        int rounds = options.number("rounds", quick ? 1 : 3);
        List<Workload> workloads = (sink ? Workload.all(quick) : Workload.forAzurite(quick))
                .stream()
                        .filter(workload ->
                                wanted.equals("all") || workload.name().equals(wanted))
                        .toList();
        List<Contender> contenders = contenders();
        Folders.delete(work);
        Files.createDirectories(work);
        System.out.println(Report.surroundings(rounds));
        try (StoreProcess store = sink
                ? StoreProcess.sink()
                : StoreProcess.azurite(
                        work.resolve("azurite"),
                        install.resolve("src").resolve("main").resolve("azurite"))) {
            for (Workload workload : workloads) {
                Results results = measure(workload, contenders, rounds, store.store());
                Report report = new Report(System.out);
                report.table(results);
                if (sink) {
                    report.targets(results);
                }
            }
        } finally {
            Folders.delete(work);
        }
    }

    private Results measure(Workload workload, List<Contender> all, int rounds, Store store) throws Exception {
        say("making the recordings of " + workload);
        Footage footage = new Footage(install.resolve("samples"));
        Workload warmUp = workload.warmUp();
        Contender.Run run =
                new Contender.Run(work.resolve("recordings"), work.resolve("warm-up"), work.resolve("whole-way"));
        try {
            footage.make(run.recordings(), workload.count(), workload.bytes(), 1);
            footage.make(run.warmUp(), warmUp.count(), warmUp.bytes(), 2);
            warmUpStore(run, store);
            Results results = new Results(workload);
            List<Contender> contenders = new ArrayList<>(all);
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : contenders) {
                    // Whoever was before may have told the kernel to forget what it has read; rclone does.
                    Folders.read(run.recordings());
                    say("round " + round + " of " + rounds + ": " + contender.name());
                    results.add(contender, contender.run(run, store, nextContainer()));
                }
                // Nobody is always the first after the recordings were made, or always the one behind the whole way.
                Collections.rotate(contenders, -1);
            }
            return results;
        } finally {
            Folders.delete(run.recordings());
            Folders.delete(run.warmUp());
        }
    }

    /** The first contender would meet a store that has compiled nothing yet. */
    private void warmUpStore(Contender.Run run, Store store) throws Exception {
        Contender.Run once = new Contender.Run(run.warmUp(), run.warmUp(), run.work());
        for (Hashing hashing : Hashing.values()) {
            raw("warming up the store", hashing).run(once, store, nextContainer());
        }
    }

    private String nextContainer() {
        return "bench-" + ++containers;
    }

    private List<Contender> contenders() {
        List<Contender> all = List.of(
                RcloneCopy.byDefault(),
                RcloneCopy.tuned(),
                raw("raw", Hashing.NONE),
                raw("raw + SHA-256", Hashing.SHA256),
                raw(Report.HASHING, Hashing.SHA256_CRC64),
                raw("raw + SHA-256 + MD5", Hashing.SHA256_MD5),
                docket(Report.DEPOSIT, DepositAlone.class),
                docket(Report.WHOLE_WAY, WholeWay.class));
        List<String> only = options.all("only");
        List<Contender> chosen = all.stream()
                .filter(contender -> only.isEmpty() || only.contains(contender.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new Options.WrongUsage(
                    "--only is one of " + all.stream().map(Contender::name).toList());
        }
        return chosen;
    }

    private static JavaContender raw(String name, Hashing hashing) {
        return new JavaContender(name, List.of("-Xmx256m"), RawLimit.class, List.of("--hashing", hashing.name()));
    }

    /** With the options that the launcher gives to a hub. */
    private JavaContender docket(String name, Class<?> program) {
        List<String> jvm = new ArrayList<>(List.of("-Xmx512m", "-Ddocket.log.level=warn"));
        jvm.add("-Dlog4j2.configurationFile=" + install.resolve("config").resolve("log4j2.xml"));
        List<String> more = new ArrayList<>(List.of("--install", install.toString()));
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            more.addAll(List.of("--set", setting.getKey() + '=' + setting.getValue()));
        }
        if (program == DepositAlone.class && options.has("threads")) {
            more.addAll(List.of("--threads", options.text("threads")));
        }
        return new JavaContender(name, jvm, program, more);
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
