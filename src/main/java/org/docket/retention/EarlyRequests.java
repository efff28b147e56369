package org.docket.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The requests to delete recordings before their time: one of a recording is open at most. */
public final class EarlyRequests {
    private static final String OPEN = "select early_deletion.*, recording.due_at, recording.due_otherwise"
            + " from early_deletion join recording on recording.id = recording_id"
            + " where ended_at is null and recording.state = 'DEPOSITED' ";

    private final Jdbi jdbi;

    public EarlyRequests(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Why a request is of no force any more. */
    enum Ending {
        /** Somebody wants the recording kept for its time. */
        KEPT,
        /** It is evidence. */
        RETAINED,
        /** It is held. */
        HELD,
        /** Somebody said that it is something else. */
        RECATEGORISED,
        /** Something was learnt of it. */
        LEARNT,
        /** It is due by itself no later than it would be by the request. */
        OVERTAKEN
    }

    /** Those whose recordings are not disposed of yet, whether they wait for a second person or are approved; the oldest first. */
    public List<EarlyRequest> open() {
        return jdbi.withHandle(handle -> handle.createQuery(OPEN + "order by asked_at, early_deletion.id")
                .map(EarlyRequests::row)
                .list());
    }

    /** The open one of a recording. */
    public Optional<EarlyRequest> open(UUID recordingId) {
        return jdbi.withHandle(handle -> open(handle, recordingId));
    }

    Optional<EarlyRequest> open(Handle handle, UUID recordingId) {
        return handle.createQuery(OPEN + "and recording_id = :id")
                .bind("id", recordingId)
                .map(EarlyRequests::row)
                .findOne();
    }

    /** Those of these recordings that are approved and of force. */
    Map<UUID, EarlyRequest> approved(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery(OPEN + "and recording_id = any(:ids) and approved_at is not null")
                .bindArray("ids", UUID.class, recordingIds)
                .map(EarlyRequests::row)
                .collect(Collectors.toMap(EarlyRequest::recordingId, request -> request));
    }

    void ask(Handle handle, Word word, Instant now) {
        handle.createUpdate("insert into early_deletion (recording_id, asked_by, reason, case_reference, asked_at)"
                        + " values (:id, :by, :reason, :case, :now)")
                .bind("id", word.recordingId())
                .bind("by", word.speaker().id())
                .bind("reason", word.reason())
                .bind("case", word.caseReference())
                .bind("now", now)
                .execute();
    }

    void approve(Handle handle, UUID recordingId, String by, Instant now, Instant coolingUntil) {
        handle.createUpdate("update early_deletion set approved_by = :by, approved_at = :now, cooling_until = :until"
                        + " where recording_id = :id and ended_at is null")
                .bind("id", recordingId)
                .bind("by", by)
                .bind("now", now)
                .bind("until", coolingUntil)
                .execute();
    }

    /**
     * Ends what is open of these recordings.
     *
     * @return those of which something was
     */
    Set<UUID> end(Handle handle, List<UUID> recordingIds, Ending ending, String by, Instant now) {
        return handle.createQuery("update early_deletion set ending = :ending, ended_by = :by, ended_at = :now"
                        + " where recording_id = any(:ids) and ended_at is null returning recording_id")
                .bindArray("ids", UUID.class, recordingIds)
                .bind("ending", ending.name())
                .bind("by", by)
                .bind("now", now)
                .mapTo(UUID.class)
                .set();
    }

    /**
     * Ends what is open of recordings that are kept for longer because something was learnt of them.
     *
     * @return those of which something was
     */
    public Set<UUID> learnt(Handle handle, List<UUID> recordingIds, Instant now) {
        return recordingIds.isEmpty() ? Set.of() : end(handle, recordingIds, Ending.LEARNT, Ledger.DOCKET, now);
    }

    private static EarlyRequest row(ResultSet row, StatementContext context) throws SQLException {
        boolean approved = row.getTimestamp("approved_at") != null;
        return new EarlyRequest(
                row.getObject("recording_id", UUID.class),
                row.getString("asked_by"),
                row.getString("reason"),
                row.getString("case_reference"),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("approved_by"),
                instant(row, "approved_at"),
                instant(row, "cooling_until"),
                approved ? instant(row, "due_otherwise") : null,
                approved ? instant(row, "due_at") : null);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
