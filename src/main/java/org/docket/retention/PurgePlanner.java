package org.docket.retention;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Plans runs of the purge by what the catalogue says. Planning reads only, and costs as much as there is due. */
public final class PurgePlanner {
    private static final String DUE = "select category, dock, bytes, exists (select 1 from hold"
            + " where hold.recording_id = recording.id and hold.lifted_at is null"
            + " and (hold.until is null or hold.until > :now)) as held"
            + " from recording where state = 'DEPOSITED' and not retained and due_at <= :now";

    private final Jdbi jdbi;
    private final Supplier<String> rulebook;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /**
     * Plans over that catalogue.
     *
     * @param rulebook gives the version of the rulebook in force
     */
    public PurgePlanner(Jdbi jdbi, Supplier<String> rulebook, Clock clock) {
        this.jdbi = jdbi;
        this.rulebook = rulebook;
        this.clock = clock;
    }

    private record Row(PurgePlan.Share share, boolean held) {}

    /** The plan of a new run. It is stored nowhere. */
    public PurgePlan plan() {
        return plan(ids.generate(), clock.instant());
    }

    /** A new plan of a run, of what was due at the old one: what became due meanwhile is for the next run, and nobody has seen it. */
    PurgePlan again(PurgePlan before) {
        Instant now = clock.instant();
        return plan(before.id(), before.plannedAt().isBefore(now) ? before.plannedAt() : now);
    }

    private PurgePlan plan(UUID run, Instant now) {
        return jdbi.withHandle(handle -> {
            List<Row> rows = due(handle, now);
            List<PurgePlan.Share> shares =
                    rows.stream().filter(row -> !row.held()).map(Row::share).toList();
            Map<Blocked, Long> blocked = new EnumMap<>(Blocked.class);
            rows.stream()
                    .filter(Row::held)
                    .forEach(row -> blocked.merge(Blocked.HELD, row.share().recordings(), Long::sum));
            return new PurgePlan(
                    run,
                    now,
                    rulebook.get(),
                    shares.stream().mapToLong(PurgePlan.Share::recordings).sum(),
                    shares.stream().mapToLong(PurgePlan.Share::bytes).sum(),
                    handle.createQuery("select count(*) from recording where state = 'DISPOSING'")
                            .mapTo(Long.class)
                            .one(),
                    shares,
                    blocked);
        });
    }

    private static List<Row> due(Handle handle, Instant now) {
        return handle.createQuery("select category, dock, held, count(*) as recordings, sum(bytes) as bytes from ("
                        + DUE + ") due group by category, dock, held")
                .bind("now", now)
                .map((row, context) -> new Row(
                        new PurgePlan.Share(
                                row.getString("category"),
                                row.getString("dock"),
                                row.getLong("recordings"),
                                row.getLong("bytes")),
                        row.getBoolean("held")))
                .list();
    }
}
