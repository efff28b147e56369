package org.docket.custody;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Appends to the histories of recordings, and reads them. */
public final class Ledger {
    /** The actor of what Docket does by itself. */
    public static final String DOCKET = "docket";

    /** The chain of what is done with the hub as a whole, and with no recording: the nil UUID, which no recording has. */
    public static final UUID HUB = new UUID(0, 0);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Jdbi jdbi;

    public Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An act that goes into the history of a recording.
     *
     * @param at when it was done; kept to the microsecond
     * @param details strings, whole numbers, booleans, instants, lists and maps of these
     */
    public record Act(
            UUID recordingId, Instant at, String actor, String act, String authority, Map<String, ?> details) {}

    /** Adds one act; see {@link #append(Handle, List)}. */
    public void append(
            Handle handle,
            UUID recordingId,
            Instant at,
            String actor,
            String act,
            String authority,
            Map<String, ?> details) {
        append(handle, List.of(new Act(recordingId, at, actor, act, authority, details)));
    }

    /**
     * Adds acts to the chains of their recordings, in that order, within the transaction in which they are done. Two writers on one
     * recording wait for each other here.
     */
    public void append(Handle handle, List<Act> acts) {
        if (acts.isEmpty()) {
            return;
        }
        Chains chains = Chains.lock(
                handle, acts.stream().map(Act::recordingId).distinct().toList());
        write(handle, acts.stream().map(chains::add).toList());
        chains.write(handle);
    }

    /** In one statement: the server spends more on each statement than on each row. */
    private static void write(Handle handle, List<LedgerEntry> entries) {
        handle.createUpdate("insert into ledger_entry (recording_id, sequence, at, actor, act, authority, details,"
                        + " previous_hash, hash) select * from unnest(:ids, :sequences, cast(:ats as timestamptz[]),"
                        + " :actors, :acts, :authorities, :details, :previous, :hashes)")
                .bindArray("ids", UUID.class, column(entries, LedgerEntry::recordingId))
                .bindArray("sequences", Integer.class, column(entries, LedgerEntry::sequence))
                .bindArray(
                        "ats", String.class, column(entries, entry -> entry.at().toString()))
                .bindArray("actors", String.class, column(entries, LedgerEntry::actor))
                .bindArray("acts", String.class, column(entries, LedgerEntry::act))
                .bindArray("authorities", String.class, column(entries, LedgerEntry::authority))
                .bindArray("details", String.class, column(entries, LedgerEntry::details))
                .bindArray("previous", String.class, column(entries, LedgerEntry::previousHash))
                .bindArray("hashes", String.class, column(entries, LedgerEntry::hash))
                .execute();
    }

    private static <T> List<T> column(List<LedgerEntry> entries, Function<LedgerEntry, T> value) {
        return entries.stream().map(value).toList();
    }

    /** The whole history of one recording, in order. */
    public List<LedgerEntry> history(UUID recordingId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from ledger_entry where recording_id = :id order by sequence")
                        .bind("id", recordingId)
                        .map(Ledger::entry)
                        .list());
    }

    /** That act as it was last done with each of these recordings, by what stands in that transaction. */
    public Map<UUID, LedgerEntry> last(Handle handle, List<UUID> recordingIds, String act) {
        return handle.createQuery("select distinct on (recording_id) * from ledger_entry"
                        + " where recording_id = any(:ids) and act = :act order by recording_id, sequence desc")
                .bindArray("ids", UUID.class, recordingIds)
                .bind("act", act)
                .map(Ledger::entry)
                .collect(Collectors.toMap(LedgerEntry::recordingId, entry -> entry));
    }

    /**
     * A page of the recordings in whose histories that act stands, by their ids.
     *
     * @param after the last id of the page before; null for the first page
     * @param limit at most this many
     */
    public List<UUID> recordingsWith(String act, @Nullable UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select distinct recording_id from ledger_entry"
                        + " where act = :act and recording_id > :after order by recording_id limit :limit")
                .bind("act", act)
                .bind("after", after == null ? BEFORE_ALL : after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    static LedgerEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new LedgerEntry(
                row.getObject("recording_id", UUID.class),
                row.getInt("sequence"),
                row.getTimestamp("at").toInstant(),
                row.getString("actor"),
                row.getString("act"),
                row.getString("authority"),
                row.getString("details"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }
}
