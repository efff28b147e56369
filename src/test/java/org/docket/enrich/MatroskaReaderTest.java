package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import org.docket.catalogue.Media;
import org.docket.enrich.ContainerReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ffprobe, exiftool and mediainfo say of the same recordings is the same. */
class MatroskaReaderTest {
    private static final Instant CREATED = Instant.parse("2024-05-17T09:41:26Z");

    private final ContainerReader reader =
            new ContainerReader(Clock.fixed(Instant.parse("2026-05-13T14:25:00Z"), ZoneOffset.UTC));

    private final Path folder;

    MatroskaReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsMatroska() throws IOException {
        Reading reading = reader.read(Footage.made("finished.mkv"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media()).isEqualTo(media("video/x-matroska", 3.128, "V_MPEG4/ISO/AVC", "A_AAC"));
    }

    @Test
    void readsWebM() throws IOException {
        Reading reading = reader.read(Footage.made("vp8-opus.webm"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media()).isEqualTo(media("video/webm", 3.008, "V_VP8", "A_OPUS"));
    }

    @Test
    void saysThatARecordingWasNeverFinishedAndInventsNoRunningTime() throws IOException {
        Reading reading = reader.read(Footage.made("unfinished.mkv"));

        assertThat(reading.problems()).containsExactly("the Segment has no length: the recording was never finished");
        assertThat(reading.media()).isEqualTo(media("video/x-matroska", null, "V_MPEG4/ISO/AVC", "A_AAC"));
    }

    @Test
    void saysThatARecordingIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(Footage.made("finished.mkv"));

        Reading reading = read(Arrays.copyOf(whole, 4000));

        assertThat(reading.problems()).anySatisfy(problem -> assertThat(problem)
                .startsWith("Segment at byte ")
                .endsWith(" bytes but the recording has 4000"));
        assertThat(reading.media().width()).isEqualTo(64);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        byte[] whole = Files.readAllBytes(Footage.made("finished.mkv"));

        assertThat(read(Arrays.copyOf(whole, 20)).problems()).isNotEmpty();
        assertThat(read(Arrays.copyOf(whole, 300)).problems())
                .contains("the recording has no picture or sound: there is no Cluster");
    }

    @Test
    void givesUpOnEndlessElements() throws IOException {
        byte[] whole = Files.readAllBytes(Footage.made("unfinished.mkv"));
        ByteArrayOutputStream hostile = new ByteArrayOutputStream();
        // The header and the start of a Segment without a length, then elements that hold nothing.
        int segment = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u0018S\u0080g");
        hostile.write(whole, 0, segment + 12);
        for (int i = 0; i <= EbmlWalker.MOST_ELEMENTS; i++) {
            hostile.writeBytes(new byte[] {(byte) 0xEC, (byte) 0x80});
        }

        Path recording = Files.write(folder.resolve("endless.mkv"), hostile.toByteArray());
        Reading reading = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> reader.read(recording));

        assertThat(reading.problems())
                .contains("the recording has more than 10000 elements; the rest was not looked at");
    }

    @Test
    void survivesWhateverTheBytesAre() throws IOException {
        byte[] sound = Files.readAllBytes(Footage.made("finished.mkv"));
        Random random = new Random(20260513);
        for (int round = 0; round < 500; round++) {
            byte[] spoilt = sound.clone();
            for (int i = 0; i <= random.nextInt(10); i++) {
                spoilt[4 + random.nextInt(900)] = (byte) random.nextInt(256);
            }
            Path recording = Files.write(folder.resolve("spoilt.mkv"), spoilt);
            Reading reading = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> reader.read(recording));
            assertThat(reading.media().container()).isNotNull();
        }
    }

    private Reading read(byte[] recording) throws IOException {
        return reader.read(Files.write(folder.resolve("recording.mkv"), recording));
    }

    private static Media media(String container, Double seconds, String video, String sound) {
        return new Media(
                container, seconds, 64, 36, 0, video, sound, 5.0, CREATED, null, null, null, null, "Lavf59.27.100");
    }
}
