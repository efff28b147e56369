package org.docket.custody;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Derives every hash of the ledger again from its rows, and says where they do not fit. */
public final class LedgerVerifier {
    private static final int ROWS_AT_A_TIME = 5_000;

    private final Jdbi jdbi;

    public LedgerVerifier(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What was found.
     *
     * @param chains how many recordings' histories were read
     * @param entries how many entries they have together
     * @param findings what is wrong, one sentence each; empty if the ledger verifies
     */
    public record Report(long chains, long entries, List<String> findings) {}

    /** Verifies the history of one recording, or of all if it is null. */
    public Report verify(@Nullable UUID recordingId) {
        Walk walk = new Walk();
        // One statement, hence one snapshot: entries written meanwhile must not look like a chain without its end.
        jdbi.useTransaction(handle -> handle.createQuery(
                        "select e.*, h.recording_id as head_id, h.sequence as head_sequence,"
                                + " h.hash as head_hash from ledger_head h full join ledger_entry e using (recording_id)"
                                + " where cast(:id as uuid) is null or recording_id = cast(:id as uuid) order by recording_id, e.sequence")
                .bind("id", recordingId)
                .setFetchSize(ROWS_AT_A_TIME)
                .map(LedgerVerifier::row)
                .useStream(rows -> rows.forEach(walk)));
        walk.endOfChain();
        return new Report(walk.chains, walk.entries, walk.findings);
    }

    /**
     * What was found in some chains.
     *
     * @param last the last of these; null if there are no more after them
     */
    record Page(Report report, @Nullable UUID last) {}

    /** Verifies the chains that come after that one by their ids, or the first ones if it is null: so many of them. */
    Page verifyPage(@Nullable UUID after, int chains) {
        UUID last = jdbi.withHandle(handle -> handle.createQuery("select recording_id from ledger_head"
                        + " where cast(:after as uuid) is null or recording_id > cast(:after as uuid)"
                        + " order by recording_id offset :chains - 1 limit 1")
                .bind("after", after)
                .bind("chains", chains)
                .mapTo(UUID.class)
                .findOne()
                .orElse(null));
        Walk walk = new Walk();
        // Both sides of the join are cut off alike, and not by the heads: a head that was taken off must not hide its
        // entries.
        String range = " where (cast(:after as uuid) is null or recording_id > cast(:after as uuid))"
                + " and (cast(:last as uuid) is null or recording_id <= cast(:last as uuid))";
        jdbi.useTransaction(handle -> handle.createQuery("select e.*, h.recording_id as head_id,"
                        + " h.sequence as head_sequence, h.hash as head_hash"
                        + " from (select * from ledger_head" + range + ") h"
                        + " full join (select * from ledger_entry" + range + ") e using (recording_id)"
                        + " order by recording_id, e.sequence")
                .bind("after", after)
                .bind("last", last)
                .setFetchSize(ROWS_AT_A_TIME)
                .map(LedgerVerifier::row)
                .useStream(rows -> rows.forEach(walk)));
        walk.endOfChain();
        return new Page(new Report(walk.chains, walk.entries, walk.findings), last);
    }

    /**
     * Verifies the histories of these recordings, by what stands in that transaction.
     *
     * @return what is wrong with each that does not verify, one sentence; empty if all do
     */
    public Map<UUID, String> broken(Handle handle, List<UUID> recordingIds) {
        Walk walk = new Walk();
        handle.createQuery("select e.*, wanted.id as head_id, h.sequence as head_sequence, h.hash as head_hash"
                        + " from unnest(:ids) as wanted (id) left join ledger_head h on h.recording_id = wanted.id"
                        + " left join ledger_entry e on e.recording_id = wanted.id order by wanted.id, e.sequence")
                .bindArray("ids", UUID.class, recordingIds)
                .map(LedgerVerifier::row)
                .useStream(rows -> rows.forEach(walk));
        walk.endOfChain();
        return walk.broken;
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        UUID head = row.getObject("head_id", UUID.class);
        return new Row(
                row.getString("act") == null ? null : Ledger.entry(row, context),
                head,
                head == null ? "" : end(row.getInt("head_sequence"), row.getString("head_hash")));
    }

    private static String end(int sequence, String hash) {
        return sequence + " " + hash;
    }

    /**
     * An entry with the end that its chain should have.
     *
     * @param entry null for a head without any entry
     * @param headId null for an entry without a head
     */
    private record Row(
            @Nullable LedgerEntry entry, @Nullable UUID headId, String end) {}

    private static final class Walk implements Consumer<Row> {
        private final List<String> findings = new ArrayList<>();
        private final Map<UUID, String> broken = new LinkedHashMap<>();
        private @Nullable LedgerEntry last;
        private String lastEnd = "";
        private long chains;
        private long entries;

        @Override
        public void accept(Row row) {
            LedgerEntry entry = row.entry();
            if (entry == null) {
                UUID missing = Objects.requireNonNull(row.headId());
                found(missing, "recording " + missing + ": its whole history is missing");
                return;
            }
            LedgerEntry before = last;
            if (before == null || !before.recordingId().equals(entry.recordingId())) {
                endOfChain();
                chains++;
                check(entry, 1, LedgerEntry.GENESIS);
            } else {
                check(entry, before.sequence() + 1, before.hash());
            }
            entries++;
            last = entry;
            lastEnd = row.end();
        }

        private void check(LedgerEntry entry, int sequence, String previousHash) {
            String place = "recording " + entry.recordingId() + ", ledger entry " + entry.sequence();
            if (entry.sequence() != sequence) {
                found(entry.recordingId(), place + " stands where entry " + sequence + " should: entries are missing");
            } else if (!entry.previousHash().equals(previousHash)) {
                found(
                        entry.recordingId(),
                        place + " does not continue the entry before it: one of the two was changed");
            }
            if (!entry.hash().equals(entry.rightHash())) {
                found(
                        entry.recordingId(),
                        place + " was changed after it was written: its hash does not fit its content");
            }
        }

        private void found(UUID recording, String what) {
            findings.add(what);
            broken.putIfAbsent(recording, what);
        }

        private void endOfChain() {
            LedgerEntry entry = last;
            if (entry != null && !end(entry.sequence(), entry.hash()).equals(lastEnd)) {
                found(
                        entry.recordingId(),
                        "recording " + entry.recordingId() + ": its history does not end where it did when the last"
                                + " entry was written: entries were taken off or added past the ledger");
            }
        }
    }
}
