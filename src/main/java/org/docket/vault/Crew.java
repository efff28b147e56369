package org.docket.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Threads that call the vault about several blobs at once. */
public final class Crew implements AutoCloseable {
    private static final String STOPS = "this hub stops";

    private final ExecutorService threads;

    /**
     * Threads that wait for calls.
     *
     * @param name what they do; stands in their names
     */
    public Crew(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes a call for each of these items, and waits for all of them.
     *
     * @param unknown makes an outcome of the reason why nobody knows what became of a call
     * @return what became of it, in their order
     */
    public <T, R> Map<T, R> all(List<T> items, Function<T, R> call, Function<String, R> unknown) {
        Map<T, Future<R>> asked = new LinkedHashMap<>();
        Map<T, R> outcomes = new LinkedHashMap<>();
        for (T item : items) {
            Callable<R> task = () -> call.apply(item);
            outcomes.put(item, unknown.apply(STOPS));
            try {
                asked.put(item, threads.submit(task));
            } catch (RejectedExecutionException e) {
                // What was not begun by then is not begun any more.
                break;
            }
        }
        asked.forEach((item, answer) -> outcomes.put(item, await(answer, unknown)));
        return outcomes;
    }

    private static <R> R await(Future<R> answer, Function<String, R> unknown) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown.apply(STOPS);
        } catch (CancellationException e) {
            return unknown.apply(STOPS);
        } catch (ExecutionException e) {
            return unknown.apply(Answers.rootCause(e));
        }
    }

    /** Interrupts the calls that are under way, and makes no more. Whoever waits for them is told so. */
    @Override
    public void close() {
        for (Runnable left : threads.shutdownNow()) {
            if (left instanceof Future<?> call) {
                call.cancel(true);
            }
        }
    }
}
