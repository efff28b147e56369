package org.docket.catalogue;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the recordings. What changes a recording takes the caller's {@link Handle}, so that the change, its ledger entries
 * and its handovers are one transaction.
 */
public final class Catalogue {
    static final String COLUMNS = "select id, state, dock, name, bytes, sha256, category, categories, category_rule,"
            + " policy_version, retained, due_at, review_at, received_at, deposited_at, condemned_at, disposed_at, blob,"
            + " duplicates, facts, decided, counted_recorded_at, counted_recorded_at_source, kept_until,"
            + " decided_categories, due_otherwise, former_categories, promised_until from recording ";

    /** A review that is none of outcomes, for what becomes retained: the column is that of before the update. */
    private static final String REVIEWED_OTHERWISE =
            " reviewed_otherwise = case when recording.retained" + " then recording.reviewed_otherwise else %s end";

    private static final String DUE = "where state = 'DEPOSITED' and not retained and due_at <= :now";

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Jdbi jdbi;

    public Catalogue(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.registerRowMapper(Recording.class, new RecordingRow());
    }

    /**
     * A recording that was presented.
     *
     * @param ends CRC-64 of its first and last 16 KiB
     */
    public record Reception(UUID id, String dock, String name, long bytes, long ends, Instant receivedAt) {}

    /** Gives recordings their rows, in state RECEIVED. */
    public void receive(Handle handle, List<Reception> receptions) {
        handle.createUpdate("insert into recording (id, state, dock, name, bytes, ends, received_at)"
                        + " select id, 'RECEIVED', dock, name, bytes, ends, received_at from unnest(:ids, :docks,"
                        + " :names, :bytes, :ends, cast(:received as timestamptz[]))"
                        + " as new (id, dock, name, bytes, ends, received_at)")
                .bindArray("ids", UUID.class, column(receptions, Reception::id))
                .bindArray("docks", String.class, column(receptions, Reception::dock))
                .bindArray("names", String.class, column(receptions, Reception::name))
                .bindArray("bytes", Long.class, column(receptions, Reception::bytes))
                .bindArray("ends", Long.class, column(receptions, Reception::ends))
                .bindArray("received", String.class, texts(receptions, Reception::receivedAt))
                .execute();
    }

    /** One value of each row, for a statement that writes them all: the server spends more on a statement than on a row. */
    private static <R, T> List<T> column(List<R> rows, Function<R, T> value) {
        return rows.stream().map(value).toList();
    }

    /** The same as text, to be cast to what it is; a value may be missing. */
    private static <R> List<@Nullable String> texts(List<R> rows, Function<R, @Nullable Object> value) {
        return rows.stream()
                .map(value)
                .map(found -> found == null ? null : found.toString())
                .toList();
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
        if (ids.isEmpty()) {
            return;
        }
        Map<UUID, RecordingState> states = lock(handle, ids);
        ids.forEach(id -> require(id, states.get(id), RecordingState.DEPOSITED));
    }

    private static Map<UUID, RecordingState> lock(Handle handle, List<UUID> ids) {
        Map<UUID, RecordingState> states = new HashMap<>();
        // In one order for all, so that two that lock several rows wait for each other instead of standing in each
        // other's way.
        handle.createQuery("select id, state from recording where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) ->
                        Map.entry(row.getObject("id", UUID.class), RecordingState.valueOf(row.getString("state"))))
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        return states;
    }

    /** Records that the vault holds verified copies, with all that policy said of them. Their rows are locked. */
    public void deposited(Handle handle, List<Recording> recordings) {
        List<MatchedBy> matched = recordings.stream()
                .map(recording -> MatchedBy.of(facts(recording)))
                .toList();
        Set<UUID> changed = handle.createQuery("update recording set state = 'DEPOSITED', sha256 = new.sha256,"
                        + " category = new.category, categories = string_to_array(new.all_, ','),"
                        + " category_rule = new.rule, policy_version = new.policy,"
                        + " retained = new.retained, due_at = new.due, review_at = new.review,"
                        + " counted_recorded_at = new.recorded, counted_recorded_at_source = new.source,"
                        + " deposited_at = new.deposited, blob = new.blob, facts = new.facts, decided = new.decided,"
                        + " officer = new.officer, recorded_from = new.from_, recorded_until = new.until_,"
                        + " incident = new.incident"
                        + " from unnest(:ids, :sha256, :categories, :all, :rules, :policies, :retained,"
                        + " cast(:due as timestamptz[]), cast(:review as timestamptz[]),"
                        + " cast(:recorded as timestamptz[]), :sources, cast(:deposited as timestamptz[]), :blobs,"
                        + " cast(:facts as jsonb[]), :decided, :officers, cast(:from as timestamptz[]),"
                        + " cast(:until as timestamptz[]), :incidents) as new (id, sha256, category, all_, rule, policy,"
                        + " retained, due, review, recorded, source, deposited, blob, facts, decided, officer, from_,"
                        + " until_, incident)"
                        + " where recording.id = new.id and state = 'RECEIVED' returning recording.id")
                .bindArray("ids", UUID.class, column(recordings, Recording::id))
                .bindArray("sha256", String.class, texts(recordings, Recording::sha256))
                .bindArray("categories", String.class, texts(recordings, Recording::category))
                .bindArray("all", String.class, column(recordings, Catalogue::categories))
                .bindArray("rules", String.class, texts(recordings, Recording::categoryRule))
                .bindArray("policies", String.class, texts(recordings, Recording::policyVersion))
                .bindArray("retained", Boolean.class, column(recordings, Recording::retained))
                .bindArray("due", String.class, texts(recordings, Recording::dueAt))
                .bindArray("review", String.class, texts(recordings, Recording::reviewAt))
                .bindArray("recorded", String.class, texts(recordings, recording -> countedFrom(recording)
                        .at()))
                .bindArray("sources", String.class, texts(recordings, recording -> countedFrom(recording)
                        .source()))
                .bindArray("deposited", String.class, texts(recordings, Recording::depositedAt))
                .bindArray("blobs", String.class, texts(recordings, Recording::blob))
                .bindArray("facts", String.class, texts(recordings, recording -> Json.write(facts(recording))))
                .bindArray("decided", String.class, texts(recordings, Recording::decided))
                .bindArray("officers", String.class, texts(matched, MatchedBy::officer))
                .bindArray("from", String.class, texts(matched, MatchedBy::from))
                .bindArray("until", String.class, texts(matched, MatchedBy::until))
                .bindArray("incidents", String.class, texts(matched, MatchedBy::incident))
                .mapTo(UUID.class)
                .set();
        lockReceived(
                handle,
                recordings.stream()
                        .map(Recording::id)
                        .filter(id -> !changed.contains(id))
                        .toList());
    }

    private static Facts facts(Recording recording) {
        Facts facts = recording.facts();
        if (facts == null) {
            throw new IllegalArgumentException("a deposited recording has facts: " + recording.id());
        }
        return facts;
    }

    /** For one statement about many rows: an array of arrays would have to have as many in each. Names have no commas. */
    private static String categories(Recording recording) {
        return String.join(",", recording.categories());
    }

    private static RecordedTime countedFrom(Recording recording) {
        RecordedTime recorded = recording.countedFrom();
        return recorded == null ? facts(recording).recorded() : recorded;
    }

    /**
     * Writes what a deposited recording was found to be when it was appraised again: facts, category, and the dates that go with it.
     * From what time retention counts stays as it was at the deposit. If another officer, time, place or incident is known now,
     * incidents have to be looked for again.
     */
    public void appraisedAgain(Handle handle, Recording recording) {
        MatchedBy matched = MatchedBy.of(facts(recording));
        int changed = handle.createUpdate("with due as (insert into match_due (recording_id) select id from recording"
                        + " where id = :id and (officer, recorded_from, recorded_until, facts -> 'incident',"
                        + " facts -> 'match', facts -> 'location') is distinct from (:officer, :from, :until,"
                        + " cast(:facts as jsonb) -> 'incident', cast(:facts as jsonb) -> 'match',"
                        + " cast(:facts as jsonb) -> 'location') on conflict do nothing)"
                        + " update recording set category = :category,"
                        + " categories = string_to_array(:all, ','), former_categories = :former, category_rule = :rule,"
                        + " policy_version = :policy, retained = :retained, due_at = :due, review_at = :review,"
                        + REVIEWED_OTHERWISE.formatted("cast(:review as timestamptz)") + ", kept_until = :kept,"
                        + " decided_categories = :decided, due_otherwise = :otherwise,"
                        + " facts = cast(:facts as jsonb), officer = :officer, recorded_from = :from,"
                        + " recorded_until = :until, incident = :incident where id = :id and state = 'DEPOSITED'")
                .bind("officer", matched.officer())
                .bind("from", matched.from())
                .bind("until", matched.until())
                .bind("incident", matched.incident())
                .bind("id", recording.id())
                .bind("category", recording.category())
                .bind("all", categories(recording))
                .bind("rule", recording.categoryRule())
                .bind("policy", recording.policyVersion())
                .bind("retained", recording.retained())
                .bind("due", recording.dueAt())
                .bind("review", recording.reviewAt())
                .bindArray("former", String.class, recording.formerCategories())
                .bindArray("decided", String.class, recording.directions().categories())
                .bind("otherwise", recording.directions().dueOtherwise())
                .bind("kept", recording.directions().keptUntil())
                .bind("facts", Json.write(facts(recording)))
                .execute();
        if (changed != 1) {
            throw new IllegalStateException(
                    "recording " + recording.id() + " is not DEPOSITED: its row must be locked");
        }
    }

    /** The first recordings after that one for which incidents have to be looked for, in the order of ids. */
    public List<UUID> matchDue(UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select recording_id from match_due"
                        + " where recording_id > :after order by recording_id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Takes a recording for which incidents have to be looked for. Whoever has locked its row then says so with
     * {@link #matchIsLookedFor}, and looks after that.
     *
     * @return false if somebody else is at it, or was
     */
    public boolean takeMatchDue(Handle handle, UUID id) {
        return handle.createQuery("select 1 from match_due where recording_id = :id for update skip locked")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** From now on whoever notes that incidents have to be looked for a recording waits for the end of the transaction. */
    public void matchIsLookedFor(Handle handle, UUID id) {
        handle.createUpdate("delete from match_due where recording_id = :id")
                .bind("id", id)
                .execute();
    }

    /**
     * Writes what deposited recordings were found to be by another rulebook: category, and the dates that go with it. Their rows are
     * locked.
     */
    public void classifiedAgain(Handle handle, List<Recording> recordings) {
        int changed = handle.createUpdate("update recording set category = new.category,"
                        + " categories = string_to_array(new.all_, ','), category_rule = new.rule,"
                        + " policy_version = new.policy, retained = new.retained, due_at = new.due, review_at = new.review,"
                        + " decided_categories = cast(new.decided as text[]), due_otherwise = new.otherwise,"
                        + " former_categories = cast(new.former as text[]), kept_until = new.kept,"
                        + REVIEWED_OTHERWISE.formatted("new.review")
                        + " from unnest(:ids, :categories, :all, :rules, :policies, :retained, cast(:due as timestamptz[]),"
                        + " cast(:review as timestamptz[]), :decided, cast(:otherwise as timestamptz[]), :former,"
                        + " cast(:kept as timestamptz[]))"
                        + " as new (id, category, all_, rule, policy, retained, due, review, decided, otherwise, former, kept)"
                        + " where recording.id = new.id and state = 'DEPOSITED'")
                .bindArray("ids", UUID.class, column(recordings, Recording::id))
                .bindArray("categories", String.class, texts(recordings, Recording::category))
                .bindArray("all", String.class, column(recordings, Catalogue::categories))
                .bindArray("rules", String.class, texts(recordings, Recording::categoryRule))
                .bindArray("policies", String.class, texts(recordings, Recording::policyVersion))
                .bindArray("retained", Boolean.class, column(recordings, Recording::retained))
                .bindArray("due", String.class, texts(recordings, Recording::dueAt))
                .bindArray("review", String.class, texts(recordings, Recording::reviewAt))
                .bindArray(
                        "decided",
                        String.class,
                        texts(
                                recordings,
                                recording -> array(recording.directions().categories())))
                .bindArray("otherwise", String.class, texts(recordings, recording -> recording
                        .directions()
                        .dueOtherwise()))
                .bindArray("former", String.class, texts(recordings, recording -> array(recording.formerCategories())))
                .bindArray("kept", String.class, texts(recordings, recording -> recording
                        .directions()
                        .keptUntil()))
                .execute();
        if (changed != recordings.size()) {
            throw new IllegalStateException("of " + recordings.size() + " recordings only " + changed
                    + " are DEPOSITED: their rows must be locked");
        }
    }

    /** As PostgreSQL writes an array of names: they have letters, digits and hyphens only. */
    private static String array(List<String> names) {
        return "{" + String.join(",", names) + "}";
    }

    /** Counts one more presentation of a recording that the vault already holds. */
    public void presentedAgain(Handle handle, UUID id) {
        handle.createUpdate("update recording set duplicates = duplicates + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Writes that a person retained it. An early deletion is over by it, and what was promised at a release. */
    public void retained(Handle handle, UUID id, Instant review) {
        handle.createUpdate(
                        "update recording set retained = true, due_at = null, review_at = :review, decided = 'RETAINED',"
                                + " due_otherwise = null, reviewed_otherwise = :review, promised_until = null where id = :id")
                .bind("id", id)
                .bind("review", review)
                .execute();
    }

    /**
     * Writes that a person released it.
     *
     * @param due from when it may be disposed of
     * @param promised until when at least it is kept, whatever is decided meanwhile
     * @param kept until when outcomes keep it at least; null without outcomes
     */
    public void released(Handle handle, UUID id, Instant due, Instant promised, @Nullable Instant kept) {
        handle.createUpdate(
                        "update recording set retained = false, due_at = :due, review_at = null, decided = 'RELEASED',"
                                + " due_otherwise = null, reviewed_otherwise = null, promised_until = :promised,"
                                + " kept_until = :kept where id = :id")
                .bind("id", id)
                .bind("due", due)
                .bind("promised", promised)
                .bind("kept", kept)
                .execute();
    }

    /**
     * Writes when it is due by an early deletion that was approved, and when without it.
     *
     * @param otherwise null if it is not deleted early any more
     */
    public void setDue(Handle handle, UUID id, Instant due, @Nullable Instant otherwise) {
        handle.createUpdate(
                        "update recording set due_at = :due, due_otherwise = :otherwise where id = :id and not retained")
                .bind("id", id)
                .bind("due", due)
                .bind("otherwise", otherwise)
                .execute();
    }

    /** Writes what a person said that it is, with the dates that go with it. */
    public void recategorised(Handle handle, Recording recording) {
        handle.createUpdate("update recording set category = :category,"
                        + " categories = string_to_array(:all, ','), former_categories = :former, category_rule = :rule,"
                        + " retained = :retained, due_at = :due, review_at = :review,"
                        + REVIEWED_OTHERWISE.formatted("cast(:review as timestamptz)")
                        + ", decided_categories = :decided, due_otherwise = null"
                        + " where id = :id")
                .bind("id", recording.id())
                .bind("category", recording.category())
                .bind("all", categories(recording))
                .bind("rule", recording.categoryRule())
                .bind("retained", recording.retained())
                .bind("due", recording.dueAt())
                .bind("review", recording.reviewAt())
                .bindArray("former", String.class, recording.formerCategories())
                .bindArray("decided", String.class, recording.directions().categories())
                .execute();
    }

    /**
     * Retains a recording for the outcomes of cases.
     *
     * @param until until when they keep it at least
     * @param review when they ask for a review; a later one that was asked for otherwise stands
     */
    public void keptByOutcomes(Handle handle, UUID id, Instant until, Instant review) {
        handle.createUpdate("update recording set retained = true, decided = 'RETAINED', due_at = null,"
                        + " due_otherwise = null, promised_until = null, kept_until = :until, reviewed_otherwise = before.otherwise,"
                        + " review_at = greatest(cast(:review as timestamptz), before.otherwise)"
                        + " from (select id, case when kept_until is null then review_at else reviewed_otherwise end"
                        + " as otherwise from recording where id = :id) before where recording.id = before.id")
                .bind("id", id)
                .bind("until", until)
                .bind("review", review)
                .execute();
    }

    /**
     * Moves recordings from DEPOSITED to DISPOSING. Their rows are locked.
     *
     * @throws IllegalMove if one of them is in any other state
     */
    public void condemned(Handle handle, List<UUID> ids, Instant at) {
        move(handle, ids, RecordingState.DEPOSITED, RecordingState.DISPOSING, "condemned_at", at);
    }

    /**
     * Moves recordings from DISPOSING to DISPOSED. Their rows are locked.
     *
     * @throws IllegalMove if one of them is in any other state
     */
    public void disposed(Handle handle, List<UUID> ids, Instant at) {
        move(handle, ids, RecordingState.DISPOSING, RecordingState.DISPOSED, "disposed_at", at);
    }

    private static void move(
            Handle handle, List<UUID> ids, RecordingState before, RecordingState next, String column, Instant at) {
        Set<UUID> moved = handle.createQuery("update recording set state = :next, " + column + " = :at"
                        + " where id = any(:ids) and state = :before returning id")
                .bind("before", before.name())
                .bind("next", next.name())
                .bind("at", at)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .set();
        List<UUID> others = ids.stream().filter(id -> !moved.contains(id)).toList();
        if (!others.isEmpty()) {
            Map<UUID, RecordingState> states = lock(handle, others);
            others.forEach(id -> require(id, states.get(id), next));
        }
    }

    /** Those of these recordings that are DISPOSING; the rows of all are locked until the transaction ends. */
    public List<UUID> lockDisposing(Handle handle, List<UUID> ids) {
        Map<UUID, RecordingState> states = lock(handle, ids);
        return ids.stream()
                .filter(id -> states.get(id) == RecordingState.DISPOSING)
                .toList();
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

    /** Those of these recordings that there are, by their ids, their rows locked until the caller's transaction ends. */
    public List<Recording> findForUpdate(Handle handle, List<UUID> ids) {
        return handle.createQuery(COLUMNS + "where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, ids)
                .mapTo(Recording.class)
                .list();
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

    /** Those of these recordings that are not DEPOSITED; the rows of all are locked until the transaction ends. */
    public List<UUID> lockAndFindUndeposited(Handle handle, List<UUID> ids) {
        Map<UUID, RecordingState> states = lock(handle, ids);
        return ids.stream()
                .filter(id -> states.get(id) != RecordingState.DEPOSITED)
                .toList();
    }

    /** The deposited recordings with these contents. */
    public List<Recording> findDeposited(Handle handle, List<String> sha256) {
        return handle.createQuery("select found.* from unnest(:sha256) as wanted (content) cross join lateral ("
                        + COLUMNS + "where sha256 = wanted.content and state = 'DEPOSITED' limit 1) found")
                .bindArray("sha256", String.class, sha256)
                .mapTo(Recording.class)
                .list();
    }

    /** What can be seen of a recording at a glance. */
    public record Looks(long bytes, long ends) {}

    /**
     * Which of these a deposited recording may look like. Only then can one be a duplicate; only its SHA-256 says whether it is.
     */
    public Set<Looks> alike(Handle handle, List<Looks> sources) {
        // Two looks into the index for each: an "or" within one would go through all of that length.
        return handle.createQuery("select bytes, ends from unnest(:lengths, :ends) as wanted (bytes, ends)"
                        + " where exists (select 1 from recording known where known.bytes = wanted.bytes"
                        + " and known.ends = wanted.ends and known.state = 'DEPOSITED')"
                        + " or exists (select 1 from recording known where known.bytes = wanted.bytes"
                        + " and known.ends is null and known.state = 'DEPOSITED')")
                .bindArray("lengths", Long.class, column(sources, Looks::bytes))
                .bindArray("ends", Long.class, column(sources, Looks::ends))
                .map((row, context) -> new Looks(row.getLong("bytes"), row.getLong("ends")))
                .set();
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

    /**
     * A page of all recordings, by their ids.
     *
     * @param after the last id of the page before; null for the first page
     * @param until the last id that is wanted
     * @param limit at most this many
     */
    public List<Recording> page(@Nullable UUID after, UUID until, int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + "where id > :after and id <= :until order by id limit :limit")
                        .bind("after", after == null ? BEFORE_ALL : after)
                        .bind("until", until)
                        .bind("limit", limit)
                        .mapTo(Recording.class)
                        .list());
    }

    /** The last id that there is; empty if there are no recordings. */
    public Optional<UUID> lastId() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from recording order by id desc limit 1")
                .mapTo(UUID.class)
                .findOne());
    }

    /** Those of these ids that no recording has. */
    public List<UUID> unknown(List<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery("select id from unnest(:ids) as asked (id) where not exists"
                        + " (select from recording where recording.id = asked.id) order by id")
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list());
    }

    /**
     * A page of the deposited recordings, by their ids.
     *
     * @param after the last id of the page before; null for the first page
     * @param limit at most this many
     */
    public List<Recording> deposited(@Nullable UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        COLUMNS + "where state = 'DEPOSITED' and id > :after order by id limit :limit")
                .bind("after", after == null ? BEFORE_ALL : after)
                .bind("limit", limit)
                .mapTo(Recording.class)
                .list());
    }

    /** The ids alone of {@link #deposited(UUID, int)}. */
    public List<UUID> depositedIds(@Nullable UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from recording where state = 'DEPOSITED' and id > :after order by id limit :limit")
                .bind("after", after == null ? BEFORE_ALL : after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    /** A place in an order by time and then by id. */
    public record Place(Instant at, UUID id) {
        /** Before all others. */
        public static final Place FIRST = new Place(Instant.EPOCH, BEFORE_ALL);
    }

    /**
     * A page of what is due for disposal at that instant and not retained, the longest due first. Holds are not looked at.
     *
     * @param after the last place of the page before
     */
    public List<Place> due(Instant now, Place after, int limit) {
        return page(DUE, "due_at", now, after, limit);
    }

    /** A page of what is condemned and not disposed of yet, the longest condemned first. */
    public List<Place> disposing(Place after, int limit) {
        return page("where state = 'DISPOSING' and condemned_at <= :now", "condemned_at", LATEST, after, limit);
    }

    private List<Place> page(String condition, String column, Instant now, Place after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + column + " as at, id from recording "
                        + condition + " and (" + column + ", id) > (:at, :id) order by " + column + ", id limit :limit")
                .bind("now", now)
                .bind("at", after.at())
                .bind("id", after.id())
                .bind("limit", limit)
                .map((row, context) -> new Place(row.getTimestamp("at").toInstant(), row.getObject("id", UUID.class)))
                .list());
    }

    /** How many recordings are due at that instant and not retained. */
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

    /** How many recordings are condemned and not disposed of yet. */
    public long countDisposing() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from recording where state = 'DISPOSING'")
                .mapTo(Long.class)
                .one());
    }

    /**
     * How many recordings are in each state; states without any are left out. Each state has an index that is read for that instead of
     * the rows; it takes a tenth of a second for a million.
     */
    public Map<RecordingState, Long> counts() {
        String each = Arrays.stream(RecordingState.values())
                .map(state -> "select '%1$s' as state, count(*) as number from recording where state = '%1$s'"
                        .formatted(state))
                .collect(Collectors.joining(" union all "));
        return jdbi.withHandle(handle -> handle.createQuery(each)
                .map((row, context) -> Map.entry(RecordingState.valueOf(row.getString("state")), row.getLong("number")))
                .filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
