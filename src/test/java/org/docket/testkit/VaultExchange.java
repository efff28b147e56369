package org.docket.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** One call under way between a caller and the vault. What becomes of it is up to a {@link VaultFault}. */
public final class VaultExchange {
    /** These are about one connection; the client of the other connection makes its own. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "http2-settings", "keep-alive");

    /** A store that was killed in the middle of a call may leave it without an end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket caller;
    private final InputStream in;
    private final RequestHead head;
    private final HttpClient client;
    private final URI vault;
    private final VaultCall.Target target;
    private final long nanos = System.nanoTime();
    private byte[] body = {};
    private boolean received;
    private int done;
    private int heard;

    /**
     * A call of which the head was read.
     *
     * @param in what comes from the caller
     * @param client for the connections to the vault
     * @param vault scheme, host and port
     */
    VaultExchange(Socket caller, InputStream in, RequestHead head, HttpClient client, URI vault) {
        this.caller = caller;
        this.in = in;
        this.head = head;
        this.client = client;
        this.vault = vault;
        this.target = VaultCall.Target.parse(head.target());
    }

    RequestHead head() {
        return head;
    }

    VaultCall.Target target() {
        return target;
    }

    VaultCall.Kind kind() {
        return VaultCall.Kind.of(head.method(), target);
    }

    String blob() {
        return target.blob();
    }

    /** How it stands with the call now. */
    VaultCall call() {
        String block = target.query().getOrDefault("blockid", "");
        return new VaultCall(kind(), blob(), block, head.length(), done, heard, nanos);
    }

    /** Takes all of the body from the caller. */
    void receive() throws IOException {
        if (!received) {
            body = receive(head.length());
            received = true;
        }
    }

    private byte[] receive(int length) throws IOException {
        if (head.value("Expect").equalsIgnoreCase("100-continue")) {
            caller.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body of a request breaks off");
        }
        return bytes;
    }

    /** Turns over one bit of the body. */
    void alter() throws IOException {
        receive();
        body[body.length / 2] ^= 1;
    }

    /** Has the vault do what is asked. */
    VaultAnswer forward() throws IOException, InterruptedException {
        receive();
        HttpRequest.Builder request = HttpRequest.newBuilder(vault.resolve(head.target()))
                .timeout(PATIENCE)
                .method(head.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        head.headers().stream()
                .filter(header -> !OF_THE_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT)))
                .forEach(header -> request.header(header.name(), header.value()));
        VaultAnswer answer = VaultAnswer.of(client.send(request.build(), BodyHandlers.ofByteArray()));
        done = answer.status();
        return answer;
    }

    /** Answers the caller, who may be gone by now. */
    void answer(VaultAnswer answer) throws IOException {
        answer.write(caller.getOutputStream(), head.method().equals("HEAD"));
        heard = answer.status();
    }

    /** Breaks off the connection in the middle of the body, on both sides. */
    void tear() throws IOException {
        byte[] half = receive(head.length() / 2);
        try (Socket socket = new Socket(vault.getHost(), vault.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.bytes());
            out.write(half);
            out.flush();
            reset(socket);
        }
        reset();
    }

    /** Breaks off the connection to the caller. */
    void reset() throws IOException {
        reset(caller);
    }

    /** With this option the other side is told that the connection was reset, and not that it ended in order. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
