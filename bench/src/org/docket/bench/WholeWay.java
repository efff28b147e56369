package org.docket.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The way of recordings through a real hub: from the moment when they lie in a dock's folder to the last receipt. */
final class WholeWay {
    private static final String MARKER = ".done";
    private static final String RECEIPT = ".receipt.json";
    private static final int PORTION = 1000;
    private static final int MILLISECONDS_BETWEEN_LOOKS = 2;
    private static final long MOST_MINUTES = 30;

    private final BenchHub hub;
    private final Path prepared;

    private WholeWay(BenchHub hub, Path prepared) {
        this.hub = hub;
        this.prepared = prepared;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> known = new HashSet<>(Store.OPTIONS);
        known.addAll(Set.of("install", "container", "folder", "warm-up", "set", "work"));
        Options options = new Options(arguments, known, Set.of());
        Store store = Store.of(options);
        Path work = Path.of(options.text("work"));
        List<Path> warmUp = Folders.files(Path.of(options.text("warm-up")));
        List<Path> recordings = Folders.files(Path.of(options.text("folder")));

        Path home = work.resolve("home");
        try (BenchHub hub = BenchHub.start(
                Path.of(options.text("install")), home, store, options.text("container"), options.settings())) {
            WholeWay way = new WholeWay(hub, work.resolve("prepared"));
            way.warmUp(warmUp);
            // What follows a receipt, such as the handover of the last recordings, belongs to the warming up.
            TimeUnit.SECONDS.sleep(2);

            Path batch = way.prepare(recordings);
            Measurement measurement = new Measurement(store, hub.pid(), hub.database());
            Path presented = way.present("batch", batch);
            way.awaitReceipts(presented, recordings);
            Measured measured = measurement.end();

            int deposited = hub.deposited();
            if (deposited != warmUp.size() + recordings.size()) {
                throw new IllegalStateException("the catalogue has " + deposited + " recordings as deposited, and "
                        + (warmUp.size() + recordings.size()) + " have a receipt");
            }
            System.out.println(measured.line());
        } finally {
            Folders.delete(work);
        }
    }

    /** In portions: no dock brings twenty thousand recordings at once. */
    private void warmUp(List<Path> recordings) throws IOException, InterruptedException {
        for (int from = 0; from < recordings.size(); from += PORTION) {
            List<Path> portion = recordings.subList(from, Math.min(recordings.size(), from + PORTION));
            Path presented = present("warm-up-" + from, portion);
            awaitReceipts(presented, portion);
            Folders.delete(presented);
        }
    }

    /** Links recordings into a folder beside the docks, each with its marker. */
    private Path prepare(List<Path> recordings) throws IOException {
        Files.createDirectories(prepared);
        for (Path recording : recordings) {
            Path link = prepared.resolve(recording.getFileName());
            Files.createLink(link, recording);
            Files.createFile(link.resolveSibling(recording.getFileName() + MARKER));
        }
        return prepared;
    }

    private Path present(String name, List<Path> recordings) throws IOException {
        return present(name, prepare(recordings));
    }

    /** All of them are in the dock's folder at once. */
    private Path present(String name, Path folder) throws IOException {
        return Files.move(folder, hub.dock().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Looks for one receipt after the other: all of them have to come, and a look at one costs nearly nothing. */
    private void awaitReceipts(Path folder, List<Path> recordings) throws IOException, InterruptedException {
        long latest = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
        for (Path recording : recordings) {
            Path receipt = folder.resolve(recording.getFileName() + RECEIPT);
            while (!Files.exists(receipt)) {
                if (System.nanoTime() > latest || !hub.isRunning()) {
                    throw hub.failed("no receipt " + receipt);
                }
                TimeUnit.MILLISECONDS.sleep(MILLISECONDS_BETWEEN_LOOKS);
            }
        }
    }
}
