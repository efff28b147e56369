package org.docket.custody;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Appends to the histories of recordings, and reads them. */
public final class Ledger {
    /** The actor of what Docket does by itself. */
    public static final String DOCKET = "docket";

    private final Jdbi jdbi;

    public Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Adds an entry to a recording's chain, within the transaction of the act that it tells of. Two writers on one recording wait
     * for each other here.
     *
     * @param at when it was done; kept to the microsecond
     * @param details strings, whole numbers, booleans, instants, lists and maps of these
     */
    public void append(
            Handle handle,
            UUID recordingId,
            Instant at,
            String actor,
            String act,
            String authority,
            Map<String, ?> details) {
        handle.createUpdate("insert into ledger_head (recording_id, sequence, hash) values (:id, 0, :genesis)"
                        + " on conflict do nothing")
                .bind("id", recordingId)
                .bind("genesis", LedgerEntry.GENESIS)
                .execute();
        Head head = handle.createQuery("select sequence, hash from ledger_head where recording_id = :id for update")
                .bind("id", recordingId)
                .map((row, context) -> new Head(row.getInt("sequence"), row.getString("hash")))
                .one();
        // PostgreSQL keeps microseconds: what is hashed must be what is read back.
        Instant kept = at.truncatedTo(ChronoUnit.MICROS);
        int sequence = head.sequence() + 1;
        String canonical = CanonicalJson.write(details);
        String hash = LedgerEntry.hashOf(recordingId, sequence, kept, actor, act, authority, canonical, head.hash());
        handle.createUpdate("insert into ledger_entry (recording_id, sequence, at, actor, act, authority, details,"
                        + " previous_hash, hash) values (:id, :sequence, :at, :actor, :act, :authority, :details,"
                        + " :previous, :hash)")
                .bind("id", recordingId)
                .bind("sequence", sequence)
                .bind("at", kept)
                .bind("actor", actor)
                .bind("act", act)
                .bind("authority", authority)
                .bind("details", canonical)
                .bind("previous", head.hash())
                .bind("hash", hash)
                .execute();
        handle.createUpdate("update ledger_head set sequence = :sequence, hash = :hash where recording_id = :id")
                .bind("id", recordingId)
                .bind("sequence", sequence)
                .bind("hash", hash)
                .execute();
    }

    /** The whole history of one recording, in order. */
    public List<LedgerEntry> history(UUID recordingId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from ledger_entry where recording_id = :id order by sequence")
                        .bind("id", recordingId)
                        .map(Ledger::entry)
                        .list());
    }

    /** The recordings in whose histories that act stands. */
    public Set<UUID> recordingsWith(String act) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select distinct recording_id from ledger_entry where act = :act")
                        .bind("act", act)
                        .mapTo(UUID.class)
                        .collect(Collectors.toSet()));
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

    private record Head(int sequence, String hash) {}
}
