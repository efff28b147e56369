package org.docket.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to the store with nothing in between: requests are written by hand, and bodies go from the file to the socket. */
final class RawConnection implements AutoCloseable {
    private static final int CREATED = 201;

    private final Store store;
    private final URI endpoint;
    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(16 * 1024);

    RawConnection(Store store) throws IOException {
        this.store = store;
        this.endpoint = URI.create(store.endpoint());
        this.channel = SocketChannel.open(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /**
     * Puts a part of a file.
     *
     * @param path container and blob
     * @param query that says what is put, or empty
     * @param headerLines each with its end
     */
    void put(String path, String query, String headerLines, FileChannel file, long from, long length)
            throws IOException {
        head(path, query, headerLines, length);
        for (long sent = 0; sent < length; ) {
            sent += file.transferTo(from + sent, length - sent, channel);
        }
        expectCreated(path);
    }

    /** Puts a text. */
    void put(String path, String query, String headerLines, String text) throws IOException {
        ByteBuffer body = StandardCharsets.UTF_8.encode(text);
        head(path, query, headerLines, body.remaining());
        write(body);
        expectCreated(path);
    }

    private void head(String path, String query, String headerLines, long length) throws IOException {
        String request = "PUT " + endpoint.getPath() + '/' + path + '?' + store.signature()
                + (query.isEmpty() ? "" : '&' + query) + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nx-ms-version: 2021-12-02\r\nContent-Length: " + length + "\r\n" + headerLines + "\r\n";
        write(StandardCharsets.US_ASCII.encode(request));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** What is put well is answered without a body. */
    private void expectCreated(String path) throws IOException {
        answer.clear();
        String text = "";
        while (!text.contains("\r\n\r\n")) {
            if (channel.read(answer) < 0) {
                throw new EOFException("the store hung up on " + path);
            }
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
        if (!text.startsWith("HTTP/1.1 " + CREATED)) {
            throw new IOException("the store answered to " + path + ": " + text);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
