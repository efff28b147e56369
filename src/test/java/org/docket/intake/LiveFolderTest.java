package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFolderTest {
    private final Path folder;

    LiveFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void hasTheFilesBelowItAndNothingElse() throws IOException {
        Path one = Files.createFile(folder.resolve("one"));
        Path two =
                Files.createFile(Files.createDirectories(folder.resolve("a/b")).resolve("two"));
        Files.createSymbolicLink(folder.resolve("link"), one);
        Files.createSymbolicLink(folder.resolve("cycle"), folder);

        assertThat(LiveFolder.files(folder)).containsExactlyInAnyOrder(one, two);
        assertThat(LiveFolder.files(folder.resolve("absent"))).isEmpty();
    }

    @Test
    void isLookedThroughWhileThingsGo() throws Exception {
        Path stays = Files.createFile(folder.resolve("stays"));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService dock = Executors.newSingleThreadExecutor();
        try {
            Future<?> comingAndGoing = dock.submit(() -> {
                while (!over.get()) {
                    Path below = Files.createDirectory(folder.resolve("below"));
                    Path file = Files.createFile(below.resolve("file"));
                    Files.delete(file);
                    Files.delete(below);
                }
                return null;
            });

            assertThatCode(() -> {
                        for (int look = 0; look < 5_000; look++) {
                            assertThat(LiveFolder.files(folder)).contains(stays);
                        }
                    })
                    .doesNotThrowAnyException();

            over.set(true);
            comingAndGoing.get();
        } finally {
            over.set(true);
            dock.shutdownNow();
        }
    }
}
