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

    /**
     * Words that have to be said of each bad recording. There is nothing to say of the one of which each box is sound and each
     * picture decodes.
     */
    private static final Map<String, List<String>> WRONG = Map.ofEntries(
            Map.entry("70mai-aa-000153.mp4", List.of("damaged from byte 437", "neither a video nor a sound track")),
            Map.entry("70mai-by-000129.mp4", List.of("damaged from byte 437", "no movie header")),
            Map.entry("70mai-ev-000131.mp4", List.of("damaged from byte 24", "no moov box")),
            Map.entry("70mai-ev-000133.mp4", List.of("GPS at byte 1267 claims", "neither a video nor a sound track")),
            Map.entry("70mai-ev-000143.mp4", List.of("damaged from byte 445", "no moov box")),
            Map.entry("70mai-no-000121.mp4", List.of()),
            Map.entry("70mai-no-000123.mp4", List.of("damaged from byte 437", "no moov box")),
            Map.entry("70mai-no-000125.mp4", List.of("damaged from byte 1267", "neither a video nor a sound track")),
            Map.entry("70mai-no-000127.mp4", List.of("GPS at byte 1267 claims", "moov is damaged from byte 681")),
            Map.entry("70mai-no-000139.mp4", List.of("damaged from byte 1499")),
            Map.entry("70mai-no-000141.mp4", List.of("damaged from byte 587", "no moov box")),
            Map.entry("70mai-no-000147.mp4", List.of("damaged from byte 437", "neither a video nor a sound track")),
            Map.entry("70mai-no-000149.mp4", List.of("damaged from byte 1862", "neither a video nor a sound track")),
            Map.entry("70mai-no-000155.mp4", List.of("name ends in .mp4", "could not be recognised")),
            Map.entry("70mai-pa-000135.mp4", List.of("GPS at byte 1267 claims", "moov is damaged from byte 587")),
            Map.entry("70mai-pa-000137.mp4", List.of("damaged from byte 3291", "moov is damaged from byte 587")),
            Map.entry("70mai-pa-000145.mp4", List.of("damaged from byte 437", "no moov box")),
            Map.entry("70mai-yy-000151.mp4", List.of("damaged from byte 445", "no moov box")),
            Map.entry("cut-74-bytes.m4a", List.of("moov at byte 28 claims", "mvhd at byte 36 claims")),
            Map.entry("cut-fragmented-last-moof.mp4", List.of("moof at byte 1244 claims")),
            Map.entry(
                    "cut-samsung-s20u-moov.mp4",
                    List.of("damaged from byte 2538", "video track goes on at byte 1457584")),
            Map.entry(
                    "cut50-android9.mp4",
                    List.of("mdat at byte 405173 claims", "video track goes on", "sound track goes on")),
            Map.entry("cut50-gopro7.mp4", List.of("mdat at byte 20 claims", "no moov box")),
            Map.entry("drm-stub.m4a", List.of("no picture or sound")),
            Map.entry("empty.mov", List.of("the recording is empty")),
            Map.entry("ftyp-bad-brands.mov", List.of("middle of a box header", "no moov box")),
            Map.entry("ftyp-only.mov", List.of("middle of a box header", "no moov box")),
            Map.entry("head-canon-avchd.mts", List.of("does not read the metadata of video/mp2t")),
            Map.entry("head-canon-mvi01.avi", List.of("RIFF at byte 0 claims")),
            Map.entry("head-pentax-qt.mov", List.of("mdat box is empty", "does not say where its samples lie")),
            Map.entry("head-sony-a7-xavc.mp4", List.of("no picture or sound", "video track goes on")),
            Map.entry("heic-named-mp4.mp4", List.of("name ends in .mp4", "neither audio nor video")),
            Map.entry("json-named-mp4.mp4", List.of("name ends in .mp4", "could not be recognised")),
            Map.entry("mdat-too-long.mp4", List.of("mdat at byte 2184 claims")),
            Map.entry("moov-size-huge-android9.mp4", List.of("moov at byte 24 claims 4294967280")),
            Map.entry("moz-bipbop-cbcs-video-init.mp4", List.of("no picture or sound")),
            Map.entry("moz-chunk-out-of-range.mp4", List.of("begins with chunk 16777217")),
            Map.entry("moz-invalid-userdata.mp4", List.of("no picture or sound", "video track goes on")),
            Map.entry("moz-test-case-1185230.mp4", List.of("no picture or sound", "sound track goes on")),
            Map.entry(
                    "mvhd-ctime0-android9.mp4",
                    List.of("the movie header has no time of creation but a track has 2019-12-20T20:08:34Z")),
            Map.entry("powerloss-gopro7-no-moov.mp4", List.of("no moov box: it was never finished")),
            Map.entry("qt-keys-no-media.mov", List.of("no picture or sound", "neither a video nor a sound track")),
            Map.entry("udta-only-gps.mp4", List.of("no movie header", "neither a video nor a sound track")));

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

            assertThat(bytes.reads()).isLessThan(50);
            assertThat(bytes.fetched()).isLessThan(128 * 1024);
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
        softly.assertThat(media.durationSeconds())
                .as("duration")
                .isCloseTo(reference.decimal("duration_s"), within(0.05));
        softly.assertThat(media.width()).as("width").isEqualTo(reference.number("width"));
        softly.assertThat(media.height()).as("height").isEqualTo(reference.number("height"));
        softly.assertThat(media.rotation()).as("rotation").isEqualTo(reference.number("rotation"));
        softly.assertThat(media.videoCodec()).as("video codec").isEqualTo(reference.codec("video_codec"));
        softly.assertThat(media.audioCodec()).as("audio codec").isEqualTo(reference.codec("audio_codec"));
        if (!reference.name().equals("webcam-fragmented.mp4")) {
            softly.assertThat(media.framesPerSecond()).as("frames").isCloseTo(reference.decimal("fps"), within(0.05));
        }
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
        assertSaid(reference, reading.problems());
    }

    static void assertSaid(Reference reference, List<String> problems) {
        List<String> words = WRONG.get(reference.name());
        if (words.isEmpty()) {
            assertThat(problems).as(reference.name()).isEmpty();
        } else {
            assertThat(String.join("; ", problems)).as(reference.name()).contains(words);
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
