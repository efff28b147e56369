package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transformation of a case system, within limits: it may call itself without an end, or search a text for ever, and must not hold back
 * whoever waits for it. Threads that do not end are left behind; nothing can stop them. What it says when it fails gives no link away.
 */
final class Transformation implements MessageForm {
    /** What a message needs is thousandths of a second. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** How many may run without an end before no more is begun: each takes a processor away from the hub. */
    static final int MOST_LEFT_BEHIND = 3;

    private static final String REMEDY = "; mend the transformation that casework.yaml names, and start the hub again";

    private final String file;
    private final MessageForm form;
    private final Duration limit;
    private final AtomicInteger leftBehind = new AtomicInteger();
    private final ExecutorService threads;

    Transformation(String file, MessageForm form) {
        this(file, form, LIMIT);
    }

    /**
     * Limits a transformation.
     *
     * @param file its name, for errors
     * @param form what it does, without limits of time
     */
    Transformation(String file, MessageForm form, Duration limit) {
        this.file = file;
        this.form = form;
        this.limit = limit;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "transformation " + file);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String write(ObjectNode event) {
        if (leftBehind.get() >= MOST_LEFT_BEHIND) {
            throw new UnwritableMessage(
                    file + " did not end on " + MOST_LEFT_BEHIND + " messages, and is not run any more" + REMEDY);
        }
        Run run = new Run();
        Future<String> written = threads.submit(() -> run.write(event));
        try {
            return written.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            run.leaveBehind();
            written.cancel(true);
            throw new UnwritableMessage(file + " does not end within " + limit.toSeconds() + " seconds" + REMEDY, e);
        } catch (ExecutionException e) {
            throw failure(event, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException | CancellationException e) {
            run.leaveBehind();
            written.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the hub stops while " + file + " runs", e);
        }
    }

    private static RuntimeException failure(ObjectNode event, Throwable cause) {
        if (cause instanceof UnwritableMessage unwritable) {
            return GivenLink.of(event).map(link -> link.hidden(unwritable)).orElse(unwritable);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(cause);
    }

    /** One message. It counts as left behind from the moment that nobody waits for it any more until it ends. */
    private final class Run {
        private boolean left;
        private boolean ended;

        String write(ObjectNode event) {
            try {
                return form.write(event);
            } finally {
                end();
            }
        }

        private synchronized void end() {
            ended = true;
            if (left) {
                leftBehind.decrementAndGet();
            }
        }

        synchronized void leaveBehind() {
            if (!ended) {
                left = true;
                leftBehind.incrementAndGet();
            }
        }
    }
}
