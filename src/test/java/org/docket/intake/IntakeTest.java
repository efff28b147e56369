package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.TestHub;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docks do, and what becomes of it. One hub for all; every test has a dock of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntakeTest {
    private static final Path REAL = Path.of("src/test/resources/footage/real");
    private static final Path BAD = Path.of("src/test/resources/footage/bad");
    private static final Path SEOUL = Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4");

    /** Beside the shipped docks: one whose sources go a day after the receipt, and one that marks what is whole. */
    private static final String DOCKS = """

              - id: kept-a-day
                release: keep PT24H
              - id: marks
                markers-only: true
              - id: writes-xml
                dialect: castlerow
              - id: writes-shifts
                dialect: tidewell
            """;

    private final TestHub hub;

    IntakeTest(@TempDir Path home) throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        String shipped = Files.readString(Path.of("config", "docks.yaml"));
        Files.writeString(config.resolve("docks.yaml"), shipped + DOCKS);
        // Long enough that a busy machine does not make a writer look as if it had stopped.
        hub = new TestHub(home, Map.of("docket.intake.patience", "PT2H", "docket.intake.settle", "PT2S"));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void takesTheSameContentUnderAnotherNameAndFromAnotherDockAsOneRecording() throws Exception {
        Path unique = variant("one", 1);
        Path first = hub.drop("twice-a", "first.mp4", unique);
        Recording recording = hub.deposited("first.mp4");
        awaitReceipt(first);
        Path second = hub.drop("twice-a", "anew.mp4", unique);
        Path third = hub.drop("twice-b", "sub/folder/elsewhere.mp4", unique);
        awaitReceipt(second);
        awaitReceipt(third);

        JsonNode receipt = Json.MAPPER.readTree(Files.readString(TestHub.receipt(third)));
        assertThat(receipt.path("duplicateOf").asText())
                .isEqualTo(recording.id().toString());
        assertThat(receipt.path("name").asText()).isEqualTo("sub/folder/elsewhere.mp4");
        assertThat(hub.recording("anew.mp4")).isEmpty();
        assertThat(find(recording).duplicates()).isEqualTo(2);
        assertThat(hub.recordings())
                .filteredOn(found -> recording.sha256().equals(found.sha256()))
                .hasSize(1);
    }

    @Test
    void takesTheSameContentDroppedIntoTwoDocksAtOnceAsOneRecording() throws Exception {
        Path unique = variant("both", 2);
        Path left = hub.drop("both-left", "left.mp4", unique);
        Path right = hub.drop("both-right", "right.mp4", unique);
        awaitReceipt(left);
        awaitReceipt(right);
        String sha256 = SourceDigest.of(unique);
        List<Recording> found = hub.recordings().stream()
                .filter(recording -> sha256.equals(recording.sha256()))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).duplicates()).isEqualTo(1);
        assertThat(hub.recordings())
                .filteredOn(recording -> recording.state() == RecordingState.RECEIVED
                        && recording.dock().startsWith("both-"))
                .isEmpty();
        long blobs = hub.docket().vault().client().getBlobContainerClient("recordings").listBlobs().stream()
                .count();
        assertThat(blobs)
                .isEqualTo(hub.recordings().stream()
                        .filter(recording -> recording.state() == RecordingState.DEPOSITED)
                        .count());
    }

    @Test
    void takesAnotherContentUnderANameThatWasUsedBeforeAsAnotherRecording() throws Exception {
        Path before = variant("before", 3);
        Path after = variant("after", 4);
        Path source = hub.drop("reuse", "MOV_0001.mp4", before);
        awaitReceipt(source);
        Files.deleteIfExists(source);
        Files.deleteIfExists(source.resolveSibling("MOV_0001.mp4.done"));
        hub.drop("reuse", "MOV_0001.mp4", after);
        String sha256 = SourceDigest.of(after);
        eventually()
                .until(() -> Files.exists(TestHub.receipt(source))
                        && Files.readString(TestHub.receipt(source)).contains(sha256));
        assertThat(hub.recordings())
                .filteredOn(recording -> recording.name().equals("MOV_0001.mp4"))
                .extracting(Recording::sha256)
                .containsExactlyInAnyOrder(SourceDigest.of(before), sha256);
    }

    @Test
    void waitsUntilARecordingWithoutMarkerHasSettled() throws Exception {
        Path source = hub.dock("slow").resolve("growing.mp4");
        Files.createDirectories(source.getParent());
        byte[] content = Files.readAllBytes(variant("slow", 5));
        Files.write(source, java.util.Arrays.copyOf(content, content.length / 2));
        Instant until = Instant.now().plusMillis(3_000);
        int written = content.length / 2;
        // A writer that pauses for less than the settle time, several times over.
        while (Instant.now().isBefore(until)) {
            Files.write(source, new byte[] {content[written++]}, StandardOpenOption.APPEND);
            assertThat(hub.recording("growing.mp4")).isEmpty();
        }
        Files.write(source, java.util.Arrays.copyOfRange(content, written, content.length), StandardOpenOption.APPEND);
        assertThat(hub.deposited("growing.mp4").sha256()).isEqualTo(SourceDigest.of(source));
    }

    @Test
    void leavesTheSourceOfAnUnlistedDockAndDoesNotPresentItAgain() throws Exception {
        Path source = hub.drop("left-alone", "stay.mp4", variant("stay", 6));
        awaitReceipt(source);
        Recording recording = hub.deposited("stay.mp4");
        hub.restart();
        Path next = hub.drop("left-alone", "next.mp4", variant("next", 7));
        awaitReceipt(next);
        assertThat(source).exists();
        assertThat(find(recording).duplicates()).isZero();
        assertThat(history(recording)).containsExactly("received", "deposited", "classified", "receipted");
    }

    @Test
    void takesTheSourceAwayADayAfterItsReceiptWhereTheDockIsSetUpSo() throws Exception {
        Path source = hub.drop("kept-a-day", "kept.mp4", variant("kept", 20));
        Path replaced = hub.drop("kept-a-day", "replaced.mp4", variant("replaced", 21));
        awaitReceipt(source);
        awaitReceipt(replaced);
        hub.clock().advance(Duration.ofHours(23));
        awaitReceipt(hub.drop("kept-a-day", "later.mp4", variant("later", 22)));
        assertThat(source).exists();
        // What was put under the name of a receipted recording since then is not what the receipt is for.
        Path other = variant("other", 23);
        Files.copy(other, replaced, StandardCopyOption.REPLACE_EXISTING);
        hub.clock().advance(Duration.ofMinutes(61));
        eventually().until(() -> !Files.exists(source));
        assertThat(TestHub.receipt(source)).exists();
        assertThat(replaced).exists();
        String sha256 = SourceDigest.of(other);
        eventually()
                .until(() -> Files.exists(TestHub.receipt(replaced))
                        && Files.readString(TestHub.receipt(replaced)).contains(sha256));
    }

    @Test
    void waitsForTheMarkerWhereTheDockIsSetUpSo() throws Exception {
        Path source = Files.createDirectories(hub.dock("marks")).resolve("marked.mp4");
        Files.copy(variant("marked", 24), source);
        awaitReceipt(hub.drop("no-marks", "other.mp4", variant("unmarked", 25)));
        hub.clock().advance(Duration.ofHours(5));
        awaitReceipt(hub.drop("no-marks", "another.mp4", variant("another", 26)));
        assertThat(hub.recording("marked.mp4")).isEmpty();
        Files.createFile(source.resolveSibling("marked.mp4.done"));
        awaitReceipt(source);
    }

    @Test
    void writesTheReceiptAgainThatSomebodyDeleted() throws Exception {
        Path source = hub.drop("receipt-lost", "again.mp4", variant("receipt", 8));
        awaitReceipt(source);
        Files.delete(TestHub.receipt(source));
        hub.restart();
        awaitReceipt(source);
        assertThat(Files.readString(TestHub.receipt(source))).doesNotContain("duplicateOf");
    }

    @Test
    void readsTheSidecarAndKeepsItByteForByte() throws Exception {
        Path folder = Files.createDirectories(hub.dock("brixton-dock-1"));
        String sidecar = """
                {"sourceId": "K-88", "officer": {"id": "MP2004", "name": "R. Okafor"}, "startedAt": "2026-07-01T09:30:00",
                 "tags": ["Stop and Search"], "camera": {"serial": "CAM77"}, "notes": "caf\u00e9"}
                """;
        Files.writeString(folder.resolve("with-sidecar.json"), sidecar);
        Path source = hub.drop("brixton-dock-1", "with-sidecar.mp4", variant("sidecar", 9));
        Recording recording = hub.deposited("with-sidecar.mp4");
        assertThat(recording.category()).isEqualTo("stop-and-search");
        assertThat(recording.facts().officer().id()).isEqualTo("MP2004");
        // British summer time: the sidecar has no offset and the dock stands in London.
        assertThat(recording.facts().recorded().at()).isEqualTo(Instant.parse("2026-07-01T08:30:00Z"));
        assertThat(recording.facts().borough()).isEqualTo("Lambeth");
        awaitReceipt(source);
        eventually().until(() -> !Files.exists(source) && !Files.exists(folder.resolve("with-sidecar.json")));
        assertThat(TestHub.receipt(source)).exists();
    }

    @Test
    void readsASidecarInTheDialectOfItsDock() throws Exception {
        Path sidecar = Path.of("src/test/resources/sidecars/CR-55120.xml");
        String other = Files.readString(sidecar, StandardCharsets.ISO_8859_1).replaceAll("<ev:Hash[^>]*SHA.*", "");
        Path folder = Files.createDirectories(hub.dock("writes-xml"));
        Files.writeString(folder.resolve("CR-55120.xml"), other, StandardCharsets.ISO_8859_1);
        hub.drop("writes-xml", "CR-55120.mp4", variant("xml", 31));

        Recording recording = hub.deposited("CR-55120.mp4");

        assertThat(recording.facts().officer().name()).isEqualTo("Insp. Renée Adeyemi");
        assertThat(recording.facts().recorded().at()).isEqualTo(Instant.parse("2026-07-04T22:58:10Z"));
        assertThat(recording.facts().problems()).isEmpty();
    }

    @Test
    void readsTheRowOfARecordingInTheFileOfItsShift() throws Exception {
        Path folder = Files.createDirectories(hub.dock("writes-shifts"));
        Files.copy(
                Path.of("src/test/resources/sidecars/SHIFT_20260314_LATE.csv"),
                folder.resolve("SHIFT_20260314_LATE.csv"));
        hub.drop("writes-shifts", "TW0031.mp4", variant("shift-31", 32));
        hub.drop("writes-shifts", "TW0032.mp4", variant("shift-32", 33));

        Recording stopped = hub.deposited("TW0031.mp4");
        Recording complained = hub.deposited("TW0032.mp4");

        assertThat(stopped.facts().tags()).containsExactly("stop-and-search", "vehicle-stop");
        assertThat(stopped.facts().officer().name()).isEqualTo("Seán O’Brien");
        assertThat(stopped.facts().problems()).isEmpty();
        assertThat(complained.retained()).isTrue();
        assertThat(complained.facts().sourceId()).isEqualTo("88-0032");
    }

    @Test
    void takesInARecordingWhoseSidecarIsOfAnotherFormat() throws Exception {
        Path folder = Files.createDirectories(hub.dock("writes-xml"));
        Files.writeString(folder.resolve("CR-7.json"), "{\"tags\": [\"training\"]}");
        hub.drop("writes-xml", "CR-7.mp4", variant("foreign", 34));

        assertThat(hub.deposited("CR-7.mp4").facts().problems())
                .singleElement()
                .asString()
                .startsWith("the sidecar CR-7.json is JSON, but dock writes-xml writes the dialect castlerow (XML)");
    }

    @Test
    void retainsWhatTheOfficerWantsKeptByTheTimeItIsPresentedAgain() throws Exception {
        Path unique = variant("changed-mind", 27);
        awaitReceipt(hub.drop("mind", "unminded.mp4", unique));
        Recording recording = hub.receipted("unminded.mp4");
        assertThat(recording.retained()).isFalse();
        Files.writeString(
                hub.dock("mind").resolve("second.JSON"), "{\"officer\":{\"id\":\"MP88\"},\"decision\":\"retain\"}");
        awaitReceipt(hub.drop("mind", "second.mp4", unique));
        assertThat(find(recording).retained()).isTrue();
        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("retained"))
                .extracting(LedgerEntry::actor, LedgerEntry::authority)
                .containsExactly(tuple("MP88", "decision: sidecar second.JSON"));
    }

    @Test
    void keepsARecordingWhoseSidecarIsWrongAndLetsAPersonLook() throws Exception {
        Path folder = Files.createDirectories(hub.dock("bad-sidecar"));
        Files.writeString(folder.resolve("torn.json"), "{\"officer\": {\"id\": ");
        hub.drop("bad-sidecar", "torn.mp4", variant("torn", 10));
        Recording recording = hub.deposited("torn.mp4");
        assertThat(recording.facts().problems())
                .anyMatch(problem -> problem.contains("torn.json is no JSON: wrong at line 1"));
        assertThat(recording.category()).isEqualTo("unclassified");
        assertThat(recording.facts().sidecarProblems())
                .isEqualTo(recording.facts().problems());
    }

    @Test
    void givesNoReceiptWhenTheSidecarKnowsAnotherHash() throws Exception {
        Path folder = Files.createDirectories(hub.dock("other-hash"));
        Files.writeString(folder.resolve("odd.json"), "{\"sha256\": \"" + "ab".repeat(32) + "\"}");
        Path source = hub.drop("other-hash", "odd.mp4", variant("odd", 11));
        Recording recording = hub.deposited("odd.mp4");
        assertThat(recording.facts().problems()).anyMatch(problem -> problem.contains("it gets no receipt"));
        assertThat(recording.category()).isEqualTo("damaged");
        Path next = hub.drop("other-hash", "even.mp4", variant("even", 12));
        awaitReceipt(next);
        assertThat(TestHub.receipt(source)).doesNotExist();
        assertThat(source).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"70mai-by-000129.mp4", "70mai-no-000155.mp4", "json-named-mp4.mp4", "ftyp-only.mov"})
    void preservesADamagedRecordingAndMarksIt(String name) throws Exception {
        Path source = hub.drop("damaged", name, BAD.resolve(name));
        Recording recording = hub.deposited(name);
        awaitReceipt(source);
        assertThat(recording.facts().problems()).isNotEmpty();
        assertThat(recording.category()).isEqualTo("damaged");
        assertThat(recording.sha256()).isEqualTo(SourceDigest.of(BAD.resolve(name)));
    }

    @Test
    void quarantinesWhatHasNoBytes() throws Exception {
        Path empty = Files.createTempFile("empty", ".mp4");
        Path source = hub.drop("nothing", "empty.mp4", empty);
        Quarantine.Reason reason = quarantined("nothing", "empty.mp4");
        assertThat(reason.reason()).isEqualTo(QuarantineReason.EMPTY);
        // The reason is there first.
        eventually().until(() -> !Files.exists(source));
        assertThat(hub.recording("empty.mp4")).isEmpty();
    }

    @Test
    void quarantinesALinkAndDoesNotFollowIt() throws Exception {
        Path folder = Files.createDirectories(hub.dock("links"));
        Path outside = variant("outside", 13);
        Files.createSymbolicLink(folder.resolve("link.mp4"), outside);
        Files.createSymbolicLink(folder.resolve("linked-folder"), REAL.toAbsolutePath());
        assertThat(quarantined("links", "link.mp4").reason()).isEqualTo(QuarantineReason.ESCAPES_FOLDER);
        awaitReceipt(hub.drop("links", "real.mp4", variant("real", 14)));
        assertThat(outside).exists();
        assertThat(hub.recordings())
                .filteredOn(recording -> recording.dock().equals("links"))
                .extracting(Recording::name)
                .containsExactly("real.mp4");
    }

    @Test
    void goesOnUnderTheSameIdentityWhenItIsStoppedBeforeTheDeposit() throws Exception {
        Path unique = variant("interrupted", 16);
        Recording received;
        hub.hub().context().getRouteController().suspendRoute("vault-deposit");
        try {
            hub.drop("interrupted", "cut.mp4", unique);
            eventually().until(() -> hub.recording("cut.mp4").isPresent());
            received = hub.recording("cut.mp4").orElseThrow();
        } finally {
            hub.hub().context().getRouteController().resumeRoute("vault-deposit");
        }
        assertThat(received.state()).isEqualTo(RecordingState.RECEIVED);
        assertThat(hub.deposited("cut.mp4").id()).isEqualTo(received.id());
    }

    @Test
    void keepsOneDockGoingWhileAnotherIsSuspended() throws Exception {
        awaitReceipt(hub.drop("stopped", "warm.mp4", variant("warm", 17)));
        hub.hub().context().getRouteController().suspendRoute(DockRoutes.routeId("stopped"));
        Path waiting = hub.drop("stopped", "waits.mp4", variant("waits", 18));
        awaitReceipt(hub.drop("going", "goes.mp4", variant("goes", 19)));
        assertThat(TestHub.receipt(waiting)).doesNotExist();
        hub.hub().context().getRouteController().resumeRoute(DockRoutes.routeId("stopped"));
        awaitReceipt(waiting);
    }

    private Recording find(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow();
    }

    private List<String> history(Recording recording) {
        return hub.docket().ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    private static void awaitReceipt(Path source) {
        eventually().until(() -> Files.exists(TestHub.receipt(source)));
    }

    private Quarantine.Reason quarantined(String dock, String name) throws Exception {
        eventually().until(() -> hub.docket().quarantine().list().stream()
                .anyMatch(reason -> reason.dock().equals(dock) && reason.name().equals(name)));
        return hub.docket().quarantine().list().stream()
                .filter(reason -> reason.dock().equals(dock) && reason.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A real recording with a few bytes after its end, which players ignore: other content, and each of another length. */
    private static Path variant(String name, int bytes) throws Exception {
        Path path = Files.createTempFile(name, ".mp4");
        Files.write(path, Files.readAllBytes(SEOUL));
        byte[] free = ("\0\0\0" + (char) (8 + bytes) + "free").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(path, free, StandardOpenOption.APPEND);
        Files.write(
                path,
                name.repeat(bytes).substring(0, bytes).getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.APPEND);
        Files.setLastModifiedTime(
                path, FileTime.from(Instant.parse("2026-05-04T03:02:01Z").plusSeconds(bytes)));
        path.toFile().deleteOnExit();
        return path;
    }
}
