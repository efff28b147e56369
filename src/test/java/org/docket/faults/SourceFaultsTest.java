package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
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

/**
 * Sources that change, go away or cannot be read while they are being deposited. The faulty vault holds a call until the test has done
 * that to the source.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceFaultsTest {

    /** More than can be on their way at once: what is done to the source is done before it is read to its end. */
    private static final int LENGTH = 40 * FaultyHub.BLOCK + 17;

    private final FaultyHub faulty;
    private final FaultyVault vault;
    private final TestHub hub;
    private long seed = 100;

    SourceFaultsTest(@TempDir Path home) throws Exception {
        faulty = new FaultyHub(home, Map.of());
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
    void keepsNothingOfASourceThatIsDeletedDuringItsDeposit() throws Exception {
        Gate gate = holdBlocks();
        Path source = hub.drop("pier", "deleted.mp4", content());
        gate.awaitCalls(1);
        UUID begun = begun("deleted.mp4");

        Files.delete(source);
        gate.open();
        awaitThatItIsGivenUp(begun);

        assertNothingIsLeftOf(begun);
        assertThat(TestHub.receipt(source)).doesNotExist();
        assertThat(hub.recording("deleted.mp4").filter(found -> found.state() == RecordingState.DEPOSITED))
                .isEmpty();
    }

    @Test
    void keepsARecordingWhoseSourceIsDeletedWhenTheVaultHasAllOfIt() throws Exception {
        vault.on(Kind.PUT_BLOCK_LIST).always(VaultFault.answerAfterwards(500));
        vault.on(Kind.HEAD_BLOB).always(VaultFault.answer(500));
        byte[] content = content();
        Path source = hub.drop("pier", "salvaged.mp4", content);
        eventually().until(() -> hub.whyItWaits("salvaged.mp4").isPresent());

        Files.delete(source);
        vault.heal();
        awaitThatItIsGivenUp(begun("salvaged.mp4"));

        Recording recording = hub.deposited("salvaged.mp4");
        assertThat(hub.docket()
                        .vault()
                        .client()
                        .getBlobContainerClient("recordings")
                        .getBlobClient(recording.blob())
                        .downloadContent()
                        .toBytes())
                .isEqualTo(content);
    }

    @Test
    void doesNotTakeInAgainWhatIsTakenAwayWhileTheVaultIsAskedAboutIt() throws Exception {
        byte[] content = content();
        faulty.custody().assertDeposited(hub.drop("pier", "first.mp4", content), content);
        Recording held = hub.receipted("first.mp4");
        Gate gate = vault.gate();
        vault.on(Kind.HEAD_BLOB).always(VaultFault.hold(gate));
        Path source = hub.drop("pier", "again.mp4", content);
        gate.awaitCalls(1);

        Files.delete(source);
        gate.open();
        vault.heal();

        byte[] other = content();
        faulty.custody().assertDeposited(hub.drop("pier", "after.mp4", other), other);
        assertThat(TestHub.receipt(source)).doesNotExist();
        assertThat(hub.whyItWaits("again.mp4")).isEmpty();
        assertThat(hub.docket().catalogue().find(held.id()).orElseThrow().duplicates())
                .isZero();
    }

    @Test
    void depositsWhatIsLeftOfASourceThatIsTruncatedDuringItsDeposit() throws Exception {
        Gate gate = holdBlocks();
        byte[] content = content();
        Path source = hub.drop("pier", "truncated.mp4", content);
        gate.awaitCalls(1);
        UUID begun = begun("truncated.mp4");

        byte[] left = Arrays.copyOf(content, 20 * FaultyHub.BLOCK);
        Files.write(source, left);
        gate.open();

        faulty.custody().assertDeposited(source, left);
        assertNothingIsLeftOf(begun);
    }

    @Test
    void depositsTheOtherContentThatReplacesASourceDuringItsDeposit() throws Exception {
        Gate gate = holdBlocks();
        Path source = hub.drop("pier", "replaced.mp4", content());
        gate.awaitCalls(1);
        UUID begun = begun("replaced.mp4");

        byte[] other = content();
        replace(source, other);
        gate.open();

        faulty.custody().assertDeposited(source, other);
        assertNothingIsLeftOf(begun);
    }

    @Test
    void depositsTheOtherContentAlsoWhenItHasTheSameLengthAndTime() throws Exception {
        Gate gate = holdBlocks();
        Path source = hub.drop("pier", "replaced-unseen.mp4", content());
        gate.awaitCalls(1);

        FileTime time = Files.getLastModifiedTime(source);
        byte[] other = content();
        replace(source, other);
        Files.setLastModifiedTime(source, time);
        gate.open();

        faulty.custody().assertDeposited(source, other);
    }

    @Test
    void depositsASourceThatIsStillGrowingWhenItHasStopped() throws Exception {
        byte[] content = content();
        Path source = null;
        for (int length = LENGTH - 3 * FaultyHub.BLOCK; length < LENGTH; length += FaultyHub.BLOCK) {
            Gate gate = holdBlocks();
            if (source == null) {
                source = hub.drop("pier", "growing.mp4", Arrays.copyOf(content, length));
            }
            gate.awaitCalls(1);
            byte[] more = Arrays.copyOfRange(content, length, length + FaultyHub.BLOCK);
            Files.write(source, more, StandardOpenOption.APPEND);
            vault.heal();
        }

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void waitsForASourceThatCannotBeReadAndSaysSo() throws Exception {
        vault.on(Kind.PUT_BLOCK).always(VaultFault.answer(500));
        byte[] content = content();
        Path source = hub.drop("pier", "unreadable.mp4", content);
        eventually().until(() -> hub.whyItWaits("unreadable.mp4").isPresent());
        Gate gate = vault.gate();
        vault.on(Kind.HEAD_BLOB, Kind.GET_BLOCK_LIST).next(VaultFault.hold(gate));
        gate.awaitCalls(1);

        // A folder under its name cannot be read by anybody, not even by root.
        Path aside = source.resolveSibling(".aside");
        Files.move(source, aside);
        Files.createDirectory(source);
        vault.heal();
        eventually().until(() -> hub.whyItWaits("unreadable.mp4")
                .filter(reason -> reason.contains("cannot be read"))
                .isPresent());
        assertThat(TestHub.receipt(source)).doesNotExist();
        Files.delete(source);
        Files.move(aside, source);

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void waitsForAFolderThatGoesAwayDuringADepositAndTakesFromTheOthersMeanwhile() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK).nth(2, VaultFault.hold(gate));
        assertSurvivesTheLossOfItsFolder("jetty", gate);
    }

    @Test
    void waitsForAFolderThatGoesAwayBeforeTheReceiptIsWritten() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK_LIST).next(VaultFault.holdAnswer(gate));
        assertSurvivesTheLossOfItsFolder("wharf", gate);
    }

    /** A folder on another machine does so when that machine is started anew. */
    private void assertSurvivesTheLossOfItsFolder(String dock, Gate gate) throws Exception {
        byte[] content = content();
        Path source = hub.drop(dock, dock + ".mp4", content);
        gate.awaitCalls(1);
        Path elsewhere = hub.dock(dock).resolveSibling("." + dock);
        Files.move(hub.dock(dock), elsewhere);
        vault.heal();
        byte[] other = content();
        faulty.custody().assertDeposited(hub.drop("pier", "beside-" + dock + ".mp4", other), other);
        Custody.assertNothingIsPromised(elsewhere.resolve(dock + ".mp4"), content);

        Files.move(elsewhere, hub.dock(dock));

        faulty.custody().assertDeposited(source, content);
    }

    private UUID begun(String name) {
        return hub.recording(name).orElseThrow().id();
    }

    /** Its folder could be away for a while only: it is given up when it has been gone for longer than that. */
    private void awaitThatItIsGivenUp(UUID begun) {
        eventually().until(() -> hub.docket().retries().of(List.of(begun)).values().stream()
                .anyMatch(wait -> wait.reason().contains("gone")));
        hub.clock().advance(Duration.ofHours(25));
    }

    /** Blocks of a deposit that will never be finished do not stay in the vault. */
    private void assertNothingIsLeftOf(UUID begun) {
        eventually().until(() -> faulty.custody().blobs().stream()
                .noneMatch(blob -> blob.getName().contains(begun.toString())));
    }

    private Gate holdBlocks() {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK).always(VaultFault.hold(gate));
        return gate;
    }

    private byte[] content() throws IOException {
        return Sources.ofLength(LENGTH, ++seed);
    }

    private static void replace(Path source, byte[] content) throws IOException {
        Path next = source.resolveSibling(".next");
        Files.write(next, content);
        Files.move(next, source, StandardCopyOption.ATOMIC_MOVE);
    }
}
