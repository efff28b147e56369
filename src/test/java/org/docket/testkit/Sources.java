package org.docket.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Contents of sources: real recordings, made as long as a test needs them by a box that players skip. */
public final class Sources {
    private static final Path REAL = Path.of("src/test/resources/footage/real/android-slowmo-muxer.mp4");
    private static final int BOX_HEAD = 8;

    private Sources() {}

    /**
     * A recording of that length.
     *
     * @param bytes at least 44,000
     * @param seed the same one gives the same content, and no other one does
     */
    public static byte[] ofLength(int bytes, long seed) throws IOException {
        byte[] real = Files.readAllBytes(REAL);
        byte[] padding = new byte[bytes - real.length - BOX_HEAD];
        new Random(seed).nextBytes(padding);
        return ByteBuffer.allocate(bytes)
                .put(real)
                .putInt(BOX_HEAD + padding.length)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .put(padding)
                .array();
    }
}
