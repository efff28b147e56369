package org.docket.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of presentations: what lies in dock folders, and how far intake is with it. */
final class Presentations {
    private static final String COLUMNS = "select id, dock, name, bytes, modified_at, recording_id, duplicate,"
            + " receipted_at, withheld, release_at, attempts, last_failure, next_attempt_at from presentation ";

    private static final String UNCLAIMED = "claimed_by = null, claimed_until = null";

    /** The presentations of what lies under these names now; names under which nothing was presented are left out. */
    Map<DockFolders.Place, Presentation> open(Handle handle, List<Source> sources) {
        Map<DockFolders.Place, Presentation> open = new HashMap<>();
        // One look into the index for each, whatever the planner believes of the table.
        handle.createQuery("select found.* from unnest(:docks, :names) as wanted (dock, name) cross join lateral ("
                        + COLUMNS
                        + "where dock = wanted.dock and name = wanted.name and ended_at is null limit 1) found")
                .bindArray("docks", String.class, column(sources, source -> source.dock()
                        .id()))
                .bindArray("names", String.class, column(sources, Source::name))
                .map(Presentations::row)
                .forEach(found -> open.put(new DockFolders.Place(found.dock(), found.name()), found));
        return open;
    }

    /** The presentation of what lies under that name now. */
    Optional<Presentation> open(Handle handle, String dock, String name) {
        return handle.createQuery(COLUMNS + "where dock = :dock and name = :name and ended_at is null")
                .bind("dock", dock)
                .bind("name", name)
                .map(Presentations::row)
                .findOne();
    }

    /**
     * What was presented last under these names of a dock, whether its source is still there or not.
     *
     * @param names in lower case
     */
    List<Presentation> ofNames(Handle handle, String dock, Collection<String> names) {
        return handle.createQuery("select distinct on (name) * from (" + COLUMNS
                        + "where dock = :dock and lower(name) = any(:names)) named order by name, id desc")
                .bind("dock", dock)
                .bindArray("names", String.class, List.copyOf(names))
                .map(Presentations::row)
                .list();
    }

    /** Those whose source may go by now, oldest first. */
    List<Long> toRelease(Handle handle, Instant now, int limit) {
        return handle.createQuery("select id from presentation where ended_at is null and release_at <= :now"
                        + " order by release_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    /** Locks one whose source may go by now; empty if it may not, or somebody else is at it. */
    Optional<Presentation> lockToRelease(Handle handle, long id, Instant now) {
        return handle.createQuery(COLUMNS + "where id = :id and ended_at is null for update skip locked")
                .bind("id", id)
                .map(Presentations::row)
                .findOne()
                .filter(open -> open.releaseAt() != null && !open.releaseAt().isAfter(now));
    }

    /** Locks an open one; empty if it is ended by now. */
    Optional<Presentation> lock(Handle handle, long id) {
        return handle.createQuery(COLUMNS + "where id = :id and ended_at is null for update")
                .bind("id", id)
                .map(Presentations::row)
                .findOne();
    }

    /** A page of those that brought a recording which is not deposited yet, and that no hub is at; oldest first. */
    List<Presentation> unfinished(Handle handle, long after, int limit) {
        return handle.createQuery(COLUMNS + "where id > :after and ended_at is null"
                        + " and (claimed_by is null or claimed_until < clock_timestamp())"
                        + " and recording_id in (select id from recording where state = 'RECEIVED')"
                        + " order by id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map(Presentations::row)
                .list();
    }

    /** The last presentation of each of these recordings that waits for something. */
    List<Presentation> waiting(Handle handle, List<UUID> recordings) {
        return handle.createQuery(COLUMNS + "where recording_id = any(:ids) and ended_at is null"
                        + " and last_failure is not null order by id")
                .bindArray("ids", UUID.class, recordings)
                .map(Presentations::row)
                .list();
    }

    /** A page of those whose source should have had its receipt by then: the recording is deposited, and nothing is withheld. */
    List<Presentation> toHaveReceipts(Handle handle, long after, Instant before, int limit) {
        return handle.createQuery(COLUMNS + "where id > :after and ended_at is null and withheld is null and exists"
                        + " (select from recording where recording.id = recording_id and state = 'DEPOSITED'"
                        + " and greatest(presented_at, deposited_at) < :before) order by id limit :limit")
                .bind("after", after)
                .bind("before", before)
                .bind("limit", limit)
                .map(Presentations::row)
                .list();
    }

    /** Whether it is open and as far as it was; false also if somebody is at it just now. */
    boolean isStill(Handle handle, Presentation presentation) {
        return handle.createQuery("select 1 from presentation where id = :id and ended_at is null and withheld is null"
                        + " and (receipted_at is null) = :unreceipted for share skip locked")
                .bind("id", presentation.id())
                .bind("unreceipted", presentation.receiptedAt() == null)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    void releaseAt(Handle handle, long id, Instant at) {
        handle.createUpdate("update presentation set release_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    /** A source that is presented. */
    record Beginning(Source source, UUID recordingId, boolean duplicate) {}

    /**
     * Begins presentations under a claim of this hub.
     *
     * @return their keys, in that order; null where there is an open one of that name already
     */
    List<@Nullable Long> begin(Handle handle, List<Beginning> beginnings, Claims.Claim claim, Instant at) {
        Map<DockFolders.Place, Long> keys = new HashMap<>();
        handle.createQuery("insert into presentation (dock, name, bytes, modified_at, recording_id, duplicate,"
                        + " presented_at, claimed_by, claimed_until) select dock, name, bytes, modified_at, recording,"
                        + " duplicate, :at, :claim, clock_timestamp() + cast(:lease as interval) from unnest(:docks,"
                        + " :names, :bytes, cast(:modified as timestamptz[]), :recordings, :duplicates)"
                        + " as new (dock, name, bytes, modified_at, recording, duplicate)"
                        + " on conflict (dock, name) where ended_at is null do nothing returning id, dock, name")
                .bind("at", at)
                .bind("claim", claim.name())
                .bind("lease", claim.lease().toString())
                .bindArray("docks", String.class, column(beginnings, beginning -> beginning
                        .source()
                        .dock()
                        .id()))
                .bindArray("names", String.class, column(beginnings, beginning -> beginning
                        .source()
                        .name()))
                .bindArray("bytes", Long.class, column(beginnings, beginning -> beginning
                        .source()
                        .bytes()))
                .bindArray("modified", String.class, column(beginnings, beginning -> beginning
                        .source()
                        .modifiedAt()
                        .toString()))
                .bindArray("recordings", UUID.class, column(beginnings, Beginning::recordingId))
                .bindArray("duplicates", Boolean.class, column(beginnings, Beginning::duplicate))
                .map((row, context) -> Map.entry(
                        new DockFolders.Place(row.getString("dock"), row.getString("name")), row.getLong("id")))
                .forEach(begun -> keys.put(begun.getKey(), begun.getValue()));
        // One that is asked for twice has begun once: the key is taken out.
        return beginnings.stream()
                .map(beginning -> keys.remove(beginning.source().place()))
                .toList();
    }

    private static <R, T> List<T> column(List<R> rows, Function<R, T> value) {
        return rows.stream().map(value).toList();
    }

    /** What was presented turned out to be that recording. */
    void isDuplicateOf(Handle handle, long id, UUID recordingId) {
        handle.createUpdate("update presentation set recording_id = :recording, duplicate = true where id = :id")
                .bind("recording", recordingId)
                .bind("id", id)
                .execute();
    }

    /** The dock gets no receipt; nothing more is done for it. */
    void withhold(Handle handle, long id, String reason) {
        handle.createUpdate("update presentation set withheld = :reason, " + UNCLAIMED + " where id = :id")
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    /** A receipt that is being written. */
    record Receipted(long presentation, @Nullable Instant releaseAt) {}

    /** The docks get their receipts; nothing more is done for these presentations but to release the sources. */
    void receipted(Handle handle, List<Receipted> receipts, Instant at) {
        handle.createUpdate("update presentation set receipted_at = :at, release_at = new.release,"
                        + " last_failure = null, next_attempt_at = null, " + UNCLAIMED
                        + " from unnest(:ids, cast(:releases as timestamptz[])) as new (presented, release)"
                        + " where id = new.presented")
                .bind("at", at)
                .bindArray("ids", Long.class, column(receipts, Receipted::presentation))
                .bindArray(
                        "releases",
                        String.class,
                        column(receipts, receipt -> Objects.toString(receipt.releaseAt(), null)))
                .execute();
    }

    /** It could not be taken in this time; any hub may try it again. What another hub is at is left alone. */
    void failed(
            Handle handle,
            long id,
            int attempts,
            @Nullable String reason,
            @Nullable Instant nextAttemptAt,
            Claims.Claim claim) {
        handle.createUpdate("update presentation set attempts = :attempts, last_failure = :reason,"
                        + " next_attempt_at = :next, " + UNCLAIMED + " where id = :id and ended_at is null"
                        + " and (claimed_by is null or claimed_by = :claim or claimed_until < clock_timestamp())")
                .bind("claim", claim.name())
                .bind("attempts", attempts)
                .bind("reason", reason)
                .bind("next", nextAttemptAt)
                .bind("id", id)
                .execute();
    }

    /** The source is gone from the folder, or another one lies under its name. */
    void end(Handle handle, long id, Instant at) {
        handle.createUpdate("update presentation set ended_at = :at, " + UNCLAIMED + " where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    private static Presentation row(ResultSet row, StatementContext context) throws SQLException {
        return new Presentation(
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
                row.getInt("attempts"),
                row.getString("last_failure"),
                instant(row, "next_attempt_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
