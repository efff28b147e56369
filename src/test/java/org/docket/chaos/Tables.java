package org.docket.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables as they are, in plain SQL. */
final class Tables {
    private final Connection connection;

    Tables(Connection connection) {
        this.connection = connection;
    }

    /** A row of {@code recording}. */
    record Row(
            UUID id,
            String state,
            String dock,
            String name,
            long bytes,
            @Nullable String sha256,
            @Nullable String category,
            boolean retained,
            @Nullable Instant depositedAt,
            @Nullable String blob,
            int duplicates) {
        boolean isDeposited() {
            return state.equals("DEPOSITED");
        }

        @Override
        public String toString() {
            return "recording " + id + " (" + dock + "/" + name + ")";
        }
    }

    /** A row of {@code presentation}. */
    record Presented(
            long id,
            String dock,
            String name,
            long bytes,
            Instant modifiedAt,
            UUID recording,
            boolean duplicate,
            @Nullable Instant receiptedAt,
            @Nullable String withheld,
            @Nullable Instant releaseAt,
            @Nullable Instant endedAt) {
        boolean isOf(Fed fed) {
            return dock.equals(fed.dock().id())
                    && name.equals(fed.name())
                    && bytes == fed.bytes()
                    && modifiedAt.equals(fed.modifiedAt());
        }
    }

    /** A row of {@code handover}. */
    record Handover(UUID id, UUID recording, String system, String type, String state) {}

    /** A row of {@code hold}. */
    record Hold(UUID recording, String kind, String reference, boolean standing) {}

    /** A row of {@code ledger_entry}. */
    record Entry(
            UUID recording,
            int sequence,
            Instant at,
            String actor,
            String act,
            String authority,
            String details,
            String previous,
            String hash) {}

    /** A row of {@code ledger_head}. */
    record Head(UUID recording, int sequence, String hash) {}

    private interface Reading<T> {
        T row(ResultSet row) throws SQLException;
    }

    private <T> List<T> all(String sql, Reading<T> reading) {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(reading.row(rows));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask " + sql, e);
        }
        return all;
    }

    /** Whether a hub has made all of them: one that is killed at its first start may not have got there. */
    boolean areThere() throws IOException {
        int migrations;
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            migrations = (int) files.count();
        }
        List<String> history =
                all("select to_regclass('flyway_schema_history')", row -> String.valueOf(row.getString(1)));
        return !history.contains("null")
                && all("select version from flyway_schema_history where success", row -> row.getString(1))
                                .size()
                        == migrations;
    }

    /** Whether there is nothing that the hub will go on with by itself. */
    boolean areAtRest() {
        return all("""
                        select 1 from recording where state = 'RECEIVED'
                        union all select 1 from handover where state in ('PENDING', 'SENT')
                        union all select 1 from presentation
                            where receipted_at is null and withheld is null and ended_at is null
                        union all select 1 from presentation where release_at is not null and ended_at is null
                        limit 1
                        """, row -> 1).isEmpty();
    }

    List<Row> recordings() {
        return all(
                "select id, state, dock, name, bytes, sha256, category, retained, deposited_at, blob, duplicates"
                        + " from recording order by received_at, id",
                row -> new Row(
                        row.getObject("id", UUID.class),
                        row.getString("state"),
                        row.getString("dock"),
                        row.getString("name"),
                        row.getLong("bytes"),
                        row.getString("sha256"),
                        row.getString("category"),
                        row.getBoolean("retained"),
                        instant(row, "deposited_at"),
                        row.getString("blob"),
                        row.getInt("duplicates")));
    }

    List<Presented> presentations() {
        return all(
                "select id, dock, name, bytes, modified_at, recording_id, duplicate, receipted_at, withheld,"
                        + " release_at, ended_at from presentation order by id",
                row -> new Presented(
                        row.getLong("id"),
                        row.getString("dock"),
                        row.getString("name"),
                        row.getLong("bytes"),
                        row.getTimestamp("modified_at").toInstant(),
                        row.getObject("recording_id", UUID.class),
                        row.getBoolean("duplicate"),
                        instant(row, "receipted_at"),
                        row.getString("withheld"),
                        instant(row, "release_at"),
                        instant(row, "ended_at")));
    }

    List<Handover> handovers() {
        return all(
                "select id, recording_id, system, type, state from handover order by position",
                row -> new Handover(
                        row.getObject("id", UUID.class),
                        row.getObject("recording_id", UUID.class),
                        row.getString("system"),
                        row.getString("type"),
                        row.getString("state")));
    }

    List<Hold> holds() {
        return all(
                "select recording_id, kind, reference, lifted_at is null as standing from hold order by held_at",
                row -> new Hold(
                        row.getObject("recording_id", UUID.class),
                        row.getString("kind"),
                        row.getString("reference"),
                        row.getBoolean("standing")));
    }

    List<Entry> entries() {
        return all(
                "select recording_id, sequence, at, actor, act, authority, details, previous_hash, hash"
                        + " from ledger_entry order by recording_id, sequence",
                row -> new Entry(
                        row.getObject("recording_id", UUID.class),
                        row.getInt("sequence"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        row.getString("act"),
                        row.getString("authority"),
                        row.getString("details"),
                        row.getString("previous_hash"),
                        row.getString("hash")));
    }

    List<Head> heads() {
        return all(
                "select recording_id, sequence, hash from ledger_head",
                row -> new Head(
                        row.getObject("recording_id", UUID.class), row.getInt("sequence"), row.getString("hash")));
    }

    /** What is kept of sidecars, as text, by recording: every one that a dock wrote for it. */
    Map<UUID, Set<String>> sidecars() {
        return all(
                        "select recording_id, content from sidecar",
                        row -> Map.entry(
                                row.getObject("recording_id", UUID.class),
                                new String(row.getBytes("content"), StandardCharsets.UTF_8)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
