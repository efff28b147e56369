package org.docket.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes what is a promise: whole or not at all, and on the disk when the call returns. */
final class DurableFile {
    private DurableFile() {}

    /** Writes the text under that name, replacing what was there in one step. */
    static void write(Path path, String text) throws IOException {
        write(Map.of(path, text));
    }

    /** The same for several; each folder is made to last once. */
    static void write(Map<Path, String> texts) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Map.Entry<Path, String> text : texts.entrySet()) {
            folders.add(replace(text.getKey(), text.getValue()));
        }
        for (Path folder : folders) {
            sync(folder);
        }
    }

    private static Path replace(Path path, String text) throws IOException {
        Path folder = folderOf(path);
        Path temporary = folder.resolve(".docket-" + UUID.nameUUIDFromBytes(bytes(Names.fileName(path))) + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(text));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return folder;
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

    /** Makes what was renamed or deleted in a folder last. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
