package org.docket.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A folder on a real file system of a few mebibytes, in memory, that a test can fill to the last byte. */
public final class SmallDisk implements AutoCloseable {
    /** Where containers have such a file system, for everybody to write to. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final long SMALL = 256L << 20;

    private final Path root;
    private final boolean mounted;

    private SmallDisk(Path root, boolean mounted) {
        this.root = root;
        this.mounted = mounted;
    }

    /**
     * Mounts one at that folder. Where this process may not do that, as in most containers, it is a folder of the shared memory; where
     * that is too small or not small, the test ends here, and is reported as skipped.
     *
     * @param mebibytes how large it is; a folder of the shared memory has at least as much
     */
    public static SmallDisk at(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        if (run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "docket-test", folder.toString()) == 0) {
            return new SmallDisk(folder, true);
        }
        long size = Files.isDirectory(SHARED_MEMORY)
                ? Files.getFileStore(SHARED_MEMORY).getTotalSpace()
                : 0;
        Assumptions.assumeTrue(
                size >= (long) mebibytes << 20 && size <= SMALL,
                "no file system can be mounted here, and there is none of that size");
        return new SmallDisk(Files.createTempDirectory(SHARED_MEMORY, "docket-test-"), false);
    }

    public Path root() {
        return root;
    }

    /** Takes all the room that is left. */
    public void fill() throws IOException {
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            int length = zeros.length;
            while (length > 0) {
                try {
                    out.write(zeros, 0, length);
                } catch (IOException e) {
                    // No room for that many; perhaps for fewer.
                    length /= 2;
                }
            }
        }
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return root.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            // Also when something still has a file open there.
            run("umount", "--lazy", root.toString());
        } else {
            delete();
        }
    }

    /** Links are deleted, and not what they lead to. */
    private void delete() throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(root)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
