package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.docket.dialect.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShiftFilesTest {
    private static final Dialect TIDEWELL =
            Docks.load(Path.of("config", "docks.yaml")).dialects().get("tidewell");
    private static final Dock DOCK = SidecarDock.writing(TIDEWELL, "harbour-4");
    private static final Dock OTHER = SidecarDock.writing(TIDEWELL, "harbour-5");
    private static final String HEADER =
            "Clip;Ref;Date;Start;Length;Camera;Shoulder No;Officer;Category;Incident;Evidence;Latitude;"
                    + "Longitude;Remarks\n";

    private final Path folder;
    private final Path recording;

    ShiftFilesTest(@TempDir Path folder) {
        this.folder = folder;
        this.recording = folder.resolve("TW7.mp4");
    }

    @Test
    void listsAFolderOnceForAllRecordingsWhetherNamedOrNot() throws IOException {
        ShiftFiles remembering = new ShiftFiles(Duration.ofHours(1));
        write("SHIFT_1.csv", row("TW6.mp4", "R6"));
        assertThat(remembering.read(folder.resolve("TW8.mp4"), DOCK)).isEmpty();

        write("SHIFT_2.csv", row("TW7.mp4", "R7"));

        assertThat(remembering.read(recording, DOCK)).isEmpty();
        assertThat(remembering.naming(recording, DOCK)).isEmpty();
        assertThat(remembering.read(folder.resolve("TW6.mp4"), DOCK)).isPresent();
        assertThat(sourceId(new ShiftFiles(Duration.ZERO))).isEqualTo("R7");
        assertThat(sourceId(new ShiftFiles())).isEqualTo("R7");
    }

    @Test
    void looksIntoTheFolderAgainWhenAFileIsTakenThatWasNotThereBefore() throws IOException {
        ShiftFiles remembering = new ShiftFiles(Duration.ofHours(1));
        assertThat(remembering.read(recording, DOCK)).isEmpty();

        Path newer = write("SHIFT_2.csv", row("TW7.mp4", "R7"));
        assertThat(remembering.recordings(newer, DOCK)).isNotEmpty();

        assertThat(sourceId(remembering)).isEqualTo("R7");
    }

    @Test
    void letsNoDockWaitForTheDiskOfAnother() throws Exception {
        ShiftFiles files = new ShiftFiles();
        write("SHIFT_1.csv", row("TW7.mp4", "R7"));
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch recovers = new CountDownLatch(1);
        Path onShare = hanging(recording, hangs, recovers);
        FutureTask<Optional<Sidecar>> waiting = new FutureTask<>(() -> files.read(onShare, DOCK));
        Thread thread = new Thread(waiting);
        thread.start();
        hangs.await();

        assertThat(files.read(recording, OTHER)).isPresent();
        assertThat(waiting.isDone()).isFalse();

        Thread sameDock = new Thread(new FutureTask<>(() -> files.read(recording, DOCK)));
        sameDock.start();
        Awaitility.await().until(() -> sameDock.getState() == Thread.State.BLOCKED);
        recovers.countDown();
        assertThat(waiting.get()).isPresent();
        sameDock.join();
    }

    /** Between the look at a file and the reading of it, it becomes a link, which is not followed: its reading fails. */
    @Test
    void takesAFileThatCannotBeReadForOneOfWhichNothingIsKnown() throws Exception {
        ShiftFiles files = new ShiftFiles(Duration.ofHours(1));
        Path file = write("SHIFT_1.csv", row("TW7.mp4", "R7"));
        assertThat(sourceId(files)).isEqualTo("R7");
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Boolean> replacing = new FutureTask<>(() -> {
            while (!enough.get()) {
                Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
                Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
                Files.move(write("whole", row("TW7.mp4", "R7")), file, StandardCopyOption.ATOMIC_MOVE);
            }
            return true;
        });
        Thread thread = new Thread(replacing);
        thread.start();

        AtomicReference<Sidecar> unread = new AtomicReference<>();
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofNanos(1))
                    .atMost(90, TimeUnit.SECONDS)
                    .until(() -> {
                        files.read(recording, DOCK)
                                .filter(sidecar -> sidecar.sourceId() == null)
                                .ifPresent(unread::set);
                        return unread.get() != null;
                    });
        } finally {
            enough.set(true);
            thread.join();
        }

        assertThat(replacing.get()).isTrue();
        assertThat(unread.get().problems())
                .containsExactly(
                        "the sidecar SHIFT_1.csv could not be read from the disk: what it says of this recording"
                                + " is not known");
        assertThat(unread.get().content().remaining()).isZero();
        assertThat(sourceId(files)).isEqualTo("R7");
    }

    @Test
    void stillFailsForAFolderThatCannotBeRead() {
        assertThatThrownBy(() -> new ShiftFiles().read(folder.resolve("gone").resolve("TW7.mp4"), DOCK))
                .isInstanceOf(IOException.class);
    }

    @Test
    void doesNotReadFilesAgainThatNameOthersHoweverManyThereAre() throws IOException {
        ShiftFiles files = new ShiftFiles(Duration.ofHours(1));
        FileTime modified = FileTime.from(Instant.parse("2026-03-14T23:00:00Z"));
        String long1 = row("TW1.mp4", "R1") + row("X.mp4", "R".repeat(3 << 20));
        for (int i = 1; i <= 3; i++) {
            Files.setLastModifiedTime(write("SHIFT_" + i + ".csv", long1), modified);
        }
        assertThat(files.read(recording, DOCK)).isEmpty();

        for (int i = 1; i <= 3; i++) {
            String same = long1.replace("TW1", "TW7");
            Files.setLastModifiedTime(write("SHIFT_" + i + ".csv", same), modified);
        }

        assertThat(files.read(recording, DOCK)).isEmpty();
        assertThat(sourceId(new ShiftFiles())).isEqualTo("R1");
    }

    @Test
    void remembersTheLastFileHoweverLargeItIs() throws IOException {
        ShiftFiles files = new ShiftFiles(Duration.ofHours(1));
        FileTime modified = FileTime.from(Instant.parse("2026-03-14T23:00:00Z"));
        String rows = row("TW7.mp4", "R7") + row("X.mp4", "R".repeat(6 << 20));
        Files.setLastModifiedTime(write("SHIFT_1.csv", rows), modified);
        assertThat(sourceId(files)).isEqualTo("R7");

        Files.setLastModifiedTime(write("SHIFT_1.csv", rows.replace("R7", "R8")), modified);

        assertThat(sourceId(files)).isEqualTo("R7");
        assertThat(sourceId(new ShiftFiles())).isEqualTo("R8");
    }

    private String sourceId(ShiftFiles files) throws IOException {
        return files.read(recording, DOCK).orElseThrow().sourceId();
    }

    /** A path whose folder is on a share that does not answer. */
    private static Path hanging(Path path, CountDownLatch hangs, CountDownLatch recovers) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("resolveSibling")) {
                        hangs.countDown();
                        recovers.await();
                    }
                    try {
                        return method.invoke(path, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Path write(String name, String rows) throws IOException {
        return Files.writeString(folder.resolve(name), HEADER + rows);
    }

    private static String row(String clip, String ref) {
        return clip + ";" + ref + ";14/03/2026;18:15:02;0:00:41;C1;MP1;A. Osei;;;N;51.4;-0.1;\n";
    }
}
