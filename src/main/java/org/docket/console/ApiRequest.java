package org.docket.console;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** One request to REST. */
public final class ApiRequest {
    private static final int ID = 4;
    private static final int RUN = 5;
    private static final int MOST_CHARACTERS = 250;

    private final String method;
    private final String path;
    private final String query;
    private final Function<String, List<String>> headers;
    private final byte[] body;

    ApiRequest(String method, String path, String query, Function<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    /** The path and query, for the log. */
    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** Whether only the headers of the answer are wanted. */
    boolean wantsNoBody() {
        return method.equals("HEAD");
    }

    /** Whether something is to be done. */
    boolean isAct() {
        return method.equals("POST");
    }

    /** What stands behind the question mark. */
    ApiQuery query() {
        return new ApiQuery(query);
    }

    /** The JSON object that it brought. */
    ApiBody body() {
        return ApiBody.read(header("Content-Type").orElse(""), body);
    }

    /** The id of the recording that the path names. */
    UUID recording() {
        String text = segment(ID);
        return uuid(text).orElseThrow(() -> ApiRefusal.noRecording("'" + text + "'"));
    }

    /** The id of the run that the path names; empty if no run can have it. */
    Optional<UUID> run() {
        return uuid(segment(RUN));
    }

    /** The id of the handover that the path names; empty if no handover can have it. */
    Optional<UUID> handover() {
        return uuid(segment(ID));
    }

    /** The id of the case system that the path names. */
    String system() {
        return segment(ID);
    }

    private String segment(int number) {
        String[] segments = path.split("/", -1);
        return number < segments.length ? segments[number] : "";
    }

    private static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            // Java also takes shorter ones.
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The id that the caller gave this request. */
    Optional<String> idempotencyKey() {
        Optional<String> key = header("Idempotency-Key").map(String::strip);
        if (key.filter(text -> text.isEmpty() || text.length() > MOST_CHARACTERS)
                .isPresent()) {
            throw new ApiRefusal(Problem.WRONG_REQUEST.because(
                    "The header Idempotency-Key has " + key.get().length() + " characters.",
                    "Give each request an id of 1 to " + MOST_CHARACTERS + " characters, such as a new UUID."));
        }
        return key;
    }

    /** The header of that name, if it is there once. */
    Optional<String> header(String name) {
        List<String> values = headers.apply(name);
        if (values.size() > 1) {
            throw new ApiRefusal(Problem.WRONG_REQUEST.because(
                    "The header " + name + " is there " + values.size() + " times.", "Send it once."));
        }
        return values.stream().findFirst();
    }
}
