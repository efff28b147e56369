package org.docket.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.docket.catalogue.ReadTurns.Blob;
import org.docket.monitoring.FixityCheck.EndedBy;
import org.docket.monitoring.Rereading.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one fixity check has read so far, what it may still read, and why it has to end. */
final class FixityRun {
    /** As many failures in a row mean the vault and not a blob. */
    private static final int MOST_FAILURES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(FixityRun.class);

    private final Rereading rereading;
    private final BooleanSupplier vaultAnswers;
    private final ExecutorService readers;
    private final BooleanSupplier closing;
    private final AtomicInteger told = new AtomicInteger();
    private long recordings;
    private long bytes;
    private long altered;
    private int failures;
    private volatile @Nullable EndedBy end;

    FixityRun(Rereading rereading, BooleanSupplier vaultAnswers, ExecutorService readers, BooleanSupplier closing) {
        this.rereading = rereading;
        this.vaultAnswers = vaultAnswers;
        this.readers = readers;
        this.closing = closing;
    }

    /** Reads them, several at once, and ends early when the vault does not answer or the hub stops. */
    void read(List<Blob> blobs) {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        blobs.forEach(blob -> tasks.add(() -> read(blob)));
        try {
            for (Future<Boolean> task : readers.invokeAll(tasks)) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = EndedBy.STOP;
        } catch (CancellationException | RejectedExecutionException e) {
            // Whoever closes the check ends its readers.
            end = EndedBy.STOP;
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading the vault again failed: " + e.getCause(), e);
        }
    }

    private boolean read(Blob blob) {
        if (hasToEnd()) {
            return false;
        }
        Result result = rereading.read(blob, told);
        boolean stopped = closing.getAsBoolean();
        synchronized (this) {
            if (result instanceof Result.Unknown unknown) {
                failed(blob, unknown, stopped);
            } else if (!(result instanceof Result.PassedOver)) {
                failures = 0;
                recordings++;
                bytes += blob.bytes();
            }
            altered += result instanceof Result.Altered ? 1 : 0;
        }
        return true;
    }

    private void failed(Blob blob, Result.Unknown unknown, boolean stopped) {
        if (stopped) {
            end = EndedBy.STOP;
            return;
        }
        LOG.warn("recording {} could not be read again: {}", blob.id(), unknown.reason());
        failures++;
        if (failures >= MOST_FAILURES || !vaultAnswers.getAsBoolean()) {
            end = EndedBy.VAULT;
        } else {
            rereading.passedOver(blob);
        }
    }

    /** Whether nothing more is to be read. */
    boolean hasToEnd() {
        if (closing.getAsBoolean()) {
            end = EndedBy.STOP;
        }
        return end != null;
    }

    void end(EndedBy why) {
        if (end == null) {
            end = why;
        }
    }

    EndedBy endedBy() {
        EndedBy why = end;
        return why == null ? EndedBy.ALL : why;
    }

    synchronized long recordings() {
        return recordings;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long altered() {
        return altered;
    }

    /** How many findings are new and had no notice of their own. */
    int untold() {
        return Math.max(0, told.get() - Reconciliation.MOST_NOTICES);
    }
}
