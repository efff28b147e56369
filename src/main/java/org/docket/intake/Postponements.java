package org.docket.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is to be left alone for a while in the folder of a dock, why, and for how long. */
final class Postponements {
    private final IntakeConfiguration configuration;
    private final Clock clock;
    private final Map<Path, Postponed> postponed = new ConcurrentHashMap<>();

    Postponements(IntakeConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** A source that waits. */
    record Postponed(DockFolders.Waiting waiting, SteadyTime since, Duration delay) {
        Duration rest() {
            Duration rest = delay.minus(since.elapsed());
            return rest.isNegative() ? Duration.ZERO : rest;
        }
    }

    /** For how long a source is still to be left alone; zero if it is not. */
    Duration rest(Path path) {
        Postponed put = postponed.get(path);
        return put == null ? Duration.ZERO : put.rest();
    }

    /** After a failure: each time for about twice as long. Chance spreads what failed together. */
    Postponed afterFailure(Path path, DockFolders.Place place, String reason, @Nullable Duration atLeast) {
        return postponed.compute(path, (key, before) -> {
            int attempts = before == null ? 1 : before.waiting().attempts() + 1;
            Duration delay = delay(attempts);
            return put(place, reason, attempts, atLeast != null && atLeast.compareTo(delay) > 0 ? atLeast : delay);
        });
    }

    /** For that long, because another hub is at it. That is no failure. */
    Postponed forAnotherHub(Path path, DockFolders.Place place) {
        Postponed put = put(place, "another hub takes it in", 0, configuration.lookAtOthers());
        postponed.put(path, put);
        return put;
    }

    private Postponed put(DockFolders.Place place, String reason, int attempts, Duration delay) {
        Instant until = clock.instant().plus(delay);
        return new Postponed(
                new DockFolders.Waiting(place.dock(), place.name(), reason, attempts, until), SteadyTime.now(), delay);
    }

    private Duration delay(int attempts) {
        Duration doubled = configuration.firstRetry().multipliedBy(1L << Math.min(attempts - 1, 20));
        Duration most = doubled.compareTo(configuration.mostRetry()) > 0 ? configuration.mostRetry() : doubled;
        long half = most.toMillis() / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    void forget(Path path) {
        postponed.remove(path);
    }

    void forgetIf(Predicate<Path> gone) {
        postponed.keySet().removeIf(gone);
    }

    /** All that wait after a failure. */
    List<DockFolders.Waiting> failures() {
        return postponed.values().stream()
                .map(Postponed::waiting)
                .filter(waiting -> waiting.attempts() > 0)
                .toList();
    }
}
