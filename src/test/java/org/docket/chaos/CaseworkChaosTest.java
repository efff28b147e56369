package org.docket.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.docket.testkit.KillableBroker;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Case systems are told everything in its order, and what they say holds, while hub and broker are killed again and again. {@code
 * -Dchaos.blows} says how often, {@code -Dchaos.seed} repeats what docks bring and when kills come.
 */
class CaseworkChaosTest {
    private static final int BLOWS = Integer.getInteger("chaos.blows", 3);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime() & 0xFFFFFF);
    private static final String AGAIN = "-Dchaos.blows=" + BLOWS + " -Dchaos.seed=" + SEED;

    private final Random random = new Random(SEED);
    private final Path folder;

    CaseworkChaosTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        this.folder = folder;
        System.out.println(AGAIN);
    }

    @Test
    void tellsAllInItsOrderAndHearsAllWhenHubAndBrokerAreKilled() throws Exception {
        try (KillableBroker broker = new KillableBroker(folder.resolve("broker"))) {
            RunParts.External parts = new RunParts.External(
                    TestParts.newDatabase(), TestParts.newVault(), "failover:(" + broker.url() + ")");
            try (CaseworkRun run = new CaseworkRun(folder, parts, broker, SEED)) {
                assertThat(run.run(Blow.upon(random, BLOWS, true))).as(AGAIN).isEmpty();
            }
        }
    }

    @Test
    void tellsAllInItsOrderAndHearsAllWhenTheEmbeddedBrokerDiesWithTheHub() throws Exception {
        try (CaseworkRun run = new CaseworkRun(folder, RunParts.Embedded.fresh(), null, SEED)) {
            assertThat(run.run(Blow.upon(random, Math.max(2, BLOWS / 2), false)))
                    .as(AGAIN)
                    .isEmpty();
        }
    }
}
