package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.enrich.ContainerReader.Reading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recording of the reference table, real and bad, against what three other tools say of it. */
class ReferenceTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-02T08:15:00Z"), ZoneOffset.UTC);
    private static final long MIB = 1L << 20;

    /** What has to be said of each bad recording, by words of it; nothing of what only decoding every picture shows. */
    private static final Map<String, List<String>> WRONG = Map.ofEntries();

    private final ContainerReader reader = new ContainerReader(NOW);

    static List<Reference> real() {
        return Reference.real();
    }

    static List<Reference> bad() {
        return Reference.bad();
    }

    @ParameterizedTest
    @MethodSource("real")
    void agreesWithTheOtherToolsOnARealRecording(Reference reference) throws IOException {
        check(reference, reader.read(reference.recording()));
    }

    @ParameterizedTest
    @MethodSource("real")
    void agreesWithTheOtherToolsOnTheOriginal(Reference reference) throws IOException {
        check(reference, reader.read(original(reference)));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void namesWhatIsWrongWithABadRecording(Reference reference) throws IOException {
        checkBad(reference, reference.recording());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void namesWhatIsWrongWithTheOriginal(Reference reference) throws IOException {
        checkBad(reference, original(reference));
    }

    @ParameterizedTest
    @MethodSource("real")
    void fetchesLittleOfARecording(Reference reference) throws IOException {
        try (RecordingBytes bytes = RecordingBytes.open(reference.recording())) {
            reader.read(bytes, reference.recording(), ZoneOffset.UTC);

            assertThat(bytes.reads()).isLessThan(200);
            assertThat(bytes.fetched()).isLessThan(64 * 1024);
        }
    }

    @Test
    void theTablesHaveEveryRecording() {
        assertThat(Reference.real()).hasSize(18);
        assertThat(Reference.bad())
                .hasSize(43)
                .extracting(Reference::name)
                .containsExactlyInAnyOrderElementsOf(WRONG.keySet());
    }

    private static void check(Reference reference, Reading reading) {
        Media media = reading.media();
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(reading.problems()).as("problems").isEmpty();
        softly.assertThat(media.durationSeconds()).as("duration").isCloseTo(reference.seconds(), within(0.05));
        softly.assertThat(media.width()).as("width").isEqualTo(reference.number("width"));
        softly.assertThat(media.height()).as("height").isEqualTo(reference.number("height"));
        softly.assertThat(media.rotation()).as("rotation").isEqualTo(reference.number("rotation"));
        softly.assertThat(media.videoCodec()).as("video codec").isEqualTo(reference.codec("video_codec"));
        softly.assertThat(media.audioCodec()).as("audio codec").isEqualTo(reference.codec("audio_codec"));
        softly.assertThat(media.createdAt()).as("creation").isEqualTo(reference.createdAt());
        softly.assertThat(media.make()).as("make").isEqualTo(reference.text("make"));
        softly.assertThat(media.model()).as("model").isEqualTo(reference.text("model"));
        softly.assertThat(media.serial()).as("serial").isEqualTo(reference.text("serial"));
        softly.assertThat(media.firmware()).as("firmware").isEqualTo(firmware(reference));
        checkPlace(softly, media.location(), reference.place());
        softly.assertAll();
    }

    /** ffprobe alone gives Android's version as a bare number. */
    private static @Nullable String firmware(Reference reference) {
        String firmware = reference.text("firmware_or_software");
        return "10".equals(firmware) ? "Android 10" : firmware;
    }

    private static void checkPlace(SoftAssertions softly, @Nullable Location actual, @Nullable Location expected) {
        if (expected == null || actual == null) {
            softly.assertThat(actual).as("place").isEqualTo(expected);
        } else {
            softly.assertThat(actual.lat()).as("latitude").isCloseTo(expected.lat(), within(0.000_05));
            softly.assertThat(actual.lon()).as("longitude").isCloseTo(expected.lon(), within(0.000_05));
        }
    }

    private void checkBad(Reference reference, Path recording) throws IOException {
        Reading reading = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> reader.read(recording));
        long before = allocated();
        reader.read(recording);
        long taken = allocated() - before;

        assertThat(taken).as("bytes of memory").isLessThan(8 * MIB);
        List<String> words = WRONG.get(reference.name());
        if (words.isEmpty()) {
            assertThat(reading.problems()).isEmpty();
        } else {
            assertThat(String.join("; ", reading.problems())).contains(words);
        }
    }

    private static Path original(Reference reference) {
        Optional<Path> original = Footage.original(reference.name());
        Assumptions.assumeTrue(original.isPresent(), "this machine has no ../shared/footage");
        return original.get();
    }

    /** Bytes that this thread has ever allocated. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
