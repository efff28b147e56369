package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that docks give to recordings, by accident or on purpose, and what becomes of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileNamesTest {
    private static final int LENGTH = 50_000;

    private final Path home;
    private final TestHub hub;
    private long seed = 700;

    HostileNamesTest(@TempDir Path home) throws Exception {
        this.home = home;
        this.hub = new TestHub(home, Map.of("docket.intake.patience", "PT2H"));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line\nbreak 2026-01-01T00:00:00.000Z ERROR o.d.Hub forged.mp4",
                "\u001b[2J\u0007\r\t.mp4",
                "back\\slash\\..\\..\\up.mp4",
                "%2f..%2f..%2fetc.mp4",
                "a..mp4",
                "${body} {{docket.home}} #{x} %s {}.mp4",
                "-rf.mp4",
                "'quotes\" ; drop table recording; --.mp4",
                "gpj.\u202e4pm.mp4",
                "emoji \uD83D\uDE80.mp4",
                " .mp4",
                "x?sas=1&b#c.mp4"
            })
    void areKeptAsTheyAre(String name) throws Exception {
        byte[] content = content();
        Path source = hub.drop("names", name, content);

        assertIsDeposited(source, name, content);
        assertThat(hub.whyItWaits(name)).isEmpty();
    }

    @Test
    void neverLeadOutOfTheFolder() throws Exception {
        Path folder = Files.createDirectories(hub.dock("paths"));
        // A name that begins with a dot is hidden to intake, whatever follows.
        Files.write(folder.resolve("..mp4"), content());
        Files.write(folder.resolve("..\\up.mp4"), content());
        Path beside = hub.drop("paths", "sub/d../beside.mp4", content());

        eventually().until(() -> Files.exists(TestHub.receipt(beside)));

        assertThat(hub.recordings())
                .filteredOn(recording -> recording.dock().equals("paths"))
                .extracting(Recording::name)
                .containsExactly("sub/d../beside.mp4");
        try (var outside = Files.list(home.resolve("docks"))) {
            assertThat(outside.map(Names::fileName)).doesNotContain("up.mp4", "beside.mp4");
        }
    }

    @Test
    void areTwoRecordingsInTwoUnicodeForms() throws Exception {
        String composed = Normalizer.normalize("caf\u00e9-\uD55C.mp4", Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        byte[] one = content();
        byte[] other = content();
        Path first = hub.drop("forms", composed, one);
        Path second = hub.drop("forms", decomposed, other);

        assertIsDeposited(first, composed, one);
        assertIsDeposited(second, decomposed, other);
        assertThat(composed).isNotEqualTo(decomposed);
    }

    @Test
    void areTwoRecordingsWithTheirOwnSidecarsWhenTheyDifferInCaseOnly() throws Exception {
        Path folder = Files.createDirectories(hub.dock("cases"));
        Files.writeString(folder.resolve("mov_1.json"), "{\"incident\": \"lower\"}");
        Files.writeString(folder.resolve("MOV_1.json"), "{\"incident\": \"upper\"}");
        hub.drop("cases", "mov_1.mp4", content());
        hub.drop("cases", "MOV_1.MP4", content());

        assertThat(hub.deposited("mov_1.mp4").facts().incident()).isEqualTo("lower");
        assertThat(hub.deposited("MOV_1.MP4").facts().incident()).isEqualTo("upper");
    }

    @Test
    void goToQuarantineWhenNoReceiptFitsBesideThem() throws Exception {
        String longest = "\u00e9".repeat(119) + ".mp4";
        byte[] content = content();
        assertIsDeposited(hub.drop("long", longest, content), longest, content);
        Path folder = hub.dock("long");
        String tooLong = "\u00e9".repeat(125) + "y.mp4";
        Files.write(folder.resolve(tooLong), content());
        Files.write(folder.resolve("x".repeat(251) + ".mp4"), new byte[0]);

        eventually().until(() -> kept("long").size() == 2);

        assertThat(kept("long"))
                .extracting(kept -> kept.reason().reason())
                .containsExactlyInAnyOrder(QuarantineReason.NAME_TOO_LONG, QuarantineReason.EMPTY);
        assertThat(kept("long")).extracting(kept -> kept.reason().name()).contains(tooLong);
        assertThat(folder.resolve(tooLong)).doesNotExist();
    }

    @Test
    void areLeftAndCountedWhenTheyAreNoTextAndTheOthersGoOn() throws Exception {
        Path folder = Files.createDirectories(hub.dock("bytes"));
        run("printf x > \"$1/$(printf 'caf\\351.mp4')\"", folder);
        byte[] content = content();

        assertIsDeposited(hub.drop("bytes", "text.mp4", content), "text.mp4", content);

        eventually().until(() -> hub.docket().folders().passedOver("bytes").size() == 1);
        assertThat(new IntakeView("bytes", hub.docket().folders()).getFirstPassedOver())
                .contains("character set")
                .contains("rename it");
        assertThat(hub.recordings())
                .filteredOn(recording -> recording.dock().equals("bytes"))
                .hasSize(1);
    }

    @Test
    void ofTheQuarantineDoNotLeadOutOfItOverALinkThatLiesThere() throws Exception {
        Path outside = Files.createDirectories(home.resolve("outside"));
        Path folder = Files.createDirectories(hub.dock("steered"));
        Path link = Files.createSymbolicLink(folder.resolve("sub"), home.resolve("outside-to-be"));
        eventually().until(() -> !Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        Files.move(outside, home.resolve("outside-to-be"));

        Files.createDirectory(folder.resolve("sub"));
        hub.drop("steered", "sub/empty.mp4", new byte[0]);

        eventually().until(() -> kept("steered").size() == 2);
        try (var nothing = Files.list(home.resolve("outside-to-be"))) {
            assertThat(nothing).isEmpty();
        }
        assertThat(kept("steered"))
                .extracting(Quarantine.Kept::keptAs)
                .containsExactlyInAnyOrder("sub", "sub~2/empty.mp4");
    }

    @Test
    void thatLookLikeReasonsDoNotSpoilTheListOfTheQuarantine() throws Exception {
        hub.drop("reasons", "nothing.mp4", new byte[0]);
        eventually().until(() -> kept("reasons").size() == 1);
        Path quarantine = home.resolve("quarantine/reasons");
        Files.writeString(quarantine.resolve("odd.mp4"), "");
        Files.writeString(quarantine.resolve("odd.mp4.reason.json"), "[[[");
        Files.createSymbolicLink(quarantine.resolve("link.mp4.reason.json"), Path.of("/dev/zero"));
        Files.writeString(quarantine.resolve("link.mp4"), "");

        assertThat(kept("reasons")).extracting(Quarantine.Kept::keptAs).containsExactly("nothing.mp4");
    }

    private void assertIsDeposited(Path source, String name, byte[] content) throws IOException {
        eventually().until(() -> Files.exists(TestHub.receipt(source)));
        assertThat(hub.recording(name).orElseThrow().sha256()).isEqualTo(SourceDigest.of(source));
        assertThat(content).hasSize((int) Files.size(source));
    }

    private List<Quarantine.Kept> kept(String dock) throws IOException {
        return hub.docket().quarantine().kept().stream()
                .filter(kept -> kept.reason().dock().equals(dock))
                .toList();
    }

    private static void run(String command, Path argument) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command, "sh", argument.toString())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    private byte[] content() throws IOException {
        return Sources.ofLength(LENGTH, ++seed);
    }
}
