package org.docket.intake;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder in which things come and go while it is looked at. */
public final class LiveFolder {
    private LiveFolder() {}

    /**
     * The files below it, without links and whatever else is no file. What goes meanwhile may be among them or not; none if it is not
     * there.
     *
     * @throws IOException if something that is there cannot be looked at
     */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason) throws IOException {
                return unlessGone(reason);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, @Nullable IOException reason) throws IOException {
                return reason == null ? FileVisitResult.CONTINUE : unlessGone(reason);
            }
        });
        return files;
    }

    private static FileVisitResult unlessGone(IOException reason) throws IOException {
        if (reason instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw reason;
    }
}
