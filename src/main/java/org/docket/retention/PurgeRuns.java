package org.docket.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.catalogue.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The runs of the purge: their plans, what stopped them, and what came of them. */
public final class PurgeRuns {
    private static final TypeReference<List<Stop>> STOPS = new TypeReference<>() {};
    private static final TypeReference<Map<Blocked, Long>> KEPT = new TypeReference<>() {};

    /** Seconds. A day of any time zone begins at a quarter of an hour. */
    private static final long QUARTER = 900;

    private final Jdbi jdbi;
    private final PurgeTraces traces;

    public PurgeRuns(Jdbi jdbi, PurgeTraces traces) {
        this.jdbi = jdbi;
        this.traces = traces;
    }

    /** What came of a request to let a stopped run go on. */
    public sealed interface Released {
        /** It goes on when the purge is started next. */
        record Taken(PurgeRun run) implements Released {}

        /** It cannot be. The reason says what a person can do. */
        record Refused(String reason) implements Released {}
    }

    /**
     * What a finished run disposed of.
     *
     * @param plannedAt when it was planned
     * @param disposed how many recordings
     */
    public record Past(UUID run, Instant plannedAt, long disposed, long disposedBytes) {}

    /** Stores the plan of a new run. */
    public void plan(PurgePlan plan) {
        jdbi.useHandle(handle -> handle.createUpdate("insert into purge_run (id, state, planned_at, plan)"
                        + " values (:id, 'PLANNED', :at, cast(:plan as jsonb))")
                .bind("id", plan.id())
                .bind("at", plan.plannedAt())
                .bind("plan", Json.write(plan))
                .execute());
    }

    /** Stores a newer plan of a run that was released and goes on. */
    void planAgain(PurgePlan plan) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update purge_run set plan = cast(:plan as jsonb), planned_at = :at where id = :id")
                .bind("id", plan.id())
                .bind("at", plan.plannedAt())
                .bind("plan", Json.write(plan))
                .execute());
    }

    /** A run waits for a person from now on. */
    public void stopped(UUID run, List<Stop> stops, Instant now) {
        stopped(run, stops, Map.of(), now);
    }

    /**
     * The same, of a run that had begun.
     *
     * @param kept what was due and stayed until then
     */
    void stopped(UUID run, List<Stop> stops, Map<Blocked, Long> kept, Instant now) {
        jdbi.useTransaction(handle -> {
            int stopped = handle.createUpdate("update purge_run set state = 'STOPPED',"
                            + " stops = cast(:stops as jsonb), kept = cast(:kept as jsonb), stopped_at = :now"
                            + " where id = :id and state in ('PLANNED', 'RUNNING')")
                    .bind("id", run)
                    .bind("stops", Json.write(stops))
                    .bind("kept", Json.write(kept))
                    .bind("now", now)
                    .execute();
            if (stopped == 1) {
                traces.stopped(handle, find(handle, run).orElseThrow());
            }
        });
    }

    /**
     * Lets a stopped run go on. It is planned anew when the purge is started next, and goes on if it is not worse then.
     *
     * @param by who says so
     */
    public Released release(UUID runId, String by, String reason, Instant now) {
        return jdbi.inTransaction(handle -> {
            PurgeRun run = handle.createQuery("select * from purge_run where id = :id for update")
                    .bind("id", runId)
                    .map(PurgeRuns::row)
                    .findOne()
                    .orElse(null);
            if (run == null) {
                return new Released.Refused("there is no run " + runId + ": './docket purge --runs' lists them");
            } else if (run.state() != PurgeRun.State.STOPPED) {
                return new Released.Refused("run " + runId + " is " + run.state() + " and waits for nobody");
            }
            PurgeRun.Release release = release(handle, run, by, reason, now);
            handle.createUpdate(
                            "update purge_run set state = 'PLANNED', release = cast(:release as jsonb) where id = :id")
                    .bind("id", runId)
                    .bind("release", Json.write(release))
                    .execute();
            if (release.kinds().contains(Stop.Kind.VAULT)) {
                VaultBrake.forget(handle);
            }
            PurgeRun released = find(handle, runId).orElseThrow();
            traces.released(handle, released, release);
            return new Released.Taken(released);
        });
    }

    /** Whether that run has begun, has not ended, and no run waits for a person. */
    static boolean isRunning(Handle handle, UUID run) {
        return handle.createQuery("select exists (select 1 from purge_run where id = :id and state = 'RUNNING')"
                        + " and not exists (select 1 from purge_run where state = 'STOPPED')")
                .bind("id", run)
                .mapTo(Boolean.class)
                .one();
    }

    /** What lasts may have stopped the run before: it stays released from that. */
    private static PurgeRun.Release release(Handle handle, PurgeRun run, String by, String reason, Instant now) {
        PurgeRun.Release before = run.release();
        Set<Stop> stops = new LinkedHashSet<>(run.stops());
        Set<Stop.Kind> kinds = run.stops().stream().map(Stop::kind).collect(Collectors.toCollection(HashSet::new));
        if (before != null) {
            stops.addAll(before.stops() == null ? List.of() : before.stops());
            kinds.addAll(before.kinds());
        }
        Instant stopped = handle.createQuery("select stopped_at from purge_run where id = :id")
                .bind("id", run.id())
                .mapTo(Instant.class)
                .findOne()
                .orElse(now);
        return new PurgeRun.Release(
                by,
                reason,
                now,
                kinds,
                run.plan().recordings(),
                run.kept().getOrDefault(Blocked.LEDGER, 0L),
                List.copyOf(stops),
                stopped);
    }

    /** Until when people know of everything of that kind: the last time a run was stopped for it that was released. */
    public static Optional<Instant> knownUntil(Handle handle, Stop.Kind kind) {
        return handle.createQuery(
                        "select max(cast(coalesce(release ->> 'knownUntil', release ->> 'at') as timestamptz))"
                                + " from purge_run where release -> 'kinds' @> to_jsonb(cast(:kind as text))")
                .bind("kind", kind.name())
                .mapTo(Instant.class)
                .findOne();
    }

    /** Whether a person has ever released a run from that very stop. */
    static boolean wasReleasedFrom(Handle handle, Stop stop) {
        return handle.createQuery("select exists (select 1 from purge_run where release is not null"
                        + " and coalesce(nullif(release -> 'stops', 'null'), stops) @> cast(:stop as jsonb))")
                .bind("stop", Json.write(List.of(Map.of("kind", stop.kind(), "what", stop.what()))))
                .mapTo(Boolean.class)
                .one();
    }

    /** The run that waits for a person; while there is one, nothing is condemned. */
    public Optional<PurgeRun> standing() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from purge_run where state = 'STOPPED'")
                .map(PurgeRuns::row)
                .findOne());
    }

    /** The run that was planned last. */
    public Optional<PurgeRun> latest() {
        return last(1).stream().findFirst();
    }

    /** The runs that were planned last, the newest first. */
    public List<PurgeRun> last(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from purge_run order by planned_at desc, id desc limit :limit")
                        .bind("limit", limit)
                        .map(PurgeRuns::row)
                        .list());
    }

    public Optional<PurgeRun> find(UUID id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    private static Optional<PurgeRun> find(Handle handle, UUID id) {
        return handle.createQuery("select * from purge_run where id = :id")
                .bind("id", id)
                .map(PurgeRuns::row)
                .findOne();
    }

    /** What the runs that ended disposed of, the newest first. */
    public List<Past> history(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select id, planned_at, disposed, disposed_bytes"
                        + " from purge_run where state = 'DONE' order by planned_at desc, id desc limit :limit")
                .bind("limit", limit)
                .map((row, context) -> new Past(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("planned_at").toInstant(),
                        row.getLong("disposed"),
                        row.getLong("disposed_bytes")))
                .list());
    }

    /** Whether a run waits that a person released. */
    public boolean isReleased() {
        return released().isPresent();
    }

    /** The run that a person released and that has not gone on yet. */
    Optional<PurgeRun> released() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from purge_run where state = 'PLANNED' and release is not null order by planned_at limit 1")
                .map(PurgeRuns::row)
                .findOne());
    }

    /**
     * Ends the runs of hubs that ended before them. Whoever asks has the turn, so nobody is at them. One that a person released goes on.
     *
     * @return those that are over
     */
    List<PurgeRun> endInterrupted(Handle handle, Instant now) {
        handle.execute("update purge_run set state = 'PLANNED' where state = 'RUNNING' and release is not null");
        return handle.createQuery("update purge_run set state = 'DONE', ended_at = :now,"
                        + " last_failure = coalesce(last_failure, 'the hub ended before the run did')"
                        + " where state = 'RUNNING' or (state = 'PLANNED' and release is null) returning *")
                .bind("now", now)
                .map(PurgeRuns::row)
                .list();
    }

    /** It condemns from now on. */
    public void began(UUID run, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update purge_run set state = 'RUNNING', began_at = coalesce(began_at, :now) where id = :id")
                .bind("id", run)
                .bind("now", now)
                .execute());
    }

    /** Counts what was disposed of, in the transaction that does it. */
    static void disposed(Handle handle, UUID run, Instant now, long recordings, long bytes) {
        handle.createUpdate(
                        "insert into purge_disposed (run_id, quarter, recordings) values (:id, :quarter, :recordings)"
                                + " on conflict (run_id, quarter) do update"
                                + " set recordings = purge_disposed.recordings + excluded.recordings")
                .bind("id", run)
                .bind("quarter", Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), QUARTER) * QUARTER))
                .bind("recordings", recordings)
                .execute();
        handle.createUpdate("update purge_run set disposed = disposed + :recordings,"
                        + " disposed_bytes = disposed_bytes + :bytes where id = :id")
                .bind("id", run)
                .bind("recordings", recordings)
                .bind("bytes", bytes)
                .execute();
    }

    /**
     * Ends a run that is not stopped.
     *
     * @param failed how many recordings could not be disposed of
     */
    PurgeRun done(
            Handle handle, UUID run, Instant now, Map<Blocked, Long> kept, long failed, @Nullable String lastFailure) {
        handle.createUpdate("update purge_run set state = 'DONE', ended_at = :now, kept = cast(:kept as jsonb),"
                        + " failed = :failed, last_failure = :failure where id = :id and state = 'RUNNING'")
                .bind("id", run)
                .bind("now", now)
                .bind("kept", Json.write(kept))
                .bind("failed", failed)
                .bind("failure", lastFailure)
                .execute();
        return find(handle, run).orElseThrow();
    }

    private static PurgeRun row(ResultSet row, StatementContext context) throws SQLException {
        String release = row.getString("release");
        return new PurgeRun(
                row.getObject("id", UUID.class),
                PurgeRun.State.valueOf(row.getString("state")),
                Json.read(row.getString("plan"), PurgePlan.class),
                read(row.getString("stops"), STOPS),
                release == null ? null : Json.read(release, PurgeRun.Release.class),
                read(row.getString("kept"), KEPT),
                instant(row, "began_at"),
                instant(row, "ended_at"),
                row.getLong("disposed"),
                row.getLong("disposed_bytes"),
                row.getLong("failed"),
                row.getString("last_failure"));
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("purge_run holds what Docket did not write: " + e.getMessage(), e);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
