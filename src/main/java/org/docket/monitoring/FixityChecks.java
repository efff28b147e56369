package org.docket.monitoring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.docket.catalogue.ReadTurns;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of fixity checks: what each night read. */
final class FixityChecks {
    private final Jdbi jdbi;

    FixityChecks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    long begin(Instant now) {
        return jdbi.withHandle(
                handle -> handle.createQuery("insert into fixity_check (began_at) values (:now) returning id")
                        .bind("now", now)
                        .mapTo(Long.class)
                        .one());
    }

    void advance(long id, long recordings, long bytes, long altered) {
        jdbi.useHandle(handle -> handle.createUpdate("update fixity_check set recordings = :recordings, bytes = :bytes,"
                        + " altered = :altered where id = :id")
                .bind("recordings", recordings)
                .bind("bytes", bytes)
                .bind("altered", altered)
                .bind("id", id)
                .execute());
    }

    void end(long id, FixityCheck.EndedBy why, ReadTurns.Coverage coverage, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("update fixity_check set ended_at = :now, ended_by = :why,"
                        + " deposited = :deposited, unread = :unread, oldest_at = :oldest where id = :id")
                .bind("now", now)
                .bind("why", why.name().toLowerCase(Locale.ROOT))
                .bind("deposited", coverage.deposited())
                .bind("unread", coverage.unread())
                .bind("oldest", coverage.oldest())
                .bind("id", id)
                .execute());
    }

    Optional<FixityCheck.Checked> latest() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from fixity_check where ended_at is not null order by id desc limit 1")
                .map(FixityChecks::row)
                .findOne());
    }

    private static FixityCheck.Checked row(ResultSet row, StatementContext context) throws SQLException {
        return new FixityCheck.Checked(
                Objects.requireNonNull(instant(row, "ended_at")),
                row.getLong("recordings"),
                row.getLong("bytes"),
                row.getLong("altered"),
                FixityCheck.EndedBy.valueOf(row.getString("ended_by").toUpperCase(Locale.ROOT)),
                new ReadTurns.Coverage(row.getLong("deposited"), row.getLong("unread"), instant(row, "oldest_at")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
