package org.docket.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How fast this machine can put recordings at all, with a given choice of hashes: a thread for each processor, and no client. */
final class RawLimit {
    private static final int BLOCK = 8 * 1024 * 1024;

    private final RawTransfer transfer;
    private final int processors = Runtime.getRuntime().availableProcessors();

    private RawLimit(RawTransfer transfer) {
        this.transfer = transfer;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> known = new HashSet<>(Store.OPTIONS);
        known.addAll(Set.of("container", "folder", "warm-up", "hashing", "block"));
        Options options = new Options(arguments, known, Set.of());
        Store store = Store.of(options);
        String container = options.text("container");
        try (RawConnection connection = new RawConnection(store)) {
            connection.put(container, "restype=container", "", "");
        }
        RawLimit limit = new RawLimit(
                new RawTransfer(store, container, options.number("block", BLOCK), Hashing.of(options.text("hashing"))));
        limit.put(Folders.files(Path.of(options.text("warm-up"))));
        List<Path> recordings = Folders.files(Path.of(options.text("folder")));
        Measurement measurement = Measurement.ofThisProcess(store);
        limit.put(recordings);
        System.out.println(measurement.end().line());
    }

    private void put(List<Path> recordings) throws Exception {
        // One thread more where one of them hashes a whole recording: senders also wait for the store.
        boolean fewerThanThreads = recordings.size() < processors;
        ExecutorService threads = Executors.newFixedThreadPool(fewerThanThreads ? processors + 1 : processors);
        try {
            List<Future<?>> transfers = new ArrayList<>();
            for (Path recording : recordings) {
                if (fewerThanThreads) {
                    transfer.sideBySide(recording, threads);
                } else {
                    transfers.add(threads.submit(() -> {
                        transfer.alone(recording);
                        return null;
                    }));
                }
            }
            for (Future<?> one : transfers) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
