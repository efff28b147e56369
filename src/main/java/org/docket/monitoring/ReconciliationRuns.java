package org.docket.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of reconciliations: what each came to, and how far the one is that has not ended. */
final class ReconciliationRuns {
    private static final String COLUMNS =
            "select id, began_at, ended_at, catalogued, listed, findings, only_counted, stage,"
                    + " marker, reached from reconciliation ";

    private final Jdbi jdbi;

    ReconciliationRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The parts of a run, in their order. */
    enum Stage {
        RECORDINGS,
        CERTIFICATES,
        RECEIPTS;

        Optional<Stage> next() {
            return switch (this) {
                case RECORDINGS -> Optional.of(CERTIFICATES);
                case CERTIFICATES -> Optional.of(RECEIPTS);
                case RECEIPTS -> Optional.empty();
            };
        }
    }

    /** A run, and how far it is. */
    record Run(
            long id,
            Instant beganAt,
            @Nullable Instant endedAt,
            long catalogued,
            long listed,
            long findings,
            Map<Found.Kind, Long> onlyCounted,
            Stage stage,
            Look.Place place) {

        /** The run after a page: at the place that comes next, which may be the beginning of another stage. */
        Run after(Look.Page page, Stage nextStage, Map<Found.Kind, Long> nowOnlyCounted) {
            Look.Place next = page.next();
            return new Run(
                    id,
                    beganAt,
                    endedAt,
                    catalogued + page.catalogued(),
                    listed + page.listed(),
                    findings,
                    nowOnlyCounted,
                    nextStage,
                    next == null ? Look.Place.FIRST : next);
        }
    }

    Run begin(Instant now) {
        return jdbi.withHandle(
                handle -> handle.createQuery("with begun as (insert into reconciliation (began_at, stage)"
                                + " values (:now, :stage) returning *) " + COLUMNS.replace("reconciliation", "begun"))
                        .bind("now", now)
                        .bind("stage", Stage.RECORDINGS.name())
                        .map(ReconciliationRuns::row)
                        .one());
    }

    /** The last run, ended or not. */
    Optional<Run> last() {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + "order by id desc limit 1")
                .map(ReconciliationRuns::row)
                .findOne());
    }

    /** The last run that ended. */
    Optional<Run> lastEnded() {
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + "where ended_at is not null order by id desc limit 1")
                        .map(ReconciliationRuns::row)
                        .findOne());
    }

    /** The last run that had ended by then. */
    Optional<Run> lastEndedBy(Instant then) {
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + "where ended_at <= :then order by id desc limit 1")
                        .bind("then", then)
                        .map(ReconciliationRuns::row)
                        .findOne());
    }

    void advance(Handle handle, Run run) {
        handle.createUpdate("update reconciliation set catalogued = :catalogued, listed = :listed,"
                        + " only_counted = cast(:counted as jsonb), stage = :stage, marker = :marker, reached = :reached"
                        + " where id = :id")
                .bind("catalogued", run.catalogued())
                .bind("listed", run.listed())
                .bind("counted", Json.write(run.onlyCounted()))
                .bind("stage", run.stage().name())
                .bind("marker", run.place().marker())
                .bind("reached", run.place().reached())
                .bind("id", run.id())
                .execute();
    }

    void end(Handle handle, Run run, long findings, Instant now) {
        handle.createUpdate("update reconciliation set ended_at = :now, findings = :findings where id = :id")
                .bind("now", now)
                .bind("findings", findings)
                .bind("id", run.id())
                .execute();
    }

    private static Run row(ResultSet row, StatementContext context) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Run(
                row.getLong("id"),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getLong("catalogued"),
                row.getLong("listed"),
                row.getLong("findings"),
                counts(row.getString("only_counted")),
                Stage.valueOf(row.getString("stage")),
                new Look.Place(row.getString("marker"), row.getString("reached")));
    }

    private static Map<Found.Kind, Long> counts(String json) {
        try {
            Map<Found.Kind, Long> counts = new EnumMap<>(Found.Kind.class);
            counts.putAll(Json.MAPPER.readValue(json, new TypeReference<Map<Found.Kind, Long>>() {}));
            return counts;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the table reconciliation holds no counts, but " + json, e);
        }
    }
}
