package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Why a request is not done, as RFC 9457 has it: one constant for each kind, with its status. */
public enum Problem {
    WRONG_REQUEST(400, "The request is wrong"),
    NOT_SIGNED_IN(401, "Nobody is known by that token"),
    NOT_ALLOWED(403, "It needs an authority"),
    NOT_FOUND(404, "There is no such thing"),
    WRONG_METHOD(405, "That cannot be done with it"),
    REFUSED(409, "It is refused, and nothing changed"),
    TOO_LARGE(413, "The body is too large"),
    WRONG_TYPE(415, "The body is no JSON"),
    WRONG_BODY(422, "Something in the body is wrong"),
    TOO_MANY(429, "Too many wrong tokens"),
    FAILED(500, "The hub failed"),
    AWAY(503, "The hub cannot answer now");

    /** The type of every answer that is a problem. */
    public static final String TYPE = "application/problem+json";

    private static final String NAMES = "urn:docket:problem:";

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The one with that status; {@link #FAILED} if there is none. */
    public static Problem of(int status) {
        for (Problem problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return FAILED;
    }

    /**
     * Something of a body that is wrong.
     *
     * @param field its name
     */
    public record Fault(String field, String problem, String remedy) {}

    /**
     * A problem that there is.
     *
     * @param type names the kind
     * @param detail what is wrong, naming the thing
     * @param remedy what to do
     * @param fields of the body that are wrong, each
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Report(String type, String title, int status, String detail, String remedy, List<Fault> fields) {
        /** As an answer. */
        public ApiReply reply() {
            return ApiReply.json(status, TYPE, this).outcome(type.substring(NAMES.length()));
        }
    }

    /** That problem, about something. */
    public Report because(String detail, String remedy) {
        return because(detail, remedy, List.of());
    }

    Report because(String detail, String remedy, List<Fault> fields) {
        return new Report(
                NAMES + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                title,
                status,
                detail,
                remedy,
                List.copyOf(fields));
    }
}
