package org.docket.retention;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Stops a run that would dispose of far more than usual, or of far too much of everything. A day is a date in the time zone of the
 * purge; what the runs of today disposed of counts together with the plan, so that several runs get no further than one.
 */
public final class AmountBrake implements Brake {
    private static final String CHECK =
            "look with './docket purge --dry-run' whether that is meant to go, and why now; release the run if it is";

    private final Jdbi jdbi;
    private final BrakeConfiguration limits;
    private final ZoneId zone;
    private final Clock clock;

    public AmountBrake(Jdbi jdbi, BrakeConfiguration limits, ZoneId zone, Clock clock) {
        this.jdbi = jdbi;
        this.limits = limits;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * What the runs of one day disposed of.
     *
     * @param usual without what a person had to release because it was so much: that makes no day usual
     */
    private record Day(LocalDate date, long disposed, long usual) {
        Day and(Day other) {
            return new Day(date, disposed + other.disposed, usual + other.usual);
        }
    }

    @Override
    public List<Stop> stops(PurgePlan plan) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        List<Day> days = days(today);
        long already = days.stream()
                .filter(day -> !day.date().isBefore(today))
                .mapToLong(Day::disposed)
                .sum();
        long together = already + plan.recordings();
        if (together <= limits.count()) {
            return List.of();
        }
        List<Day> before =
                days.stream().filter(day -> day.date().isBefore(today)).toList();
        List<Stop> stops = new ArrayList<>();
        unusual(plan, already, before, today).ifPresent(stops::add);
        excessive(plan, already).ifPresent(stops::add);
        return stops;
    }

    /** Dates are told here: the database reads an offset such as +01:00 the other way round. */
    private List<Day> days(LocalDate today) {
        Map<LocalDate, Day> days = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select began_at, disposed, coalesce(release -> 'kinds' @> '\"SHARE\"'"
                                + " or release -> 'kinds' @> '\"COUNT\"', false) as released from purge_run where began_at >= :from")
                .bind("from", today.minusDays(limits.days()).atStartOfDay(zone).toInstant())
                .map((row, context) -> {
                    long disposed = row.getLong("disposed");
                    return new Day(
                            LocalDate.ofInstant(row.getTimestamp("began_at").toInstant(), zone),
                            disposed,
                            row.getBoolean("released") ? 0 : disposed);
                })
                .forEach(day -> days.merge(day.date(), day, Day::and)));
        return List.copyOf(days.values());
    }

    private Optional<Stop> unusual(PurgePlan plan, long already, List<Day> before, LocalDate today) {
        // Days on which nothing was due say nothing of what is usual when something is.
        OptionalDouble average =
                before.stream().mapToLong(Day::usual).filter(usual -> usual > 0).average();
        if (average.isEmpty()) {
            return Optional.empty();
        }
        // What became due while no run began is due now as well.
        long missed = ChronoUnit.DAYS.between(before.get(before.size() - 1).date(), today);
        double most = average.getAsDouble() * missed * limits.share();
        if (already + plan.recordings() <= most) {
            return Optional.empty();
        }
        return Optional.of(new Stop(
                Stop.Kind.SHARE,
                due(plan, already) + "; on a day in the last " + limits.days() + " on which something was due it was "
                        + number(average.getAsDouble()) + ", and at most " + number(most) + " may go today",
                CHECK));
    }

    private Optional<Stop> excessive(PurgePlan plan, long already) {
        long kept =
                jdbi.withHandle(handle -> handle.createQuery("select count(*) from recording where state = 'DEPOSITED'")
                        .mapTo(Long.class)
                        .one());
        double most = (kept + already) * limits.whole();
        if (already + plan.recordings() <= most) {
            return Optional.empty();
        }
        return Optional.of(new Stop(
                Stop.Kind.COUNT,
                due(plan, already) + "; the vault has " + kept + ", and at most " + number(most) + " may go on one day",
                CHECK));
    }

    private static String due(PurgePlan plan, long already) {
        return plan.recordings() + " recordings are due"
                + (already == 0 ? "" : ", and " + already + " were disposed of today");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", Math.floor(value));
    }
}
