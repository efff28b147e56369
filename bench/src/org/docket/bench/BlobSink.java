package org.docket.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A blob store on this machine that takes everything as fast as it comes: it answers the calls that a deposit makes as the Azure
 * Blob service does, checks every checksum it is sent, remembers names, lengths, blocks and metadata, and throws the bytes away.
 * It lets everybody in.
 */
public final class BlobSink implements AutoCloseable {
    /** What the program says before its port, when it listens. */
    static final String LISTENING = "listening ";

    private final ServerSocketChannel server;
    private final SinkCalls calls;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    private BlobSink(ServerSocketChannel server, SinkCalls calls) {
        this.server = server;
        this.calls = calls;
    }

    /**
     * Starts one on the loopback address.
     *
     * @param port 0 for a free one
     * @param check whether checksums are compared; without, they are ignored
     * @param keep whether the bytes are kept in memory and given back; without, every blob reads as zeros
     */
    public static BlobSink start(int port, boolean check, boolean keep) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 512);
        BlobSink sink = new BlobSink(server, new SinkCalls(check, keep));
        daemon(sink::accept, "sink-accept").start();
        return sink;
    }

    /** Puts blobs into a container; they hold no bytes. */
    void fill(String container, Map<String, SinkBlob> blobs) {
        calls.fill(container, blobs);
    }

    /** The port it listens on, at 127.0.0.1. */
    public int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** For a client of the storage SDK; the key is none that anything is signed with. */
    public String connectionString() throws IOException {
        return connectionString(endpoint(port()));
    }

    static String connectionString(String endpoint) {
        return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2luaw==;BlobEndpoint=" + endpoint
                + ";";
    }

    static String endpoint(int port) {
        return "http://127.0.0.1:" + port + "/devstoreaccount1";
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connections.add(channel);
                SinkConnection connection = new SinkConnection(channel, calls);
                daemon(
                                () -> {
                                    connection.run();
                                    connections.remove(channel);
                                },
                                "sink-connection")
                        .start();
            }
        } catch (IOException e) {
            // The sink is closed.
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Stops listening, and cuts off every client. */
    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    /** Runs until it is ended: {@code [--port N] [--no-checks] [--keep]}. */
    public static void main(String[] arguments) throws Exception {
        List<String> options = Arrays.asList(arguments);
        int port = options.contains("--port") ? Integer.parseInt(options.get(options.indexOf("--port") + 1)) : 0;
        BlobSink sink = start(port, !options.contains("--no-checks"), options.contains("--keep"));
        System.out.println(LISTENING + sink.port());
        Thread.currentThread().join();
    }
}
