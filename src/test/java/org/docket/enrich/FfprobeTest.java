package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.RecordedTime;
import org.docket.enrich.ContainerReader.Reading;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that stands in for ffprobe and misbehaves in one way each, and the real one where there is one. */
class FfprobeTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-06-03T10:20:00Z"), ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String NOT_READ = "Docket does not read the metadata of video/mp2t";
    private static final String REPORT = """
            {"streams": [
              {"codec_type": "video", "codec_name": "h264", "width": 1440, "height": 1080, "avg_frame_rate": "50/2",
               "side_data_list": [{"rotation": -90}]},
              {"codec_type": "audio", "codec_name": "ac3"}],
             "format": {"duration": "12.345678", "tags": {"creation_time": "2025-11-30T21:14:07.000000Z",
               "location": "+51.5007-000.1246/", "make": "Canon", "model": "HF10", "encoder": "7.1"}}}
            """;

    private final Path folder;

    FfprobeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsWhatDocketDoesNot() throws IOException {
        Reading reading = read(printing(REPORT));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media())
                .isEqualTo(new Media(
                        "video/mp2t",
                        12.346,
                        1440,
                        1080,
                        90,
                        "h264",
                        "ac3",
                        25.0,
                        Instant.parse("2025-11-30T21:14:07Z"),
                        new Location(51.5007, -0.1246),
                        "Canon",
                        "HF10",
                        null,
                        "7.1"));
    }

    @Test
    void takesNothingAbsurd() throws IOException {
        Reading reading = read(printing("""
                {"streams": [{"codec_type": "video", "codec_name": "h264", "width": -5, "height": 4000000000,
                   "avg_frame_rate": "0/0", "side_data_list": [{"rotation": 17}]}],
                 "format": {"duration": "1e300", "tags": {"creation_time": "+42603-01-01T00:00:00Z",
                   "location": "+00.0000+000.0000/", "make": "\\u0007"}}}
                """));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media())
                .isEqualTo(new Media(
                        "video/mp2t", null, null, null, null, "h264", null, null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo nonsense",
                "echo '[1, 2'",
                "echo '{\"streams\": 7, \"format\": []}'",
                "echo '{}'",
                "printf '\\377\\376'",
                "true",
                "exit 3",
                "kill -SEGV $$",
                "yes '{\"streams\": ['",
                "yes | head -c 2000000"
            })
    void knowsNothingFromAProgramThatFails(String commands) throws IOException {
        Reading reading = assertTimeout(LONG, () -> read(script(commands)));

        assertThat(reading.media()).isEqualTo(Media.unreadable("video/mp2t"));
        assertThat(reading.problems()).containsExactly(NOT_READ);
    }

    @Test
    void knowsNothingFromAProgramThatIsNotThere() throws IOException {
        assertThat(read(folder.resolve("no-such-program")).problems()).containsExactly(NOT_READ);
    }

    @Test
    void killsAProgramThatHangsWithAllThatItStarted() throws IOException {
        Path children = folder.resolve("children");
        Path program = script("sleep 600 & echo $! > " + children + "; echo $$ >> " + children + "; sleep 601");

        Reading reading =
                assertTimeout(LONG, () -> reader(program, Duration.ofSeconds(1)).read(Footage.made("transport.ts")));

        assertThat(reading.problems()).containsExactly(NOT_READ);
        List<String> pids = Files.readAllLines(children);
        assertThat(pids).hasSize(2);
        await().atMost(LONG).untilAsserted(() -> assertThat(pids).noneMatch(pid -> isRunning(Long.parseLong(pid))));
    }

    @Test
    void doesNotWaitForAChildThatKeepsTheOutputOpen() throws IOException {
        Path child = folder.resolve("child");
        Path program = script("(sleep 20 & echo $! > " + child + ")\ncat <<'END'\n" + REPORT + "END");

        Reading reading = assertTimeout(Duration.ofSeconds(15), () -> read(program));

        assertThat(reading.media().width()).isEqualTo(1440);
        ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void letsNoNameBeAnOptionOrAnAddress() throws IOException {
        Path arguments = folder.resolve("arguments");
        Path recording = Files.copy(Footage.made("transport.ts"), folder.resolve("-i http:%d.ts"));
        Path program = script("printf '%s\\n' \"$@\" > " + arguments);

        reader(program, LONG).read(recording);

        assertThat(Files.readAllLines(arguments))
                .endsWith("-i", "file:" + recording.toAbsolutePath())
                .containsSequence("-protocol_whitelist", "file")
                .noneMatch(argument -> argument.equals("-i http:%d.ts"));
    }

    @Test
    void tellsTheProgramNothingOfItsEnvironment() throws IOException {
        Path environment = folder.resolve("environment");

        read(script("env > " + environment));

        assertThat(Files.readAllLines(environment))
                .contains("LC_ALL=C.UTF-8")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("DOCKET_") || line.startsWith("JAVA"))
                .hasSizeLessThan(7);
    }

    @Test
    void asksNothingWhereDocketHasReadIt() throws IOException {
        Path asked = folder.resolve("asked");
        Path program = script("touch " + asked);

        reader(program, LONG).read(Footage.real("android-slowmo-muxer.mp4"));
        reader(program, LONG).read(Footage.made("vp8-opus.webm"));

        assertThat(asked).doesNotExist();
    }

    @Test
    void overridesNothingAndLeavesProblemsAndRunningTimesAlone() throws IOException {
        byte[] recording = Files.readAllBytes(Footage.made("fragments.mp4"));
        // The picture cannot be made out, and neither can the running time.
        System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, recording, stsd(recording), 4);
        Path path = Files.write(folder.resolve("no-stsd.mp4"), recording);
        Reading own = new ContainerReader(NOW).read(path);

        Reading both = reader(printing(REPORT), LONG).read(path);

        assertThat(own.media().width()).isNull();
        assertThat(both.media().width()).isEqualTo(1440);
        assertThat(both.media().durationSeconds()).isEqualTo(own.media().durationSeconds());
        assertThat(both.media().rotation()).isEqualTo(own.media().rotation()).isEqualTo(0);
        assertThat(both.media().createdAt()).isEqualTo("2024-05-17T09:41:26Z");
        assertThat(both.problems()).isEqualTo(own.problems());
    }

    @Test
    void runsTwoAtOnceAtMost() throws Exception {
        Path log = folder.resolve("log");
        Ffprobe ffprobe = new Ffprobe(
                script("echo + >> " + log + "; sleep 0.2; echo - >> " + log).toString(), LONG, NOW);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Optional<Media>>> readings = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                readings.add(threads.submit(() -> ffprobe.read(Footage.made("transport.ts"))));
            }
            for (Future<Optional<Media>> reading : readings) {
                assertThat(reading.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }

        int running = 0;
        int most = 0;
        for (String line : Files.readAllLines(log)) {
            running += line.equals("+") ? 1 : -1;
            most = Math.max(most, running);
        }
        assertThat(most).isEqualTo(2);
    }

    @Test
    void understandsTheRealFfprobe() throws IOException {
        Path program = installed();

        Reading reading = reader(program, LONG).read(Footage.made("transport.ts"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media().videoCodec()).isEqualTo("h264");
        assertThat(reading.media().audioCodec()).isEqualTo("aac");
        assertThat(reading.media().width()).isEqualTo(64);
        assertThat(reading.media().height()).isEqualTo(36);
        assertThat(reading.media().durationSeconds()).isCloseTo(3.1, within(0.4));
        assertThat(reading.media().createdAt()).isNull();
    }

    @Test
    void theRealFfprobeOpensNoOtherFile() throws IOException {
        Path other = Footage.made("transport.ts").toAbsolutePath();
        Ffprobe ffprobe = new Ffprobe(installed().toString(), LONG, NOW);
        String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:" + other + "\n#EXT-X-ENDLIST\n";
        String list = "ffconcat version 1.0\nfile transport.ts\n";
        Files.copy(other, folder.resolve("transport.ts"));

        assertThat(ffprobe.read(Files.writeString(folder.resolve("playlist.m3u8"), playlist)))
                .isEmpty();
        assertThat(ffprobe.read(Files.writeString(folder.resolve("list.ffconcat"), list)))
                .isEmpty();
    }

    @Test
    void isAskedOnlyWhereItIsConfigured() {
        assertThat(new FfprobeConfiguration("", LONG).ffprobe(NOW)).isEmpty();
        assertThat(new FfprobeConfiguration("/usr/bin/ffprobe", LONG).ffprobe(NOW))
                .isPresent();
    }

    @Test
    void isAskedByAHubThatHasOne() throws Exception {
        Path program = printing(REPORT);
        Path home = Files.createDirectory(folder.resolve("home"));
        try (TestHub hub = new TestHub(home, Map.of("docket.enrich.ffprobe", program.toString()))) {
            hub.drop("barnet-dock-3", "00017.mts", Footage.made("transport.ts"));

            Facts facts = hub.deposited("00017.mts").facts();

            assertThat(facts.problems()).isEmpty();
            assertThat(facts.media().videoCodec()).isEqualTo("h264");
            assertThat(facts.recorded())
                    .isEqualTo(new RecordedTime(Instant.parse("2025-11-30T21:14:07Z"), RecordedTime.Source.CONTAINER));
        }
    }

    private Reading read(Path program) throws IOException {
        return reader(program, LONG).read(Footage.made("transport.ts"));
    }

    private static ContainerReader reader(Path program, Duration timeout) {
        return new ContainerReader(NOW, Optional.of(new Ffprobe(program.toString(), timeout, NOW)));
    }

    private Path printing(String report) throws IOException {
        return script("cat <<'END'\n" + report + "END");
    }

    private Path script(String commands) throws IOException {
        Path script = Files.writeString(folder.resolve("ffprobe"), "#!/bin/sh\n" + commands + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static int stsd(byte[] recording) {
        return Footage.indexOfBox(recording, "stsd") + 4;
    }

    /** A dead process that nobody has waited for yet has no command any more. */
    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .isPresent();
    }

    private static Path installed() {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "ffprobe"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(program.isPresent(), "this machine has no ffprobe");
        return program.get();
    }
}
