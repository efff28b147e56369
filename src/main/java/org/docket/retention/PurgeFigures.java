package org.docket.retention;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts since this hub started, and what is due now. */
public final class PurgeFigures {
    private final LongSupplier due;
    private final AtomicLong disposed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable Instant lastRun;
    private volatile String lastFailure = "";

    PurgeFigures(LongSupplier due) {
        this.due = due;
    }

    public long getDueRecordings() {
        return due.getAsLong();
    }

    void began(Instant at) {
        lastRun = at;
    }

    void disposed(long recordings) {
        disposed.addAndGet(recordings);
    }

    void failed(long recordings, String failure) {
        failed.addAndGet(recordings);
        lastFailure = failure;
    }

    public long getFailedDisposals() {
        return failed.get();
    }

    public String getLastFailure() {
        return lastFailure;
    }

    public long getDisposedRecordings() {
        return disposed.get();
    }

    public String getLastRun() {
        Instant at = lastRun;
        return at == null ? "" : at.toString();
    }
}
