package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.enrich.ContainerReader.Reading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerReaderTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-06-01T09:30:00Z"), ZoneOffset.UTC);

    private final ContainerReader reader = new ContainerReader(NOW);

    /**
     * What ffprobe 5.1.9, exiftool 12.57 and mediainfo 23.04 say too, wherever they agree with each other; a place in a box that
     * Docket does not read (3GPP's loci) is absent.
     */
    record Expected(String name, Media media) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Expected> realRecordings() {
        return Stream.of(
                expect("android-slowmo-muxer.mp4", "video/mp4", 0.526, 1280, 720, 0, "avc1", null, 13.325, null)
                        .on(null, null, null, "Android 10"),
                expect(
                                "android6-seoul-1.mp4",
                                "video/mp4",
                                1.003,
                                352,
                                288,
                                270,
                                "avc1",
                                "mp4a",
                                29.95,
                                "2019-08-29T00:02:13Z")
                        .on(new Location(37.5002, 127.0362), null, null, "Android 6.0.1"),
                expect("beach.3gp", "video/3gpp", 13.347, 640, 360, 0, "avc1", null, 29.97, null)
                        .on(null, null, null, null),
                expect(
                                "iphone14pro-dolbyvision.mov",
                                "video/quicktime",
                                0.107,
                                1280,
                                720,
                                90,
                                "hvc1",
                                "mp4a",
                                30,
                                "2023-05-09T11:48:30Z")
                        .on(new Location(51.5334, -0.1255), "Apple", "iPhone 14 Pro", "16.4.1"),
                expect(
                                "iphonex-reexport.mov",
                                "video/quicktime",
                                0.5,
                                720,
                                1280,
                                0,
                                "avc1",
                                "mp4a",
                                60,
                                "2024-02-02T08:09:57Z")
                        .on(new Location(27.1281, 100.2508), "Apple", "iPhone X", "12.1.2"),
                expect("opencv-tree.avi", "video/vnd.avi", 29.6, 320, 240, null, "cvid", null, 15, null)
                        .on(null, null, null, null),
                expect("phone-h263.3gp", "video/3gpp", 5.128, 352, 288, 0, "s263", "mp4a", 14.143, null)
                        .on(null, null, null, null),
                expect("phone-timestamps-lavf.mp4", "video/mp4", 1.007, 1920, 1080, 0, "avc1", "mp4a", 30, null)
                        .on(null, null, null, null),
                expect(
                                "pixel-hevc-mett.mp4",
                                "video/mp4",
                                0.1,
                                1920,
                                1080,
                                90,
                                "hvc1",
                                "mp4a",
                                29.98,
                                "2023-04-28T17:52:17Z")
                        .on(new Location(51.5932, -0.2431), null, null, null),
                expect(
                                "samsung-sef-slowmo.mp4",
                                "video/mp4",
                                2.152,
                                320,
                                240,
                                0,
                                "avc1",
                                "mp4a",
                                30.472,
                                "2020-10-30T12:14:50Z")
                        .on(null, null, null, "Android 10"),
                expect("sony-a7-lavf.mp4", "video/mp4", 1.44, 1200, 676, 0, "avc1", "ipcm", 50, "2026-04-26T09:25:15Z")
                        .on(null, null, null, null),
                expect(
                                "webcam-fragmented.mp4",
                                "video/mp4",
                                null,
                                1080,
                                720,
                                0,
                                "avc1",
                                "mp4a",
                                null,
                                "2016-05-31T17:01:35Z")
                        .on(null, null, null, null));
    }

    @ParameterizedTest
    @MethodSource("realRecordings")
    void readsWhatRealCamerasWrite(Expected expected) throws IOException {
        Reading reading = reader.read(Footage.real(expected.name()));

        assertThat(reading.problems()).isEmpty();
        Media media = reading.media();
        assertThat(media)
                .usingRecursiveComparison()
                .ignoringFields("durationSeconds", "framesPerSecond", "location")
                .isEqualTo(expected.media());
        assertClose(media.durationSeconds(), expected.media().durationSeconds(), 0.05);
        assertClose(media.framesPerSecond(), expected.media().framesPerSecond(), 0.05);
        Location location = expected.media().location();
        assertClose(latitude(media.location()), latitude(location), 0.0001);
        assertClose(longitude(media.location()), longitude(location), 0.0001);
    }

    @Test
    void believesNoCreationTimeOfAnUnsetClock() throws IOException {
        assertThat(reader.read(Footage.real("beach.3gp")).media().createdAt())
                .as("1904-01-01, the zero of the container")
                .isNull();
    }

    @Test
    void believesNoCreationTimeInTheFuture() throws IOException {
        ContainerReader earlier =
                new ContainerReader(Clock.fixed(Instant.parse("2026-04-25T09:25:14Z"), ZoneOffset.UTC));
        ContainerReader justInTime =
                new ContainerReader(Clock.fixed(Instant.parse("2026-04-25T09:25:16Z"), ZoneOffset.UTC));
        Path recording = Footage.real("sony-a7-lavf.mp4");

        assertThat(earlier.read(recording).media().createdAt()).isNull();
        assertThat(justInTime.read(recording).media().createdAt()).isEqualTo("2026-04-26T09:25:15Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+00.0000+000.0000/", "+93.0000+012.5000/", "+no+fix+yet+here+/"})
    void takesZeroZeroAndNonsenseForNoFix(String place, @TempDir Path folder) throws IOException {
        byte[] recording = Files.readAllBytes(Footage.real("android6-seoul-1.mp4"));
        byte[] text = place.getBytes(StandardCharsets.US_ASCII);
        // after the header come two bytes of length and two of language
        System.arraycopy(text, 0, recording, Footage.indexOfBox(recording, "©xyz") + 12, text.length);

        Reading reading = reader.read(Files.write(folder.resolve("no-fix.mp4"), recording));

        assertThat(reading.media().location()).isNull();
        assertThat(reading.media().firmware()).isEqualTo("Android 6.0.1");
    }

    @Test
    void inventsNoDurationForAFragmentedRecording() throws IOException {
        assertThat(reader.read(Footage.real("webcam-fragmented.mp4")).media().durationSeconds())
                .isNull();
    }

    @Test
    void saysWhenTheRecordingItselfCannotBeOpened(@TempDir Path folder) {
        assertThatThrownBy(() -> reader.read(folder.resolve("gone.mp4"))).isInstanceOf(NoSuchFileException.class);
    }

    private static @Nullable Double latitude(@Nullable Location location) {
        return location == null ? null : location.lat();
    }

    private static @Nullable Double longitude(@Nullable Location location) {
        return location == null ? null : location.lon();
    }

    private static void assertClose(@Nullable Double actual, @Nullable Double expected, double tolerance) {
        if (expected == null) {
            assertThat(actual).isNull();
        } else {
            assertThat(actual).isCloseTo(expected, within(tolerance));
        }
    }

    private static Picture expect(
            String name,
            String container,
            @Nullable Number seconds,
            int width,
            int height,
            @Nullable Integer rotation,
            String videoCodec,
            @Nullable String audioCodec,
            @Nullable Number framesPerSecond,
            @Nullable String createdAt) {
        return (location, make, model, firmware) -> new Expected(
                name,
                new Media(
                        container,
                        seconds == null ? null : seconds.doubleValue(),
                        width,
                        height,
                        rotation,
                        videoCodec,
                        audioCodec,
                        framesPerSecond == null ? null : framesPerSecond.doubleValue(),
                        createdAt == null ? null : Instant.parse(createdAt),
                        location,
                        make,
                        model,
                        null,
                        firmware));
    }

    /** The rest of an expectation: where it was made, and with what. */
    private interface Picture {
        Expected on(
                @Nullable Location location, @Nullable String make, @Nullable String model, @Nullable String firmware);
    }
}
