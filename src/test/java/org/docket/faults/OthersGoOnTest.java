package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.docket.testkit.Custody;
import org.docket.testkit.FaultyHub;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.VaultCall.Kind;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that the vault does not take, beside others. A call is given more time than a test has: nothing ends by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OthersGoOnTest {
    private static final int THREADS = 3;
    private static final String BROKEN = ".mov";

    private final FaultyHub faulty;
    private final FaultyVault vault;
    private final TestHub hub;
    private long seed = 200;

    OthersGoOnTest(@TempDir Path home) throws Exception {
        faulty = new FaultyHub(
                home, Map.of("docket.vault.timeout", "PT10M", "docket.intake.parallel", String.valueOf(THREADS)));
        vault = faulty.vault();
        hub = faulty.hub();
    }

    @AfterEach
    void heal() {
        vault.heal();
    }

    @AfterAll
    void stop() {
        faulty.close();
    }

    @Test
    void areTakenWhileMoreRecordingsThanThereAreThreadsAreRefusedAgainAndAgain() throws Exception {
        vault.on().of(blob -> blob.endsWith(BROKEN)).always(VaultFault.answer(500));
        Map<Path, byte[]> broken = new TreeMap<>();
        for (int number = 0; number < 2 * THREADS; number++) {
            broken.putAll(dropped("refused", "broken-" + number + BROKEN, 3 * FaultyHub.BLOCK));
        }
        eventually().until(() -> hub.whyItWaits("broken-0" + BROKEN).isPresent());

        assertAreDeposited(others("refused", "elsewhere"));
        assertNothingIsPromised(broken);

        vault.heal();
        assertAreDeposited(broken);
    }

    @Test
    void areTakenWhileALongRecordingHangsWithEveryBlockThatItSends() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK).of(blob -> blob.endsWith(BROKEN)).always(VaultFault.hang(gate));
        Map<Path, byte[]> broken = dropped("hanging", "long" + BROKEN, 60 * FaultyHub.BLOCK);
        gate.awaitCalls(1);

        assertAreDeposited(others("hanging", "beside"));
        assertNothingIsPromised(broken);

        vault.heal();
        assertAreDeposited(broken);
    }

    @Test
    void areTakenFromTheOtherDocksWhileAllThreadsOfOneDockHang() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOB).of(blob -> blob.endsWith(BROKEN)).always(VaultFault.hang(gate));
        Map<Path, byte[]> broken = new TreeMap<>();
        for (int number = 0; number < THREADS + 1; number++) {
            broken.putAll(dropped("stuck", "short-" + number + BROKEN, FaultyHub.BLOCK - number));
        }
        gate.awaitCalls(THREADS);

        assertAreDeposited(others("free", "open"));
        assertNothingIsPromised(broken);

        vault.heal();
        assertAreDeposited(broken);
    }

    private Map<Path, byte[]> others(String dock, String otherDock) throws Exception {
        Map<Path, byte[]> sources = new TreeMap<>();
        for (int number = 0; number < 4; number++) {
            sources.putAll(dropped(dock, "short-" + number + ".mp4", FaultyHub.BLOCK - number));
            sources.putAll(dropped(otherDock, "long-" + number + ".mp4", 5 * FaultyHub.BLOCK + number));
        }
        return sources;
    }

    private Map<Path, byte[]> dropped(String dock, String name, int bytes) throws Exception {
        byte[] content = Sources.ofLength(bytes, ++seed);
        return Map.of(hub.drop(dock, name, content), content);
    }

    private void assertAreDeposited(Map<Path, byte[]> sources) throws Exception {
        Custody custody = faulty.custody();
        for (Map.Entry<Path, byte[]> source : sources.entrySet()) {
            custody.assertDeposited(source.getKey(), source.getValue());
        }
    }

    private static void assertNothingIsPromised(Map<Path, byte[]> sources) throws Exception {
        assertThat(sources).isNotEmpty();
        for (Map.Entry<Path, byte[]> source : sources.entrySet()) {
            Custody.assertNothingIsPromised(source.getKey(), source.getValue());
        }
    }
}
