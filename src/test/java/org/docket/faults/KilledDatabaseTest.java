package org.docket.faults;

import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.docket.testkit.Custody;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.KillableDatabase;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.docket.testkit.VaultCall.Kind;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is killed while recordings are on their way. */
class KilledDatabaseTest {
    private static final int BLOCK = 64 * 1024;
    private static final int MANY = 15;

    @Test
    void goesOnWithWhatWasOnItsWayWhenTheDatabaseIsBack(@TempDir Path home) throws Exception {
        try (KillableDatabase database = new KillableDatabase();
                FaultyVault vault = new FaultyVault(TestParts.newVault());
                TestHub hub = new TestHub(
                        home,
                        Map.of(
                                "docket.database.url", database.newDatabase(),
                                "docket.vault.connection", vault.connectionString(),
                                "docket.vault.block", "64KiB",
                                "docket.intake.retry.first", "PT0.2S",
                                "docket.intake.retry.most", "PT1S"))) {
            Gate gate = vault.gate();
            vault.on(Kind.PUT_BLOCK_LIST).of(blob -> blob.endsWith(".mov")).next(VaultFault.holdAnswer(gate));
            byte[] content = Sources.ofLength(20 * BLOCK, 1);
            Path source = hub.drop("quay", "held.mov", content);
            Map<Path, byte[]> others = new TreeMap<>();
            for (int number = 0; number < MANY; number++) {
                byte[] other = Sources.ofLength(BLOCK - number, 2 + number);
                others.put(hub.drop("pier", number + ".mp4", other), other);
            }
            gate.awaitCalls(1);
            eventually().until(() -> others.keySet().stream().anyMatch(path -> Files.exists(TestHub.receipt(path))));

            database.kill();
            gate.open();
            // What the vault holds is not enough: the catalogue has to say so, too.
            eventually().until(() -> vault.calls(Kind.HEAD_BLOB).stream()
                    .anyMatch(call -> call.blob().endsWith(".mov") && call.done() == 200));
            Custody.assertNothingIsPromised(source, content);
            database.restart();

            Custody custody = Custody.of(hub, vault.behind());
            custody.assertDeposited(source, content);
            for (Map.Entry<Path, byte[]> other : others.entrySet()) {
                custody.assertDeposited(other.getKey(), other.getValue());
            }
            custody.assertNothingElseIsInVault();
        }
    }
}
