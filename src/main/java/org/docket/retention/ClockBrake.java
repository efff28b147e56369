package org.docket.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a run when the clocks of hub, database and vault are further apart than they may be. Due dates are counted by the hub's: one
 * that is wrong makes recordings due that are not.
 */
public final class ClockBrake implements Brake {
    private static final Logger LOG = LoggerFactory.getLogger(ClockBrake.class);

    /** The vault says its time in whole seconds, cut off. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private static final String CORRECT =
            "correct the wrong clock and release the run then; recordings are disposed of by the clock of the hub";

    private static final Stop SILENT = new Stop(
            Stop.Kind.CLOCKS,
            "the vault does not say what time it has",
            "look whether something between hub and vault removes the header Date from its answers. If that has to stay so, see that"
                    + " the hub's clock is kept right (chrony or the like), and release the run: from then on only the clocks of hub"
                    + " and database are compared, with a warning in the log");

    private final Jdbi jdbi;
    private final Vault vault;
    private final Duration most;
    private final Clock clock;

    public ClockBrake(Jdbi jdbi, Vault vault, BrakeConfiguration limits, Clock clock) {
        this.jdbi = jdbi;
        this.vault = vault;
        this.most = limits.clocks();
        this.clock = clock;
    }

    /**
     * What a clock showed.
     *
     * @param ahead how far it was ahead of the hub's, negative if behind
     * @param doubt by how much that may be wrong
     */
    private record Reading(String whose, Duration ahead, Duration doubt) {}

    @Override
    public List<Stop> stops(PurgePlan plan) {
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading("the hub", Duration.ZERO, Duration.ZERO));
        readings.add(read("the database", this::database, Duration.ZERO));
        Instant before = clock.instant();
        Optional<Instant> said = vault.time();
        if (said.isEmpty()) {
            return Stream.concat(silent(), apart(readings).stream()).toList();
        }
        readings.add(reading("the vault", before, said.get().plus(HALF_A_SECOND), HALF_A_SECOND));
        return apart(readings).stream().toList();
    }

    /** Whether whoever released a run from the one stop knew of the other: a vault that says nothing is not one that differs. */
    static boolean isCoveredBy(Stop released, Stop stop) {
        return released.equals(stop)
                || (released.kind() == Stop.Kind.CLOCKS && !isSilence(released) && !isSilence(stop));
    }

    private static boolean isSilence(Stop stop) {
        return stop.what().equals(SILENT.what());
    }

    private Stream<Stop> silent() {
        if (jdbi.withHandle(handle -> PurgeRuns.wasReleasedFrom(handle, SILENT))) {
            LOG.warn("the vault does not say what time it has, from which a person released a run: it is not compared");
            return Stream.of();
        }
        return Stream.of(SILENT);
    }

    private Optional<Stop> apart(List<Reading> readings) {
        for (Reading one : readings) {
            if (one.doubt().compareTo(most) > 0) {
                return Optional.of(new Stop(
                        Stop.Kind.CLOCKS,
                        one.whose() + " took so long to say what time it has that the clocks cannot be compared",
                        "release the run when it answers as usual again"));
            }
            for (Reading other : readings) {
                Duration difference = one.ahead().minus(other.ahead());
                Duration certain = difference.minus(one.doubt()).minus(other.doubt());
                if (certain.compareTo(most) > 0) {
                    return Optional.of(new Stop(
                            Stop.Kind.CLOCKS,
                            "the clock of " + one.whose() + " is "
                                    + difference.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                    + " ahead of that of " + other.whose() + ", more than " + most,
                            CORRECT));
                }
            }
        }
        return Optional.empty();
    }

    private Instant database() {
        return jdbi.withHandle(handle -> handle.createQuery("select clock_timestamp()")
                .mapTo(Instant.class)
                .one());
    }

    private Reading read(String whose, Supplier<Instant> time, Duration doubt) {
        Instant before = clock.instant();
        return reading(whose, before, time.get(), doubt);
    }

    /** It answered at some time between then and now. */
    private Reading reading(String whose, Instant before, Instant said, Duration doubt) {
        Duration half = Duration.between(before, clock.instant()).dividedBy(2);
        return new Reading(whose, Duration.between(before.plus(half), said), half.plus(doubt));
    }
}
