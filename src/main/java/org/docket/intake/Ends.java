package org.docket.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.docket.vault.Crc64;

/**
 * What tells nearly all recordings apart without reading them: cameras that cut their recordings into parts make thousands of exactly the
 * same length, and hardly two of them begin and end alike.
 */
final class Ends {
    /** Of each end: headers and indexes with their dates, and of most containers some pictures too. */
    private static final int BYTES = 16 * 1024;

    private Ends() {}

    /** CRC-64 of the first and the last 16 KiB, or of all if it is shorter. */
    static long of(Path source) throws IOException {
        Crc64 sum = new Crc64();
        ByteBuffer part = ByteBuffer.allocate(BYTES);
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            long first = add(channel, 0, part, sum);
            add(channel, Math.max(first, channel.size() - BYTES), part, sum);
        }
        return sum.sum();
    }

    /** Adds what is read from there, and says how much it was. */
    private static int add(FileChannel channel, long from, ByteBuffer part, Crc64 sum) throws IOException {
        part.clear();
        int read = 0;
        while (part.hasRemaining() && read >= 0) {
            read = channel.read(part, from + part.position());
        }
        sum.update(part.flip());
        return part.limit();
    }
}
