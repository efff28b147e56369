package org.docket.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of a few mebibytes, in memory, that a test can fill to the last byte. It needs the right to mount one, which root
 * has outside of most containers.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts it at that folder; where this process may not do that, the test ends here, and says so. */
    public static SmallDisk mount(Path folder, int mebibytes) throws Exception {
        Files.createDirectories(folder);
        Process mount = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "docket-test", folder.toString());
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(mount.waitFor() == 0, () -> "no file system can be mounted here: " + said.strip());
        return new SmallDisk(folder);
    }

    public Path root() {
        return root;
    }

    /** Takes all the room that is left. */
    public void fill() throws IOException {
        byte[] megabyte = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int length = megabyte.length; length > 0; ) {
                try {
                    out.write(megabyte, 0, length);
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
        // Also when something still has a file open there.
        run("umount", "--lazy", root.toString()).onExit().join();
    }

    private static Process run(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
