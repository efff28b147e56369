package org.docket.intake;

import java.util.Map;
import java.util.UUID;
import org.docket.catalogue.Facts;
import org.jdbi.v3.core.Handle;

/**
 * Completes the facts of recordings in the transaction that registers them. What is known before the transfer into the vault may be
 * old when it ends; what is found here cannot be overtaken.
 */
@FunctionalInterface
public interface Completion {
    /**
     * Completes the facts.
     *
     * @param facts by the id of the recording, whose row is locked
     * @return the facts by the same ids
     */
    Map<UUID, Facts> complete(Handle handle, Map<UUID, Facts> facts);
}
