package org.docket.casework;

import java.util.Set;

/**
 * A case-management system that is told of retained recordings.
 *
 * @param id names its queue
 * @param title as people read it
 * @param categories which categories it is told of; empty means all
 * @param patience how long its answer is waited for
 */
public record CaseSystem(String id, String title, Set<String> categories, Patience patience) {
    private static final String QUEUES = "docket.evidence.";

    public CaseSystem {
        categories = Set.copyOf(categories);
    }

    /** The queue that it reads. */
    public String queue() {
        return QUEUES + id;
    }

    /** Whether it is told of recordings of that category. */
    public boolean receives(String category) {
        return categories.isEmpty() || categories.contains(category);
    }
}
