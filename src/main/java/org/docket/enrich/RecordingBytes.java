package org.docket.enrich;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Random access to the bytes of one recording. What lies between two reads is not touched, however long it is, except that
 * a short read near the last one fetches a little more: headers lie close together, and each call costs more than a few
 * kilobytes.
 *
 * <p>For one thread.
 */
final class RecordingBytes implements Closeable {
    private static final int NEAR = 4096;

    private final FileChannel channel;
    private final long length;
    private long windowStart;
    private byte[] window = new byte[0];
    private long last;
    private int reads;
    private long fetched;

    private RecordingBytes(FileChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    static RecordingBytes open(Path recording) throws IOException {
        FileChannel channel = FileChannel.open(recording, StandardOpenOption.READ);
        try {
            return new RecordingBytes(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    long length() {
        return length;
    }

    /** How often bytes were asked for. */
    int reads() {
        return reads;
    }

    /** How many bytes were fetched, all reads together. */
    long fetched() {
        return fetched;
    }

    /** At most {@code count} bytes from {@code position}, big-endian; fewer where the recording ends. */
    ByteBuffer read(long position, int count) throws IOException {
        return ByteBuffer.wrap(copy(position, count));
    }

    /** At most {@code count} bytes from {@code position}; fewer where the recording ends. */
    byte[] copy(long position, int count) throws IOException {
        int wanted = (int) Math.max(0, Math.min(count, length - position));
        boolean near = Math.abs(position - last) < NEAR;
        last = position + wanted;
        if (wanted >= NEAR || !(near || isInWindow(position, wanted))) {
            return fetch(position, wanted);
        }
        if (!isInWindow(position, wanted)) {
            window = fetch(position, (int) Math.min(NEAR, length - position));
            windowStart = position;
        }
        int from = (int) (position - windowStart);
        return Arrays.copyOfRange(window, from, Math.min(window.length, from + wanted));
    }

    private boolean isInWindow(long position, int wanted) {
        return position >= windowStart && position + wanted <= windowStart + window.length;
    }

    private byte[] fetch(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        int got = 0;
        reads++;
        fetched += count;
        while (buffer.hasRemaining() && got >= 0) {
            got = channel.read(buffer, position + buffer.position());
        }
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
