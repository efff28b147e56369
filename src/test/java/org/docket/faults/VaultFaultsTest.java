package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.docket.catalogue.Recording;
import org.docket.testkit.Custody;
import org.docket.testkit.FaultyHub;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.VaultCall;
import org.docket.testkit.VaultCall.Kind;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vault that fails in every way that a service and the network before it can. One hub for all; every test heals the vault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultFaultsTest {
    private static final int MANY_BLOCKS = 12 * FaultyHub.BLOCK + 17;
    private static final int ONE_BLOCK = FaultyHub.BLOCK - 5;
    private static final String DOCK = "pier";

    private final FaultyHub faulty;
    private final FaultyVault vault;
    private final TestHub hub;
    private long seed;

    VaultFaultsTest(@TempDir Path home) throws Exception {
        faulty = new FaultyHub(home, Map.of("docket.vault.timeout", "PT1S"));
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
    @ValueSource(ints = {500, 503, 429})
    void waitsForAVaultThatAnswersEveryCallWithAnErrorAndSaysWhichOne(int status) throws Exception {
        vault.on().always(VaultFault.answer(status));
        byte[] content = content(MANY_BLOCKS);
        String name = "refused-" + status + ".mp4";
        Path source = hub.drop(DOCK, name, content);
        awaitReason(name, String.valueOf(status));
        Custody.assertNothingIsPromised(source, content);

        vault.heal();

        faulty.custody().assertDeposited(source, content);
    }

    /** One for each ending of a name, by which the calls about a recording are told from those about another. */
    private static final Map<String, VaultFault> FAULTS = Map.of(
            "mp4", VaultFault.answer(500),
            "m4v", VaultFault.answer(503),
            "mov", VaultFault.answer(429),
            "3gp", VaultFault.answerAfterwards(500),
            "avi", VaultFault.loseAnswer(),
            "mkv", VaultFault.tear());

    @ParameterizedTest
    @EnumSource(names = {"PUT_BLOB", "PUT_BLOCK", "PUT_BLOCK_LIST", "HEAD_BLOB"})
    void survivesEveryFaultAtThatCall(Kind kind) throws Exception {
        Map<String, FaultyVault.Rule> met = new TreeMap<>();
        Map<Path, byte[]> dropped = new TreeMap<>();
        for (Map.Entry<String, VaultFault> fault : FAULTS.entrySet()) {
            String ending = "." + fault.getKey();
            FaultyVault.Rule rule = vault.on(kind).of(blob -> blob.endsWith(ending));
            met.put(ending, rule.nth(kind == Kind.PUT_BLOCK ? 7 : 1, fault.getValue()));
            byte[] content = content(kind == Kind.PUT_BLOB ? ONE_BLOCK : MANY_BLOCKS);
            dropped.put(hub.drop(DOCK, kind + ending, content), content);
        }

        for (Map.Entry<Path, byte[]> source : dropped.entrySet()) {
            faulty.custody().assertDeposited(source.getKey(), source.getValue());
        }
        assertThat(met).allSatisfy((ending, rule) -> assertThat(rule.happened()).isEqualTo(1));
    }

    @Test
    void leavesTheVaultAloneForAsLongAsItAsks() throws Exception {
        int seconds = 1;
        FaultyVault.Rule busy = vault.on().of(blob -> blob.endsWith("mp4")).always(VaultFault.answer(503, seconds));
        FaultyVault.Rule flooded = vault.on().of(blob -> blob.endsWith("mov")).always(VaultFault.answer(429, seconds));
        byte[] one = content(ONE_BLOCK);
        byte[] other = content(ONE_BLOCK);
        Path oneSource = hub.drop(DOCK, "busy.mp4", one);
        Path otherSource = hub.drop(DOCK, "flooded.mov", other);
        eventually().until(() -> busy.happened() >= 4 && flooded.happened() >= 4);
        Custody.assertNothingIsPromised(oneSource, one);
        Custody.assertNothingIsPromised(otherSource, other);
        vault.heal();
        Recording first = faulty.custody().assertDeposited(oneSource, one);
        Recording second = faulty.custody().assertDeposited(otherSource, other);

        Duration asked = Duration.ofMillis(seconds * 1000L - 50);
        assertThat(pausesAfter(503, first))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(pause -> pause.compareTo(asked) > 0);
        assertThat(pausesAfter(429, second))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(pause -> pause.compareTo(asked) > 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT_BLOB", "PUT_BLOCK", "PUT_BLOCK_LIST", "HEAD_BLOB"})
    void givesUpWaitingForAnAnswerInTime(Kind kind) throws Exception {
        FaultyVault.Rule hanging = vault.on(kind).always(VaultFault.hang(vault.gate()));
        byte[] content = content(kind == Kind.PUT_BLOB ? ONE_BLOCK : MANY_BLOCKS);
        String name = "hangs-at-" + kind + ".mp4";
        Path source = hub.drop(DOCK, name, content);
        // Two tries of a second each; sixty would be those of somebody else's default.
        eventually().atMost(Duration.ofSeconds(30)).until(() -> hub.whyItWaits(name)
                .isPresent());
        Custody.assertNothingIsPromised(source, content);
        assertThat(hanging.happened()).isPositive();

        vault.heal();

        faulty.custody().assertDeposited(source, content);
    }

    @ParameterizedTest
    @ValueSource(ints = {ONE_BLOCK, MANY_BLOCKS})
    void findsWhatWasDoneWhoseAnswerComesTooLate(int bytes) throws Exception {
        byte[] content = content(bytes);
        Gate gate = vault.gate();
        FaultyVault.Rule late = vault.on(Kind.PUT_BLOCK_LIST, Kind.PUT_BLOB).next(VaultFault.holdAnswer(gate));
        Path source = hub.drop(DOCK, "late-answer-" + bytes + ".mp4", content);
        gate.awaitCalls(1);
        Custody.assertNothingIsPromised(source, content);

        faulty.custody().assertDeposited(source, content);
        assertThat(late.happened()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {ONE_BLOCK, MANY_BLOCKS})
    void isNotHarmedByACommitThatReachesTheVaultWhenTheDepositIsOver(int bytes) throws Exception {
        byte[] content = content(bytes);
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK_LIST, Kind.PUT_BLOB).next(VaultFault.hold(gate));
        Path source = hub.drop(DOCK, "late-commit-" + bytes + ".mp4", content);
        Recording recording = faulty.custody().assertDeposited(source, content);

        gate.open();

        // Nobody waits for this call any more: it is over when it is written down.
        eventually().until(() -> commits(recording).size() == 2);
        assertThat(commits(recording).get(1).isTaken()).isFalse();
        assertThat(faulty.custody().assertDeposited(source, content)).isEqualTo(recording);
    }

    @Test
    void neverCommitsWhatIsAlteredOnItsWay() throws Exception {
        FaultyVault.Rule altering = vault.on(Kind.PUT_BLOCK, Kind.PUT_BLOB).always(VaultFault.alter());
        byte[] large = content(MANY_BLOCKS);
        byte[] small = content(ONE_BLOCK);
        Path largeSource = hub.drop(DOCK, "altered-large.mp4", large);
        Path smallSource = hub.drop(DOCK, "altered-small.mp4", small);
        awaitReason("altered-large.mp4", "400");
        awaitReason("altered-small.mp4", "400");
        Custody.assertNothingIsPromised(largeSource, large);
        Custody.assertNothingIsPromised(smallSource, small);
        assertThat(altering.happened()).isPositive();
        vault.heal();

        faulty.custody().assertDeposited(largeSource, large);
        faulty.custody().assertDeposited(smallSource, small);
    }

    @Test
    void waitsForAVaultThatIsGoneAndGoesOnWhenItIsBack() throws Exception {
        vault.goAway();
        byte[] content = content(MANY_BLOCKS);
        Path source = hub.drop(DOCK, "nobody-there.mp4", content);
        awaitReason("nobody-there.mp4", "refused");
        Custody.assertNothingIsPromised(source, content);

        vault.comeBack();

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void goesOnWhenTheVaultGoesInTheMiddleOfARecording() throws Exception {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK).nth(8, VaultFault.hang(gate));
        byte[] content = content(MANY_BLOCKS);
        Path source = hub.drop(DOCK, "left-alone.mp4", content);
        gate.awaitCalls(1);
        vault.goAway();
        awaitReason("left-alone.mp4", "");
        Custody.assertNothingIsPromised(source, content);

        vault.heal();

        faulty.custody().assertDeposited(source, content);
    }

    @Test
    void sendsNoBlockAgainThatTheVaultHasTaken() throws Exception {
        vault.on(Kind.PUT_BLOCK).from(9, VaultFault.answer(500));
        byte[] content = content(MANY_BLOCKS);
        Path source = hub.drop(DOCK, "resumed.mp4", content);
        awaitReason("resumed.mp4", "500");
        Custody.assertNothingIsPromised(source, content);
        vault.heal();
        Recording recording = faulty.custody().assertDeposited(source, content);

        Map<String, Long> taken = callsAbout(recording.blob()).stream()
                .filter(call -> call.kind() == Kind.PUT_BLOCK && call.isTaken())
                .collect(Collectors.groupingBy(VaultCall::block, Collectors.counting()));
        assertThat(taken).hasSize(13);
        assertThat(taken.values()).containsOnly(1L);
    }

    @Test
    void goesOnWhenItCannotFindOutWhichBlocksTheVaultHas() throws Exception {
        vault.on(Kind.PUT_BLOCK).from(5, VaultFault.answer(500));
        byte[] content = content(MANY_BLOCKS);
        Path source = hub.drop(DOCK, "unlisted.mp4", content);
        awaitReason("unlisted.mp4", "500");
        vault.heal();
        FaultyVault.Rule silent = vault.on(Kind.GET_BLOCK_LIST).next(VaultFault.loseAnswer());

        faulty.custody().assertDeposited(source, content);
        assertThat(silent.happened()).isEqualTo(1);
    }

    private byte[] content(int bytes) throws Exception {
        return Sources.ofLength(bytes, ++seed);
    }

    private void awaitReason(String name, String part) {
        eventually().until(() -> hub.whyItWaits(name)
                .filter(reason -> reason.contains(part))
                .isPresent());
    }

    private List<VaultCall> commits(Recording recording) {
        return callsAbout(recording.blob()).stream()
                .filter(call -> call.kind() == Kind.PUT_BLOCK_LIST || call.kind() == Kind.PUT_BLOB)
                .filter(call -> call.done() != 0)
                .toList();
    }

    private List<VaultCall> callsAbout(String blob) {
        return vault.calls().stream().filter(call -> call.blob().equals(blob)).toList();
    }

    private List<Duration> pausesAfter(int status, Recording recording) {
        List<VaultCall> calls = callsAbout(recording.blob());
        return IntStream.range(1, calls.size())
                .filter(next -> calls.get(next - 1).heard() == status)
                .mapToObj(next -> Duration.ofNanos(
                        calls.get(next).nanos() - calls.get(next - 1).nanos()))
                .toList();
    }
}
