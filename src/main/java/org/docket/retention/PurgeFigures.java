package org.docket.retention;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the purge did since this hub started. */
public final class PurgeFigures {
    private final AtomicLong disposed = new AtomicLong();
    private volatile @Nullable Instant lastRun;

    void began(Instant at) {
        lastRun = at;
    }

    void disposed() {
        disposed.incrementAndGet();
    }

    /** Recordings that were disposed of. */
    public long disposedRecordings() {
        return disposed.get();
    }

    /** When the last run began; null if there was none. */
    public @Nullable Instant lastRun() {
        return lastRun;
    }
}
