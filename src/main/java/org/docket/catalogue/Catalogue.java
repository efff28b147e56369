package org.docket.catalogue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the recordings. What changes a recording takes the caller's {@link Handle}, so that the change, its ledger entries
 * and its handovers are one transaction.
 */
public final class Catalogue {
    private static final String COLUMNS = "select id, state, dock, name, bytes, sha256, category, category_rule,"
            + " policy_version, retained, due_at, review_at, received_at, deposited_at, condemned_at, disposed_at, blob,"
            + " duplicates, facts from recording ";

    private static final String DUE = "where state = 'DEPOSITED' and not retained and due_at <= :now";

    private final Jdbi jdbi;

    public Catalogue(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.registerRowMapper(Recording.class, new RecordingRow());
    }

    /** A recording that was presented. */
    public record Reception(UUID id, String dock, String name, long bytes, Instant receivedAt) {}

    /** Gives recordings their rows, in state RECEIVED. */
    public void receive(Handle handle, List<Reception> receptions) {
        PreparedBatch batch = handle.prepareBatch("insert into recording (id, state, dock, name, bytes, received_at)"
                + " values (:id, 'RECEIVED', :dock, :name, :bytes, :receivedAt)");
        receptions.forEach(reception -> batch.bind("id", reception.id())
                .bind("dock", reception.dock())
                .bind("name", reception.name())
                .bind("bytes", reception.bytes())
                .bind("receivedAt", reception.receivedAt())
                .add());
        batch.execute();
    }

    /**
     * Takes away the row of a recording that is not deposited and never will be: it turned out to be another one presented again, or
     * its source was replaced. Its ledger stays.
     */
    public void withdraw(Handle handle, UUID id) {
        lock(handle, id, RecordingState.DEPOSITED);
        handle.createUpdate("delete from recording where id = :id")
                .bind("id", id)
                .execute();
    }

    /**
     * Locks the rows of recordings that are about to be {@link #deposited}.
     *
     * @throws IllegalMove if one of them is not RECEIVED
     */
    public void lockReceived(Handle handle, List<UUID> ids) {
        Map<UUID, RecordingState> states = new HashMap<>();
        // In one order for all, so that two that lock several rows wait for each other instead of standing in each
        // other's way.
        handle.createQuery("select id, state from recording where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) ->
                        Map.entry(row.getObject("id", UUID.class), RecordingState.valueOf(row.getString("state"))))
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        ids.forEach(id -> require(id, states.get(id), RecordingState.DEPOSITED));
    }

    /** Records that the vault holds verified copies, with all that policy said of them. Their rows are locked. */
    public void deposited(Handle handle, List<Recording> recordings) {
        PreparedBatch batch = handle.prepareBatch("update recording set state = 'DEPOSITED', sha256 = :sha256,"
                + " category = :category, category_rule = :rule, policy_version = :policy, retained = :retained,"
                + " due_at = :due, review_at = :review, recorded_at = :recorded, recorded_at_source = :source,"
                + " deposited_at = :deposited, blob = :blob, facts = cast(:facts as jsonb) where id = :id"
                + " and state = 'RECEIVED'");
        for (Recording recording : recordings) {
            Facts facts = recording.facts();
            if (facts == null) {
                throw new IllegalArgumentException("a deposited recording has facts: " + recording.id());
            }
            batch.bind("id", recording.id())
                    .bind("sha256", recording.sha256())
                    .bind("category", recording.category())
                    .bind("rule", recording.categoryRule())
                    .bind("policy", recording.policyVersion())
                    .bind("retained", recording.retained())
                    .bind("due", recording.dueAt())
                    .bind("review", recording.reviewAt())
                    .bind("recorded", facts.recorded().at())
                    .bind("source", facts.recorded().source().name())
                    .bind("deposited", recording.depositedAt())
                    .bind("blob", recording.blob())
                    .bind("facts", Json.write(facts))
                    .add();
        }
        int[] changed = batch.execute();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 1) {
                lockReceived(handle, List.of(recordings.get(i).id()));
            }
        }
    }

    /** Counts one more presentation of a recording that the vault already holds. */
    public void presentedAgain(Handle handle, UUID id) {
        handle.createUpdate("update recording set duplicates = duplicates + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Sets whether it is retained, with the date that goes with it: of review if so, due if not. */
    public void setRetained(Handle handle, UUID id, boolean retained, Instant date) {
        handle.createUpdate(
                        "update recording set retained = :retained, due_at = :due, review_at = :review where id = :id")
                .bind("id", id)
                .bind("retained", retained)
                .bind("due", retained ? null : date)
                .bind("review", retained ? date : null)
                .execute();
    }

    /**
     * Moves a recording from DEPOSITED to DISPOSING.
     *
     * @throws IllegalMove if it is in any other state
     */
    public void condemned(Handle handle, UUID id, Instant at) {
        move(handle, id, RecordingState.DISPOSING, "condemned_at", at);
    }

    /**
     * Moves a recording from DISPOSING to DISPOSED.
     *
     * @throws IllegalMove if it is in any other state
     */
    public void disposed(Handle handle, UUID id, Instant at) {
        move(handle, id, RecordingState.DISPOSED, "disposed_at", at);
    }

    private static void move(Handle handle, UUID id, RecordingState next, String column, Instant at) {
        lock(handle, id, next);
        handle.createUpdate("update recording set state = :state, " + column + " = :at where id = :id")
                .bind("state", next.name())
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    /** Locks the row until the transaction ends, and checks that the move to the next state is legal. */
    private static void lock(Handle handle, UUID id, RecordingState next) {
        RecordingState state = handle.createQuery("select state from recording where id = :id for update")
                .bind("id", id)
                .mapTo(RecordingState.class)
                .findOne()
                .orElse(null);
        require(id, state, next);
    }

    private static void require(UUID id, @Nullable RecordingState state, RecordingState next) {
        if (state == null || !state.mayBecome(next)) {
            throw new IllegalMove(id, state, next);
        }
    }

    /** The recording, its row locked until the caller's transaction ends. */
    public Optional<Recording> findForUpdate(Handle handle, UUID id) {
        return handle.createQuery(COLUMNS + "where id = :id for update")
                .bind("id", id)
                .mapTo(Recording.class)
                .findOne();
    }

    public Optional<Recording> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + "where id = :id")
                .bind("id", id)
                .mapTo(Recording.class)
                .findOne());
    }

    /** Those of these recordings that there are. */
    public List<Recording> find(Handle handle, List<UUID> ids) {
        return handle.createQuery(COLUMNS + "where id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .mapTo(Recording.class)
                .list();
    }

    /** Those of these recordings that there are, their rows locked until the caller's transaction ends. */
    public List<Recording> findForUpdate(Handle handle, List<UUID> ids) {
        return handle.createQuery(COLUMNS + "where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, ids)
                .mapTo(Recording.class)
                .list();
    }

    /** The deposited recordings with these contents. */
    public List<Recording> findDeposited(Handle handle, List<String> sha256) {
        return handle.createQuery(COLUMNS + "where sha256 = any(:sha256) and state = 'DEPOSITED'")
                .bindArray("sha256", String.class, sha256)
                .mapTo(Recording.class)
                .list();
    }

    /** Which of these lengths a deposited recording has: only then can a source be a duplicate. */
    public Set<Long> heldLengths(Handle handle, List<Long> lengths) {
        return handle.createQuery("select length from unnest(:lengths) as length where exists"
                        + " (select 1 from recording where bytes = length and state = 'DEPOSITED')")
                .bindArray("lengths", Long.class, lengths)
                .mapTo(Long.class)
                .collect(Collectors.toSet());
    }

    /**
     * A page of recordings, the latest received first.
     *
     * @param state only those in that state; null for all
     * @param limit at most this many
     */
    public List<Recording> list(@Nullable RecordingState state, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS
                        + "where (cast(:state as text) is null or state = :state)"
                        + " order by received_at desc, id desc limit :limit")
                .bind("state", state == null ? null : state.name())
                .bind("limit", limit)
                .mapTo(Recording.class)
                .list());
    }

    /** What is due for disposal at that instant and not retained, the longest due first. Holds are not looked at. */
    public List<Recording> due(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + DUE + " order by due_at, id")
                .bind("now", now)
                .mapTo(Recording.class)
                .list());
    }

    /** How many recordings {@link #due} would give. */
    public long countDue(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from recording " + DUE)
                .bind("now", now)
                .mapTo(Long.class)
                .one());
    }

    /** How many recordings are kept as evidence. */
    public long countRetained() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from recording where state = 'DEPOSITED' and retained")
                        .mapTo(Long.class)
                        .one());
    }

    /** What is condemned and not disposed of yet, the longest condemned first. */
    public List<Recording> disposing() {
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + "where state = 'DISPOSING' order by condemned_at, id")
                        .mapTo(Recording.class)
                        .list());
    }

    /**
     * What a disposal run works on: what is condemned and not disposed of yet, then what is due, the longest due first. Holds are not
     * looked at.
     */
    public List<UUID> toDispose(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("select id from recording where state = 'DISPOSING'"
                        + " union all (select id from recording " + DUE + " order by due_at, id)")
                .bind("now", now)
                .mapTo(UUID.class)
                .list());
    }

    /** How many recordings are in each state; states without any are left out. */
    public Map<RecordingState, Long> counts() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select state, count(*) as number from recording group by state")
                .map((row, context) -> Map.entry(RecordingState.valueOf(row.getString("state")), row.getLong("number")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
