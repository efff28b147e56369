package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.docket.testkit.Custody;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.KillableVault;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.VaultCall;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault that is killed while it is at work. The faulty vault before it fails nothing: it says when the right instant is there. */
class KilledVaultTest {
    private static final int BLOCK = 64 * 1024;

    @Test
    void goesOnWithALongRecordingAndTheOnesBehindItWhenTheVaultIsBack(@TempDir Path home) throws Exception {
        try (KillableVault azurite = new KillableVault(home.resolve("vault"));
                FaultyVault vault = new FaultyVault(azurite.connectionString());
                TestHub hub = new TestHub(home.resolve("hub"), settings(vault))) {
            Gate gate = vault.gate();
            vault.on(VaultCall.Kind.PUT_BLOCK).of(blob -> blob.endsWith(".mov")).nth(30, VaultFault.hold(gate));
            byte[] content = Sources.ofLength(4 << 20, 1);
            Path source = hub.drop("pier", "long.mov", content);
            gate.awaitCalls(1);

            azurite.kill();
            vault.heal();
            List<byte[]> others = new ArrayList<>();
            List<Path> otherSources = new ArrayList<>();
            for (int number = 0; number < 5; number++) {
                others.add(Sources.ofLength(BLOCK + number, 2 + number));
                otherSources.add(hub.drop("pier", number + ".mp4", others.get(number)));
            }
            eventually().until(() -> hub.whyItWaits("long.mov").isPresent());
            eventually().until(() -> hub.whyItWaits("0.mp4").isPresent());
            Custody.assertNothingIsPromised(source, content);
            Custody.assertNothingIsPromised(otherSources.get(0), others.get(0));
            azurite.restart();

            Custody custody = Custody.of(hub, vault.behind());
            custody.assertDeposited(source, content);
            for (int number = 0; number < 5; number++) {
                custody.assertDeposited(otherSources.get(number), others.get(number));
            }
            custody.assertNothingElseIsInVault();
        }
    }

    @Test
    void findsTheRecordingThatWasCommittedBeforeTheVaultWasKilledAndSendsNothingAgain(@TempDir Path home)
            throws Exception {
        try (KillableVault azurite = new KillableVault(home.resolve("vault"));
                FaultyVault vault = new FaultyVault(azurite.connectionString());
                TestHub hub = new TestHub(home.resolve("hub"), settings(vault))) {
            Gate gate = vault.gate();
            vault.on(VaultCall.Kind.PUT_BLOCK_LIST).next(VaultFault.holdAnswer(gate));
            byte[] content = Sources.ofLength(20 * BLOCK, 11);
            Path source = hub.drop("pier", "committed.mov", content);
            gate.awaitCalls(1);
            int sent = vault.calls(VaultCall.Kind.PUT_BLOCK).size();

            azurite.kill();
            vault.goAway();
            eventually().until(() -> hub.whyItWaits("committed.mov").isPresent());
            assertThat(Files.exists(TestHub.receipt(source))).isFalse();
            azurite.restart();
            vault.heal();

            Custody custody = Custody.of(hub, vault.behind());
            custody.assertDeposited(source, content);
            custody.assertNothingElseIsInVault();
            assertThat(vault.calls(VaultCall.Kind.PUT_BLOCK)).hasSize(sent);
        }
    }

    private static Map<String, String> settings(FaultyVault vault) {
        return Map.of(
                "docket.vault.connection", vault.connectionString(),
                "docket.vault.block", "64KiB",
                "docket.vault.tries", "2",
                "docket.intake.retry.first", "PT0.2S",
                "docket.intake.retry.most", "PT1S");
    }
}
