package org.docket.retention;

import org.docket.casework.Incoming;

/**
 * What makes a word the same when it comes again.
 *
 * @param source who chose the id: the CloudEvents source of a case system, or {@link #HERE}
 * @param id unique for that source
 */
public record RequestKey(String source, String id) {
    /** Where ids of requests come from that reach Docket at its console or by REST. */
    public static final String HERE = "urn:docket:request";

    /** The key of a request at the console or by REST. */
    public static RequestKey of(String requestId) {
        return new RequestKey(HERE, requestId);
    }

    /** The key of a message. */
    public static RequestKey of(Incoming message) {
        return new RequestKey(message.source(), message.id());
    }
}
