package org.docket.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which blobs recordings have, by what the catalogue says: for whoever holds the vault against it. */
public final class KeptBlobs {
    private static final String COLUMNS = "select id, state, dock, blob, bytes, sha256 from recording ";

    private final Jdbi jdbi;

    public KeptBlobs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A recording with its blob.
     *
     * @param blob absent until the deposit
     * @param sha256 absent until the deposit
     */
    public record Kept(
            UUID id,
            RecordingState state,
            String dock,
            @Nullable String blob,
            long bytes,
            @Nullable String sha256) {
        /** Whether the vault must hold that blob. */
        public boolean isDeposited() {
            return state == RecordingState.DEPOSITED;
        }

        /** Whether the vault must hold that blob, and under that name. */
        public boolean isDepositedAs(String name) {
            return isDeposited() && name.equals(blob);
        }
    }

    /**
     * A page of the recordings that are deposited or being disposed of, by the names of their blobs: byte by byte, as the vault sorts.
     *
     * @param after the last name of the page before; empty for the first page
     * @param until the last name that is wanted; null if all are
     */
    public List<Kept> page(String after, @Nullable String until, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS
                        + "where state in ('DEPOSITED', 'DISPOSING') and blob collate \"C\" > :after"
                        + " and (cast(:until as text) is null or blob collate \"C\" <= :until)"
                        + " order by blob collate \"C\" limit :limit")
                .bind("after", after)
                .bind("until", until)
                .bind("limit", limit)
                .map(KeptBlobs::row)
                .list());
    }

    /** Those of these recordings that there are, in whatever state. */
    public List<Kept> find(Collection<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + "where id = any(:ids)")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map(KeptBlobs::row)
                .list());
    }

    /** What the catalogue says of a recording now. */
    public Optional<Kept> find(UUID id) {
        return find(List.of(id)).stream().findFirst();
    }

    /** How many recordings are deposited; at most one more than the limit is counted. */
    public long countDeposited(long limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from (select from recording where state = 'DEPOSITED' limit :limit + 1) as counted")
                .bind("limit", limit)
                .mapTo(Long.class)
                .one());
    }

    private static Kept row(ResultSet row, StatementContext context) throws SQLException {
        return new Kept(
                row.getObject("id", UUID.class),
                RecordingState.valueOf(row.getString("state")),
                row.getString("dock"),
                row.getString("blob"),
                row.getLong("bytes"),
                row.getString("sha256"));
    }
}
