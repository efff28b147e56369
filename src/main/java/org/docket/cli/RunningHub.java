package org.docket.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/**
 * A hub that runs, as it says so itself in {@code hub.json} in its home: what other commands could not know, such as ports that were
 * free at its start. A hub that was killed leaves its word behind; it counts only while its process lives.
 *
 * @param processStartedAt tells the process from a later one with the same id
 * @param http root of its web addresses
 * @param broker where case systems connect to, without credentials
 */
record RunningHub(long pid, @Nullable Instant processStartedAt, String http, String broker) {
    private static final String FILE = "hub.json";

    /** This process as a hub. */
    static RunningHub here(String http, String broker) {
        ProcessHandle process = ProcessHandle.current();
        return new RunningHub(process.pid(), process.info().startInstant().orElse(null), http, broker);
    }

    /** The hub that runs on that home now. */
    static Optional<RunningHub> find(Path home) {
        try {
            return Optional.of(Json.read(Files.readString(home.resolve(FILE)), RunningHub.class))
                    .filter(RunningHub::lives);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            // One that is half written says as little as none.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(home.resolve(FILE) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean lives() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> processStartedAt == null
                        || process.info()
                                .startInstant()
                                .map(processStartedAt::equals)
                                .orElse(true))
                .isPresent();
    }

    /** Says that it runs. */
    void announce(Path home) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve(FILE), Json.write(this) + "\n");
    }

    /** Takes that word back. */
    static void withdraw(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(FILE));
    }
}
