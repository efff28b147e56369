package org.docket.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the outcomes of cases ask for, as the rules of the shipped configuration say it. */
final class Case {
    /** Later than anything. */
    static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

    private static final Span WITHOUT_END = new Span("P6M");

    /** The rules, by the kind of outcome. */
    static final Map<String, Asks> RULES = new TreeMap<>(Map.of(
            "charge", new Asks("", List.of("acquittal", "conviction", "dropped"), List.of(), List.of(), "P12M"),
            "dropped", new Asks("", List.of(), List.of(), List.of("charge"), "P1M"),
            "acquittal", new Asks("", List.of(), List.of(), List.of("charge"), "P1M"),
            "conviction", new Asks("P6M", List.of(), List.of("freed"), List.of("charge"), ""),
            "freed", new Asks("", List.of(), List.of(), List.of(), "P1M"),
            "appeal", new Asks("", List.of("allowed", "dismissed"), List.of(), List.of(), "P12M"),
            "dismissed", new Asks("", List.of(), List.of(), List.of("appeal"), "P1M"),
            "allowed", new Asks("", List.of(), List.of(), List.of("appeal", "conviction"), "P1M")));

    private Case() {}

    /** What one kind of outcome asks for; a period is empty if it asks for none. */
    record Asks(String keep, List<String> openUntil, List<String> custodyUntil, List<String> ends, String review) {
        String yaml() {
            StringBuilder yaml = new StringBuilder("{ends: " + ends);
            yaml.append(keep.isEmpty() ? "" : ", keep: " + keep);
            yaml.append(review.isEmpty() ? "" : ", review: " + review);
            yaml.append(openUntil.isEmpty() ? "" : ", open-until: " + openUntil);
            yaml.append(custodyUntil.isEmpty() ? "" : ", custody-until: " + custodyUntil);
            return yaml.append('}').toString().replace("ends: [], ", "");
        }
    }

    /**
     * An outcome that was told.
     *
     * @param until when custody ends, if that is known
     */
    record Told(
            String reference,
            String kind,
            LocalDate day,
            boolean custody,
            @Nullable LocalDate until) {}

    /** Until when something is kept, and when somebody looks. */
    record Term(Instant until, Instant review) {}

    /** What all outcomes together ask for; empty if there are none. */
    static Optional<Term> term(Collection<Told> all) {
        Instant until = null;
        Instant review = null;
        for (Told one : all) {
            List<Told> later = all.stream()
                    .filter(other -> !other.equals(one)
                            && other.reference().equals(one.reference())
                            && !other.day().isBefore(one.day()))
                    .toList();
            if (later.stream().anyMatch(other -> asks(other).ends().contains(one.kind()))) {
                continue;
            }
            Instant kept = keptUntil(one, later);
            Instant looked = review(one, kept);
            until = until == null || kept.isAfter(until) ? kept : until;
            review = review == null || looked.isAfter(review) ? looked : review;
        }
        return until == null || review == null ? Optional.empty() : Optional.of(new Term(until, review));
    }

    private static Asks asks(Told told) {
        Asks asks = RULES.get(told.kind());
        if (asks == null) {
            throw new IllegalArgumentException("no rule for " + told);
        }
        return asks;
    }

    private static Instant keptUntil(Told one, List<Told> later) {
        Asks asks = asks(one);
        if (!asks.openUntil().isEmpty()
                && later.stream().noneMatch(other -> asks.openUntil().contains(other.kind()))) {
            return OPEN;
        }
        Instant kept = endOfDayAfter(one.day(), asks.keep());
        if (!one.custody() || asks.custodyUntil().isEmpty()) {
            return kept;
        }
        LocalDate freed = later.stream()
                .filter(other -> asks.custodyUntil().contains(other.kind()))
                .map(Told::day)
                .max(LocalDate::compareTo)
                .orElse(one.until());
        if (freed == null) {
            return OPEN;
        }
        Instant end = endOfDayAfter(freed, "");
        return end.isAfter(kept) ? end : kept;
    }

    /** Somebody is never asked to look before the time is over, if its end is known. */
    private static Instant review(Told one, Instant kept) {
        Asks asks = asks(one);
        boolean open = kept.equals(OPEN);
        if (asks.review().isEmpty()) {
            return open ? WITHOUT_END.after(endOfDayAfter(one.day(), ""), Book.ZONE) : kept;
        }
        Instant asked = endOfDayAfter(one.day(), asks.review());
        return open || asked.isAfter(kept) ? asked : kept;
    }

    private static Instant endOfDayAfter(LocalDate day, String period) {
        LocalDate last = period.isEmpty() ? day : day.plus(Period.parse(period));
        return last.plusDays(1).atStartOfDay(Book.ZONE).toInstant();
    }
}
