package org.docket.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Request line and headers of an HTTP/1.1 request, as they came. */
record RequestHead(String method, String target, List<Header> headers) {
    record Header(String name, String value) {}

    /** Reads one; empty if the caller closed the connection instead. */
    static Optional<RequestHead> read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return Optional.empty();
        }
        String[] words = first.split(" ", 3);
        List<Header> headers = new ArrayList<>();
        for (String line = line(in); !String.valueOf(line).isEmpty(); line = line(in)) {
            if (line == null) {
                throw new EOFException("the head of a request breaks off");
            }
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return Optional.of(new RequestHead(words[0], words[1], headers));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                bytes.write(next);
            }
            next = in.read();
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The value of a header; empty if it is not there. */
    String value(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    int length() {
        if (!value("Transfer-Encoding").isEmpty()) {
            throw new IllegalStateException("a request to the Blob service says how long it is");
        }
        String length = value("Content-Length");
        return length.isEmpty() ? 0 : Integer.parseInt(length);
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(header -> text.append(header.name() + ": " + header.value() + "\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
