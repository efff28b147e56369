package org.docket.intake;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** A {@link Gathering} for each dock, for work that touches the dock's folder: one that does not answer keeps only its own waiting. */
final class DockGatherings<Q, A> {
    private final Jdbi jdbi;
    private final Gathering.Work<Q, A> work;
    private final Map<String, Gathering<Q, A>> byDock = new ConcurrentHashMap<>();

    DockGatherings(Jdbi jdbi, Gathering.Work<Q, A> work) {
        this.jdbi = jdbi;
        this.work = work;
    }

    /** See {@link Gathering#ask}. */
    A ask(Source source, Q wanted) throws IOException {
        return byDock.computeIfAbsent(source.dock().id(), dock -> new Gathering<>(jdbi, work))
                .ask(wanted);
    }
}
