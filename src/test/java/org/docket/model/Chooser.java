package org.docket.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses what happens next, so that things meet that rarely do: the same seed gives the same steps. */
final class Chooser {
    private static final List<String> CATEGORIES = List.of("brief", "lasting", "proof", "recent", Book.REST);
    private static final List<String> TAGS = List.of("blue", "green", "red", "white");
    private static final List<String> PERIODS =
            List.of("P31D", "P30D", "P1M", "P7D", "PT36H", "P1DT12H", "P2M", "P90D", "P14D");
    private static final List<String> REFERENCES = List.of("R-1", "R-2", "R-3");
    private static final List<String> KINDS = List.copyOf(Case.RULES.keySet());
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final int CROWD = 150;

    private final Random random;
    private int sources;
    private Instant nextNight = Instant.MIN;

    Chooser(long seed) {
        this.random = new Random(seed);
    }

    /** What is in force at the beginning. */
    static Book firstBook() {
        SortedMap<String, Keeping> categories = new TreeMap<>();
        categories.put("brief", new Keeping(new Span("P7D"), false, false));
        categories.put("lasting", new Keeping(new Span("P90D"), false, false).with(Keeping.Early.OFFICER, false));
        categories.put("proof", new Keeping(new Span("P2M"), true, false).withMinimum(new Span("P30D")));
        categories.put("recent", new Keeping(new Span("P30D"), false, true).withMinimum(new Span("P14D")));
        categories.put(Book.REST, new Keeping(new Span("P31D"), false, false).with(Keeping.Early.OFFICER, true));
        SortedMap<String, String> tags =
                new TreeMap<>(java.util.Map.of("blue", "brief", "green", "lasting", "red", "proof", "white", "recent"));
        return new Book(new Span("P6M"), new Span("P14D"), tags, categories);
    }

    Step next(Run run) {
        if (run.hasPending() && chance(40)) {
            return new Step.Retry();
        }
        if (run.isStopped() && chance(70)) {
            return new Step.LetGo(anybody());
        }
        Step step = plain(run);
        // What is condemned and not disposed of yet must be carried on with: runs are cut short more often than the
        // rest.
        if (chance(step instanceof Step.Purge ? 8 : 2) && !(step instanceof Step.Advance)) {
            return new Step.Cut(step, 1 + random.nextInt(mostMoments(step)));
        }
        boolean purges = step instanceof Step.Purge;
        if ((purges && chance(50)) || (step instanceof Step.Arrive && chance(3))) {
            return new Step.Meanwhile(step, 1 + random.nextInt(purges ? 45 : 6), meanwhile(run, step));
        }
        return step;
    }

    private static int mostMoments(Step step) {
        if (step instanceof Step.Arrive || step instanceof Step.Retry || step instanceof Step.Change) {
            return 60;
        }
        return step instanceof Step.Purge ? 120 : 14;
    }

    private Step meanwhile(Run run, Step of) {
        Kept about = pick(run);
        if (of instanceof Step.Purge) {
            List<Kept> due = run.kept().stream()
                    .filter(one -> one.fate().isDue(run.now()))
                    .toList();
            about = due.isEmpty() ? about : any(due);
        }
        if (about == null || chance(40)) {
            // Nothing must be condemned by what was true a moment ago.
            return new Step.Retain(about == null ? 0 : about.number(), anybody());
        }
        return decision(run, about);
    }

    private Step plain(Run run) {
        Instant now = run.now();
        if (!now.isBefore(nextNight)) {
            nextNight = night(now);
            if (chance(85)) {
                return new Step.Purge();
            }
        }
        long living = run.kept().stream().filter(one -> one.fate().lives()).count();
        int dice = random.nextInt(100);
        if (dice < (living > CROWD ? 3 : 10)) {
            return arrival(run);
        } else if (dice < 14) {
            return new Step.Purge();
        } else if (dice < 16) {
            return chance(50) ? new Step.Look() : change(run);
        } else if (dice < (living > CROWD ? 50 : 42)) {
            return new Step.Advance(later(run));
        }
        Kept about = pick(run);
        return about == null ? arrival(run) : decision(run, about);
    }

    /** The next quarter past two in the night, when disposal runs begin. */
    private static Instant night(Instant now) {
        LocalDate today = now.atZone(Book.ZONE).toLocalDate();
        Instant tonight = today.atTime(LocalTime.of(2, 15)).atZone(Book.ZONE).toInstant();
        return tonight.isAfter(now)
                ? tonight
                : today.plusDays(1)
                        .atTime(LocalTime.of(2, 15))
                        .atZone(Book.ZONE)
                        .toInstant();
    }

    private Step arrival(Run run) {
        int number = ++sources;
        String content = "content of " + number + " " + "x".repeat(random.nextInt(40));
        List<Kept> all = List.copyOf(run.kept());
        if (!all.isEmpty() && chance(12)) {
            // The latest come again more often: those are not disposed of yet.
            content = all.get(all.size() - 1 - random.nextInt(Math.min(all.size(), 60)))
                    .content();
        }
        String tag = chance(20) ? "" : any(TAGS);
        Instant recorded = run.now()
                .minus(Duration.ofMinutes(random.nextInt(chance(20) ? 60 * 24 * 60 : 60 * 40)))
                .plus(Duration.ofHours(chance(5) ? 20 : 0));
        String officer = chance(15) ? "" : anybody();
        return new Step.Arrive(number, content, tag, recorded, officer, chance(6));
    }

    private Step decision(Run run, Kept about) {
        int number = about.number();
        Fate fate = about.fate();
        if (fate.asker() != null && chance(40)) {
            return fate.waits() && chance(75)
                    ? new Step.Approve(number, anybody())
                    : new Step.Objection(number, anybody());
        }
        return switch (random.nextInt(20)) {
            case 0, 1 -> new Step.Retain(number, anybody());
            case 2, 3, 4, 5, 6 ->
                fate.retained() ? new Step.Release(number, anybody()) : new Step.AskEarly(number, anybody());
            case 7, 8 -> new Step.Release(number, anybody());
            case 9 -> new Step.Approve(number, anybody());
            case 10 -> fate.retained() || chance(20) ? tell(run, about) : new Step.Objection(number, anybody());
            case 11, 12, 13, 14 -> new Step.Hold(number, anybody(), any(REFERENCES), until(run, about));
            case 15 -> new Step.Recategorise(number, anybody(), any(CATEGORIES));
            default ->
                new Step.Lift(
                        number,
                        anybody(),
                        about.holds().isEmpty() || chance(10)
                                ? any(REFERENCES)
                                : any(List.copyOf(about.holds().keySet())));
        };
    }

    private String anybody() {
        return any(Person.ALL).id();
    }

    /** Outcomes are told in any order: some of what is long ago, some of what is to come. */
    private Step tell(Run run, Kept about) {
        LocalDate today = run.now().atZone(Book.ZONE).toLocalDate();
        LocalDate day = today.minusDays(random.nextInt(40)).plusDays(chance(5) ? 2 : 0);
        List<String> open = about.outcomes().stream().map(Case.Told::reference).toList();
        boolean custody = chance(40);
        Case.Told told = new Case.Told(
                open.isEmpty() || chance(20) ? any(REFERENCES) : any(open),
                any(KINDS),
                day,
                custody,
                custody && chance(60) ? day.plusDays(random.nextInt(60) - 2L) : null);
        return new Step.Tell(about.number(), anybody(), told);
    }

    private @Nullable Instant until(Run run, Kept about) {
        Instant due = about.fate().due();
        Instant now = run.now();
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1, 2 -> due == null ? now.plus(hours(72)) : near(due);
            case 3 -> night(now);
            default -> now.plus(hours(24 * 20));
        };
    }

    private Duration hours(int most) {
        return Duration.ofMinutes(1 + random.nextInt(60 * most));
    }

    private Instant near(Instant instant) {
        return instant.plus(TICK.multipliedBy(random.nextInt(3) - 1L));
    }

    /** An instant to come: most of them are such that something changes then, or a time of day that is not there or comes twice. */
    private Instant later(Run run) {
        Instant now = run.now();
        Instant to =
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> near(nextChange(run, now));
                    case 3 -> nextNight;
                    case 4 -> soonBeforeTheClocksChange(now);
                    case 5, 6 -> now.plus(hours(24));
                    case 7 -> now.plus(hours(24 * 3));
                    default -> now.plus(hours(4));
                };
        return to.isAfter(now) ? to : now.plus(TICK);
    }

    private static Instant nextChange(Run run, Instant now) {
        return run.kept().stream()
                .filter(one -> one.fate().lives())
                .flatMap(one -> Stream.concat(Stream.ofNullable(one.fate().due()), one.holds().values().stream()))
                .filter(at -> at.isAfter(now) && at.isBefore(now.plus(Duration.ofDays(3))))
                .min(Instant::compareTo)
                .orElse(now.plus(Duration.ofHours(1)));
    }

    /** What arrives or is decided then is due in the hour in which the clocks change, if that is not too far. */
    private Instant soonBeforeTheClocksChange(Instant now) {
        Span keep = new Span(any(PERIODS));
        Duration length = Duration.between(now, keep.after(now, Book.ZONE));
        Instant change = Book.ZONE.getRules().nextTransition(now.plus(length)).getInstant();
        Instant then = change.minus(length).plus(Duration.ofMinutes(random.nextInt(180) - 90L));
        boolean near = Duration.between(now, then).compareTo(Duration.ofDays(4)) < 0;
        return near ? then : now.plus(hours(24));
    }

    private Step change(Run run) {
        Book book = run.book();
        Book next =
                switch (random.nextInt(6)) {
                    case 0 -> book.withTag(any(TAGS), any(CATEGORIES));
                    case 1 -> book.withRelease(new Span(any(PERIODS)));
                    case 2 -> {
                        String category = any(CATEGORIES);
                        yield book.with(category, book.keeping(category).withMinimum(minimum(book, category)));
                    }
                    default ->
                        book.with(
                                any(CATEGORIES),
                                new Keeping(new Span(any(PERIODS)), chance(10), chance(25))
                                        .with(any(List.of(Keeping.Early.values())), chance(50)));
                };
        return new Step.Change(next, chance(75));
    }

    /** A minimum is never longer than what is kept for a time. */
    private @Nullable Span minimum(Book book, String category) {
        Keeping keeping = book.keeping(category);
        if (chance(25)) {
            return null;
        } else if (keeping.untilReview()) {
            return new Span(any(PERIODS));
        }
        return keeping.span().text().matches("P7D|P1DT12H|PT36H")
                ? new Span("PT36H")
                : new Span(any(List.of("P7D", "P14D")));
    }

    /** Somebody is asked for: rather one whose time is nearly over. */
    private @Nullable Kept pick(Run run) {
        List<Kept> all = List.copyOf(run.kept());
        if (all.isEmpty()) {
            return null;
        } else if (chance(3)) {
            return any(all);
        }
        Instant soon = run.now().plus(Duration.ofDays(2));
        boolean urgent = chance(40);
        List<Kept> chosen = new ArrayList<>();
        for (Kept one : all) {
            if (one.fate().state() != Fate.State.DISPOSED
                    && (!urgent || one.fate().isDue(soon))) {
                chosen.add(one);
            }
        }
        return any(chosen.isEmpty() ? all : chosen);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
