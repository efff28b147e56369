package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cameras write in ways of their own: GoPro's settings and telemetry, 3GPP's place, the date of an AVI. */
class CameraWordsTest {
    private final ContainerReader reader =
            new ContainerReader(Clock.fixed(Instant.parse("2026-05-14T06:50:00Z"), ZoneOffset.UTC));

    @Test
    void takesTheFirstFixOfTheTelemetryForThePlace() throws IOException {
        Media media = reader.read(Footage.recording("gopro-hero7.mp4")).media();

        assertThat(media.location()).isEqualTo(new Location(33.1268403, -117.3274043));
        assertThat(media.serial()).isEqualTo("C3281324500963");
        assertThat(media.model()).isEqualTo("HERO7 Black");
        assertThat(media.firmware()).isEqualTo("HD7.01.01.70.00");
    }

    @Test
    void takesNoPlaceFromAReceiverWithoutAFix(@TempDir Path folder) throws IOException {
        byte[] recording = Files.readAllBytes(Footage.recording("gopro-hero7.mp4"));
        // key, type, length, number, and then 3 for a fix in three dimensions
        ByteBuffer.wrap(recording).putInt(indexOf(recording, "GPSF") + 8, 0);

        assertThat(reader.read(Files.write(folder.resolve("no-fix.mp4"), recording))
                        .media()
                        .location())
                .as("what the camera wrote for the recording as a whole")
                .isEqualTo(new Location(33.1268, -117.3274));
    }

    @Test
    void survivesTelemetryThatIsNone(@TempDir Path folder) throws IOException {
        byte[] recording = Files.readAllBytes(Footage.recording("gopro-hero7.mp4"));
        int scale = indexOf(recording, "SCAL", indexOf(recording, "GPSF"));
        ByteBuffer.wrap(recording).putInt(scale + 8, 0);

        assertThat(reader.read(Files.write(folder.resolve("scale-0.mp4"), recording))
                        .media()
                        .location())
                .isEqualTo(new Location(33.1268, -117.3274));
    }

    @Test
    void readsAPlaceOf3gppWithANameInEitherEncoding() {
        assertThat(ThirdGenerationPlace.read(loci("Märkt\0".getBytes(StandardCharsets.UTF_8), 51.5, -0.25)))
                .isEqualTo(new Location(51.5, -0.25));
        assertThat(ThirdGenerationPlace.read(loci("\uFEFFMärkt\0".getBytes(StandardCharsets.UTF_16BE), -33.75, 151.5)))
                .isEqualTo(new Location(-33.75, 151.5));
    }

    @Test
    void takesNoPlaceOf3gppThatIsNone() {
        byte[] named = "x\0".getBytes(StandardCharsets.UTF_8);

        assertThat(ThirdGenerationPlace.read(loci(named, 0, 0))).isNull();
        assertThat(ThirdGenerationPlace.read(loci(named, 91, 7))).isNull();
        assertThat(ThirdGenerationPlace.read(loci("endless".getBytes(StandardCharsets.UTF_8), 0, 0)))
                .isNull();
        assertThat(ThirdGenerationPlace.read(ByteBuffer.allocate(3))).isNull();
    }

    @Test
    void readsTheDateOfAnAviInTheZoneOfItsDock() throws IOException {
        Media media = reader.read(Footage.bad("head-canon-mvi01.avi"), ZoneId.of("America/New_York"))
                .media();

        assertThat(media.createdAt()).isEqualTo("2003-03-10T20:04:43Z");
        assertThat(media.firmware()).isEqualTo("CanonMVI01");
        assertThat(media.audioCodec()).isEqualTo("pcm");
        assertThat(media.durationSeconds()).isEqualTo(15.533);
    }

    @ParameterizedTest
    @CsvSource({
        "WED AUG 24 15:35:10 2005, 2005-08-24T15:35:10Z",
        "2011:03:19 08:02:05, 2011-03-19T08:02:05Z",
        "2012/11/30 23:59:01, 2012-11-30T23:59:01Z",
        "2013-12-05 06:17:44, 2013-12-05T06:17:44Z",
        "Sat Feb  7 09:10:11 2015, 2015-02-07T09:10:11Z"
    })
    void readsTheDatesThatCamerasWrite(String text, Instant date) {
        assertThat(AviDate.read(text + "\n\0", ZoneOffset.UTC)).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000:00:00 00:00:00", "yesterday", "2011:13:19 08:02:05"})
    void takesNothingElseForADate(String text) {
        assertThat(AviDate.read(text, ZoneOffset.UTC)).isNull();
    }

    private static ByteBuffer loci(byte[] name, double lat, double lon) {
        return ByteBuffer.allocate(6 + name.length + 13)
                .putInt(0)
                .putShort((short) 0x15C7)
                .put(name)
                .put((byte) 1)
                .putInt((int) (lon * 65_536))
                .putInt((int) (lat * 65_536))
                .putInt(0)
                .flip();
    }

    private static int indexOf(byte[] recording, String text) {
        return indexOf(recording, text, 0);
    }

    private static int indexOf(byte[] recording, String text, int from) {
        return new String(recording, StandardCharsets.ISO_8859_1).indexOf(text, from);
    }
}
