package org.docket.casework;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may say things: a case system, or one that is told of nothing, such as a control room.
 *
 * @param id as {@code casework.yaml} names it
 * @param source CloudEvents source by which it names itself
 * @param account under which its messages come; absent if whoever may write to the queue may speak as it
 * @param anyRecording whether it may speak of recordings that it was not told of
 * @param queue that it reads; absent if it is told of nothing
 */
public record Sender(
        String id,
        String source,
        Optional<Account> account,
        Set<Right> may,
        boolean anyRecording,
        Optional<String> queue) {
    public Sender {
        may = Set.copyOf(may);
    }
}
