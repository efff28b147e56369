package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
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
 * purge; what was disposed of today, and what was condemned today, counts together with the plan, so that several runs get no further
 * than one.
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
     * What was disposed of on one day.
     *
     * @param usual without what a person had to release because it was so much
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
        long already = condemned(today)
                + days.stream()
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
                        "select quarter, recordings, coalesce(release -> 'kinds' @> '\"SHARE\"'"
                                + " or release -> 'kinds' @> '\"COUNT\"', false) as released"
                                + " from purge_disposed join purge_run on id = run_id where quarter >= :from")
                .bind("from", start(today.minusDays(limits.days())))
                .map((row, context) -> {
                    long disposed = row.getLong("recordings");
                    return new Day(
                            LocalDate.ofInstant(row.getTimestamp("quarter").toInstant(), zone),
                            disposed,
                            row.getBoolean("released") ? 0 : disposed);
                })
                .forEach(day -> days.merge(day.date(), day, Day::and)));
        return List.copyOf(days.values());
    }

    /** What was condemned today and is not disposed of yet. */
    private long condemned(LocalDate today) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from recording where state = 'DISPOSING' and condemned_at >= :from")
                .bind("from", start(today))
                .mapTo(Long.class)
                .one());
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private Optional<Stop> unusual(PurgePlan plan, long already, List<Day> before, LocalDate today) {
        OptionalDouble average = average(before);
        if (average.isEmpty()) {
            return Optional.empty();
        }
        // What became due while no run began is due now as well, and the more than usual is allowed once.
        double most = average.getAsDouble() * (missed(today) + limits.share());
        if (already + plan.recordings() <= most) {
            return Optional.empty();
        }
        return Optional.of(new Stop(
                Stop.Kind.SHARE,
                due(plan, already) + "; on a day in the last " + limits.days() + " on which something was due it was "
                        + number(average.getAsDouble()) + ", and at most " + number(most) + " may go today",
                CHECK));
    }

    /**
     * How much a day usually disposes of. Days on which nothing was due say nothing of that. What a person had to release counts as what
     * could have gone without: a mass deletion makes no day usual, and a force that has grown is not stopped every night.
     */
    private OptionalDouble average(List<Day> before) {
        OptionalDouble unreleased =
                before.stream().mapToLong(Day::usual).filter(usual -> usual > 0).average();
        double most = unreleased.isPresent() ? unreleased.getAsDouble() * limits.share() : Double.MAX_VALUE;
        return before.stream()
                .filter(day -> day.disposed() > 0)
                .mapToDouble(day -> Math.max((double) day.usual(), Math.min((double) day.disposed(), most)))
                .average();
    }

    /** How many days before today nothing was taken up of what was due; a run that found nothing took all there was. */
    private long missed(LocalDate today) {
        Optional<Instant> last = jdbi.withHandle(handle -> handle.createQuery("select max(began_at) from purge_run"
                        + " where began_at < :today and (disposed > 0 or last_failure is null)")
                .bind("today", start(today))
                .mapTo(Instant.class)
                .findOne());
        return last.map(at -> ChronoUnit.DAYS.between(LocalDate.ofInstant(at, zone), today) - 1)
                .filter(missed -> missed <= limits.days())
                .orElse((long) limits.days());
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
                + (already == 0 ? "" : ", and " + already + " were condemned or disposed of today");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", Math.floor(value));
    }
}
