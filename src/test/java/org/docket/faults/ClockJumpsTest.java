package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.docket.casework.Handover;
import org.docket.catalogue.Recording;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that somebody sets while recordings are on their way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockJumpsTest {
    private static final int LENGTH = 30 * FaultyHub.BLOCK + 17;
    private static final String DOCK = "pier";

    private final FaultyHub faulty;
    private final FaultyVault vault;
    private final TestHub hub;
    private long seed = 300;

    ClockJumpsTest(@TempDir Path home) throws Exception {
        faulty = new FaultyHub(
                home,
                Map.of(
                        // Longer than a busy machine needs for what a test does meanwhile.
                        "docket.intake.settle", "PT30S"));
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

    @ParameterizedTest
    @ValueSource(strings = {"PT5H", "PT-5H", "P3D", "P-3D"})
    void doesNotMatterInTheMiddleOfADeposit(String jump) throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK).nth(4, VaultFault.hold(gate));
        byte[] content = content();
        Path source = hub.drop(DOCK, "during" + jump + ".mp4", content);
        gate.awaitCalls(1);

        hub.clock().advance(Duration.parse(jump));
        gate.open();

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void doesNotKeepARecordingWaitingWhenItIsSetBack() throws Exception {
        hub.clock().advance(Duration.ofDays(2));
        vault.on().always(VaultFault.answer(500));
        byte[] content = content();
        Path source = hub.drop(DOCK, "put-off.mp4", content);
        eventually().until(() -> hub.whyItWaits("put-off.mp4").isPresent());

        hub.clock().setBack(Duration.ofDays(2));
        Custody.assertNothingIsPromised(source, content);
        vault.heal();

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void doesNotMakeAGrowingRecordingLookWholeWhenItIsSetForward() throws Exception {
        byte[] content = content();
        Path source = hub.dock("slow").resolve("growing.mp4");
        Files.createDirectories(source.getParent());
        Files.write(source, Arrays.copyOf(content, LENGTH / 2));
        eventually().until(() -> hub.docket().folders().oldestWaiting("slow").compareTo(Duration.ZERO) > 0);

        hub.clock().advance(Duration.ofHours(6));
        byte[] other = content();
        faulty.custody().assertDeposited(hub.drop("slow", "marked.mp4", other), other);
        assertThat(hub.recording("growing.mp4")).isEmpty();
        Files.write(source, Arrays.copyOfRange(content, LENGTH / 2, LENGTH), StandardOpenOption.APPEND);
        Files.createFile(source.resolveSibling("growing.mp4.done"));

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void doesNotKeepAHandoverWaitingWhenItIsSetBack() throws Exception {
        hub.hub().context().getRouteController().suspendRoute("casework-relay-cms");
        hub.clock().advance(Duration.ofDays(2));
        Files.createDirectories(hub.dock(DOCK));
        Files.writeString(
                hub.dock(DOCK).resolve("evidence.json"), "{\"officer\": {\"id\": \"MP32\"}, \"decision\": \"retain\"}");
        byte[] content = content();
        Recording recording = faulty.custody().assertDeposited(hub.drop(DOCK, "evidence.mp4", content), content);

        hub.clock().setBack(Duration.ofDays(2));
        hub.hub().context().getRouteController().resumeRoute("casework-relay-cms");

        eventually().until(() -> hub.docket().outbox().of(recording.id()).get(0).state() == Handover.State.SENT);
    }

    private byte[] content() throws Exception {
        return Sources.ofLength(LENGTH, ++seed);
    }
}
