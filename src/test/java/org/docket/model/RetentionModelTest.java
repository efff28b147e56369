package org.docket.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.bench.BlobSink;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to recordings, in whatever order, and wherever the hub dies: after each step nothing that is retained or held was
 * deleted, nothing before its date, nothing that may go survived a purge, and every deletion has its certificate and its acts.
 */
class RetentionModelTest {
    /** Some weeks before the clocks change. */
    private static final Instant BEGIN = Instant.parse("2027-03-02T10:17:31.000125Z");

    private static final int STEPS = Integer.getInteger("model.steps", 20_000);
    private static final int STEPS_WITH_AZURITE = Math.min(STEPS, 1_000);
    private static final int BETWEEN_LOOKS_AT_ALL = 1_000;
    private static final boolean SHRINK = !"false".equals(System.getProperty("model.shrink"));
    private static final int SHOWN = 30;

    private final long seed = Long.getLong("model.seed", 20_270_302);
    private int runs;

    @TempDir
    Path folder;

    /** Gives the connection string of a fresh and empty storage account. */
    private interface Vaults {
        String fresh() throws IOException;
    }

    @Test
    void agreesWithTheModelWhateverHappens() throws Exception {
        List<BlobSink> sinks = new ArrayList<>();
        try {
            Counts counts = happen(STEPS, () -> {
                BlobSink sink = BlobSink.start(0, true, true);
                sinks.add(sink);
                return sink.connectionString();
            });
            if (STEPS >= 5_000) {
                assertAllHappened(counts);
            }
        } finally {
            for (BlobSink sink : sinks) {
                sink.close();
            }
        }
    }

    @Test
    void agreesWithTheModelOverTheRealVault() throws Exception {
        happen(STEPS_WITH_AZURITE, TestParts::newVault);
    }

    private static void assertAllHappened(Counts counts) {
        for (String what : List.of(
                "the hub died",
                "something happened meanwhile",
                "TAKEN",
                "ALREADY_SO",
                "REFUSED",
                "disposed of",
                "duplicate",
                "recategorised",
                "rulebook taken up",
                "rulebook accepted",
                "appraised again")) {
            assertThat(counts.of(what)).as("%s, of %s", what, counts).isGreaterThan(4);
        }
    }

    private Counts happen(int steps, Vaults vaults) throws Exception {
        Chooser chooser = new Chooser(seed);
        List<Step> done = new ArrayList<>();
        try (Run run = begin(vaults)) {
            try {
                while (done.size() < steps) {
                    Step step = chooser.next(run);
                    done.add(step);
                    run.perform(step);
                    if (done.size() % BETWEEN_LOOKS_AT_ALL == 0) {
                        run.compareAll();
                    }
                }
                run.verify();
                System.out.println(
                        "model: seed " + seed + ", " + steps + " steps until " + run.now() + ": " + run.counts());
                return run.counts();
            } catch (Exception e) {
                throw new AssertionError(report(run, done, 0, e), e);
            } catch (Broken e) {
                String report = report(run, done, e.number(), e);
                // Before it is tried again, which takes a while.
                System.out.println("model: " + report);
                throw new AssertionError(report + (SHRINK ? shrunk(done, e, vaults) : ""), e);
            }
        }
    }

    private Run begin(Vaults vaults) throws Exception {
        Path home = Files.createDirectories(folder.resolve("hub-" + ++runs));
        return new Run(home, vaults.fresh(), Chooser.firstBook(), BEGIN);
    }

    private String report(Run run, List<Step> done, int number, Throwable e) {
        StringBuilder report = new StringBuilder("at " + run.now() + ", step " + done.size() + " of -Dmodel.seed="
                + seed + " -Dmodel.steps=" + STEPS + ": " + e.getMessage() + "\nthe last steps:\n");
        lines(report, done.subList(Math.max(0, done.size() - SHOWN), done.size()));
        report.append("the history of recording ").append(number).append(":\n");
        lines(report, run.history(number));
        return report.toString();
    }

    private static void lines(StringBuilder report, List<?> lines) {
        lines.forEach(line -> report.append("  ").append(line).append('\n'));
    }

    private String shrunk(List<Step> done, Broken broken, Vaults vaults) {
        StringBuilder report = new StringBuilder();
        try {
            List<Step> shortest = new Shrinking(steps -> again(steps, vaults)).shrink(done, broken);
            report.append("these ").append(shortest.size()).append(" steps fail as well:\n");
            lines(report, shortest.subList(Math.max(0, shortest.size() - 2 * SHOWN), shortest.size()));
            again(shortest, vaults).ifPresent(it -> report.append(it.getMessage()));
        } catch (Exception e) {
            report.append("nothing shorter was found: ").append(e);
        }
        return report.toString();
    }

    private Optional<Broken> again(List<Step> steps, Vaults vaults) throws Exception {
        try (Run run = begin(vaults)) {
            for (Step step : steps) {
                run.perform(step);
            }
            run.compareAll();
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e);
        }
    }
}
