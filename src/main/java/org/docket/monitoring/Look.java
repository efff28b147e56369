package org.docket.monitoring;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One part of a reconciliation, which goes from page to page, so that neither memory nor what a stop undoes grows with the vault. */
interface Look {
    /** What it can find. */
    Set<Found.Kind> kinds();

    /**
     * Looks at one page. Changes nothing.
     *
     * @param place where the page before ended
     * @param room how much more may be found
     * @throws RuntimeException if vault, database or disk do not answer: the page is looked at again later
     */
    Page page(Place place, Room room);

    /**
     * Where a page begins.
     *
     * @param marker of the listing; null for its first page
     * @param reached what the page before ended with; empty at the beginning
     */
    record Place(@Nullable String marker, String reached) {
        static final Place FIRST = new Place(null, "");
    }

    /**
     * What was seen on a page.
     *
     * @param next where the next page begins; null if there is none
     * @param catalogued how many recordings were on it whose blob must be in the vault
     * @param listed how many blobs were on it
     */
    record Page(List<Found> found, @Nullable Place next, long catalogued, long listed) {
        public Page {
            found = List.copyOf(found);
        }
    }
}
