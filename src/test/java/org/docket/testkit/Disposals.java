package org.docket.testkit;

import java.time.Instant;
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

/** The steps of a disposal, one by one, as a run that nobody stored does them. */
public final class Disposals {
    private Disposals() {}

    /** A batch of these recordings. */
    public static PurgeBatch batch(UUID... ids) {
        PurgePlan plan =
                new PurgePlan(UUID.randomUUID(), Instant.EPOCH, "none", ids.length, ids.length, 0, List.of(), Map.of());
        return new PurgeBatch(new Progress(plan), List.of(ids));
    }

    /** Condemns a recording, or carries on with it; empty if it must stay. */
    public static Optional<Condemned> condemn(Docket docket, UUID id) {
        return docket.disposal().condemn(batch(id)).recordings().stream().findFirst();
    }

    /** Disposes of a recording that is due, with its certificate. */
    public static void dispose(Docket docket, UUID id) throws Exception {
        Disposal disposal = docket.disposal();
        PurgeBatch.OfCondemned absent = disposal.confirm(disposal.delete(disposal.condemn(batch(id))));
        disposal.end(disposal.keep(disposal.certify(absent)));
    }
}
