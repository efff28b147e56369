package org.docket.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Which content of its files a hub has dealt with, kept in its home. Files that have not changed since then change nothing, not even
 * after a restart: of several hubs, one whose files are old does not bring back the rulebook that another has replaced.
 */
final class SeenRulebook {
    private static final String FILE = "rulebook.seen";

    private final Path file;

    SeenRulebook(Path home) {
        this.file = home.resolve(FILE);
    }

    /** The version that it has dealt with; empty text if none. */
    String version() {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Notes that it has dealt with that one. One that is lost is dealt with again, which does no harm. */
    void note(String version) {
        if (version.equals(version())) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Path written = Files.writeString(file.resolveSibling(FILE + ".new"), version + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
