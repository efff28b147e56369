package org.docket.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileConsumer;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.impl.DefaultCamelContext;
import org.docket.Docket;
import org.docket.configuration.Settings;

/**
 * How long a poll of a dock's folder takes in which nearly everything is done with: Docket's own, over its index, beside Camel's file
 * component, which lists the folder each time and asks a filter about every file. It is in this package because it says what is settled.
 */
final class IntakeScan {
    private static final String DOCK = "bench-dock";
    private static final String CAMEL = "?recursive=true&noop=true&idempotent=false&readLock=none&autoCreate=false"
            + "&filter=#settled&sortBy=file:modified&eagerMaxMessagesPerPoll=false&maxMessagesPerPoll=1000"
            + "&startScheduler=false";
    private static final String DOCKET =
            "?noop=true&idempotent=false&readLock=none&autoCreate=false&maxMessagesPerPoll=1000&startScheduler=false";
    private static final int WARM_UP = 3;

    private final Path folder;
    private final DockFolders folders;
    private final Map<Path, FileTime> settled = new HashMap<>();
    private int taken;

    private IntakeScan(Path install, Path work) {
        Settings settings = Settings.load(
                install,
                null,
                Map.of(),
                Map.of("docket.home", work.toString(), "docket.intake.settle", "PT0S", "docket.intake.poll", "PT0.05S"),
                Docket.CONFIGURATION);
        IntakeConfiguration configuration = settings.read(IntakeConfiguration.class);
        this.folders = new DockFolders(configuration, Docks.load(settings.file("docks.yaml")), Clock.systemUTC());
        this.folder = folders.folder(DOCK);
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 7 : Integer.parseInt(arguments[0]);
        Path install = Path.of(System.getProperty("docket.install"));
        Path work = install.resolve("target/bench/scan");
        System.out.printf(
                "%d processors, Java %s, medians of %d rounds, milliseconds%n%n%-10s%-14s%10s%10s%10s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                rounds,
                "settled",
                "the poll finds",
                "Docket",
                "Camel",
                "ratio");
        List<Integer> numbers =
                arguments.length < 2 ? List.of(1_000, 10_000, 100_000) : List.of(Integer.valueOf(arguments[1]));
        for (int number : numbers) {
            delete(work);
            new IntakeScan(install, work).measure(number, rounds);
        }
        delete(work);
    }

    private void measure(int number, int rounds) throws Exception {
        Files.createDirectories(folder);
        for (int recording = 0; recording < number; recording++) {
            write("X81-" + recording + ".mp4");
            Files.createFile(folder.resolve("X81-" + recording + ".mp4" + Names.RECEIPT));
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("dock", new DockComponent(folders));
            context.getRegistry().bind("settled", (GenericFileFilter<File>) this::isNew);
            context.start();
            GenericFileConsumer<?> docket = consumer(context, "dock:" + DOCK + DOCKET, this::settleInIndex);
            GenericFileConsumer<?> camel = consumer(context, "file:" + folder + CAMEL, this::settleInMap);
            take(docket, number);
            // Camel would list everything a hundred times for that.
            settleAllInMap();
            Rounds nothing = new Rounds();
            Rounds one = new Rounds();
            for (int round = -WARM_UP; round < rounds; round++) {
                // Until the last change is so old that the folder's time can be believed.
                pause(2_500);
                camel.run();
                docket.run();
                nothing.add(round, time(docket, 0), time(camel, 0));
                write("new-" + round + ".mp4");
                pause(1_000);
                one.add(round, time(docket, 1), time(camel, 1));
            }
            nothing.print(number, "nothing new");
            one.print(number, "one new");
        }
    }

    private GenericFileConsumer<?> consumer(DefaultCamelContext context, String uri, Taker taker) throws Exception {
        FileEndpoint endpoint = context.getEndpoint(uri, FileEndpoint.class);
        GenericFileConsumer<?> consumer = endpoint.createConsumer(exchange -> taken(exchange, taker));
        consumer.start();
        return consumer;
    }

    @FunctionalInterface
    private interface Taker {
        void settle(Path path) throws IOException;
    }

    private void taken(Exchange exchange, Taker taker) throws IOException {
        taken++;
        taker.settle(exchange.getIn().getBody(File.class).toPath());
    }

    private void settleInIndex(Path path) throws IOException {
        folders.settle(folders.source(path));
    }

    private void settleInMap(Path path) throws IOException {
        settled.put(path, Files.getLastModifiedTime(path));
    }

    private void settleAllInMap() throws IOException {
        for (String name : FolderListing.of(folder).names()) {
            settleInMap(folder.resolve(name));
        }
    }

    /** What Docket's filter looked at before it had an index, for a file that is done with. */
    private boolean isNew(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        if (file.isDirectory()) {
            return true;
        } else if (Names.isCompanion(Names.fileName(path))) {
            return false;
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return !attributes.lastModifiedTime().equals(settled.get(path));
        } catch (IOException e) {
            return false;
        }
    }

    private void take(GenericFileConsumer<?> consumer, int number) {
        taken = 0;
        while (taken < number) {
            consumer.run();
        }
    }

    /** The milliseconds of the poll that finds that many. An index that has just listed a large folder waits before it does so again. */
    private double time(GenericFileConsumer<?> consumer, int expected) throws InterruptedException {
        taken = 0;
        double milliseconds = poll(consumer);
        while (taken < expected) {
            pause(200);
            milliseconds = poll(consumer);
        }
        return milliseconds;
    }

    private static double poll(GenericFileConsumer<?> consumer) {
        long begun = System.nanoTime();
        consumer.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    /** What both took in each round; the first ones only warm up. */
    private static final class Rounds {
        private final List<Double> docket = new ArrayList<>();
        private final List<Double> camel = new ArrayList<>();

        void add(int round, double ofDocket, double ofCamel) {
            if (round >= 0) {
                docket.add(ofDocket);
                camel.add(ofCamel);
            }
        }

        void print(int number, String what) {
            double one = median(docket);
            double other = median(camel);
            System.out.printf(Locale.ROOT, "%-10d%-14s%10.3f%10.3f%9.0f x%n", number, what, one, other, other / one);
        }

        private static double median(List<Double> times) {
            return times.stream().sorted().toList().get(times.size() / 2);
        }
    }

    private void write(String name) throws IOException {
        Files.writeString(folder.resolve(name), "a recording");
    }

    private static void pause(long milliseconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(milliseconds);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
