package org.docket.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.docket.catalogue.Json;

/**
 * One answer of REST.
 *
 * @param headers by name, the type of the content among them
 * @param body text in that type
 * @param outcome in a word, for the log
 */
public record ApiReply(int status, Map<String, String> headers, String body, String outcome) {
    /** The type of every answer that is no problem. */
    static final String JSON = "application/json";

    private static final String TYPE = "Content-Type";

    /** What is known of recordings stays in no cache, and no browser guesses at it. */
    private static final Map<String, String> ALWAYS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer");

    public ApiReply {
        headers = Map.copyOf(headers);
    }

    static ApiReply ok(Object view) {
        return json(200, JSON, view);
    }

    static ApiReply json(int status, String type, Object view) {
        return text(status, type, Json.write(view));
    }

    static ApiReply text(int status, String type, String body) {
        Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
        headers.put(TYPE, type);
        return new ApiReply(status, headers, body, "done");
    }

    /** The same with another word for the log. */
    ApiReply outcome(String word) {
        return new ApiReply(status, headers, body, word);
    }

    ApiReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiReply(status, more, body, outcome);
    }
}
