package org.docket.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.docket.vault.Crc64;

/**
 * What tells most recordings apart without reading them: cameras that cut their recordings into parts make thousands of exactly the same
 * length, and all of them begin differently.
 */
final class Opening {
    /** Headers with their dates, and of most containers the first pictures too. */
    private static final int BYTES = 16 * 1024;

    private Opening() {}

    /** CRC-64 of the first 16 KiB, or of all if there are fewer. */
    static long of(Path source) throws IOException {
        try (InputStream stream = Files.newInputStream(source)) {
            byte[] bytes = stream.readNBytes(BYTES);
            Crc64 sum = new Crc64();
            sum.update(bytes, 0, bytes.length);
            return sum.sum();
        }
    }
}
