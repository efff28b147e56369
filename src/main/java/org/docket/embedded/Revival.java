package org.docket.embedded;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server again that has ended although its owner lives: killed by hand, by the system for want of memory, or by a disk that
 * was full.
 */
final class Revival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
    private static final int SECONDS_BETWEEN_LOOKS = 1;
    private static final int SECONDS_TO_END = 60;

    private final String part;
    private final Look look;
    private final Start start;
    private final ScheduledExecutorService watch;
    private final ScheduledFuture<?> looks;

    /** Whether the server runs. */
    @FunctionalInterface
    interface Look {
        boolean runs() throws IOException;
    }

    /** Starts the server where it was, and returns when it answers. */
    @FunctionalInterface
    interface Start {
        void start() throws IOException;
    }

    /** Watches from now on. */
    Revival(String part, Look look, Start start) {
        this.part = part;
        this.look = look;
        this.start = start;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch over " + part);
            thread.setDaemon(true);
            return thread;
        });
        this.looks = watch.scheduleWithFixedDelay(
                this::lookAfter, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
    }

    private void lookAfter() {
        try {
            if (!look.runs()) {
                LOG.warn("{} has ended and is started again", part);
                start.start();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("{} could not be started again, and is tried again: {}", part, e.getMessage());
        }
    }

    /** Watches no more; returns when no start is under way. */
    @Override
    public void close() {
        looks.cancel(false);
        watch.shutdown();
        try {
            if (!watch.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                watch.shutdownNow();
            }
        } catch (InterruptedException e) {
            watch.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
