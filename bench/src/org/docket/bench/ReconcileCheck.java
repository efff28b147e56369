package org.docket.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.Reconciliation;
import org.docket.vault.Listing;
import org.jdbi.v3.core.Jdbi;

/**
 * How long it takes to hold a vault against a catalogue that have the same recordings, beside listing the same pages of the same vault
 * and doing nothing with them, and how much of the heap was in use at most.
 */
final class ReconcileCheck {
    private static final int BATCH = 5_000;
    private static final int ROUNDS = 3;

    private ReconcileCheck() {}

    public static void main(String[] arguments) throws Exception {
        int recordings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        Path home = Path.of("target", "bench", "reconcile").toAbsolutePath();
        Folders.delete(home);
        Files.createDirectories(home);
        List<String> command = new ArrayList<>(Children.java(List.of("-Xmx3g", "-XX:+UseSerialGC"), FilledSink.class));
        command.add(String.valueOf(recordings));
        Process sink = Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        try {
            String line = Children.awaitLine(sink, BlobSink.LISTENING);
            String endpoint = BlobSink.endpoint(Integer.parseInt(line.substring(BlobSink.LISTENING.length())));
            measure(home, BlobSink.connectionString(endpoint), recordings);
        } finally {
            sink.destroy();
            Folders.delete(home);
        }
    }

    private static void measure(Path home, String vault, int recordings) throws Exception {
        Settings settings = Settings.load(
                Path.of("").toAbsolutePath(),
                null,
                Map.of(),
                Map.of("docket.home", home.toString(), "docket.vault.connection", vault),
                Docket.CONFIGURATION);
        try (Parts parts = Parts.open(settings, Role.OWNER);
                Docket docket = new Docket(settings, parts, Clock.systemUTC(), new MBeans())) {
            fill(Jdbi.create(parts.database()), recordings);
            for (int round = 0; round < ROUNDS; round++) {
                double list = seconds(() -> list(docket.vault().recordings()));
                long inUse = peak(true);
                double reconcile = seconds(() -> reconcile(docket, recordings));
                System.out.printf(
                        "%,d recordings: listed in %.1f s, reconciled in %.1f s, ratio %.1f; a million: %.0f s, five"
                                + " million: %.1f minutes; heap at most %d MB (%d MB for listing alone)%n",
                        recordings,
                        list,
                        reconcile,
                        reconcile / list,
                        reconcile / recordings * 1_000_000,
                        reconcile / recordings * 5_000_000 / 60,
                        peak(true) >> 20,
                        inUse >> 20);
            }
        }
    }

    private static double seconds(LongSupplier work) {
        long start = System.nanoTime();
        long rows = work.getAsLong();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (rows == 0) {
            throw new IllegalStateException("nothing was looked at");
        }
        return seconds;
    }

    private static long list(Listing listing) {
        long blobs = 0;
        String marker = null;
        do {
            Listing.Page page = listing.page(marker, Listing.LARGEST_PAGE);
            blobs += page.blobs().size();
            marker = page.next();
        } while (marker != null);
        return blobs;
    }

    private static long reconcile(Docket docket, int recordings) {
        docket.reconciliation().run();
        Reconciliation.Reconciled last = docket.reconciliation().latest().orElseThrow();
        if (last.findings() != 0
                || last.counts().catalogued() != recordings
                || last.counts().listed() != recordings) {
            throw new IllegalStateException("it was to find nothing: " + last);
        }
        return last.counts().listed();
    }

    /** The most of the heap that was in use since this was asked last; what could be collected is in it. */
    private static long peak(boolean anew) {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
                if (anew) {
                    pool.resetPeakUsage();
                }
            }
        }
        return bytes;
    }

    private static void fill(Jdbi jdbi, int recordings) {
        for (int first = 1; first <= recordings; first += BATCH) {
            int[] numbers = IntStream.range(first, Math.min(recordings + 1, first + BATCH))
                    .toArray();
            List<String> ids = IntStream.of(numbers)
                    .mapToObj(number -> FilledSink.id(number).toString())
                    .toList();
            List<String> blobs =
                    IntStream.of(numbers).mapToObj(FilledSink::name).toList();
            List<String> sums =
                    IntStream.of(numbers).mapToObj(FilledSink::sha256).toList();
            jdbi.useHandle(
                    handle -> handle.createUpdate("insert into recording (id, state, dock, name, bytes, ends, sha256,"
                                    + " category, category_rule, policy_version, due_at, received_at, deposited_at, blob, facts)"
                                    + " select cast(id as uuid), 'DEPOSITED', 'brixton-dock-1', id, :bytes, 0, sum, 'unclassified',"
                                    + " 'any', '4be1d07a92c3', now(), now(), now(), blob, jsonb_build_object('notes',"
                                    + " (select string_agg(md5(part || id), '') from generate_series(1, 40) part))"
                                    + " from unnest(:ids, :blobs, :sums) as new (id, blob, sum)")
                            .bind("bytes", FilledSink.BYTES)
                            .bindArray("ids", String.class, ids)
                            .bindArray("blobs", String.class, blobs)
                            .bindArray("sums", String.class, sums)
                            .execute());
        }
        jdbi.useHandle(handle -> handle.execute("vacuum analyze recording"));
    }
}
