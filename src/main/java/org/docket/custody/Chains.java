package org.docket.custody;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The ends of the chains of some recordings, locked until the transaction ends, and what is added to them. */
final class Chains {
    private final Map<UUID, Head> heads = new TreeMap<>();

    private record Head(int sequence, String hash) {}

    private Chains() {}

    static Chains lock(Handle handle, List<UUID> recordings) {
        Chains chains = new Chains();
        chains.lockThoseThatAre(handle, recordings);
        List<UUID> missing = recordings.stream()
                .filter(id -> !chains.heads.containsKey(id))
                .sorted()
                .toList();
        List<UUID> begun = missing.isEmpty() ? List.of() : begin(handle, missing);
        begun.forEach(id -> chains.heads.put(id, new Head(0, LedgerEntry.GENESIS)));
        List<UUID> begunByOthers =
                missing.stream().filter(id -> !begun.contains(id)).toList();
        if (!begunByOthers.isEmpty()) {
            chains.lockThoseThatAre(handle, begunByOthers);
        }
        return chains;
    }

    private void lockThoseThatAre(Handle handle, List<UUID> recordings) {
        // In one order for all writers: they wait for each other instead of standing in each other's way.
        handle.createQuery("select recording_id, sequence, hash from ledger_head where recording_id = any(:ids)"
                        + " order by recording_id for update")
                .bindArray("ids", UUID.class, recordings)
                .map((row, context) -> Map.entry(
                        row.getObject("recording_id", UUID.class),
                        new Head(row.getInt("sequence"), row.getString("hash"))))
                .forEach(head -> heads.put(head.getKey(), head.getValue()));
    }

    /** Begins chains, which are locked by that; those that another transaction has begun meanwhile are not among the result. */
    private static List<UUID> begin(Handle handle, List<UUID> recordings) {
        return handle.createQuery("insert into ledger_head (recording_id, sequence, hash)"
                        + " select id, 0, :genesis from unnest(:ids) as id on conflict do nothing"
                        + " returning recording_id")
                .bindArray("ids", UUID.class, recordings)
                .bind("genesis", LedgerEntry.GENESIS)
                .mapTo(UUID.class)
                .list();
    }

    /** The act as the next entry of its chain. */
    LedgerEntry add(Ledger.Act act) {
        UUID id = act.recordingId();
        Head head = Objects.requireNonNull(heads.get(id));
        // PostgreSQL keeps microseconds: what is hashed must be what is read back.
        Instant at = act.at().truncatedTo(ChronoUnit.MICROS);
        int sequence = head.sequence() + 1;
        String details = CanonicalJson.write(act.details());
        String hash =
                LedgerEntry.hashOf(id, sequence, at, act.actor(), act.act(), act.authority(), details, head.hash());
        heads.put(id, new Head(sequence, hash));
        return new LedgerEntry(id, sequence, at, act.actor(), act.act(), act.authority(), details, head.hash(), hash);
    }

    /** Writes the new ends. */
    void write(Handle handle) {
        handle.createUpdate("update ledger_head set sequence = next.sequence, hash = next.hash"
                        + " from unnest(:ids, :sequences, :hashes) as next (id, sequence, hash)"
                        + " where recording_id = next.id")
                .bindArray("ids", UUID.class, List.copyOf(heads.keySet()))
                .bindArray(
                        "sequences",
                        Integer.class,
                        heads.values().stream().map(Head::sequence).toList())
                .bindArray(
                        "hashes",
                        String.class,
                        heads.values().stream().map(Head::hash).toList())
                .execute();
    }
}
