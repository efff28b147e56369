package org.docket.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long something in another process is waited for that cannot notify this one.
 *
 * @param nanos on the scale of {@link System#nanoTime()}
 */
record Deadline(long nanos) {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }

    /**
     * Lets a moment go by before the next look.
     *
     * @throws EmbeddedPartException if this thread is interrupted
     */
    void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new EmbeddedPartException("Interrupted while waiting for an embedded part.");
        }
    }
}
