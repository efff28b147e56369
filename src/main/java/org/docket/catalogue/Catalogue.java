package org.docket.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
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

    /** Gives a recording its row, in state RECEIVED. */
    public void receive(Handle handle, UUID id, String dock, String name, long bytes, Instant receivedAt) {
        handle.createUpdate("insert into recording (id, state, dock, name, bytes, received_at)"
                        + " values (:id, 'RECEIVED', :dock, :name, :bytes, :receivedAt)")
                .bind("id", id)
                .bind("dock", dock)
                .bind("name", name)
                .bind("bytes", bytes)
                .bind("receivedAt", receivedAt)
                .execute();
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
     * Records that the vault holds a verified copy, with all that policy said of it.
     *
     * @throws IllegalMove if it is not RECEIVED
     */
    public void deposited(Handle handle, Recording recording) {
        lock(handle, recording.id(), RecordingState.DEPOSITED);
        Facts facts = recording.facts();
        if (facts == null) {
            throw new IllegalArgumentException("a deposited recording has facts: " + recording.id());
        }
        handle.createUpdate("update recording set state = 'DEPOSITED', sha256 = :sha256, category = :category,"
                        + " category_rule = :rule, policy_version = :policy, retained = :retained, due_at = :due,"
                        + " review_at = :review, recorded_at = :recorded, recorded_at_source = :source,"
                        + " deposited_at = :deposited, blob = :blob, facts = cast(:facts as jsonb) where id = :id")
                .bind("id", recording.id())
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
                .execute();
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

    /** The deposited recording with that content, if there is one. */
    public Optional<Recording> findDeposited(Handle handle, String sha256) {
        return handle.createQuery(COLUMNS + "where sha256 = :sha256 and state = 'DEPOSITED'")
                .bind("sha256", sha256)
                .mapTo(Recording.class)
                .findOne();
    }

    /** Whether any deposited recording has exactly that length: only then can a source be a duplicate. */
    public boolean holdsLength(long bytes) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from recording where bytes = :bytes and state = 'DEPOSITED')")
                .bind("bytes", bytes)
                .mapTo(Boolean.class)
                .one());
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
