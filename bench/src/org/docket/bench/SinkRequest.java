package org.docket.bench;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of one request.
 *
 * @param account first part of the path
 * @param container second part of the path, or empty
 * @param blob the rest of the path, or empty
 * @param query parameters by name
 * @param headers by name in lower case
 */
record SinkRequest(
        String method,
        String account,
        String container,
        String blob,
        Map<String, String> query,
        Map<String, String> headers) {

    /** Reads what stands before the empty line. */
    static SinkRequest of(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        if (first.length != 3) {
            throw new IllegalArgumentException("no request: " + lines[0]);
        }
        int question = first[1].indexOf('?');
        String path = question < 0 ? first[1] : first[1].substring(0, question);
        String[] parts = path.substring(1).split("/", 3);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new SinkRequest(
                first[0],
                parts[0],
                parts.length > 1 ? decoded(parts[1]) : "",
                parts.length > 2 ? decoded(parts[2]) : "",
                question < 0 ? Map.of() : query(first[1].substring(question + 1)),
                headers);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(
                    equals < 0 ? pair : pair.substring(0, equals),
                    equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return query;
    }

    private static String decoded(String text) {
        // In a path, and in the base64 of a block id, a plus is a plus.
        return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    boolean asks(String name, String value) {
        return value.equals(query.get(name));
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }
}
