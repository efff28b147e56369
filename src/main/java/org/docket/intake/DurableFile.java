package org.docket.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes what is a promise: whole or not at all, and on the disk when the call returns. */
public final class DurableFile {
    /** As {@link #prepare} names them: ids that are made of names are of version 3. */
    private static final Pattern PREPARED =
            Pattern.compile("\\.docket-[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\\.new");

    private DurableFile() {}

    /** Writes the text under that name, replacing what was there in one step. */
    public static void write(Path path, String text) throws IOException {
        publish(List.of(prepare(path, text)));
    }

    /** A file that is on the disk already, under another name. */
    record Prepared(Path path, String text, Path temporary) {

        /** It will not be published. */
        void discard() throws IOException {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes the text beside that name. Waiting for the disk is most of the work, and what others do at the same time is free. */
    static Prepared prepare(Path path, String text) throws IOException {
        Path temporary =
                folderOf(path).resolve(".docket-" + UUID.nameUUIDFromBytes(bytes(Names.fileName(path))) + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(text));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return new Prepared(path, text, temporary);
    }

    /**
     * Deletes what was prepared below a folder and never got its name, by a hub that was killed before. Whoever is at one just now
     * prepares it once more.
     */
    static void sweep(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && PREPARED.matcher(Names.fileName(file)).matches()) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Gives them their names, each replacing what was there in one step; each folder is made to last once. */
    static void publish(List<Prepared> files) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Prepared file : files) {
            try {
                move(file);
            } catch (NoSuchFileException e) {
                // Published before, and then what it was published for was undone; another one may lie there now.
                move(prepare(file.path(), file.text()));
            }
            folders.add(folderOf(file.path()));
        }
        for (Path folder : folders) {
            sync(folder);
        }
    }

    private static void move(Prepared file) throws IOException {
        Files.move(file.temporary(), file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Copies a file to the disk of another path, beside that under a hidden name. */
    static Path copy(Path file, Path beside) throws IOException {
        Path copy = folderOf(beside).resolve(".docket-" + UUID.randomUUID() + ".new");
        try {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            sync(copy);
            return copy;
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path folderOf(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(path + " has no folder");
        }
        return folder;
    }

    /** Makes what was renamed or deleted beside a path last. */
    static void syncFolderOf(Path path) throws IOException {
        sync(folderOf(path));
    }

    /** Makes what was written to a file, or renamed or deleted in a folder, last. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
