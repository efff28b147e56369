package org.docket.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.Docket;
import org.docket.retention.Condemned;
import org.docket.retention.Disposal;
import org.docket.retention.Progress;
import org.docket.retention.PurgeBatch;
import org.docket.retention.PurgePlan;

/** The steps of a disposal, one by one. */
public final class Disposals {
    private Disposals() {}

    /** A batch of these recordings, in a run of its own that has begun. */
    public static PurgeBatch batch(Docket docket, UUID... ids) {
        PurgePlan plan = new PurgePlan(
                UUID.randomUUID(),
                docket.clock().instant(),
                docket.policy().now().version(),
                ids.length,
                ids.length,
                0,
                List.of(),
                Map.of());
        docket.purge().runs().plan(plan);
        docket.purge().runs().began(plan.id(), plan.plannedAt());
        return new PurgeBatch(new Progress(plan), List.of(ids));
    }

    /** Condemns a recording, or carries on with it; empty if it must stay. */
    public static Optional<Condemned> condemn(Docket docket, UUID id) {
        return docket.disposal().condemn(batch(docket, id)).recordings().stream()
                .findFirst();
    }

    /** Disposes of a recording that is due, with its certificate. */
    public static void dispose(Docket docket, UUID id) throws Exception {
        Disposal disposal = docket.disposal();
        PurgeBatch.OfCondemned absent = disposal.confirm(disposal.delete(disposal.condemn(batch(docket, id))));
        disposal.end(disposal.keep(disposal.certify(absent)));
    }
}
