package org.docket.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads one row of the catalogue. */
final class RecordingRow implements RowMapper<Recording> {
    @Override
    public Recording map(ResultSet row, StatementContext context) throws SQLException {
        String facts = row.getString("facts");
        String decided = row.getString("decided");
        return new Recording(
                row.getObject("id", UUID.class),
                RecordingState.valueOf(row.getString("state")),
                row.getString("dock"),
                row.getString("name"),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getString("category"),
                row.getString("category_rule"),
                row.getString("policy_version"),
                row.getBoolean("retained"),
                instant(row, "due_at"),
                instant(row, "review_at"),
                row.getTimestamp("received_at").toInstant(),
                instant(row, "deposited_at"),
                instant(row, "condemned_at"),
                instant(row, "disposed_at"),
                row.getString("blob"),
                row.getInt("duplicates"),
                facts == null ? null : Json.read(facts, Facts.class),
                decided == null ? null : Recording.Decided.valueOf(decided),
                countedFrom(row),
                directions(row));
    }

    private static Directions directions(ResultSet row) throws SQLException {
        return new Directions(
                instant(row, "kept_until"),
                List.of((String[]) row.getArray("decided_categories").getArray()),
                instant(row, "due_otherwise"));
    }

    private static @Nullable RecordedTime countedFrom(ResultSet row) throws SQLException {
        Instant at = instant(row, "counted_recorded_at");
        return at == null
                ? null
                : new RecordedTime(at, RecordedTime.Source.valueOf(row.getString("counted_recorded_at_source")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
