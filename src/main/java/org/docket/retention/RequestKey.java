package org.docket.retention;

import java.nio.charset.StandardCharsets;
import org.docket.casework.Incoming;
import org.docket.catalogue.Officer;
import org.docket.vault.SourceDigest;

/**
 * What makes a word the same when it comes again.
 *
 * @param source who chose the id: the CloudEvents source of a case system, or below {@link #HERE} for each person
 * @param id unique for that source
 */
public record RequestKey(String source, String id) {
    /** Where ids of requests come from that reach Docket at its console or by REST. */
    public static final String HERE = "urn:docket:request";

    /** It stands in an index, and an index has short entries. */
    private static final int MOST_CHARACTERS = 200;

    /** The key of a request at the console or by REST. Ids are each person's own: nobody uses up one of somebody else. */
    public static RequestKey of(String by, String requestId) {
        String person = Officer.compared(by);
        return new RequestKey(
                HERE + ":"
                        + (person.length() > MOST_CHARACTERS
                                ? SourceDigest.of(person.getBytes(StandardCharsets.UTF_8))
                                : person),
                requestId);
    }

    /** The key of a message. */
    public static RequestKey of(Incoming message) {
        return new RequestKey(message.source(), message.id());
    }
}
