package org.docket.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Asks intake for sources without their receipt. */
@FunctionalInterface
public interface MissingReceipts {
    /**
     * A source that should have a receipt beside it, and has none.
     *
     * @param name in the dock's folder
     * @param written whether there was one: it was written, and is not there any more
     */
    record Missing(UUID recordingId, String dock, String name, boolean written) {}

    /**
     * A page.
     *
     * @param last the presentation that was looked at last
     * @param more whether there are more
     */
    record Page(List<Missing> missing, long last, boolean more) {
        public Page {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Looks at the presentations that come after one.
     *
     * @param before what was presented and deposited before that should have had its receipt long ago
     * @param limit at most this many are looked at
     */
    Page page(long after, Instant before, int limit);
}
