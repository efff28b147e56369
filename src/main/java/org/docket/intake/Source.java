package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A recording as it lies in a dock's folder.
 *
 * @param name path below the dock's folder, with forward slashes
 * @param path where it is
 * @param bytes its length
 * @param modifiedAt its modification time, to the microsecond
 */
public record Source(Dock dock, String name, Path path, long bytes, Instant modifiedAt) {

    DockFolders.Place place() {
        return new DockFolders.Place(dock.id(), name);
    }

    /**
     * Makes sure that it still lies there as it was when it was looked at.
     *
     * @throws NoSuchFileException if it is gone, or another one lies in its place
     * @throws IOException if it cannot be looked at
     */
    void requireThere() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (now.size() != bytes || !DockFolders.modifiedAt(now).equals(modifiedAt)) {
            throw new NoSuchFileException(path.toString(), null, "it was replaced since it was looked at");
        }
    }
}
