package org.docket.enrich;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Keeps every incident that fits a recording, so that a person can see what speaks for it. */
public final class Candidates {
    private final Jdbi jdbi;

    public Candidates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The candidates of a recording, the best first. */
    public List<Candidate> of(UUID recordingId) {
        return jdbi.withHandle(handle -> of(handle, recordingId));
    }

    private static List<Candidate> of(Handle handle, UUID recordingId) {
        return handle.createQuery("select * from incident_candidate where recording_id = :id"
                        + " order by score desc, distance_metres nulls last, reference")
                .bind("id", recordingId)
                .map(Candidates::row)
                .list();
    }

    /** Those of these recordings that have any. */
    static Set<UUID> ofWhich(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select distinct recording_id from incident_candidate where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, recordingIds)
                .mapTo(UUID.class)
                .set();
    }

    /** Keeps these candidates of a recording instead of those that it had. */
    static void replace(Handle handle, UUID recordingId, List<Candidate> candidates, Instant now) {
        handle.createUpdate("delete from incident_candidate where recording_id = :id")
                .bind("id", recordingId)
                .execute();
        add(handle, Map.of(recordingId, candidates), now);
    }

    /** Keeps candidates of recordings that have none yet. */
    static void add(Handle handle, Map<UUID, List<Candidate>> candidates, Instant now) {
        PreparedBatch batch = handle.prepareBatch("insert into incident_candidate (recording_id, reference, score,"
                + " overlap_seconds, gap_seconds, distance_metres, chosen, at) values (:id, :reference, :score, :overlap,"
                + " :gap, :distance, :chosen, :now)");
        candidates.forEach((id, ofOne) -> ofOne.forEach(candidate -> batch.bind("id", id)
                .bind("reference", candidate.reference())
                .bind("score", candidate.score())
                .bind("overlap", candidate.overlapSeconds())
                .bind("gap", candidate.gapSeconds())
                .bind("distance", candidate.distanceMetres())
                .bind("chosen", candidate.chosen())
                .bind("now", now)
                .add()));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static Candidate row(ResultSet row, StatementContext context) throws SQLException {
        return new Candidate(
                row.getString("reference"),
                row.getDouble("score"),
                row.getLong("overlap_seconds"),
                row.getLong("gap_seconds"),
                row.getObject("distance_metres", Long.class),
                row.getBoolean("chosen"));
    }
}
