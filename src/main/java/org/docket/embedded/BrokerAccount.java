package org.docket.embedded;

import java.util.Optional;

/**
 * Somebody who signs in at the embedded broker.
 *
 * @param id what the names of their queues for replies begin with, after {@code reply.}
 * @param user as which they sign in
 * @param password SHA-256 of it, 64 hexadecimal digits in lower case; absent if nobody looks for one
 * @param queue that they read; absent if they read none
 */
public record BrokerAccount(String id, String user, Optional<String> password, Optional<String> queue) {
    private static final String IN = "docket.casework.in";

    private boolean isReply(String name) {
        return name.startsWith("reply." + id + ".");
    }

    boolean mayRead(String name) {
        return queue.filter(name::equals).isPresent() || isReply(name);
    }

    boolean mayWrite(String name) {
        return name.equals(IN) || isReply(name);
    }
}
