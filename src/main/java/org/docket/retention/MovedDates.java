package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Due dates that moved to an earlier time since the last look, or came back: one that is near or over by now is told of at once. */
final class MovedDates implements ComingDates {
    private final DueDates near;
    private final Instant now;

    /**
     * Those of which the dates moved.
     *
     * @param near says which dates are near
     */
    MovedDates(DueDates near, Instant now) {
        this.near = near;
        this.now = now;
    }

    @Override
    public List<Found> page(Handle handle, @Nullable Found after, int limit) {
        return handle.createQuery("select recording_id from date_moved where recording_id > :id"
                        + " order by recording_id limit :limit")
                .bind("id", after == null ? new UUID(0, 0) : after.id())
                .bind("limit", limit)
                .map((row, context) -> new Found(row.getObject("recording_id", UUID.class), now, true))
                .list();
    }

    @Override
    public List<Notice> remember(Handle handle, List<UUID> ids) {
        List<Notice> notices = near.remember(handle, ids);
        // One that is not near yet is found when it is.
        handle.createUpdate("delete from date_moved where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
        return notices;
    }
}
