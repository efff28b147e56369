package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.enrich.ContainerReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedRecordingTest {
    private final ContainerReader reader =
            new ContainerReader(Clock.fixed(Instant.parse("2026-07-02T10:45:00Z"), ZoneOffset.UTC));

    private final Path folder;

    DamagedRecordingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsOnWhenTheMovieClaimsMoreThanTheRecordingHas() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.real("android6-seoul-1.mp4"));
        int moov = Footage.indexOfBox(recording, "moov");
        ByteBuffer.wrap(recording).putInt(moov, 0xFFFFFFF0);

        Reading reading = read("huge.mp4", recording);

        assertThat(reading.problems())
                .containsExactly(
                        "moov at byte " + moov + " claims 4294967280 bytes but the recording has " + recording.length);
        assertThat(reading.media().durationSeconds()).isEqualTo(1.003);
        assertThat(reading.media().location()).isEqualTo(new Location(37.5002, 127.0362));
    }

    @Test
    void saysThatARecordingWithoutAMovieWasNeverFinished() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.real("samsung-sef-slowmo.mp4"));
        int moov = Footage.indexOfBox(recording, "moov");

        Reading reading = read("power-loss.mp4", Arrays.copyOf(recording, moov));

        assertThat(reading.media()).isEqualTo(Media.unreadable("video/mp4"));
        assertThat(reading.problems())
                .containsExactly("the recording has no moov box: it was never finished, or a part of it is missing");
    }

    @Test
    void saysThatPictureAndSoundAreCutOff() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.real("android6-seoul-1.mp4"));

        Reading reading = read("cut.mp4", Arrays.copyOf(recording, 500_000));

        assertThat(reading.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).endsWith("but the recording has 500000"))
                .anySatisfy(problem -> assertThat(problem).startsWith("mdat at byte "))
                .anySatisfy(problem -> assertThat(problem).contains(" track goes on at byte "));
        assertThat(reading.media().width()).isEqualTo(352);
    }

    @Test
    void recognisesTextBehindTheNameOfAVideo() throws IOException {
        Reading reading = reader.read(Footage.bad("json-named-mp4.mp4"));

        assertThat(reading.media()).isEqualTo(Media.unreadable(null));
        assertThat(reading.problems())
                .contains("the name ends in .mp4 but the content is no container that Docket knows");
    }

    @Test
    void recognisesAStillPictureBehindTheNameOfAVideo() throws IOException {
        Reading reading = reader.read(Footage.bad("heic-named-mp4.mp4"));

        assertThat(reading.media()).isEqualTo(Media.unreadable("image/heif"));
        assertThat(reading.problems()).contains("the name ends in .mp4 but the content is image/heif");
    }

    @Test
    void saysThatAnAviIsCutOffAndStillReadsItsHeaders() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.real("opencv-tree.avi"));

        Reading reading = read("cut.avi", Arrays.copyOf(recording, 40_000));

        assertThat(reading.problems())
                .contains("RIFF at byte 0 claims " + (recording.length - 8) + " bytes but the recording has 40000");
        assertThat(reading.media().durationSeconds()).isEqualTo(29.6);
    }

    @Test
    void saysThatAnAviWasNeverFinished() throws IOException {
        byte[] recording = Arrays.copyOf(Files.readAllBytes(Footage.real("opencv-tree.avi")), 50_000);
        ByteBuffer.wrap(recording).putInt(4, 0);

        Reading reading = read("unfinished.avi", recording);

        assertThat(reading.problems()).contains("RIFF claims 0 bytes: the recording was never finished");
        assertThat(reading.media().width()).isEqualTo(320);
    }

    @Test
    void recognisesAnEmptyRecording() throws IOException {
        Reading reading = read("empty.mov", new byte[0]);

        assertThat(reading.media()).isEqualTo(Media.unreadable(null));
        assertThat(reading.problems()).containsExactly("the recording is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"samsung-sef-slowmo.mp4", "android-slowmo-muxer.mp4", "iphone14pro-dolbyvision.mov"})
    void survivesWhateverTheBytesOfTheMovieAre(String name) throws IOException {
        byte[] sound = Files.readAllBytes(Footage.real(name));
        int moov = Footage.indexOfBox(sound, "moov");
        int length = Math.min(4000, sound.length - moov);
        Random random = new Random(20260702);
        for (int round = 0; round < 300; round++) {
            byte[] spoilt = sound.clone();
            for (int i = 0; i <= random.nextInt(10); i++) {
                spoilt[moov + random.nextInt(length)] = (byte) random.nextInt(256);
            }
            Path recording = write("spoilt-" + name, spoilt);
            Reading reading = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> reader.read(recording));
            assertThat(reading.media().container()).isNotNull();
        }
    }

    private Reading read(String name, byte[] content) throws IOException {
        return reader.read(write(name, content));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
