package org.docket.vault;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads a source once, from front to back, in blocks: hashes the whole, and gives each block its checksum. */
final class SourceReader implements Closeable {
    /** So much at a time stays in the processor's cache while both sums go over it. */
    private static final int SLICE = 256 * 1024;

    private final FileChannel channel;
    private final BlockCheck check;
    private final byte[] slice;
    private final MessageDigest whole = SourceDigest.sha256();
    private long total;

    private SourceReader(FileChannel channel, BlockCheck check, byte[] slice) {
        this.channel = channel;
        this.check = check;
        this.slice = slice;
    }

    static SourceReader open(DepositRequest request, BlockCheck check) throws IOException {
        byte[] slice = new byte[(int) Math.min(SLICE, request.bytes())];
        return new SourceReader(FileChannel.open(request.source(), StandardOpenOption.READ), check, slice);
    }

    /**
     * Fills the block as far as the source goes, and flips it.
     *
     * @return the checksum of what is in the block now
     */
    Checksum read(ByteBuffer block) throws IOException {
        BlockCheck.Running running = check.start();
        int size = block.limit();
        while (block.position() < size) {
            int from = block.position();
            block.limit(Math.min(size, from + slice.length));
            int length = channel.read(block);
            block.limit(size);
            if (length < 0) {
                break;
            }
            block.get(from, slice, 0, length);
            whole.update(slice, 0, length);
            running.update(slice, 0, length);
            total += length;
        }
        block.flip();
        return running.value();
    }

    /** How many bytes were read so far. */
    long total() {
        return total;
    }

    /** The SHA-256 of all that was read, 64 hexadecimal digits; asked for once. */
    String sha256() {
        return HexFormat.of().formatHex(whole.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
