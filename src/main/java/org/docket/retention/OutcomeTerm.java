package org.docket.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.docket.catalogue.Directions;
import org.docket.retention.Outcomes.Told;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/**
 * Until when the outcomes of all cases of a recording keep it. It depends on what happened and when, and not on the order in which it
 * was told.
 *
 * @param until at least until then; {@link Directions#OPEN} while one is open
 * @param review when a person is asked to look
 * @param because the outcome that says so
 */
record OutcomeTerm(Instant until, Instant review, Told because) {
    /** The longest of them; empty without any. */
    static Optional<OutcomeTerm> of(List<Told> told, RetentionRules rules) {
        List<OutcomeTerm> terms = new ArrayList<>();
        for (Told one : told) {
            List<Told> ofCase =
                    told.stream().filter(other -> isOfSameCase(one, other)).toList();
            term(one, ofCase, rules).ifPresent(terms::add);
        }
        Optional<OutcomeTerm> longest =
                terms.stream().reduce((one, other) -> other.until.isAfter(one.until) ? other : one);
        return longest.map(term -> new OutcomeTerm(
                        term.until,
                        terms.stream()
                                .map(OutcomeTerm::review)
                                .max(Instant::compareTo)
                                .orElseThrow(),
                        term.because))
                .or(() -> told.stream().reduce((one, other) -> other).map(last -> ended(last, rules)));
    }

    /** Rules by which all outcomes end each other leave nothing but that somebody looks. */
    private static OutcomeTerm ended(Told last, RetentionRules rules) {
        Instant end = endOf(last.outcome().at(), rules);
        return new OutcomeTerm(end, rules.reviewAfterDecision(end), last);
    }

    boolean isOpen() {
        return until.equals(Directions.OPEN);
    }

    /** In words that go on after "until". */
    String words() {
        return "the " + because.outcome().kind() + " of " + because.outcome().at() + " in case "
                + because.caseReference();
    }

    private static boolean isOfSameCase(Told one, Told other) {
        return one.caseReference().equals(other.caseReference())
                && String.valueOf(one.outcome().defendant())
                        .equals(String.valueOf(other.outcome().defendant()));
    }

    private static LocalDate day(Told told) {
        return told.outcome().at();
    }

    /**
     * The outcomes of its case that follow it. What is of one day is told in any order; what ends one of its kind that was open before
     * that day ends that one, and not it.
     */
    private static List<Told> after(Told one, List<Told> ofCase, RetentionRules rules) {
        String kind = one.outcome().kind();
        boolean anotherOpen = isOpenBefore(kind, day(one), ofCase, rules);
        return ofCase.stream()
                .filter(other -> day(other).isAfter(day(one))
                        || (day(other).equals(day(one))
                                && !other.equals(one)
                                && !(anotherOpen && closes(other, kind, rules))))
                .toList();
    }

    /** Whether an outcome of that kind was told of an earlier day, and nothing that ends it of a day between. */
    private static boolean isOpenBefore(String kind, LocalDate day, List<Told> ofCase, RetentionRules rules) {
        return ofCase.stream()
                .filter(earlier ->
                        earlier.outcome().kind().equals(kind) && day(earlier).isBefore(day))
                .anyMatch(earlier -> ofCase.stream()
                        .filter(other ->
                                !other.equals(earlier) && day(other).isBefore(day) && closes(other, kind, rules))
                        .noneMatch(other -> day(other).isAfter(day(earlier))
                                || (day(other).equals(day(earlier))
                                        && !isOpenBefore(kind, day(earlier), ofCase, rules))));
    }

    private static boolean closes(Told told, String kind, RetentionRules rules) {
        boolean ends = rules.spoken()
                .outcome(told.outcome().kind())
                .filter(rule -> rule.ends().contains(kind))
                .isPresent();
        return ends
                || rules.spoken()
                        .outcome(kind)
                        .filter(rule -> rule.openUntil().contains(told.outcome().kind()))
                        .isPresent();
    }

    /**
     * What one outcome asks for.
     *
     * @param ofCase all outcomes of its case
     */
    private static Optional<OutcomeTerm> term(Told told, List<Told> ofCase, RetentionRules rules) {
        Outcome outcome = told.outcome();
        Optional<OutcomeRule> known = rules.spoken().outcome(outcome.kind());
        if (known.isEmpty()) {
            // Rules that do not know it any more do not say that it is over.
            Instant review = rules.reviewAfterDecision(endOf(outcome.at(), rules));
            return Optional.of(new OutcomeTerm(Directions.OPEN, review, told));
        }
        OutcomeRule rule = known.get();
        List<Told> after = after(told, ofCase, rules);
        boolean ended = after.stream().anyMatch(other -> rules.spoken()
                .outcome(other.outcome().kind())
                .filter(its -> its.ends().contains(outcome.kind()))
                .isPresent());
        if (ended) {
            return Optional.empty();
        }
        Instant until = latest(
                end(outcome.at(), rule.keep(), rules),
                open(rule.openUntil(), after),
                custody(completed(outcome, ofCase), rule, after, rules));
        Instant review = rule.review() == null
                ? until
                : latest(until.equals(Directions.OPEN) ? null : until, end(outcome.at(), rule.review(), rules));
        return Optional.of(new OutcomeTerm(
                until,
                review.equals(Directions.OPEN) ? rules.reviewAfterDecision(endOf(outcome.at(), rules)) : review,
                told));
    }

    private static @Nullable Instant open(Set<String> kinds, List<Told> after) {
        return kinds.isEmpty() || last(kinds, after).isPresent() ? null : Directions.OPEN;
    }

    /** The end of custody that was not known when it was told may be told with the same outcome later. */
    private static Outcome completed(Outcome outcome, List<Told> ofCase) {
        if (!outcome.custody() || outcome.until() != null) {
            return outcome;
        }
        return ofCase.stream()
                .map(Told::outcome)
                .filter(other ->
                        other.kind().equals(outcome.kind()) && other.at().equals(outcome.at()))
                .filter(other -> other.until() != null)
                .findFirst()
                .orElse(outcome);
    }

    private static @Nullable Instant custody(
            Outcome outcome, OutcomeRule rule, List<Told> after, RetentionRules rules) {
        if (!outcome.custody() || rule.custodyUntil().isEmpty()) {
            return null;
        }
        LocalDate released = last(rule.custodyUntil(), after).orElse(outcome.until());
        return released == null ? Directions.OPEN : endOf(released, rules);
    }

    /** The last day on which one of these happened: somebody can be recalled and released again. */
    private static Optional<LocalDate> last(Set<String> kinds, Collection<Told> after) {
        return after.stream()
                .map(Told::outcome)
                .filter(outcome -> kinds.contains(outcome.kind()))
                .map(Outcome::at)
                .max(LocalDate::compareTo);
    }

    private static Instant latest(@Nullable Instant... instants) {
        Instant latest = Instant.MIN;
        for (Instant instant : instants) {
            latest = instant != null && instant.isAfter(latest) ? instant : latest;
        }
        return latest;
    }

    private static Instant endOf(LocalDate day, RetentionRules rules) {
        return day.plusDays(1).atStartOfDay(rules.zone()).toInstant();
    }

    /** The end of the last day of a period that is counted from a day. */
    private static @Nullable Instant end(LocalDate day, @Nullable PeriodDuration period, RetentionRules rules) {
        return period == null
                ? endOf(day, rules)
                : endOf(day.plus(period.getPeriod()), rules).plus(period.getDuration());
    }
}
