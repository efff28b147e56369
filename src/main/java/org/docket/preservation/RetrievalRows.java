package org.docket.preservation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.docket.vault.BlobTiers.Priority;
import org.docket.vault.Tier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table of retrievals. */
final class RetrievalRows {
    /** True in a query over {@code recording} for what somebody waits for, or has back for a while: it is not moved. */
    static final String KEEPS_IT = "exists (select 1 from retrieval where retrieval.recording_id = recording.id"
            + " and (ended_at is null or stays_until > :now))";

    private static final String COLUMNS =
            "select retrieval.*, recording.blob from retrieval join recording on recording.id = retrieval.recording_id ";

    private RetrievalRows() {}

    /** Writes one down whose asker is about to tell the vault; others look at it only after that. */
    static void insert(Handle handle, Retrieval retrieval, Instant nextLook) {
        handle.createUpdate("insert into retrieval (id, recording_id, asked_by, reason, priority, tier, asked_at,"
                        + " next_look_at) values (:id, :recording, :by, :reason, :priority, :tier, :at, :next)")
                .bind("id", retrieval.id())
                .bind("recording", retrieval.recordingId())
                .bind("by", retrieval.by())
                .bind("reason", retrieval.reason())
                .bind("priority", word(retrieval.priority()))
                .bind("tier", retrieval.tier().word())
                .bind("at", retrieval.askedAt())
                .bind("next", nextLook)
                .execute();
    }

    static String word(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }

    static Optional<Retrieval> open(Handle handle, UUID recordingId) {
        return handle.createQuery(COLUMNS + "where recording_id = :id and ended_at is null")
                .bind("id", recordingId)
                .map(RetrievalRows::row)
                .findOne();
    }

    /** The last retrieval of each of these recordings. */
    static List<Retrieval> latest(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery(
                        "select distinct on (retrieval.recording_id) retrieval.*, recording.blob from retrieval"
                                + " join recording on recording.id = retrieval.recording_id where recording_id = any(:ids)"
                                + " order by retrieval.recording_id, asked_at desc")
                .bindArray("ids", UUID.class, recordingIds)
                .map(RetrievalRows::row)
                .list();
    }

    /**
     * Takes open retrievals that are to be looked at; nobody else gets them before that instant. What is on its way to the archive is
     * not looked at before it is there: that it can still be read says nothing. No other move begins while a retrieval is open.
     */
    static List<Retrieval> claim(Handle handle, Instant now, Instant again, int limit) {
        List<UUID> ids = handle.createQuery(
                        "update retrieval set next_look_at = :again where id in (select id"
                                + " from retrieval where ended_at is null and next_look_at <= :now and not exists (select 1"
                                + " from tier_move where tier_move.recording_id = retrieval.recording_id"
                                + " and tier_move.claimed_until > :now) order by next_look_at limit :limit for update skip locked) returning id")
                .bind("now", now)
                .bind("again", again)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
        return handle.createQuery(COLUMNS + "where retrieval.id = any(:ids) order by asked_at, retrieval.id")
                .bindArray("ids", UUID.class, ids)
                .map(RetrievalRows::row)
                .list();
    }

    /** The vault is to be told again, more urgently. */
    static void hurry(Handle handle, UUID id, Instant nextLook) {
        handle.createUpdate(
                        "update retrieval set priority = 'high', told_at = null, next_look_at = :next where id = :id")
                .bind("next", nextLook)
                .bind("id", id)
                .execute();
    }

    static void told(Handle handle, UUID id, Instant now) {
        handle.createUpdate("update retrieval set told_at = :now, last_failure = null where id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    static void failed(Handle handle, UUID id, String reason) {
        handle.createUpdate("update retrieval set last_failure = :reason where id = :id")
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    /**
     * Ends a retrieval: what was asked for can be read.
     *
     * @return false if somebody else ended it
     */
    static boolean ready(Handle handle, UUID id, Instant now, Instant staysUntil) {
        return handle.createUpdate("update retrieval set ready_at = :now, ended_at = :now, stays_until = :until,"
                                + " last_failure = null where id = :id and ended_at is null")
                        .bind("now", now)
                        .bind("until", staysUntil)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    static void givenUp(Handle handle, UUID id, String why, Instant now) {
        handle.createUpdate("update retrieval set ended_at = :now, last_failure = :why where id = :id"
                        + " and ended_at is null")
                .bind("now", now)
                .bind("why", why)
                .bind("id", id)
                .execute();
    }

    private static Retrieval row(ResultSet row, StatementContext context) throws SQLException {
        return new Retrieval(
                row.getObject("id", UUID.class),
                row.getObject("recording_id", UUID.class),
                row.getString("blob"),
                row.getString("asked_by"),
                row.getString("reason"),
                Priority.valueOf(row.getString("priority").toUpperCase(Locale.ROOT)),
                Tier.of(row.getString("tier")),
                row.getTimestamp("asked_at").toInstant(),
                instant(row, "told_at"),
                instant(row, "ready_at"),
                instant(row, "stays_until"),
                instant(row, "ended_at"),
                row.getString("last_failure"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
