package org.docket.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is killed again and again loses nothing and doubles nothing. {@code -Dchaos.kills} says how often, {@code
 * -Dchaos.seed} repeats what docks bring and when kills come; what threads do in between is never the same.
 */
class ChaosTest {
    private static final int KILLS = Integer.getInteger("chaos.kills", FaultPoint.OF_DEPOSITS.size() + 3);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime() & 0xFFFFFF);
    private static final List<FaultPoint> POINTS = FaultPoint.OF_DEPOSITS.stream()
            .filter(point -> point.name().matches(System.getProperty("chaos.points", ".*")))
            .toList();
    private static final String AGAIN = "-Dchaos.kills=" + KILLS + " -Dchaos.seed=" + SEED;

    private final Random random = new Random(SEED);
    private final Path folder;

    ChaosTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        this.folder = folder;
        System.out.println(AGAIN);
    }

    @Test
    void losesNothingAndDoublesNothingWhenTheHubIsKilledAtEveryStepAndAtAnyInstant() throws Exception {
        try (ChaosRun run = new ChaosRun(folder, RunParts.External.fresh(), SEED)) {
            assertThat(run.run(Strike.plan(random, KILLS, POINTS))).as(AGAIN).isEmpty();
        }
    }

    @Test
    void losesNothingAndDoublesNothingWhenTheEmbeddedPartsDieWithTheHub() throws Exception {
        try (ChaosRun run = new ChaosRun(folder, RunParts.Embedded.fresh(), SEED)) {
            assertThat(run.run(Strike.sample(random, Math.max(3, KILLS / 10))))
                    .as(AGAIN)
                    .isEmpty();
        }
    }

    @Test
    void losesNothingAndDoublesNothingWhenOneOfTwoHubsIsKilled() throws Exception {
        try (ChaosRun run = new ChaosRun(folder, RunParts.External.fresh(), SEED)) {
            assertThat(run.runTwo(Math.max(4, KILLS / 4), random)).as(AGAIN).isEmpty();
        }
    }
}
