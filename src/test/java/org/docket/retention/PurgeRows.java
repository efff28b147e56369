package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;

/** A database with recordings and runs of the purge as many as a test wants. */
final class PurgeRows {
    private final Jdbi jdbi = Jdbi.create(TestDatabase.create());
    private final PurgeRuns runs = new PurgeRuns(jdbi, new PurgeTraces(new Ledger(jdbi), (handle, run) -> {}));

    Jdbi jdbi() {
        return jdbi;
    }

    PurgeRuns runs() {
        return runs;
    }

    /** Puts so many deposited recordings into the catalogue. */
    void deposited(int number) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into recording (id, state, dock, name, bytes, sha256, category, categories, received_at, deposited_at, blob,"
                        + " facts, due_at) select id, 'DEPOSITED', 'lewisham-van', 'n', 731,"
                        + " encode(sha256(cast(cast(id as text) as bytea)), 'hex'), 'rest', array['rest'], now(), now(), 'b', '{}', now()"
                        + " from (select gen_random_uuid() as id from generate_series(1, ?)) made",
                number));
    }

    /** A run that disposed of so many, and has ended. */
    void done(Instant at, long disposed, String rulebook) {
        PurgePlan plan = plan(at, disposed, rulebook);
        runs.plan(plan);
        runs.began(plan.id(), at);
        jdbi.useTransaction(handle -> {
            PurgeRuns.disposed(handle, plan.id(), at, disposed, 731 * disposed);
            runs.done(handle, plan.id(), at.plusSeconds(90), Map.of(), 0, null);
        });
    }

    /** A run that is stopped for these reasons. */
    PurgePlan stopped(Instant at, long recordings, Stop... stops) {
        PurgePlan plan = plan(at, recordings, "4be1d07a92c3");
        runs.plan(plan);
        runs.stopped(plan.id(), List.of(stops), at);
        return plan;
    }

    static PurgePlan plan(Instant at, long recordings, String rulebook) {
        return new PurgePlan(UUID.randomUUID(), at, rulebook, recordings, 731 * recordings, 0, List.of(), Map.of());
    }
}
