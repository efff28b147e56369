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
        return Recording.received(
                        row.getObject("id", UUID.class),
                        row.getString("dock"),
                        row.getString("name"),
                        row.getTimestamp("received_at").toInstant())
                .state(RecordingState.valueOf(row.getString("state")))
                .content(row.getLong("bytes"), row.getString("sha256"), row.getString("blob"))
                .category(row.getString("category"), List.of((String[])
                        row.getArray("categories").getArray()))
                .formerCategories(
                        List.of((String[]) row.getArray("former_categories").getArray()))
                .rule(row.getString("category_rule"), row.getString("policy_version"))
                .dates(row.getBoolean("retained"), instant(row, "due_at"), instant(row, "review_at"))
                .depositedAt(instant(row, "deposited_at"))
                .condemnedAt(instant(row, "condemned_at"))
                .disposedAt(instant(row, "disposed_at"))
                .duplicates(row.getInt("duplicates"))
                .facts(facts == null ? null : Json.read(facts, Facts.class))
                .decided(decided == null ? null : Recording.Decided.valueOf(decided))
                .countedFrom(countedFrom(row))
                .directions(directions(row))
                .build();
    }

    private static Directions directions(ResultSet row) throws SQLException {
        return new Directions(
                instant(row, "kept_until"),
                List.of((String[]) row.getArray("decided_categories").getArray()),
                instant(row, "due_otherwise"),
                instant(row, "promised_until"));
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
