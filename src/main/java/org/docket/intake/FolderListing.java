package org.docket.intake;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names in a folder.
 *
 * @param names of what may be a recording, a sidecar, a folder, or something that does not belong there
 * @param marked the names that have their marker beside them
 * @param unreadable the paths whose names are not text
 */
record FolderListing(List<String> names, Set<String> marked, List<Path> unreadable) {
    /** What Java shows in the place of bytes that are no text. */
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Reads them.
     *
     * @throws IOException if the folder cannot be listed to its end
     */
    static FolderListing of(Path folder) throws IOException {
        FolderListing listing = new FolderListing(new ArrayList<>(), new HashSet<>(), new ArrayList<>());
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                listing.add(child);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return listing;
    }

    private void add(Path child) {
        String name = Names.fileName(child);
        if (!Names.isCompanion(name)) {
            if (name.indexOf(REPLACEMENT) < 0 || isText(child)) {
                names.add(name);
            } else {
                unreadable.add(child);
            }
        } else if (name.endsWith(Names.MARKER)) {
            marked.add(name.substring(0, name.length() - Names.MARKER.length()));
        }
    }

    /** Whether the name leads to the file that bears it. */
    private static boolean isText(Path path) {
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
