package org.docket.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of presentations: what lies in dock folders, and how far intake is with it. */
final class Presentations {
    private static final String COLUMNS = "select id, dock, name, bytes, modified_at, recording_id, duplicate,"
            + " receipted_at, withheld, release_at from presentation ";

    /** The presentation of what lies under that name now. */
    Optional<Presentation> open(Handle handle, String dock, String name) {
        return handle.createQuery(COLUMNS + "where dock = :dock and name = :name and ended_at is null")
                .bind("dock", dock)
                .bind("name", name)
                .map(Presentations::row)
                .findOne();
    }

    /** Those whose source may go by now, oldest first. */
    List<Long> toRelease(Handle handle, Instant now, int limit) {
        return handle.createQuery("select id from presentation where ended_at is null and release_at <= :now"
                        + " order by release_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    /** Locks one whose source may go by now; empty if it may not, or somebody else is at it. */
    Optional<Presentation> lockToRelease(Handle handle, long id, Instant now) {
        return handle.createQuery(
                        COLUMNS + "where id = :id and ended_at is null and release_at <= :now for update skip locked")
                .bind("id", id)
                .bind("now", now)
                .map(Presentations::row)
                .findOne();
    }

    void releaseAt(Handle handle, long id, Instant at) {
        handle.createUpdate("update presentation set release_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    long begin(Handle handle, Source source, UUID recordingId, boolean duplicate, Instant at) {
        return handle.createUpdate("insert into presentation (dock, name, bytes, modified_at, recording_id, duplicate,"
                        + " presented_at) values (:dock, :name, :bytes, :modified, :recording, :duplicate, :at)")
                .bind("dock", source.dock().id())
                .bind("name", source.name())
                .bind("bytes", source.bytes())
                .bind("modified", source.modifiedAt())
                .bind("recording", recordingId)
                .bind("duplicate", duplicate)
                .bind("at", at)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    /** What was presented turned out to be that recording. */
    void isDuplicateOf(Handle handle, long id, UUID recordingId) {
        handle.createUpdate("update presentation set recording_id = :recording, duplicate = true where id = :id")
                .bind("recording", recordingId)
                .bind("id", id)
                .execute();
    }

    void withhold(Handle handle, long id, String reason) {
        handle.createUpdate("update presentation set withheld = :reason where id = :id")
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    void receipted(Handle handle, long id, Instant at, @Nullable Instant releaseAt) {
        handle.createUpdate("update presentation set receipted_at = :at, release_at = :release where id = :id")
                .bind("at", at)
                .bind("release", releaseAt)
                .bind("id", id)
                .execute();
    }

    /** The source is gone from the folder, or another one lies under its name. */
    void end(Handle handle, long id, Instant at) {
        handle.createUpdate("update presentation set ended_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    private static Presentation row(ResultSet row, StatementContext context) throws SQLException {
        return new Presentation(
                row.getLong("id"),
                row.getString("dock"),
                row.getString("name"),
                row.getLong("bytes"),
                row.getTimestamp("modified_at").toInstant(),
                row.getObject("recording_id", UUID.class),
                row.getBoolean("duplicate"),
                instant(row, "receipted_at"),
                row.getString("withheld"),
                instant(row, "release_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
