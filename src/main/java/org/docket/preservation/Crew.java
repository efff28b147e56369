package org.docket.preservation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.docket.vault.BlobProtection.Outcome;

/** Threads that call the vault about several blobs at once. */
public final class Crew implements AutoCloseable {
    private final ExecutorService threads;

    public Crew(int size) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "vault-keeping-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Makes a call for each, and gives what became of it, in their order. */
    <T> Map<T, Outcome> all(List<T> items, Function<T, Outcome> call) {
        Map<T, Future<Outcome>> asked = new LinkedHashMap<>();
        items.forEach(item -> {
            Callable<Outcome> task = () -> call.apply(item);
            asked.put(item, threads.submit(task));
        });
        Map<T, Outcome> outcomes = new LinkedHashMap<>();
        asked.forEach((item, answer) -> outcomes.put(item, await(answer)));
        return outcomes;
    }

    private static Outcome await(Future<Outcome> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("this hub stops");
        } catch (ExecutionException e) {
            return new Outcome.Failed(String.valueOf(e.getCause()));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
