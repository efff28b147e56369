package org.docket.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection of a client: reads its requests one after the other, and writes their answers. */
final class SinkConnection implements Runnable {
    private static final int BUFFER = 256 * 1024;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final SocketChannel channel;
    private final SinkCalls calls;

    /** What was read and not yet used lies between its position and its limit. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).flip();

    SinkConnection(SocketChannel channel, SinkCalls calls) {
        this.channel = channel;
        this.calls = calls;
    }

    @Override
    public void run() {
        try (channel) {
            for (String head = head(); head != null; head = head()) {
                SinkRequest request = SinkRequest.of(head);
                if ("100-continue".equalsIgnoreCase(request.header("expect"))) {
                    write(ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                }
                SinkBody body = calls.body(request);
                read(request, body);
                answer(request, calls.answer(request, body));
            }
        } catch (IOException e) {
            // A client that goes away in the middle has no answer to get.
        }
    }

    /** Everything before the empty line, or null when the client has no more requests. */
    private @Nullable String head() throws IOException {
        int searched = 0;
        while (true) {
            int found = find(END_OF_HEAD, searched);
            if (found >= 0) {
                String head = text(found);
                buffer.position(buffer.position() + END_OF_HEAD.length);
                return head;
            }
            searched = Math.max(0, buffer.remaining() - END_OF_HEAD.length);
            if (!fill()) {
                return null;
            }
        }
    }

    private void read(SinkRequest request, SinkBody body) throws IOException {
        if ("chunked".equalsIgnoreCase(request.header("transfer-encoding"))) {
            for (long chunk = chunkLength(); ; chunk = chunkLength()) {
                read(chunk, body);
                line();
                if (chunk == 0) {
                    return;
                }
            }
        }
        String length = request.header("content-length");
        read(length == null ? 0 : Long.parseLong(length), body);
    }

    private void read(long length, SinkBody body) throws IOException {
        for (long left = length; left > 0; ) {
            if (!buffer.hasRemaining()) {
                fillOrFail();
            }
            ByteBuffer some = buffer.duplicate();
            some.limit(some.position() + (int) Math.min(left, some.remaining()));
            left -= some.remaining();
            buffer.position(some.limit());
            body.take(some);
        }
    }

    private long chunkLength() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return Long.parseLong(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private String line() throws IOException {
        byte[] end = {'\r', '\n'};
        for (int found = find(end, 0); ; found = find(end, 0)) {
            if (found >= 0) {
                String line = text(found);
                buffer.position(buffer.position() + end.length);
                return line;
            }
            fillOrFail();
        }
    }

    /** How many unused bytes stand before these, or -1. */
    private int find(byte[] bytes, int from) {
        int last = buffer.remaining() - bytes.length;
        for (int start = from; start <= last; start++) {
            int same = 0;
            while (same < bytes.length && buffer.get(buffer.position() + start + same) == bytes[same]) {
                same++;
            }
            if (same == bytes.length) {
                return start;
            }
        }
        return -1;
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void fillOrFail() throws IOException {
        if (!fill()) {
            throw new EOFException();
        }
    }

    private boolean fill() throws IOException {
        if (buffer.limit() == buffer.capacity() && buffer.position() == 0) {
            throw new IOException("a head of more than " + BUFFER + " bytes");
        }
        buffer.compact();
        int read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    private void answer(SinkRequest request, SinkAnswer answer) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" -\r\n");
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        SinkAnswer.Content content = answer.content();
        if (!answer.headers().containsKey("Content-Length")) {
            head.append("Content-Length: ").append(content.length()).append("\r\n");
        }
        head.append("\r\n");
        byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
        if (request.method().equals("HEAD") || content.length() == 0) {
            write(ByteBuffer.wrap(bytes));
            return;
        }
        ByteBuffer own = content.bytes().duplicate();
        long left = content.length() - own.remaining();
        write(ByteBuffer.allocate(bytes.length + own.remaining())
                .put(bytes)
                .put(own)
                .flip());
        byte[] zeros = new byte[(int) Math.min(BUFFER, left)];
        for (; left > 0; left -= zeros.length) {
            write(ByteBuffer.wrap(zeros, 0, (int) Math.min(left, zeros.length)));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
