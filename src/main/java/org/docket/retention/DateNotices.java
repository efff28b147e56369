package org.docket.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.docket.catalogue.Catalogue;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells people of recordings that will be due soon, and of those that are to be reviewed: once for each notice period and each date. A
 * recording whose date moves is told of anew, also if it comes back to a date that was told, and also if it is due at once. What a look costs depends on how many dates are near, and not on how many recordings
 * there are; each transaction is short. Hubs that look at the same time pass over what another one is at.
 */
public final class DateNotices {
    private static final int PAGE = 500;
    private static final int FORGOTTEN_TOGETHER = 10_000;
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Notices notices;
    private final Supplier<RetentionRules> rules;
    private final Clock clock;

    /**
     * Tells by these rules.
     *
     * @param rules those in force, asked at each look
     */
    public DateNotices(Jdbi jdbi, Catalogue catalogue, Notices notices, Supplier<RetentionRules> rules, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.notices = notices;
        this.rules = rules;
        this.clock = clock;
    }

    /** Writes the notices of what is near by now and was not told yet. */
    public void tell() {
        Instant now = clock.instant();
        DueDates due = new DueDates(catalogue, rules.get(), now);
        tell(due);
        tell(new MovedDates(due, now));
        tell(new ReviewDates(catalogue, now));
        forget(now);
    }

    private void tell(ComingDates dates) {
        ComingDates.Found last = null;
        while (true) {
            ComingDates.Found after = last;
            List<ComingDates.Found> page = jdbi.withHandle(handle -> dates.page(handle, after, PAGE));
            List<UUID> untold = page.stream()
                    .filter(ComingDates.Found::untold)
                    .map(ComingDates.Found::id)
                    .toList();
            if (!untold.isEmpty()) {
                tell(dates, untold);
            }
            if (page.size() < PAGE) {
                return;
            }
            last = page.get(page.size() - 1);
        }
    }

    private void tell(ComingDates dates, List<UUID> ids) {
        jdbi.useTransaction(handle -> {
            List<UUID> locked = handle.createQuery(
                            "select id from recording where id = any(:ids) order by id for update skip locked")
                    .bindArray("ids", UUID.class, ids)
                    .mapTo(UUID.class)
                    .list();
            List<Notice> told = dates.remember(handle, locked);
            notices.addAll(handle, told);
        });
    }

    /** A due date that is over is not told again; one of a review stands until somebody decides. */
    private void forget(Instant now) {
        int forgotten;
        do {
            forgotten = jdbi.withHandle(handle -> handle.createUpdate("delete from retention_notice where ctid in"
                            + " (select ctid from retention_notice where period <> 'review' and date < :before"
                            + " limit :limit for update skip locked)")
                    .bind("before", now.minus(REMEMBERED))
                    .bind("limit", FORGOTTEN_TOGETHER)
                    .execute());
        } while (forgotten == FORGOTTEN_TOGETHER);
    }
}
