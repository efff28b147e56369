package org.docket.casework;

import java.util.Optional;
import java.util.Set;

/**
 * A case-management system that is told of retained recordings.
 *
 * @param id as the catalogue, the ledger and commands name it
 * @param title as people read it
 * @param source CloudEvents source by which it names itself
 * @param selection which recordings it is told of
 * @param form in which it reads messages
 * @param delivery how messages get to it
 * @param links by which it may read recordings; absent if it may not
 */
public record CaseSystem(
        String id,
        String title,
        String source,
        Selection selection,
        MessageForm form,
        Delivery delivery,
        Optional<LinkTerms> links) {

    /** The queue that it reads. */
    public String queue() {
        return delivery.queue();
    }

    /** The categories that it is told of; empty means all. */
    public Set<String> categories() {
        return selection.categories();
    }
}
