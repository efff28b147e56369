package org.docket.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.docket.bench.BlobSink;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens in whatever order, and wherever the hub dies, the product does what a second opinion says. */
class RetentionModelTest {
    private static final Instant BEGIN = Instant.parse("2027-03-02T10:17:31.000125Z");
    private static final int BETWEEN_FULL_LOOKS = 500;
    private static final int SHOWN = 30;

    private final long seed = Long.getLong("model.seed", System.nanoTime());

    @TempDir
    Path home;

    @Test
    void agreesWithTheModelWhateverHappens() throws Exception {
        try (BlobSink sink = BlobSink.start(0, true, true)) {
            happen(seed, Integer.getInteger("model.steps", 20_000), sink.connectionString());
        }
    }

    private void happen(long seed, int steps, String vault) throws Exception {
        Chooser chooser = new Chooser(seed);
        List<Step> done = new ArrayList<>();
        Map<String, long[]> took = new TreeMap<>();
        try (Run run = new Run(Files.createDirectories(home.resolve("hub")), vault, Chooser.firstBook(), BEGIN)) {
            try {
                for (int i = 1; i <= steps; i++) {
                    Step step = chooser.next(run);
                    done.add(step);
                    long before = System.nanoTime();
                    run.perform(step);
                    long[] sum = took.computeIfAbsent(step.getClass().getSimpleName(), k -> new long[2]);
                    sum[0]++;
                    sum[1] += System.nanoTime() - before;
                    if (i % BETWEEN_FULL_LOOKS == 0) {
                        long b = System.nanoTime();
                        run.compareAll();
                        System.out.println("MODEL " + i + " " + run.now() + " " + run.kept().size() + " full " + (System.nanoTime() - b) / 1000 + " us");
                    }
                }
                run.verify();
            } catch (Exception | Broken e) {
                int number = e instanceof Broken broken ? broken.number() : 0;
                StringBuilder report = new StringBuilder("seed " + seed + ", step " + done.size() + ": " + e + "\n");
                done.subList(Math.max(0, done.size() - SHOWN), done.size())
                        .forEach(step -> report.append("  ").append(step).append('\n'));
                run.history(number).forEach(line -> report.append("  ").append(line).append('\n'));
                throw new AssertionError(report.toString(), e);
            } finally {
                took.forEach((name, sum) -> System.out.println(
                        "MODEL " + name + " " + sum[0] + " x " + sum[1] / sum[0] / 1000 + " us = " + sum[1] / 1_000_000 + " ms"));
            }
        }
    }
}
