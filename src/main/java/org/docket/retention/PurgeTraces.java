package org.docket.retention;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;

/** What stays of a run that waited for a person, and of whoever let it go on, beside the row of the run: a notice, and the ledger. */
public final class PurgeTraces {
    private final Ledger ledger;
    private final BiConsumer<Handle, PurgeRun> notice;

    /**
     * Traces in that ledger.
     *
     * @param notice tells people of a run that waits for them, in that transaction
     */
    public PurgeTraces(Ledger ledger, BiConsumer<Handle, PurgeRun> notice) {
        this.ledger = ledger;
        this.notice = notice;
    }

    void stopped(Handle handle, PurgeRun run) {
        notice.accept(handle, run);
    }

    void released(Handle handle, PurgeRun run, PurgeRun.Release release) {
        ledger.append(
                handle,
                Ledger.HUB,
                release.at(),
                release.by(),
                "purge-released",
                release.reason(),
                Map.of(
                        "run",
                        run.id(),
                        "recordings",
                        release.recordings(),
                        "rulebook",
                        run.plan().rulebook(),
                        "stops",
                        run.stops().stream()
                                .map(stop -> stop.kind() + ": " + stop.what())
                                .collect(Collectors.toList())));
    }
}
