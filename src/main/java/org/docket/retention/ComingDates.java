package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Dates of recordings of which people are told. */
interface ComingDates {
    /**
     * A date of a recording.
     *
     * @param untold whether a notice of it is to be written
     */
    record Found(UUID id, Instant date, boolean untold) {}

    /**
     * The next dates that are near, the earliest first.
     *
     * @param after the last one of the page before; null for the first page
     */
    List<Found> page(Handle handle, @Nullable Found after, int limit);

    /**
     * Remembers that people are told of these recordings.
     *
     * @param ids recordings whose rows are locked
     * @return the notices to write; none of what was told already, or is not so any more
     */
    List<Notice> remember(Handle handle, List<UUID> ids);
}
