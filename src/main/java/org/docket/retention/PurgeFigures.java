package org.docket.retention;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the purge did since this hub started. */
public final class PurgeFigures {
    private final AtomicLong disposed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable Instant lastRun;
    private volatile String lastFailure = "";

    void began(Instant at) {
        lastRun = at;
    }

    void disposed() {
        disposed.incrementAndGet();
    }

    void failed(String failure) {
        failed.incrementAndGet();
        lastFailure = failure;
    }

    /** Disposals that failed, each try counted. */
    public long failedDisposals() {
        return failed.get();
    }

    /** The last of them; empty if there was none. */
    public String lastFailure() {
        return lastFailure;
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
