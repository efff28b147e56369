package org.docket.model;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What stands in the tables. A trigger of the test's own notes which recordings anything was written about. */
final class Rows {
    /** The acts that the model speaks of. */
    private static final List<String> ACTS = List.of(
            "retained",
            "released",
            "held",
            "hold-extended",
            "hold-lifted",
            "classified-again",
            "early-deletion-asked",
            "early-deletion-approved",
            "early-deletion-ended",
            "outcome-told",
            "recategorisation-asked",
            "recategorisation-ended",
            "recategorised",
            "condemned",
            "disposed");

    private static final String ROW = "select wanted.id as wanted, r.*, c.content as certificate,"
            + " c.blob as certificate_blob, (select array_agg(e.act order by e.sequence) from ledger_entry e"
            + " where e.recording_id = wanted.id and e.act = any(:acts)) as acts,"
            + " (select d.asked_by from early_deletion d where d.recording_id = wanted.id and d.ended_at is null) as asker,"
            + " (select d.categories[1] from early_deletion d where d.recording_id = wanted.id and d.ended_at is null) as wish"
            + " from wanted"
            + " left join recording r on r.id = wanted.id left join certificate c on c.recording_id = wanted.id";

    private final Jdbi jdbi;

    Rows(DataSource database) {
        this.jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> {
            handle.execute("create unlogged table model_touched (recording_id uuid not null)");
            handle.execute("create function model_touch() returns trigger language plpgsql as $$ begin"
                    + " if tg_table_name = 'recording' then insert into model_touched values (coalesce(new.id, old.id));"
                    + " else insert into model_touched values (coalesce(new.recording_id, old.recording_id)); end if;"
                    + " return null; end $$");
            for (String table : List.of("recording", "hold", "certificate", "early_deletion", "outcome")) {
                handle.execute("create trigger model_touches after insert or update or delete on " + table
                        + " for each row execute function model_touch()");
            }
        });
    }

    /**
     * One recording.
     *
     * @param fate empty if it has no row, or is not deposited yet
     * @param certificate and where it lies; absent if there is none
     */
    record Row(
            UUID id,
            Optional<Fate> fate,
            @Nullable String sha256,
            @Nullable String blob,
            @Nullable Instant received,
            @Nullable String certificate,
            @Nullable String certificateBlob) {}

    /** Those that anything was written about since this was asked last. */
    List<Row> touched() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "with touched as (delete from model_touched returning recording_id), wanted as"
                                + " (select distinct recording_id as id from touched) " + ROW)
                .bindArray("acts", String.class, ACTS)
                .map((row, context) -> row(row))
                .list());
    }

    /** All of them. */
    List<Row> all() {
        return jdbi.withHandle(handle -> handle.createQuery("with wanted as (select id from recording) " + ROW)
                .bindArray("acts", String.class, ACTS)
                .map((row, context) -> row(row))
                .list());
    }

    /** The recording that was presented last under that name; empty if none was. */
    Optional<UUID> presented(String name) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select recording_id from presentation where name = :name order by id desc limit 1")
                .bind("name", name)
                .mapTo(UUID.class)
                .findOne());
    }

    /** Whether a run of the purge waits for a person. */
    boolean isStopped() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from purge_run where state = 'STOPPED')")
                        .mapTo(Boolean.class)
                        .one());
    }

    /** When the run was planned that a person released and that has not gone on yet; empty if there is none. */
    Optional<Instant> released() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select planned_at from purge_run where state = 'PLANNED' and release is not null")
                .map((row, context) -> row.getTimestamp("planned_at").toInstant())
                .findOne());
    }

    /** Every certificate. */
    Set<String> certificates() {
        return jdbi.withHandle(handle -> handle.createQuery("select content from certificate")
                .mapTo(String.class)
                .set());
    }

    /** The holds that were not lifted, by recording and reference. */
    Map<String, Instant> holds() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from hold where lifted_at is null")
                .map((row, context) -> Map.entry(
                        row.getString("recording_id") + " " + row.getString("reference"),
                        Optional.ofNullable(instant(row, "until")).orElse(Instant.MAX)))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Everything that the ledger has of a recording, a line each. */
    List<String> history(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select sequence || ' ' || at || ' ' || actor || ' ' || act || ' (' || authority || ') ' || details"
                                + " from ledger_entry where recording_id = :id order by sequence")
                .bind("id", id)
                .mapTo(String.class)
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        String state = row.getString("state");
        boolean deposited = state != null && !state.equals("RECEIVED");
        return new Row(
                row.getObject("wanted", UUID.class),
                deposited ? Optional.of(fate(row, state)) : Optional.empty(),
                row.getString("sha256"),
                row.getString("blob"),
                instant(row, "received_at"),
                row.getString("certificate"),
                row.getString("certificate_blob"));
    }

    private static Fate fate(ResultSet row, String state) throws SQLException {
        Array acts = row.getArray("acts");
        String[] said = (String[]) row.getArray("decided_categories").getArray();
        return new Fate(
                Fate.State.valueOf(state),
                row.getString("category"),
                row.getBoolean("retained"),
                instant(row, "due_at"),
                instant(row, "review_at"),
                row.getString("decided"),
                instant(row, "due_otherwise"),
                instant(row, "kept_until"),
                instant(row, "reviewed_otherwise"),
                row.getString("asker"),
                row.getString("wish"),
                said.length == 0 ? null : said[0],
                instant(row, "promised_until"),
                List.of((String[]) row.getArray("former_categories").getArray()),
                acts == null ? List.of() : List.of((String[]) acts.getArray()));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
