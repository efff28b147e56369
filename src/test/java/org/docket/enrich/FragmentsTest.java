package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.docket.enrich.ContainerReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings in fragments; ffprobe and mediainfo give 3.4 seconds for those that were made for the tests. */
class FragmentsTest {
    private final ContainerReader reader =
            new ContainerReader(Clock.fixed(Instant.parse("2026-05-12T13:05:00Z"), ZoneOffset.UTC));

    private final Path folder;

    FragmentsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fragments.mp4", "movie-and-fragments.mp4"})
    void countsFromTheFirstStartToTheLastEnd(String name) throws IOException {
        Reading reading = reader.read(Footage.made(name));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media().durationSeconds()).isEqualTo(3.4);
    }

    @Test
    void addsUpFragmentsThatDoNotSayWhenTheyBegin() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.made("fragments.mp4"));
        rename(recording, "tfdt", "free");

        assertThat(read(recording).media().durationSeconds()).isEqualTo(3.4);
    }

    @Test
    void leavesAFragmentOutWhosePicturesAreMissing() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.made("fragments.mp4"));
        int last = lastIndexOf(recording, "moof") - 4;

        Reading reading = read(Arrays.copyOf(recording, last + 200));

        assertThat(reading.problems()).singleElement().asString().startsWith("moof at byte " + last + " claims ");
        assertThat(reading.media().durationSeconds()).isEqualTo(2.064);
    }

    @Test
    void inventsNothingWhereNoSampleSaysHowLongItRuns() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.made("fragments.mp4"));
        rename(recording, "trun", "free");
        rename(recording, "tfdt", "free");

        assertThat(read(recording).media().durationSeconds()).isNull();
    }

    @Test
    void takesTheClaimOfTheMovieWhereTheFragmentsAreNoHelp() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.made("fragments.mp4"));
        rename(recording, "trun", "free");
        rename(recording, "tfdt", "free");
        // The first of the defaults gives way to a claim of 7.25 seconds, in thousandths.
        int trex = Footage.indexOfBox(recording, "trex");
        ByteBuffer.wrap(recording, trex, 32)
                .putInt(16)
                .putInt(Box.codeOf("mehd"))
                .putInt(0)
                .putInt(7250)
                .putInt(16)
                .putInt(Box.codeOf("free"));

        assertThat(read(recording).media().durationSeconds()).isEqualTo(7.25);
    }

    @Test
    void looksAtFewOfVeryManyFragments() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.made("fragments.mp4"));
        int start = Footage.indexOfBox(recording, "moof");
        int end = indexOf(recording, "moof", start + 8) - 4;
        int time = indexOf(recording, "tfdt", start) + 8;
        Path path = folder.resolve("day.mp4");
        int count = 60_000;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            out.write(recording, 0, start);
            for (int i = 0; i < count; i++) {
                // The video counts 10240 to the second, and each fragment has one second of it.
                ByteBuffer.wrap(recording).putLong(time, i * 10_240L);
                out.write(recording, start, end - start);
            }
        }
        try (RecordingBytes bytes = RecordingBytes.open(path)) {
            Reading reading = assertTimeout(Duration.ofSeconds(20), () -> reader.read(bytes, path, ZoneOffset.UTC));

            assertThat(reading.problems()).isEmpty();
            assertThat(reading.media().durationSeconds()).isCloseTo(count, within(1.0));
            assertThat(bytes.reads()).isLessThan(2 * count + 1000);
        }
    }

    private Reading read(byte[] recording) throws IOException {
        return reader.read(Files.write(folder.resolve("fragments.mp4"), recording));
    }

    private static void rename(byte[] recording, String from, String to) {
        for (int i = indexOf(recording, from, 0); i > 0; i = indexOf(recording, from, i)) {
            System.arraycopy(to.getBytes(StandardCharsets.US_ASCII), 0, recording, i, 4);
        }
    }

    private static int lastIndexOf(byte[] recording, String text) {
        return new String(recording, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }

    private static int indexOf(byte[] recording, String text, int from) {
        return new String(recording, StandardCharsets.ISO_8859_1).indexOf(text, from);
    }
}
