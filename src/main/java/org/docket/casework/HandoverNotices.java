package org.docket.casework;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells people what is wrong with handovers to a case system: at once, and then for as long as it goes on with one notice an hour, which
 * has the number of what came since.
 */
public final class HandoverNotices {
    private static final Duration BETWEEN = Duration.ofHours(1);

    /** Those of which the number is how many there are, and not how many came. */
    private static final Set<Notice.Kind> LEVELS =
            EnumSet.of(Notice.Kind.HANDOVER_UNSENT, Notice.Kind.HANDOVER_STRANDED);

    private final Notices notices;
    private final Clock clock;

    public HandoverNotices(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    private record Row(String system, long untold, @Nullable Instant toldAt) {
        boolean isDue(Instant now) {
            // One that is further away was told by a clock that has been set back since.
            return toldAt == null || !now.isBefore(toldAt.plus(BETWEEN)) || toldAt.isAfter(now.plus(BETWEEN));
        }
    }

    /** Tells of so many more for each case system, in the transaction of what happened to them. */
    public void add(Handle handle, Notice.Kind kind, Map<String, Integer> bySystem) {
        // In one order for all who write several.
        new TreeMap<>(bySystem).forEach((system, number) -> {
            Row row = handle.createQuery("insert into handover_notice as n (system, kind, untold)"
                            + " values (:system, :kind, :number) on conflict (system, kind)"
                            + " do update set untold = case when :level then 0 else n.untold end + excluded.untold"
                            + " returning system, untold, told_at")
                    .bind("level", LEVELS.contains(kind))
                    .bind("system", system)
                    .bind("kind", kind.word())
                    .bind("number", number)
                    .map((rows, context) -> row(rows))
                    .one();
            tellIfDue(handle, kind, row);
        });
    }

    /** Tells what was not told because people had been told a short time before. */
    void tellTheRest(Handle handle) {
        List<Map.Entry<Notice.Kind, Row>> left = new ArrayList<>();
        for (Notice.Kind kind :
                List.of(Notice.Kind.HANDOVER_OVERDUE, Notice.Kind.HANDOVER_REJECTED, Notice.Kind.HANDOVER_UNWRITABLE)) {
            handle.createQuery("select system, untold, told_at from handover_notice"
                            + " where kind = :kind and untold > 0 order by system for update skip locked")
                    .bind("kind", kind.word())
                    .map((rows, context) -> row(rows))
                    .forEach(row -> left.add(Map.entry(kind, row)));
        }
        left.forEach(each -> tellIfDue(handle, each.getKey(), each.getValue()));
    }

    /** Whether people may be told of that again. */
    boolean isDue(Handle handle, Notice.Kind kind, String system) {
        return handle.createQuery(
                        "select system, untold, told_at from handover_notice where system = :system and kind = :kind")
                .bind("system", system)
                .bind("kind", kind.word())
                .map((rows, context) -> row(rows))
                .findOne()
                .map(row -> row.isDue(clock.instant()))
                .orElse(true);
    }

    private void tellIfDue(Handle handle, Notice.Kind kind, Row row) {
        Instant now = clock.instant();
        if (!row.isDue(now)) {
            return;
        }
        notices.addAll(handle, List.of(notice(kind, row.system(), row.untold())));
        handle.createUpdate("update handover_notice set untold = 0, told_at = :now"
                        + " where system = :system and kind = :kind")
                .bind("now", now)
                .bind("system", row.system())
                .bind("kind", kind.word())
                .execute();
    }

    private static Row row(ResultSet rows) throws SQLException {
        Timestamp told = rows.getTimestamp("told_at");
        return new Row(rows.getString("system"), rows.getLong("untold"), told == null ? null : told.toInstant());
    }

    private static Notice notice(Notice.Kind kind, String system, long number) {
        boolean one = number == 1;
        String handovers = (one ? "1 handover" : number + " handovers") + " to " + system;
        return switch (kind) {
            case HANDOVER_OVERDUE ->
                Notice.of(
                        kind,
                        handovers + (one ? " was" : " were") + " not acknowledged in time; "
                                + (one ? "it is" : "they are") + " sent again",
                        "see './docket handovers --system " + system
                                + " --state overdue', and whether the case system reads its queue and answers");
            case HANDOVER_REJECTED ->
                Notice.of(
                        kind,
                        system + " rejected " + (one ? "1 handover" : number + " handovers") + "; "
                                + (one ? "it waits" : "they wait") + " for a person",
                        "see './docket handovers --system " + system
                                + " --state rejected' for the reason, put it right,"
                                + " and send it again with './docket handovers again'");
            case HANDOVER_UNWRITABLE ->
                Notice.of(
                        kind,
                        handovers + " cannot be sent as " + (one ? "it is; it waits" : "they are; they wait"),
                        "see './docket handovers --system " + system
                                + "' for the reason: mend the transformation that casework.yaml names and start the hub again, or"
                                + " let the broker take them");
            case HANDOVER_UNSENT ->
                Notice.of(
                        kind,
                        handovers + (one ? " waits" : " wait") + ", the oldest for over "
                                + Relay.SOON.toMinutes() + " minutes: the broker does not take "
                                + (one ? "it" : "them"),
                        "see './docket handovers --system " + system
                                + "' for the reason, and whether the broker runs and lets Docket write to the queue");
            case HANDOVER_STRANDED ->
                Notice.of(
                        kind,
                        handovers + (one ? " is" : " are") + " open, and casework.yaml lists no such case system:"
                                + " nothing is sent to it",
                        "list it again if it is to have them; see './docket handovers --system " + system + "'");
            default -> throw new IllegalArgumentException(kind + " is of no handover");
        };
    }
}
