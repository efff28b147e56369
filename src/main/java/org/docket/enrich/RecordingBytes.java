package org.docket.enrich;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Random access to the bytes of one recording: what lies between two reads is never touched, however long it is. */
final class RecordingBytes implements Closeable {
    private final FileChannel channel;
    private final long length;
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
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(count, length - position)));
        int got = 0;
        reads++;
        fetched += buffer.capacity();
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
