package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Retained recordings whose date of review has come. */
final class ReviewDates implements ComingDates {
    private final Catalogue catalogue;
    private final Instant now;

    ReviewDates(Catalogue catalogue, Instant now) {
        this.catalogue = catalogue;
        this.now = now;
    }

    @Override
    public List<Found> page(Handle handle, @Nullable Found after, int limit) {
        return handle.createQuery("select id, review_at, not exists (select from retention_notice told"
                        + " where told.recording_id = page.id and told.date = page.review_at"
                        + " and told.period = 'review') as untold"
                        + " from (select id, review_at from recording where state = 'DEPOSITED' and retained"
                        + " and review_at <= :now and (review_at, id) > (:date, :id)"
                        + " order by review_at, id limit :limit) page order by review_at, id")
                .bind("now", now)
                .bind("date", after == null ? Instant.EPOCH : after.date())
                .bind("id", after == null ? new UUID(0, 0) : after.id())
                .bind("limit", limit)
                .map((row, context) -> new Found(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("review_at").toInstant(),
                        row.getBoolean("untold")))
                .list();
    }

    @Override
    public List<Notice> remember(Handle handle, List<UUID> ids) {
        List<UUID> told = handle.createQuery("with told as (insert into retention_notice"
                        + " (recording_id, date, period, told_at) select id, review_at, 'review', :now from recording"
                        + " where id = any(:ids) and state = 'DEPOSITED' and retained and review_at <= :now"
                        + " on conflict do nothing returning recording_id) select recording_id from told")
                .bind("now", now)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
        return catalogue.find(handle, told).stream().map(ReviewDates::notice).toList();
    }

    private static Notice notice(Recording recording) {
        return Notice.of(
                Notice.Kind.REVIEW_DUE,
                recording,
                "it is retained as " + recording.category() + ", and was to be looked at again from "
                        + recording.reviewAt() + " on",
                "look whether it is still needed; if not, release it with './docket decide " + recording.id()
                        + " release --by WHO --reason TEXT'");
    }
}
