package org.docket.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The requests to delete recordings before their time, or to keep them for a shorter one: one of a recording is open at most. */
public final class EarlyRequests {
    private static final String OPEN = "select early_deletion.*, recording.due_at, recording.due_otherwise"
            + " from early_deletion join recording on recording.id = recording_id"
            + " where ended_at is null and recording.state = 'DEPOSITED' ";

    private final Jdbi jdbi;

    public EarlyRequests(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Why a request is of no force any more. */
    public enum Ending {
        /** Somebody wants the recording kept for its time. */
        KEPT("somebody objects"),
        /** It is evidence. */
        RETAINED("it is retained"),
        /** It is held. */
        HELD("it is held"),
        /** Somebody said that it is something else. */
        RECATEGORISED("it is of other categories"),
        /** Something was learnt of it, or the rules are others. */
        LEARNT(
                "something was learnt, or the rules are others, by which it is kept for longer or is of other categories"),
        /** It is of another officer than was known. */
        OFFICER("another officer of the recording is known than when it was asked for or approved"),
        /** The dock that alone asked for it does not any more. */
        WITHDRAWN("the sidecar that asked for it was corrected, and nobody else asks for it"),
        /** It is due by itself no later than it would be by the request. */
        OVERTAKEN("it is due no later without it");

        private final String words;

        Ending(String words) {
            this.words = words;
        }

        /** For the ledger, in a few words. */
        public String words() {
            return words;
        }
    }

    /** What a request is for. */
    public enum Wish {
        DELETION("early-deletion"),
        RECATEGORISATION("recategorisation");

        private final String word;

        Wish(String word) {
            this.word = word;
        }

        String asked() {
            return word + "-asked";
        }

        /** The act of the ledger that it is of no force any more. */
        public String ended() {
            return word + "-ended";
        }
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

    /** The open one of a recording whose row is locked. */
    public static Optional<EarlyRequest> open(Handle handle, UUID recordingId) {
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

    /**
     * Notes what somebody asks for.
     *
     * @param categories what the recording is to be of instead; empty if it is to be deleted early
     */
    void ask(Handle handle, Word word, List<String> categories, Instant now) {
        handle.createUpdate("insert into early_deletion (recording_id, asked_by, reason, case_reference, asked_at,"
                        + " categories, by_sidecar) values (:id, :by, :reason, :case, :now, :categories, :sidecar)")
                .bind("id", word.recordingId())
                .bind("by", word.speaker().id())
                .bind("reason", word.reason())
                .bind("case", word.caseReference())
                .bind("now", now)
                .bindArray("categories", String.class, categories)
                .bind("sidecar", word.speaker().as() == Speaker.As.OFFICER)
                .execute();
    }

    /** Notes that not only a dock asks for what is open. */
    void askedByPerson(Handle handle, UUID recordingId) {
        handle.createUpdate(
                        "update early_deletion set by_sidecar = false where recording_id = :id and ended_at is null")
                .bind("id", recordingId)
                .execute();
    }

    /** Whether what is open of a recording is a deletion for which nobody but a dock asks. */
    boolean isOfSidecar(Handle handle, UUID recordingId) {
        return handle.createQuery("select exists (select from early_deletion where recording_id = :id"
                        + " and ended_at is null and by_sidecar)")
                .bind("id", recordingId)
                .mapTo(Boolean.class)
                .one();
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
     * @return those of which something was, and what it was
     */
    public Map<UUID, Wish> end(Handle handle, List<UUID> recordingIds, Ending ending, String by, Instant now) {
        if (recordingIds.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery("update early_deletion set ending = :ending, ended_by = :by, ended_at = :now"
                        + " where recording_id = any(:ids) and ended_at is null returning recording_id, categories")
                .bindArray("ids", UUID.class, recordingIds)
                .bind("ending", ending.name())
                .bind("by", by)
                .bind("now", now)
                .map((row, context) -> Map.entry(
                        row.getObject("recording_id", UUID.class),
                        categories(row).isEmpty() ? Wish.DELETION : Wish.RECATEGORISATION))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> categories(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray("categories").getArray());
    }

    private static EarlyRequest row(ResultSet row, StatementContext context) throws SQLException {
        boolean approved = row.getTimestamp("approved_at") != null;
        return new EarlyRequest(
                row.getObject("recording_id", UUID.class),
                categories(row),
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
