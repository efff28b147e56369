package org.docket.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Explanation.Fact;
import org.docket.classify.Explanation.Result;
import org.docket.classify.Explanation.Term;
import org.docket.classify.Explanation.Tried;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerEntry;
import org.docket.retention.Category;
import org.docket.retention.Retention;
import org.docket.retention.RetentionRule;
import org.docket.retention.RetentionRules;
import org.docket.rules.Outcome;
import org.docket.rules.ShownFacts;
import org.jspecify.annotations.Nullable;

/** Explains why recordings have their category and their date, by the very rulebook that gave them, if it is kept. */
public final class Explanations {
    private static final Set<String> CLASSIFYING = Set.of("classified", Reappraisal.CLASSIFIED_AGAIN, "recategorised");
    private static final Set<String> DECIDING = Set.of(
            "retained", "released", "recategorised", "outcome-told", "early-deletion-approved", "early-deletion-ended");

    private final Rulebooks rulebooks;
    private final PolicyInForce policy;
    private final Reappraisal reappraisal;
    private final Ledger ledger;

    public Explanations(Rulebooks rulebooks, PolicyInForce policy, Reappraisal reappraisal, Ledger ledger) {
        this.rulebooks = rulebooks;
        this.policy = policy;
        this.reappraisal = reappraisal;
        this.ledger = ledger;
    }

    /** Explains a recording; empty if it is not deposited yet, and so has neither. */
    public Optional<Explanation> explain(Recording recording) {
        Facts facts = recording.facts();
        String version = recording.policyVersion();
        if (facts == null || version == null) {
            return Optional.empty();
        }
        List<LedgerEntry> history = ledger.history(recording.id());
        Optional<Rulebook> kept =
                rulebooks.findVersion(version, retentionVersion(history)).flatMap(rulebooks::find);
        Rulebook rulebook = kept.orElseGet(policy::now);
        RetentionRules rules = rulebook.retention();
        Optional<Retention> retention = rules.retention(
                recording.categories(),
                recording.formerCategories(),
                recording.receivedAt(),
                Objects.requireNonNullElse(recording.countedFrom(), facts.recorded()));
        List<Trial> trials = rulebook.policy().classify(facts).trials();
        return Optional.of(new Explanation(
                recording.id(),
                String.valueOf(recording.category()),
                recording.categories(),
                String.valueOf(recording.categoryRule()),
                version,
                kept.map(Rulebook::version).orElse(null),
                recording.retained(),
                recording.dueAt(),
                recording.reviewAt(),
                tried(rulebook.policy(), trials),
                facts(rulebook.policy(), trials, facts),
                governing(retention, recording)
                        .map(term -> term(term, rules.version()))
                        .orElse(null),
                retention.stream()
                        .flatMap(all -> all.terms().stream())
                        .filter(term -> !term.category().name().equals(recording.category()))
                        .map(term -> term(term, rules.version()))
                        .toList(),
                retention.flatMap(Retention::minimumUntil).orElse(null),
                decision(history),
                otherwise(recording)));
    }

    /** The retention rules that gave it its date stand in its history. */
    private static @Nullable String retentionVersion(List<LedgerEntry> history) {
        return last(history, CLASSIFYING)
                .map(entry -> Json.read(entry.details(), Map.class).get("retentionRules"))
                .map(String::valueOf)
                .orElse(null);
    }

    private static Optional<LedgerEntry> last(List<LedgerEntry> history, Set<String> acts) {
        return history.stream().filter(entry -> acts.contains(entry.act())).reduce((first, last) -> last);
    }

    private static List<Tried> tried(Policy policy, List<Trial> trials) {
        Map<String, Rule> rules = policy.rules().stream().collect(Collectors.toMap(Rule::name, Function.identity()));
        return trials.stream()
                .map(trial -> tried(Objects.requireNonNull(rules.get(trial.rule())), trial.outcome()))
                .toList();
    }

    private static Tried tried(Rule rule, Outcome outcome) {
        Result result = Result.NOT_MATCHED;
        String detail = null;
        if (outcome instanceof Outcome.Matched) {
            result = Result.MATCHED;
        } else if (outcome instanceof Outcome.FactAbsent absent) {
            result = Result.FACT_UNKNOWN;
            detail = absent.fact();
        } else if (outcome instanceof Outcome.Failed failed) {
            result = Result.FAILED;
            detail = failed.reason();
        }
        return new Tried(
                rule.name(),
                rule.when(),
                rule.categories().get(0),
                rule.categories(),
                rule.adds(),
                rule.why(),
                result,
                detail);
    }

    private static List<Fact> facts(Policy policy, List<Trial> trials, Facts facts) {
        Set<String> mentioned = new TreeSet<>();
        trials.forEach(trial -> mentioned.addAll(policy.factsOf(trial.rule())));
        ShownFacts shown = ShownFacts.of(facts);
        List<Fact> known = new ArrayList<>();
        mentioned.forEach(path -> shown.tell(path, (fact, value) -> known.add(new Fact(fact, value))));
        return known;
    }

    /** Of the category that the catalogue says governs: which one does may be otherwise by other rules. */
    private static Optional<Retention.Term> governing(Optional<Retention> retention, Recording recording) {
        return retention.stream()
                .flatMap(all -> all.terms().stream())
                .filter(term -> term.category().name().equals(recording.category()))
                .findFirst();
    }

    private static Term term(Retention.Term term, String version) {
        Category category = term.category();
        String period = category.rule() instanceof RetentionRule.UntilReview review
                ? review.review().toString()
                : ((RetentionRule.Period) category.rule()).keep().toString();
        return new Term(
                category.name(),
                category.title(),
                period,
                category.isUntilReview(),
                category.rule().from(),
                term.countedFrom(),
                term.until(),
                version);
    }

    private static Explanation.@Nullable Decision decision(List<LedgerEntry> history) {
        return last(history, DECIDING)
                .map(entry -> new Explanation.Decision(entry.act(), entry.actor(), entry.at(), entry.authority()))
                .orElse(null);
    }

    private Explanation.@Nullable Otherwise otherwise(Recording recording) {
        if (recording.state() != RecordingState.DEPOSITED) {
            return null;
        }
        Rulebook now = policy.now();
        Recording becomes = reappraisal.appraise(now, recording, Reappraisal.Dates.AS_THE_RULES_SAY);
        boolean same = Objects.equals(becomes.category(), recording.category())
                && becomes.categories().equals(recording.categories())
                && Objects.equals(becomes.categoryRule(), recording.categoryRule())
                && becomes.retained() == recording.retained()
                && Objects.equals(becomes.dueAt(), recording.dueAt());
        return same
                ? null
                : new Explanation.Otherwise(
                        now.version(),
                        String.valueOf(becomes.category()),
                        becomes.categories(),
                        String.valueOf(becomes.categoryRule()),
                        becomes.retained(),
                        becomes.dueAt());
    }
}
