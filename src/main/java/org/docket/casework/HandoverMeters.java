package org.docket.casework;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The open handovers as figures for monitoring. All of one scrape come from one count. While the database does not answer they are NaN, and
 * whoever scrapes does not wait for it.
 */
public final class HandoverMeters implements MeterBinder, AutoCloseable {
    /** For so long a count is good. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    /** For so long a scrape waits for a count. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final List<Handover.State> STATES = Arrays.stream(Handover.State.values())
            .filter(state -> state != Handover.State.ACKNOWLEDGED)
            .toList();

    private final Handovers handovers;
    private final Collection<String> systems;
    private final Clock clock;
    private final ExecutorService counting = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "handover-meters");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Count latest;

    private record Count(Instant at, Future<Map<String, OpenHandovers>> open) {}

    public HandoverMeters(Handovers handovers, Collection<String> systems, Clock clock) {
        this.handovers = handovers;
        this.systems = List.copyOf(systems);
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String system : systems) {
            for (Handover.State state : STATES) {
                Gauge.builder("docket.handovers", this, meters -> meters.value(system, open -> open.in(state)))
                        .description("Handovers that are not acknowledged")
                        .tag("system", system)
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
            Gauge.builder("docket.handovers.put.off", this, meters -> meters.value(system, OpenHandovers::putOff))
                    .description("Handovers that cannot be put into the form that their case system reads")
                    .tag("system", system)
                    .register(registry);
            Gauge.builder(
                            "docket.handovers.oldest.open",
                            this,
                            meters -> meters.value(system, open -> open.oldestSeconds(clock.instant())))
                    .description("Age of the oldest handover that is not acknowledged")
                    .baseUnit("seconds")
                    .tag("system", system)
                    .register(registry);
        }
    }

    private double value(String system, ToDoubleFunction<OpenHandovers> figure) {
        try {
            return figure.applyAsDouble(count().getOrDefault(system, OpenHandovers.NONE));
        } catch (ExecutionException | TimeoutException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        }
    }

    private synchronized Map<String, OpenHandovers> count()
            throws ExecutionException, TimeoutException, InterruptedException {
        Instant now = clock.instant();
        Count count = latest;
        if (count == null || (count.open().isDone() && isOld(count, now))) {
            count = new Count(now, counting.submit(() -> handovers.open(systems)));
            latest = count;
            return count.open().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
        // One that took too long for the first is waited for no more.
        return count.open().get(0, TimeUnit.MILLISECONDS);
    }

    private static boolean isOld(Count count, Instant now) {
        return count.at().isAfter(now) || count.at().isBefore(now.minus(KEPT));
    }

    @Override
    public void close() {
        counting.shutdownNow();
    }
}
