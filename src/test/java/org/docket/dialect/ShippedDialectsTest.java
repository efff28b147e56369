package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.docket.intake.Docks;
import org.junit.jupiter.api.Test;

/** The examples that are shipped, on sidecars such as they are written for. */
class ShippedDialectsTest {
    private static final Path SIDECARS = Path.of("src/test/resources/sidecars");

    @Test
    void readsTheJsonOfACamera() throws IOException {
        Reading reading = DialectFile.read(shipped("brightmere"), content("BM4-000917.json"));

        assertThat(reading)
                .isEqualTo(new Reading(
                        "5f0d8c1e-7b3a-4b52-9a3f-0b8f5d2a9c11",
                        new Camera("BM4-2207731", "Brightmere", "BM4", "7.12.0"),
                        new Officer("PC2841", "PC Niamh Ferreira", null, null),
                        Instant.parse("2026-03-14T18:15:02.500Z"),
                        Instant.parse("2026-03-14T18:16:01.250Z"),
                        List.of("use-of-force", "arrest"),
                        "CAD-2026-0314-4410",
                        "retain",
                        new Location(51.4712, -0.1189),
                        "9b9ff37ea0c8feb3d289f5b91ac9c76e7422d0a027bdda7753d9ee23006a13d6",
                        "Door forced. “Police!” called twice.",
                        List.of()));
    }

    @Test
    void readsTheXmlOfADockingStation() throws IOException {
        Reading reading = DialectFile.read(shipped("castlerow"), content("CR-55120.xml"));

        assertThat(reading)
                .isEqualTo(new Reading(
                        "CR-55120",
                        new Camera("U7-31882", "Castlerow", "U7", null),
                        new Officer("MP4417", "Insp. Renée Adeyemi", null, null),
                        Instant.parse("2026-07-04T22:58:10Z"),
                        Instant.parse("2026-07-04T23:04:55Z"),
                        List.of("public-order", "use-of-force"),
                        "CAD-2026-0704-9981",
                        null,
                        new Location(51.5081, -0.0759),
                        "1a0f5519f8479f313586f71e6cf3deb52b3a2e33e23943925b0c7896e0657158",
                        "Crowd dispersed & two detained.",
                        List.of()));
    }

    @Test
    void readsTheRowsOfAShift() throws IOException {
        Dialect tidewell = shipped("tidewell");
        ShiftTable table = tidewell.table(content("SHIFT_20260314_LATE.csv"));

        assertThat(tidewell.isShiftFile("SHIFT_20260314_LATE.csv")).isTrue();
        assertThat(tidewell.read(row(table, "TW0032.mp4"), DialectFile.LONDON))
                .isEqualTo(new Reading(
                        "88-0032",
                        new Camera("TW-7719", null, null, null),
                        new Officer("MP7421", "Seán O’Brien", null, null),
                        Instant.parse("2026-03-14T19:02:30Z"),
                        Instant.parse("2026-03-14T19:14:35Z"),
                        List.of("complaint"),
                        null,
                        "retain",
                        null,
                        null,
                        "Lives at no. 12\r\n(first floor)",
                        List.of()));
        assertThat(tidewell.read(row(table, "TW0031.mp4"), DialectFile.LONDON))
                .returns(List.of("stop-and-search", "vehicle-stop"), Reading::tags)
                .returns("Said \"no comment\"; nothing found", Reading::notes)
                .returns(null, Reading::decision)
                .returns(List.of(), Reading::problems);
        assertThat(tidewell.read(row(table, "TW0033.mov"), DialectFile.LONDON))
                .returns(new Location(51.4671, -0.1102), Reading::location)
                .returns(Instant.parse("2026-03-14T22:43:20Z"), Reading::endedAt);
    }

    private static ByteBuffer row(ShiftTable table, String recording) {
        assertThat(table.rows(recording)).hasSize(1);
        return table.rows(recording).get(0).content();
    }

    private static Dialect shipped(String name) {
        return Docks.load(Path.of("config", "docks.yaml")).dialects().get(name);
    }

    private static byte[] content(String name) throws IOException {
        return Files.readAllBytes(SIDECARS.resolve(name));
    }
}
