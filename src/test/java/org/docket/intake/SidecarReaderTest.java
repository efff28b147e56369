package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.docket.dialect.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarReaderTest {
    private static final Map<String, Dialect> SHIPPED =
            Docks.load(Path.of("config", "docks.yaml")).dialects();
    private static final Dock OWN = SidecarDock.writing(Dialect.DOCKET);
    private static final Dock XML = SidecarDock.writing(SHIPPED.get("castlerow"));
    private static final Dock SHIFT = SidecarDock.writing(SHIPPED.get("tidewell"));
    private static final String HEADER =
            "Clip;Ref;Date;Start;Length;Camera;Shoulder No;Officer;Category;Incident;Evidence;Latitude;"
                    + "Longitude;Remarks\n";

    private final Path folder;
    private final Path recording;
    private final SidecarReader reader = new SidecarReader();

    SidecarReaderTest(@TempDir Path folder) {
        this.folder = folder;
        this.recording = folder.resolve("TW7.mp4");
    }

    @Test
    void findsNothingWhereThereIsNothing() throws IOException {
        assertThat(reader.read(recording, OWN)).isEmpty();
        assertThat(reader.read(recording, SHIFT)).isEmpty();
        assertThat(reader.places(recording, SHIFT)).isEmpty();
    }

    @Test
    void readsTheSidecarInTheDialectOfTheDock() throws IOException {
        write("TW7.XML", "<Evidence xmlns='urn:castlerow:evidence:2' ref='K1'/>");

        Sidecar sidecar = read(XML);

        assertThat(sidecar.name()).isEqualTo("TW7.XML");
        assertThat(sidecar.dialect()).isEqualTo("castlerow");
        assertThat(sidecar.sourceId()).isEqualTo("K1");
        assertThat(sidecar.problems()).isEmpty();
    }

    @Test
    void prefersTheFormatOfTheDialect() throws IOException {
        write("TW7.json", "{\"incident\": \"of-json\"}");
        write("TW7.xml", "<Evidence xmlns='urn:castlerow:evidence:2' ref='of-xml'/>");

        assertThat(read(OWN).incident()).isEqualTo("of-json");
        assertThat(read(XML).sourceId()).isEqualTo("of-xml");
        assertThat(reader.places(recording, OWN)).containsExactly(folder.resolve("TW7.json"));
        assertThat(reader.places(recording, XML)).containsExactly(folder.resolve("TW7.xml"));
    }

    @Test
    void keepsASidecarOfAnotherFormatAndSaysWhatToDo() throws IOException {
        write("TW7.csv", "a,b\n1,2\n");

        Sidecar sidecar = read(OWN);

        assertThat(text(sidecar)).isEqualTo("a,b\n1,2\n");
        assertThat(sidecar.problems())
                .containsExactly(
                        "the sidecar TW7.csv is CSV, but dock harbour-4 writes the dialect docket (JSON): it is kept and not"
                                + " read; set the dock's dialect in docks.yaml");
    }

    @Test
    void keepsASidecarThatCannotBeRead() throws IOException {
        write("TW7.json", "{\"incident\": \u0007}");

        Sidecar sidecar = read(OWN);

        assertThat(text(sidecar)).isEqualTo("{\"incident\": \u0007}");
        assertThat(sidecar.problems()).containsExactly("the sidecar TW7.json is no JSON: wrong at line 1, column 15");
    }

    @Test
    void doesNotLoadMoreThanAMebibyte() throws IOException {
        write("TW7.json", "{\"notes\": \"" + "n".repeat(2 << 20) + "\"}");

        Sidecar sidecar = read(OWN);

        assertThat(sidecar.content().remaining()).isZero();
        assertThat(sidecar.problems()).containsExactly("the sidecar TW7.json is larger than 1 MiB and was not read");
    }

    @Test
    void namesASidecarWithoutWhatDisturbsAScreen() throws IOException {
        write("a\u001b[2J\nb.json", "[]");

        assertThat(reader.read(folder.resolve("a\u001b[2J\nb.mp4"), OWN)
                        .orElseThrow()
                        .problems())
                .containsExactly("the sidecar a\uFFFD[2J\uFFFDb.json is no JSON object");
    }

    @Test
    void readsTheRowOfAShiftFile() throws IOException {
        write("SHIFT_1.csv", HEADER + row("TW6.mp4", "R6") + row("TW7.mp4", "R7"));

        Sidecar sidecar = read(SHIFT);

        assertThat(sidecar.name()).isEqualTo("SHIFT_1.csv");
        assertThat(sidecar.sourceId()).isEqualTo("R7");
        assertThat(text(sidecar)).isEqualTo(HEADER + row("TW7.mp4", "R7"));
        assertThat(sidecar.problems()).isEmpty();
        assertThat(reader.places(recording, SHIFT)).containsExactly(folder.resolve("SHIFT_1.csv"));
        assertThat(reader.read(folder.resolve("TW8.mp4"), SHIFT)).isEmpty();
    }

    @Test
    void findsAShiftFileThatCameAfterItLookedSoonAfter() throws IOException {
        assertThat(reader.read(recording, SHIFT)).isEmpty();

        write("shift_2.CSV", HEADER + row("TW7", "R7"));

        Awaitility.await().until(() -> reader.read(recording, SHIFT).isPresent());
        assertThat(read(SHIFT).sourceId()).isEqualTo("R7");
    }

    @Test
    void readsAShiftFileAgainWhenItHasChanged() throws IOException {
        Path file = write("SHIFT_1.csv", HEADER + row("TW7", "R7"));
        assertThat(read(SHIFT).sourceId()).isEqualTo("R7");

        write("SHIFT_1.csv", HEADER + row("TW7", "R8"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-14T23:00:00Z")));

        assertThat(read(SHIFT).sourceId()).isEqualTo("R8");
    }

    @Test
    void prefersTheSidecarBesideTheRecordingToTheShift() throws IOException {
        write("SHIFT_1.csv", HEADER + row("TW7.mp4", "of-the-shift"));
        write("TW7.csv", HEADER + row("TW9.mp4", "of-its-own"));

        assertThat(read(SHIFT).sourceId()).isEqualTo("of-its-own");
    }

    @Test
    void takesTheRowThatNamesTheRecordingFromAFileOfItsOwnName() throws IOException {
        write("TW7.csv", HEADER + row("TW6.mp4", "R6") + row("TW7.mp4", "R7"));

        assertThat(read(SHIFT).sourceId()).isEqualTo("R7");
    }

    @Test
    void prefersTheRowOfAShiftToASidecarOfAnotherFormat() throws IOException {
        write("TW7.xml", "<clip/>");
        write("SHIFT_1.csv", HEADER + row("TW7.mp4", "of-the-shift"));

        assertThat(read(SHIFT).sourceId()).isEqualTo("of-the-shift");
        Files.delete(folder.resolve("SHIFT_1.csv"));
        assertThat(read(SHIFT).problems()).singleElement().asString().contains("is XML, but dock");
    }

    @Test
    void takesTheLastOfSeveralRowsAndSaysSo() throws IOException {
        write("SHIFT_1.csv", HEADER + row("TW7.mp4", "R7") + row("TW7.mp4", "R7") + row("TW7.mp4", "R8"));

        Sidecar sidecar = read(SHIFT);

        assertThat(sidecar.sourceId()).isEqualTo("R8");
        assertThat(sidecar.problems())
                .containsExactly(
                        "the sidecar SHIFT_1.csv names the recording in line 2 and differently in line 4: the last one"
                                + " counts");
    }

    @Test
    void saysNothingOfARowThatIsThereTwiceTheSame() throws IOException {
        write("SHIFT_1.csv", HEADER + row("TW7.mp4", "R7") + row("TW7.mp4", "R7"));
        write("SHIFT_2.csv", HEADER + row("TW7.mp4", "R7"));

        assertThat(read(SHIFT).problems()).isEmpty();
    }

    @Test
    void takesTheNewerOfSeveralFilesAndSaysSo() throws IOException {
        Path newer = write("SHIFT_1.csv", HEADER + row("TW7.mp4", "newer"));
        Path older = write("SHIFT_2.csv", HEADER + row("TW7.mp4", "older"));
        Files.setLastModifiedTime(newer, FileTime.from(Instant.parse("2026-03-14T23:00:00Z")));
        Files.setLastModifiedTime(older, FileTime.from(Instant.parse("2026-03-14T22:00:00Z")));

        Sidecar sidecar = read(SHIFT);

        assertThat(sidecar.sourceId()).isEqualTo("newer");
        assertThat(sidecar.problems())
                .containsExactly(
                        "the sidecar SHIFT_1.csv names the recording differently from SHIFT_2.csv, which is older: the newer"
                                + " file counts");
    }

    @Test
    void keepsWhatABrokenShiftFileHasOfARecording() throws IOException {
        write("SHIFT_1.csv", HEADER + row("TW6.mp4", "R6") + "TW5;\"not closed\nTW7.mp4;R7;...\n");

        Sidecar sidecar = read(SHIFT);

        assertThat(text(sidecar)).isEqualTo("TW5;\"not closed\nTW7.mp4;R7;...\n");
        assertThat(sidecar.problems())
                .containsExactly(
                        "the sidecar SHIFT_1.csv is no CSV from line 3 on (look for a quote that is not closed), and what"
                                + " comes there names this recording");
        assertThat(reader.read(folder.resolve("TW6.mp4"), SHIFT).orElseThrow().problems())
                .isEmpty();
        assertThat(reader.read(folder.resolve("TW9.mp4"), SHIFT)).isEmpty();
    }

    @Test
    void saysWhenABrokenFileMayHaveCorrectedARow() throws IOException {
        write("SHIFT_1.csv", HEADER + row("TW7.mp4", "R7") + "TW7.mp4;\"not closed\n");

        Sidecar sidecar = read(SHIFT);

        assertThat(sidecar.sourceId()).isEqualTo("R7");
        assertThat(sidecar.problems())
                .singleElement()
                .asString()
                .startsWith("the sidecar SHIFT_1.csv may have been corrected: SHIFT_1.csv is no CSV from line 3 on");
    }

    @Test
    void doesNotLoadAShiftFileOfMoreThanEightMebibytes() throws IOException {
        write("SHIFT_1.csv", HEADER + "x".repeat(9 << 20));

        Sidecar sidecar = read(SHIFT);

        assertThat(sidecar.content().remaining()).isZero();
        assertThat(sidecar.problems())
                .containsExactly(
                        "the sidecar SHIFT_1.csv is larger than 8 MiB and was not read: what it says of this recording is"
                                + " not known");
    }

    @Test
    void doesNotReadAShiftFileAgainThatLooksTheSame() throws IOException {
        Path file = write("SHIFT_1.csv", HEADER + row("TW7.mp4", "R7"));
        FileTime modified = FileTime.from(Instant.parse("2026-03-14T23:00:00Z"));
        Files.setLastModifiedTime(file, modified);
        assertThat(read(SHIFT).sourceId()).isEqualTo("R7");

        write("SHIFT_1.csv", HEADER + row("TW7.mp4", "R8"));
        Files.setLastModifiedTime(file, modified);

        assertThat(read(SHIFT).sourceId()).isEqualTo("R7");
        assertThat(new SidecarReader().read(recording, SHIFT).orElseThrow().sourceId())
                .isEqualTo("R8");
    }

    @Test
    void tellsTheRecordingsOfALongShiftApart() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 2_000; i++) {
            rows.append(row("TW" + i + ".mp4", "R" + i));
        }
        write("SHIFT_1.csv", rows.toString());

        for (int i = 0; i < 2_000; i++) {
            assertThat(reader.read(folder.resolve("TW" + i + ".mp4"), SHIFT).orElseThrow())
                    .returns("R" + i, Sidecar::sourceId)
                    .returns(List.of(), Sidecar::problems);
        }
    }

    private Sidecar read(Dock dock) throws IOException {
        return reader.read(recording, dock).orElseThrow();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String row(String clip, String ref) {
        return clip + ";" + ref + ";14/03/2026;18:15:02;0:00:41;C1;MP1;A. Osei;;;N;51.4;-0.1;\n";
    }

    private static String text(Sidecar sidecar) {
        ByteBuffer content = sidecar.content().duplicate();
        return StandardCharsets.UTF_8.decode(content).toString();
    }
}
