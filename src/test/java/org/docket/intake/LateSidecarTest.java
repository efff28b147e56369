package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sidecar comes when it comes. Whatever it says counts from then on, and none goes to another recording. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LateSidecarTest {
    private static final String DOCKS = """
            defaults:
              zone: Europe/London
              name-pattern: '(?<officer>[^_]+)_(?<camera>[^_]+)_(?<startedAt>\\d{8}T\\d{6})'
              release: leave
              markers-only: false
            docks:
              - {id: clears-up, release: delete}
              - {id: waits, sidecar-wait: PT20S}
              - {id: shifts, dialect: tidewell}
            dialects:
              tidewell:
                format: csv
                separator: ';'
                rows: {file: SHIFT_*.csv, recording: Clip}
                fields:
                  officer.id: Shoulder No
                  tags: Category
            """;

    private final TestHub hub;
    private int dropped;

    LateSidecarTest(@TempDir Path home) throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve("docks.yaml"), DOCKS);
        hub = new TestHub(home, Map.of());
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void enrichesAndClassifiesADepositedRecordingAgain() throws Exception {
        Recording before = deposit("stays", "MP31_C7_20260314T201500.mp4");
        assertThat(before.retained()).isFalse();

        sidecar("stays", "MP31_C7_20260314T201500.json", "{\"tags\": [\"arrest\"], \"officer\": {\"id\": \"MP99\"}}");

        eventually().until(() -> find(before).retained());
        Recording after = find(before);
        assertThat(after.category()).isEqualTo("crime-evidence");
        assertThat(after.facts().officer().id()).isEqualTo("MP99");
        // What the sidecar leaves out, the name says.
        assertThat(after.facts().camera().serial()).isEqualTo("C7");
        assertThat(after.facts().recorded())
                .isEqualTo(new RecordedTime(Instant.parse("2026-03-14T20:15:00Z"), RecordedTime.Source.NAME));
        assertThat(told(before)).containsExactly(EvidenceMessage.RETAINED);
        assertThat(acts(before)).containsSubsequence("receipted", "enriched", "classified-again", "sidecar-kept");
    }

    @Test
    void tellsCaseSystemsWhatACorrectedSidecarSaysAndKeepsBoth() throws Exception {
        Recording before = deposit("stays", "corrected.mp4");
        String wrong = "{\"tags\": [\"arrest\"], \"notes\": \"on Acre Lane\"}";
        String right = "{\"tags\": [\"arrest\"], \"notes\": \"on Acre Road\"}";
        sidecar("stays", "corrected.json", wrong);
        eventually().until(() -> find(before).retained());

        sidecar("stays", "corrected.json", right);

        eventually().until(() -> "on Acre Road".equals(find(before).facts().notes()));
        assertThat(told(before)).containsExactly(EvidenceMessage.RETAINED, EvidenceMessage.UPDATED);
        assertThat(kept(before)).containsExactly(wrong, right);
    }

    @Test
    void takesNothingAwayWhenALateSidecarCannotBeRead() throws Exception {
        Recording before = deposit("stays", "torn.mp4");
        sidecar("stays", "torn.json", "{\"officer\": {\"id\": \"MP44\"}, \"tags\": [\"stop-and-search\"]}");
        eventually().until(() -> find(before).category().equals("stop-and-search"));

        sidecar("stays", "torn.json", "{\"officer\": {\"id\":");

        eventually().until(() -> !find(before).facts().problems().isEmpty());
        assertThat(find(before).facts().officer().id()).isEqualTo("MP44");
        assertThat(find(before).category()).isEqualTo("stop-and-search");
        assertThat(find(before).facts().sidecarProblems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("the sidecar torn.json");
        assertThat(notices(before)).containsExactly("sidecar-wrong");
        assertThat(kept(before)).hasSize(2);

        sidecar("stays", "torn.json", "{\"officer\": {\"id\": \"MP45\"}}");

        eventually().until(() -> find(before).facts().problems().isEmpty());
        assertThat(find(before).facts().officer().id()).isEqualTo("MP45");
    }

    @Test
    void retainsWhatTheOfficerWantsKeptWhenTheSidecarSaysSoLate() throws Exception {
        Recording before = deposit("stays", "kept.mp4");

        sidecar("stays", "kept.json", "{\"officer\": {\"id\": \"MP61\"}, \"decision\": \"retain\"}");

        eventually().until(() -> acts(before).contains("retained"));
        assertThat(find(before).decided()).isEqualTo(Recording.Decided.RETAINED);
    }

    @Test
    void findsTheRecordingThatIsGoneFromItsFolder() throws Exception {
        Recording before = deposit("clears-up", "MP7_C9_20260301T100000.mp4");
        eventually().until(() -> !Files.exists(hub.dock("clears-up").resolve("MP7_C9_20260301T100000.mp4")));

        Path sidecar = sidecar(
                "clears-up",
                "MP7_C9_20260301T100000.json",
                "{\"tags\": [\"taser\"], \"startedAt\": \"2026-03-01T10:00:40Z\"}");

        eventually().until(() -> find(before).category().equals("use-of-force"));
        eventually().until(() -> !Files.exists(sidecar));
        assertThat(find(before).countedFrom()).isEqualTo(before.countedFrom());
        assertThat(find(before).facts().recorded().at()).isEqualTo("2026-03-01T10:00:40Z");
        eventually().until(() -> acts(before).contains("sidecar-removed"));
    }

    @Test
    void findsTheRecordingThatIsGoneByItsHash() throws Exception {
        Recording before = deposit("clears-up", "hashed.mp4");
        eventually().until(() -> !Files.exists(hub.dock("clears-up").resolve("hashed.mp4")));

        sidecar("clears-up", "hashed.json", "{\"tags\": [\"taser\"], \"sha256\": \"" + before.sha256() + "\"}");

        eventually().until(() -> find(before).category().equals("use-of-force"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the next day", "the same shift"})
    void leavesASidecarForTheRecordingThatComesUnderANameUsedBefore(String when) throws Exception {
        String name = when.equals("the next day") ? "0001" : "0011";
        Recording first = deposit("clears-up", name + ".mp4");
        eventually().until(() -> !Files.exists(hub.dock("clears-up").resolve(name + ".mp4")));
        Instant startedAt = when.equals("the next day")
                ? hub.clock().instant().plus(Duration.ofHours(20))
                : first.receivedAt().minus(Duration.ofHours(9));
        Path sidecar = sidecar(
                "clears-up",
                name + ".json",
                "{\"tags\": [\"murder\"], \"decision\": \"retain\", \"startedAt\": \"" + startedAt + "\"}");
        Recording other = deposit("clears-up", "passes-by-" + name + ".mp4");
        assertThat(sidecar).exists();

        Recording second = deposit("clears-up", name + ".mp4");

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.category()).isEqualTo("serious-crime");
        assertThat(second.retained()).isTrue();
        assertThat(acts(first)).doesNotContain("sidecar-kept");
        assertThat(acts(other)).doesNotContain("sidecar-kept");
    }

    @Test
    void takesTheLastWordAlsoWhenItWasSaidBefore() throws Exception {
        Recording before = deposit("stays", "undone.mp4");
        String first = "{\"notes\": \"by the bridge\"}";
        sidecar("stays", "undone.json", first);
        eventually().until(() -> "by the bridge".equals(find(before).facts().notes()));
        sidecar("stays", "undone.json", "{\"notes\": \"by the river\"}");
        eventually().until(() -> "by the river".equals(find(before).facts().notes()));

        sidecar("stays", "undone.json", first);

        eventually().until(() -> "by the bridge".equals(find(before).facts().notes()));
    }

    @Test
    void keepsAnOlderRowWithoutBelievingIt() throws Exception {
        Path folder = Files.createDirectories(hub.dock("shifts"));
        Path newer = write(folder.resolve("SHIFT_8.csv"), "Clip;Shoulder No;Category\nTW0081.mp4;MP81;taser\n");
        Files.setLastModifiedTime(newer, FileTime.from(Instant.parse("2026-03-14T22:00:00Z")));
        Path older = write(folder.resolve("SHIFT_7.csv"), "Clip;Shoulder No;Category\nTW0081.mp4;MP18;training\n");
        Files.setLastModifiedTime(older, FileTime.from(Instant.parse("2026-03-14T21:00:00Z")));

        Recording recording = deposit("shifts", "TW0081.mp4");
        eventually().until(() -> kept(recording).size() == 2);
        // In whatever order the files are looked at again: what counts is not taken for a correction of what does not.
        hub.restart();
        deposit("shifts", "TW0082.mp4");

        assertThat(kept(recording)).hasSize(2);
        assertThat(find(recording).facts().officer().id()).isEqualTo("MP81");
        assertThat(find(recording).category()).isEqualTo("use-of-force");
    }

    @Test
    void believesARowThatIsCorrectedToWhatAnOlderFileSays() throws Exception {
        Path folder = Files.createDirectories(hub.dock("shifts"));
        String wrong = "Clip;Shoulder No;Category\nTW0083.mp4;MP81;taser\n";
        String right = "Clip;Shoulder No;Category\nTW0083.mp4;MP18;training\n";
        Path newer = write(folder.resolve("SHIFT_10.csv"), wrong);
        Files.setLastModifiedTime(newer, FileTime.from(Instant.parse("2026-03-14T22:00:00Z")));
        Path older = write(folder.resolve("SHIFT_9.csv"), right);
        Files.setLastModifiedTime(older, FileTime.from(Instant.parse("2026-03-14T21:00:00Z")));
        Recording recording = deposit("shifts", "TW0083.mp4");
        eventually().until(() -> kept(recording).size() == 2);

        write(newer, right);

        eventually().until(() -> find(recording).facts().officer().id().equals("MP18"));
        assertThat(kept(recording)).hasSize(3);
    }

    @Test
    void takesInARecordingThatWasRenamedOverTheOneThatIsUnderWay() throws Exception {
        Recording first = deposit("stays", "again.mp4");
        byte[] content = footage();
        Path next = hub.dock("stays").resolve(".again.mp4.part");
        Files.write(next, content);

        Files.move(next, hub.dock("stays").resolve("again.mp4"), StandardCopyOption.REPLACE_EXISTING);

        eventually().until(() -> hub.recordings().stream()
                .anyMatch(recording -> recording.name().equals("again.mp4")
                        && !recording.id().equals(first.id())
                        && acts(recording).contains("receipted")));
    }

    @Test
    void doesNotGiveASidecarWithoutATimeToARecordingThatIsGone() throws Exception {
        Recording first = deposit("clears-up", "0003.mp4");
        eventually().until(() -> !Files.exists(hub.dock("clears-up").resolve("0003.mp4")));
        Path sidecar = sidecar("clears-up", "0003.json", "{\"tags\": [\"robbery\"]}");
        deposit("clears-up", "meanwhile.mp4");
        assertThat(sidecar).exists();

        assertThat(deposit("clears-up", "0003.mp4").category()).isEqualTo("crime-evidence");

        assertThat(acts(first)).doesNotContain("sidecar-kept");
    }

    @Test
    void waitsForASidecarWhereTheDockIsSetUpSo() throws Exception {
        Path source = hub.drop("waits", "patient.mp4", footage());
        Recording other = deposit("stays", "bystander.mp4");
        assertThat(hub.recording("patient.mp4")).isEmpty();

        sidecar("waits", "patient.json", "{\"tags\": [\"training\"]}");

        assertThat(hub.deposited("patient.mp4").category()).isEqualTo("training");
        assertThat(acts(other)).contains("receipted");
        assertThat(source).exists();
    }

    @Test
    void readsTheFileOfAShiftThatComesAfterItsRecordings() throws Exception {
        Recording one = deposit("shifts", "TW0071.mp4");
        Recording two = deposit("shifts", "TW0072.mp4");

        Path shift = write(
                hub.dock("shifts").resolve("SHIFT_1.csv"),
                String.join(
                        "\r\n",
                        "Clip;Shoulder No;Category",
                        "TW0071.MP4;MP11;arrest",
                        "TW0072;MP12;taser",
                        "TW0073.mp4;MP13;training",
                        ""));

        eventually().until(() -> find(two).category().equals("use-of-force"));
        eventually().until(() -> find(one).category().equals("crime-evidence"));
        assertThat(kept(one)).containsExactly("Clip;Shoulder No;Category\r\nTW0071.MP4;MP11;arrest\r\n");
        Recording three = deposit("shifts", "TW0073.mp4");
        assertThat(three.category()).isEqualTo("training");
        assertThat(shift).exists();
    }

    @Test
    void putsTheSidecarOfADisposedRecordingIntoQuarantine() throws Exception {
        Recording before = deposit("clears-up", "MP2_C3_20260301T100000.mp4");
        eventually().until(() -> !Files.exists(hub.dock("clears-up").resolve("MP2_C3_20260301T100000.mp4")));
        Jdbi.create(database()).useTransaction(handle -> hub.docket()
                .catalogue()
                .condemned(handle, List.of(before.id()), hub.clock().instant()));

        sidecar(
                "clears-up",
                "MP2_C3_20260301T100000.json",
                "{\"tags\": [\"murder\"], \"startedAt\": \"2026-03-01T10:00:00Z\"}");

        eventually().until(() -> hub.docket().quarantine().list().stream()
                .anyMatch(reason -> reason.reason() == QuarantineReason.SIDECAR_TOO_LATE
                        && reason.name().equals("MP2_C3_20260301T100000.json")));
        assertThat(acts(before)).doesNotContain("sidecar-kept");
    }

    private Recording deposit(String dock, String name) throws Exception {
        List<Recording> before = hub.recordings();
        hub.drop(dock, name, footage());
        eventually().until(() -> hub.recordings().stream()
                .anyMatch(recording -> recording.name().equals(name)
                        && before.stream().noneMatch(old -> old.id().equals(recording.id()))
                        && acts(recording).contains("receipted")));
        return hub.recordings().stream()
                .filter(recording -> recording.name().equals(name)
                        && before.stream().noneMatch(old -> old.id().equals(recording.id())))
                .findFirst()
                .orElseThrow();
    }

    /** A movie without anything in it, whose end makes it one of its own. */
    private byte[] footage() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4"));
        byte[] own = ("\0\0\0\u0010free" + String.format("%08d", ++dropped)).getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(whole, whole.length + own.length);
        System.arraycopy(own, 0, all, whole.length, own.length);
        return all;
    }

    private Path sidecar(String dock, String name, String content) throws IOException {
        return write(hub.dock(dock).resolve(name), content);
    }

    private static Path write(Path target, String content) throws IOException {
        Path temporary = Files.createDirectories(target.getParent()).resolve("." + target.getFileName() + ".part");
        Files.writeString(temporary, content, StandardCharsets.UTF_8);
        return Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private Recording find(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow();
    }

    private List<String> acts(Recording recording) {
        return hub.docket().ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    private List<String> told(Recording recording) {
        return hub.docket().outbox().of(recording.id()).stream()
                .map(Handover::type)
                .toList();
    }

    private String database() {
        return hub.settings().read(DatabaseConfiguration.class).url();
    }

    private List<String> kept(Recording recording) {
        return Jdbi.create(database()).withHandle(handle -> handle.createQuery(
                        "select convert_from(content, 'UTF8') from sidecar where recording_id = :id order by number")
                .bind("id", recording.id())
                .mapTo(String.class)
                .list());
    }

    private List<String> notices(Recording recording) {
        return Jdbi.create(database())
                .withHandle(handle -> handle.createQuery("select message::json -> 'data' ->> 'kind' from notice"
                                + " where message::json ->> 'subject' = :id")
                        .bind("id", recording.id().toString())
                        .mapTo(String.class)
                        .list());
    }
}
