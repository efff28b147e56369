package org.docket.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of findings: what does not fit, from when it was found until it is no longer found. */
public final class Findings {
    private static final String COLUMNS =
            "select kind, subject, recording_id, dock, what, found_at, seen_at from finding where resolved_at is null ";

    private final Jdbi jdbi;

    public Findings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A finding that stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Standing(Found found, Instant foundAt, Instant seenAt) {}

    /**
     * Writes down what was found.
     *
     * @param run the reconciliation that found it; null if another look did
     * @return whether it is new: it did not stand before
     */
    boolean note(Handle handle, Found found, @Nullable Long run, Instant now) {
        int stood = handle.createUpdate(
                        "update finding set seen_at = :now, seen_in = coalesce(:run, seen_in), what = :what"
                                + " where kind = :kind and md5(subject) = md5(:subject) and resolved_at is null")
                .bind("now", now)
                .bind("run", run)
                .bind("what", found.what())
                .bind("kind", found.kind().name())
                .bind("subject", found.subject())
                .execute();
        if (stood > 0) {
            return false;
        }
        int added = handle.createUpdate("insert into finding (kind, subject, recording_id, dock, what, found_at,"
                        + " seen_at, found_in, seen_in) values (:kind, :subject, cast(:recording as uuid), :dock, :what, :now, :now,"
                        + " :run, :run) on conflict (kind, md5(subject)) where resolved_at is null do nothing")
                .bind("kind", found.kind().name())
                .bind("subject", found.subject())
                .bind("recording", found.recordingId())
                .bind("dock", found.dock())
                .bind("what", found.what())
                .bind("now", now)
                .bind("run", run)
                .execute();
        return added > 0;
    }

    /** How many of each kind a reconciliation has seen. */
    Map<Found.Kind, Long> seenIn(Handle handle, long run) {
        return counts(handle, "where seen_in = :run", run);
    }

    /** How many of each kind a reconciliation was the first to see. */
    Map<Found.Kind, Long> foundIn(Handle handle, long run) {
        return counts(handle, "where found_in = :run", run);
    }

    /** Those of these kinds that a reconciliation which is through has not seen stand no longer. */
    int resolveUnseen(Handle handle, long run, Collection<Found.Kind> kinds, Instant now) {
        return handle.createUpdate("update finding set resolved_at = :now where resolved_at is null"
                        + " and kind = any(:kinds) and seen_in is distinct from :run")
                .bind("now", now)
                .bindArray("kinds", String.class, kinds.stream().map(Enum::name).toList())
                .bind("run", run)
                .execute();
    }

    /** That finding stands no longer, if it did. */
    void resolve(Found.Kind kind, String subject, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("update finding set resolved_at = :now"
                        + " where kind = :kind and md5(subject) = md5(:subject) and resolved_at is null")
                .bind("now", now)
                .bind("kind", kind.name())
                .bind("subject", subject)
                .execute());
    }

    /** What stands, the longest standing first; at most this many. */
    public List<Standing> standing(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + "order by id limit :limit")
                .bind("limit", limit)
                .map(Findings::row)
                .list());
    }

    /** What stands of one kind, the longest unseen first. */
    List<Standing> standing(Found.Kind kind, int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + "and kind = :kind order by seen_at, id limit :limit")
                        .bind("kind", kind.name())
                        .bind("limit", limit)
                        .map(Findings::row)
                        .list());
    }

    /** How many findings of these kinds stand that were found later than that. */
    long standing(Collection<Found.Kind> kinds, Instant after) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from finding where resolved_at is null"
                        + " and kind = any(:kinds) and found_at > :after")
                .bindArray("kinds", String.class, kinds.stream().map(Enum::name).toList())
                .bind("after", after)
                .mapTo(Long.class)
                .one());
    }

    /** Whether that stands already, and was found until then. */
    boolean isKnown(Found found, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select 1 from finding where kind = :kind"
                        + " and md5(subject) = md5(:subject) and resolved_at is null and found_at <= :until)")
                .bind("kind", found.kind().name())
                .bind("subject", found.subject())
                .bind("until", until)
                .mapTo(Boolean.class)
                .one());
    }

    /** How many findings of each kind stand. */
    public Map<Found.Kind, Long> standingByKind() {
        return jdbi.withHandle(
                handle -> counts(handle, "where resolved_at is null and cast(:run as bigint) is null", null));
    }

    private static Map<Found.Kind, Long> counts(Handle handle, String which, @Nullable Long run) {
        Map<Found.Kind, Long> counts = new EnumMap<>(Found.Kind.class);
        handle.createQuery("select kind, count(*) as number from finding " + which + " group by kind")
                .bind("run", run)
                .map((row, context) -> Map.entry(Found.Kind.valueOf(row.getString("kind")), row.getLong("number")))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    private static Standing row(ResultSet row, StatementContext context) throws SQLException {
        return new Standing(
                new Found(
                        Found.Kind.valueOf(row.getString("kind")),
                        row.getString("subject"),
                        row.getObject("recording_id", UUID.class),
                        row.getString("dock"),
                        row.getString("what")),
                row.getObject("found_at", OffsetDateTime.class).toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant());
    }
}
