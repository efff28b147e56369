package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.docket.testkit.Custody;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.KillableVault;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.VaultCall.Kind;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A vault that is killed while it is at work. The faulty vault before it says when the right instant is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledVaultTest {
    private static final int BLOCK = 64 * 1024;
    private static final String DOCK = "pier";

    private final KillableVault azurite;
    private final FaultyVault vault;
    private final TestHub hub;

    KilledVaultTest(@TempDir Path home) throws Exception {
        azurite = new KillableVault(home.resolve("vault"));
        vault = new FaultyVault(azurite.connectionString());
        hub = new TestHub(
                home.resolve("hub"),
                Map.of(
                        "docket.vault.connection", vault.connectionString(),
                        "docket.vault.block", "64KiB",
                        "docket.vault.tries", "2",
                        "docket.vault.timeout", "PT15S",
                        "docket.intake.retry.first", "PT0.2S",
                        "docket.intake.retry.most", "PT0.5S"));
    }

    @AfterAll
    void stop() {
        try (azurite;
                vault;
                hub) {
            custody().assertNothingElseIsInVault();
        }
    }

    @Test
    void goesOnWithALongRecordingAndTheOnesBehindItWhenTheVaultIsBack() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK).nth(30, VaultFault.hold(gate));
        Map<Path, byte[]> sources = new TreeMap<>();
        sources.putAll(dropped("long.mov", 4 << 20, 1));
        gate.awaitCalls(1);

        azurite.kill();
        // Its owner starts it again by itself: it is out of reach until all have met that.
        vault.goAway();
        for (int number = 0; number < 3; number++) {
            sources.putAll(dropped("behind-" + number + ".mp4", BLOCK - number, 2 + number));
        }
        eventually().until(() -> hub.whyItWaits("long.mov").isPresent());
        eventually().until(() -> hub.whyItWaits("behind-0.mp4").isPresent());
        for (Map.Entry<Path, byte[]> source : sources.entrySet()) {
            Custody.assertNothingIsPromised(source.getKey(), source.getValue());
        }
        azurite.restart();
        vault.heal();

        Custody custody = custody();
        for (Map.Entry<Path, byte[]> source : sources.entrySet()) {
            custody.assertDeposited(source.getKey(), source.getValue());
        }
    }

    @Test
    void findsTheRecordingThatWasCommittedBeforeTheVaultWasKilledAndSendsNothingAgain() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK_LIST).next(VaultFault.holdAnswer(gate));
        byte[] content = Sources.ofLength(20 * BLOCK, 11);
        Path source = hub.drop(DOCK, "committed.mov", content);
        gate.awaitCalls(1);
        int sent = vault.calls(Kind.PUT_BLOCK).size();

        azurite.kill();
        vault.goAway();
        eventually().until(() -> hub.whyItWaits("committed.mov").isPresent());
        Custody.assertNothingIsPromised(source, content);
        azurite.restart();
        vault.heal();

        custody().assertDeposited(source, content);
        assertThat(vault.calls(Kind.PUT_BLOCK)).hasSize(sent);
    }

    private Map<Path, byte[]> dropped(String name, int bytes, long seed) throws Exception {
        byte[] content = Sources.ofLength(bytes, seed);
        return Map.of(hub.drop(DOCK, name, content), content);
    }

    private Custody custody() {
        return Custody.of(hub, vault.behind());
    }
}
