package org.docket.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An answer of the Blob service, whole. */
final class VaultAnswer {
    private static final String LENGTH = "content-length";

    /** These are about one connection and not about what is carried. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "keep-alive", "transfer-encoding");

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private VaultAnswer(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer as the service gives it when it fails. */
    static VaultAnswer of(int status, Map<String, String> headers) {
        String code = status == 503 ? "ServerBusy" : status == 429 ? "TooManyRequests" : "InternalError";
        Map<String, List<String>> all = new TreeMap<>(Map.of(
                "x-ms-error-code", List.of(code),
                "content-type", List.of("application/xml")));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        String body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
                + "</Code><Message>A test made it" + " fail.</Message></Error>";
        return new VaultAnswer(status, all, body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer as the service gives it when it has done what was asked. */
    static VaultAnswer done(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new VaultAnswer(status, all, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A refusal of the service. */
    static VaultAnswer refused(int status, String code) {
        return done(
                status,
                Map.of("x-ms-error-code", code, "content-type", "application/xml"),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code></Error>");
    }

    /** The same with one more header. */
    VaultAnswer with(String name, String value) {
        Map<String, List<String>> all = new TreeMap<>(headers);
        all.put(name, List.of(value));
        return new VaultAnswer(status, all, body);
    }

    static VaultAnswer of(HttpResponse<byte[]> response) {
        return new VaultAnswer(response.statusCode(), response.headers().map(), response.body());
    }

    int status() {
        return status;
    }

    /**
     * Writes it.
     *
     * @param toHead whether it answers a HEAD: then there is no body, and the length is that of something else
     */
    void write(OutputStream out, boolean toHead) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\n");
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lower) && (toHead || !lower.equals(LENGTH))) {
                values.forEach(value -> head.append(name + ": " + value + "\r\n"));
            }
        });
        if (!toHead) {
            head.append(LENGTH + ": " + body.length + "\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!toHead) {
            whole.write(body);
        }
        out.write(whole.toByteArray());
        out.flush();
    }
}
