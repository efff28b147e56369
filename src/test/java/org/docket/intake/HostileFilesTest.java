package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.docket.testkit.TestHub.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.docket.catalogue.Recording;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Things that are dropped and are no recordings, or only look so. In every dock, a recording that comes after them is taken in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFilesTest {
    private static final int LENGTH = 50_000;
    private static final Path SECRET = Path.of("/etc/passwd");

    private final Path home;
    private final TestHub hub;
    private long seed = 800;

    HostileFilesTest(@TempDir Path home) throws Exception {
        this.home = home;
        this.hub = new TestHub(home, Map.of("docket.intake.patience", "PT2H", "docket.intake.settle", "PT0.5S"));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void aPipeASocketOrADeviceIsMovedAndNeverOpened() throws Exception {
        Path folder = Files.createDirectories(hub.dock("pipes"));
        run("mkfifo \"$1/pipe.mp4\" \"$1/pipe.json\"", folder);
        boolean devices = run("mknod \"$1/zero.mp4\" c 1 5 2>/dev/null || true", folder) == 0
                && Files.exists(folder.resolve("zero.mp4"));

        assertOthersGoOn("pipes");

        int number = devices ? 3 : 2;
        eventually().until(() -> kept("pipes").size() == number);
        assertThat(kept("pipes")).extracting(Quarantine.Reason::reason).containsOnly(QuarantineReason.NOT_A_FILE);
    }

    @Test
    void aPipeInThePlaceOfASidecarDoesNotHoldUpItsRecording() throws Exception {
        Path folder = Files.createDirectories(hub.dock("piped-sidecar"));
        run("mkfifo \"$1/rec.json\"", folder);
        byte[] content = content();
        assertIsDeposited(hub.drop("piped-sidecar", "rec.mp4", content), "rec.mp4");
    }

    @Test
    void aLinkIsMovedAndWhatItLeadsToIsLeft() throws Exception {
        Path folder = Files.createDirectories(hub.dock("linked"));
        Path outside = Files.write(home.resolve("outside.mp4"), content());
        Files.createSymbolicLink(folder.resolve("to-file.mp4"), outside);
        Files.createSymbolicLink(folder.resolve("to-secret.mp4"), SECRET);
        Files.createSymbolicLink(folder.resolve("to-nothing.mp4"), Path.of("nothing"));
        Files.createSymbolicLink(folder.resolve("to-itself.mp4"), Path.of("to-itself.mp4"));
        Files.createSymbolicLink(folder.resolve("to-folder"), Files.createDirectories(home.resolve("other")));
        Files.write(home.resolve("other/other.mp4"), content());

        assertOthersGoOn("linked");

        eventually().until(() -> kept("linked").size() == 4);
        assertThat(kept("linked")).extracting(Quarantine.Reason::reason).containsOnly(QuarantineReason.ESCAPES_FOLDER);
        assertThat(home.resolve("quarantine/linked/to-secret.mp4")).isSymbolicLink();
        assertThat(outside).exists();
        assertThat(folder.resolve("to-folder")).isSymbolicLink();
        assertThat(hub.docket().folders().passedOver("linked")).containsOnlyKeys(folder.resolve("to-folder"));
        assertThat(recordings("linked")).containsExactly("after.mp4");
    }

    @Test
    void aHardLinkIsARecordingLikeAnyOther() throws Exception {
        Path folder = Files.createDirectories(hub.dock("brixton-dock-1"));
        Path elsewhere = Files.write(home.resolve("elsewhere.mp4"), content());
        String sha256 = SourceDigest.of(elsewhere);
        Path link = Files.createLink(folder.resolve("link.mp4"), elsewhere);

        assertThat(hub.receipted("link.mp4").sha256()).isEqualTo(sha256);

        // This dock has its sources removed: that is the name in its folder, and not the other one.
        eventually().until(() -> !Files.exists(link));
        assertThat(SourceDigest.of(elsewhere)).isEqualTo(sha256);
    }

    @Test
    void aTebibyteOfNothingIsMovedWithoutBeingRead() throws Exception {
        Path folder = Files.createDirectories(hub.dock("sparse"));
        Path sparse = folder.resolve("sparse.mp4");
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve(".sparse").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        Files.move(folder.resolve(".sparse"), sparse);
        Files.createFile(folder.resolve("sparse.mp4.done"));

        assertOthersGoOn("sparse");

        eventually().until(() -> kept("sparse").size() == 1);
        assertThat(kept("sparse").get(0).reason()).isEqualTo(QuarantineReason.TOO_LARGE);
        assertThat(kept("sparse").get(0).bytes()).isEqualTo(1L << 40);
        assertThat(sparse).doesNotExist();
    }

    @Test
    void aProgramOrAnArchiveUnderTheNameOfARecordingIsKeptAsItIs() throws Exception {
        Path program = Files.writeString(home.resolve("program"), "#!/bin/sh\ntouch \"" + home.resolve("ran") + "\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
        hub.drop("disguised", "program.mp4", program);
        hub.drop("disguised", "bomb.mp4", zipBomb());

        for (String name : List.of("program.mp4", "bomb.mp4")) {
            Recording recording = hub.receipted(name);
            assertThat(recording.category()).isEqualTo("damaged");
            assertThat(recording.facts().problems()).isNotEmpty();
            assertThat(recording.sha256())
                    .isEqualTo(SourceDigest.of(hub.dock("disguised").resolve(name)));
        }
        assertThat(home.resolve("ran")).doesNotExist();
    }

    @Test
    void aSidecarThatIsABombCostsOnlyItsOwnWords() throws Exception {
        Path folder = Files.createDirectories(hub.dock("bombs"));
        Files.writeString(folder.resolve("nested.json"), "{\"notes\":".repeat(100_000));
        Files.writeString(folder.resolve("arrays.json"), "[".repeat(500_000) + "]".repeat(500_000));
        Files.writeString(folder.resolve("number.json"), "{\"location\": {\"lat\": 1e999999999, \"lon\": 5}}");
        Files.writeString(folder.resolve("digits.json"), "{\"notes\": " + "9".repeat(500_000) + "}");
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("gibibyte.json").toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        List<String> names = List.of("nested", "arrays", "number", "digits", "gibibyte");
        for (String name : names) {
            hub.drop("bombs", name + ".mp4", content());
        }

        for (String name : names) {
            assertThat(hub.deposited(name + ".mp4").facts().problems()).as(name).isNotEmpty();
        }
    }

    @Test
    void aSidecarThatClaimsAnotherDocksRecordingSpeaksOfItsOwnOnly() throws Exception {
        byte[] content = content();
        Path victim = hub.drop("victim", "x.mp4", content);
        Recording before = hub.receipted("x.mp4");
        Path folder = Files.createDirectories(hub.dock("claimant"));
        Files.writeString(
                folder.resolve("y.json"),
                "{\"sourceId\": \"../victim/x.mp4\", \"dock\": \"victim\", \"name\": \"x.mp4\", \"recordingId\": \""
                        + before.id() + "\", \"sha256\": \"" + before.sha256() + "\", \"decision\": \"retain\"}");

        hub.drop("claimant", "y.mp4", content());

        Recording own = hub.deposited("y.mp4");
        assertThat(own.dock()).isEqualTo("claimant");
        assertThat(own.id()).isNotEqualTo(before.id());
        assertThat(own.facts().problems()).anyMatch(problem -> problem.contains("it gets no receipt"));
        Recording after = hub.docket().catalogue().find(before.id()).orElseThrow();
        assertThat(after.retained()).isEqualTo(before.retained());
        assertThat(after.duplicates()).isZero();
        assertThat(victim).exists();
    }

    @Test
    void aFolderThatIsReplacedByALinkLeadsNowhere() throws Exception {
        Path folder = Files.createDirectories(hub.dock("swapped"));
        Path other = Files.createDirectories(home.resolve("private"));
        byte[] mine = content();
        Files.write(other.resolve("x.mp4"), mine);
        Path path = Files.createDirectories(folder.resolve("sub")).resolve("x.mp4");
        Files.delete(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("sub"), other);
        DockFolders folders = hub.docket().folders();

        // As if it had been found before the link came.
        assertThat(catchThrowable(() -> folders.source(path)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no folder of a dock any more");
        Dock dock = Docks.load(hub.settings().file("docks.yaml")).dock("swapped");
        Source source = new Source(dock, "sub/x.mp4", path, mine.length, Instant.EPOCH);
        hub.docket().quarantine().put(new Arrival.Refused(source, QuarantineReason.EMPTY));

        assertThat(Files.readAllBytes(other.resolve("x.mp4"))).isEqualTo(mine);
        assertThat(kept("swapped")).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadOrMarkedDoesNotHoldUpTheOthers() throws Exception {
        Path folder = Files.createDirectories(hub.dock("locked/fixed").getParent());
        Path locked = Files.createDirectories(folder.resolve("fixed"));
        Files.write(locked.resolve("locked.mp4"), content());
        // Root may do everything but this, on file systems that know it.
        Assumptions.assumeTrue(
                run("chattr +i \"$1\" 2>/dev/null || exit 3", locked) == 0, "no folder can be made immutable here");
        try {
            assertOthersGoOn("locked");
            eventually().until(() -> hub.whyItWaits("fixed/locked.mp4").isPresent());
            assertThat(hub.whyItWaits("fixed/locked.mp4").orElseThrow()).contains("locked");
        } finally {
            run("chattr -i \"$1\"", locked);
        }
        assertIsDeposited(locked.resolve("locked.mp4"), "fixed/locked.mp4");
    }

    @Test
    void foldersThatAreTooDeepToBeLookedIntoAreSaidAndTheOthersGoOn() throws Exception {
        Path folder = Files.createDirectories(hub.dock("deep"));
        String name = "d".repeat(200);
        run(
                "cd \"$1\"; n=" + name
                        + "; i=0; while [ $i -lt 25 ]; do mkdir $n; cd $n 2>/dev/null || exit 1; i=$((i+1)); done; : > x.mp4",
                folder);

        assertOthersGoOn("deep");

        eventually().until(() -> !hub.docket().folders().passedOver("deep").isEmpty());
        run("cd \"$1\" && rm -rf d*", folder);
        eventually().until(() -> hub.docket().folders().passedOver("deep").isEmpty());
    }

    @Test
    void aRecordingThatGrowsForLongIsTakenInWhenItIsWhole() throws Exception {
        Path growing = Files.createDirectories(hub.dock("growing")).resolve("long.mp4");
        byte[] content = content();
        // Sixty times a write within the settle time: at the shipped ten seconds that is the better part of an hour.
        Iterator<byte[]> parts = IntStream.range(0, 60)
                .mapToObj(part ->
                        Arrays.copyOfRange(content, part * content.length / 60, (part + 1) * content.length / 60))
                .iterator();
        eventually().until(() -> {
            Files.write(growing, parts.next(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assertThat(recordings("growing")).isEmpty();
            return !parts.hasNext();
        });
        assertIsDeposited(growing, "long.mp4");
        assertThat(hub.recording("long.mp4").orElseThrow().bytes()).isEqualTo(content.length);
    }

    @Test
    void aMountPointThatIsEmptyForAWhileLosesNothing() throws Exception {
        Path source = hub.drop("mounted", "held.mp4", content());
        hub.receipted("held.mp4");
        hub.hub().context().getRouteController().suspendRoute("vault-deposit");
        Path waiting = hub.drop("mounted", "waiting.mp4", content());
        eventually().until(() -> hub.recording("waiting.mp4").isPresent());
        Path elsewhere = home.resolve("unmounted");
        Files.move(hub.dock("mounted"), elsewhere);
        Files.createDirectory(hub.dock("mounted"));
        hub.hub().context().getRouteController().resumeRoute("vault-deposit");
        hub.clock().advance(Duration.ofHours(1));
        byte[] other = content();
        assertIsDeposited(hub.drop("beside-mounted", "other.mp4", other), "other.mp4");
        assertThat(hub.recording("waiting.mp4").orElseThrow().state().name()).isIn("RECEIVED", "DEPOSITED");

        Files.delete(hub.dock("mounted"));
        Files.move(elsewhere, hub.dock("mounted"));

        assertIsDeposited(waiting, "waiting.mp4");
        assertThat(hub.recording("held.mp4").orElseThrow().duplicates()).isZero();
        assertThat(source).exists();
    }

    @Test
    void aDockFullOfAllThatDoesNotHoldUpAnother() throws Exception {
        Path folder = Files.createDirectories(hub.dock("junkyard"));
        IntStream.range(0, 6_000).forEach(number -> junk(folder, number));
        run("cd \"$1\"; i=0; while [ $i -lt 50 ]; do mkfifo p$i.mp4; i=$((i+1)); done", folder);

        long begun = System.nanoTime();
        assertOthersGoOn("clean");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertOthersGoOn("junkyard");
    }

    private static void junk(Path folder, int number) {
        try {
            Files.createFile(folder.resolve("junk-" + number + (number % 2 == 0 ? ".tmp" : ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertOthersGoOn(String dock) throws Exception {
        assertIsDeposited(hub.drop(dock, "after.mp4", content()), "after.mp4");
    }

    private void assertIsDeposited(Path source, String name) throws Exception {
        eventually().until(() -> Files.exists(TestHub.receipt(source), LinkOption.NOFOLLOW_LINKS));
        String sha256 = SourceDigest.of(source);
        assertThat(hub.recordings())
                .anyMatch(recording -> recording.name().equals(name) && sha256.equals(recording.sha256()));
    }

    private List<String> recordings(String dock) {
        return hub.recordings().stream()
                .filter(recording -> recording.dock().equals(dock))
                .map(Recording::name)
                .toList();
    }

    private List<Quarantine.Reason> kept(String dock) throws IOException {
        return hub.docket().quarantine().list().stream()
                .filter(reason -> reason.dock().equals(dock))
                .toList();
    }

    private static int run(String command, Path argument) throws Exception {
        return new ProcessBuilder("sh", "-c", command, "sh", argument.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private byte[] content() throws IOException {
        return Sources.ofLength(LENGTH, ++seed);
    }

    /** Two mebibytes of zeros that deflate to two kibibytes, a hundred times over. */
    private static byte[] zipBomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            byte[] zeros = new byte[2 << 20];
            for (int number = 0; number < 100; number++) {
                zip.putNextEntry(new ZipEntry(number + ".mp4"));
                zip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }
}
