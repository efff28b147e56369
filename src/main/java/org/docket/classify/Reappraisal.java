package org.docket.classify;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.docket.casework.Outbox;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Directions;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.retention.EarlyRequests;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.Outcomes;
import org.docket.retention.Retention;
import org.docket.retention.RetentionRules;
import org.docket.retention.Standing;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Appraises deposited recordings again, when something is learnt of them or the rulebook is another one: category and dates may
 * change, and case systems that have the recording are told. It never lets go of what is retained, and a due date moves only to a
 * later time unless the cause says otherwise: what is learnt late must not dispose of anything early.
 */
public final class Reappraisal {
    /** The act of the ledger that a changed category or date is. */
    public static final String CLASSIFIED_AGAIN = "classified-again";

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Outbox outbox;
    private final EarlyRequests early;
    private final PolicyInForce policy;
    private final Clock clock;

    public Reappraisal(
            Catalogue catalogue, Ledger ledger, Outbox outbox, EarlyRequests early, PolicyInForce policy, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.outbox = outbox;
        this.early = early;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Why a recording is appraised again; it becomes an act in the ledger if anything changes by it.
     *
     * @param actor who, or {@link Ledger#DOCKET}
     * @param act such as {@code enriched}
     * @param authority on what ground, one short sentence
     * @param dates what may become of the due date
     */
    public record Cause(String actor, String act, String authority, Map<String, ?> details, Dates dates) {
        /** Something was learnt of the recording. */
        public static Cause learnt(String actor, String act, String authority, Map<String, ?> details) {
            return new Cause(actor, act, authority, details, Dates.NEVER_EARLIER);
        }
    }

    /** What may become of the due date of a recording that is not retained. */
    public enum Dates {
        /** It may only move to a later time. */
        NEVER_EARLIER,
        /** It becomes what the rulebook says: somebody has accepted by name that some become due earlier. */
        AS_THE_RULES_SAY
    }

    /** What came of it. */
    public sealed interface Result {
        /** The catalogue has other facts, another category or another date now. */
        record Changed(Recording recording) implements Result {}

        /** It was so already; nothing was written. */
        record AlreadySo(Recording recording) implements Result {}

        /** The recording is not deposited yet; ask again later. */
        record TooEarly() implements Result {}

        /** There is no such recording, or it is disposed of. */
        record TooLate() implements Result {}
    }

    /**
     * Appraises a recording again, with its row locked until the caller's transaction ends.
     *
     * @param change gives its facts as they are known now; it may be asked for more than once
     */
    public Result appraise(Handle handle, UUID id, Cause cause, UnaryOperator<Facts> change) {
        Optional<Recording> found = catalogue.findForUpdate(handle, id);
        RecordingState state = found.map(Recording::state).orElse(RecordingState.DISPOSED);
        if (state == RecordingState.RECEIVED || state == RecordingState.QUARANTINED) {
            return new Result.TooEarly();
        } else if (state != RecordingState.DEPOSITED) {
            return new Result.TooLate();
        }
        Recording before = found.orElseThrow();
        policy.follow(handle);
        Rulebook rulebook = policy.now();
        Instant now = clock.instant();
        Facts facts = change.apply(requireFacts(before));
        boolean otherOfficer = isDecidedByOfficer(handle, before, facts);
        Recording base = otherOfficer ? Standing.apart(before) : before;
        Recording after = appraise(rulebook, base, cause.dates(), facts, now);
        if (after.equals(before)) {
            return new Result.AlreadySo(before);
        }
        catalogue.appraisedAgain(handle, after);
        List<Ledger.Act> acts = new ArrayList<>(acts(before, after, cause, rulebook, now));
        acts.addAll(
                otherOfficer
                        ? end(handle, List.of(after), Ending.OFFICER, now)
                        : endRequests(handle, Map.of(id, before), List.of(after), now));
        ledger.append(handle, acts);
        tell(handle, before, after);
        return new Result.Changed(after);
    }

    /** Whether its officer may have asked for what is asked of it, or approved it, as who that is is known now. */
    private static boolean isDecidedByOfficer(Handle handle, Recording before, Facts facts) {
        return !Officer.of(before.facts()).equals(Officer.of(facts))
                && EarlyRequests.open(handle, before.id())
                        .filter(request -> Standing.endsRequest(request, before.facts(), facts))
                        .isPresent();
    }

    /**
     * Appraises recordings again by a rulebook, with the facts that there are and with their rows locked until the caller's
     * transaction ends. What is not deposited (any more) is passed over.
     *
     * @param cause for each of them
     * @return those that are others now
     */
    List<Recording> appraise(Handle handle, List<UUID> ids, Rulebook rulebook, Function<Recording, Cause> cause) {
        return appraiseLocked(handle, catalogue.findForUpdate(handle, ids), rulebook, cause);
    }

    /** The same of recordings that were read after their rows were locked. */
    List<Recording> appraiseLocked(
            Handle handle, List<Recording> recordings, Rulebook rulebook, Function<Recording, Cause> cause) {
        Instant now = clock.instant();
        Map<UUID, Recording> before = new LinkedHashMap<>();
        List<Recording> changed = new ArrayList<>();
        List<Ledger.Act> acts = new ArrayList<>();
        Map<UUID, Instant> kept = keptByOutcomes(handle, recordings, rulebook);
        for (Recording recording : recordings) {
            if (recording.state() == RecordingState.DEPOSITED) {
                Cause why = cause.apply(recording);
                Recording base = keptUntil(recording, kept.get(recording.id()));
                Recording after = appraise(rulebook, base, why.dates(), requireFacts(recording), now);
                if (!after.equals(recording)) {
                    before.put(recording.id(), recording);
                    changed.add(after);
                    acts.addAll(acts(recording, after, why, rulebook, now));
                }
            }
        }
        if (!changed.isEmpty()) {
            catalogue.classifiedAgain(handle, changed);
            acts.addAll(endRequests(handle, before, changed, now));
            ledger.append(handle, acts);
            tell(handle, before, changed);
        }
        return changed;
    }

    /** Outcomes were told by other rules. By those of now they may keep for longer what was released; never for a shorter time. */
    private static Map<UUID, Instant> keptByOutcomes(Handle handle, List<Recording> recordings, Rulebook rulebook) {
        List<UUID> released = recordings.stream()
                .filter(Reappraisal::dependsOnOutcomes)
                .map(Recording::id)
                .toList();
        return Outcomes.keptUntil(handle, released, rulebook.retention());
    }

    /** Whether it can be kept for longer by other rules for outcomes: what was told of a recording stands beside it. */
    static boolean dependsOnOutcomes(Recording recording) {
        return !recording.retained() && recording.directions().keptUntil() != null;
    }

    private static Recording keptUntil(Recording recording, @Nullable Instant until) {
        Instant before = recording.directions().keptUntil();
        return until == null || before == null || !until.isAfter(before)
                ? recording
                : recording
                        .change()
                        .directions(recording.directions().withKeptUntil(until))
                        .build();
    }

    /** Who asked that a recording goes sooner did not know what keeps it for longer now. */
    private List<Ledger.Act> endRequests(
            Handle handle, Map<UUID, Recording> before, List<Recording> changed, Instant now) {
        List<Recording> others = changed.stream()
                .filter(after -> Standing.endsRequest(Objects.requireNonNull(before.get(after.id())), after))
                .toList();
        return end(handle, others, Ending.LEARNT, now);
    }

    private List<Ledger.Act> end(Handle handle, List<Recording> recordings, Ending ending, Instant now) {
        Map<UUID, EarlyRequests.Wish> ended =
                early.end(handle, recordings.stream().map(Recording::id).toList(), ending, Ledger.DOCKET, now);
        return recordings.stream()
                .filter(after -> ended.containsKey(after.id()))
                .map(after -> new Ledger.Act(
                        after.id(),
                        now,
                        Ledger.DOCKET,
                        Objects.requireNonNull(ended.get(after.id())).ended(),
                        ending.words(),
                        after.dueAt() == null ? Map.of() : Map.of("dueAt", after.dueAt())))
                .toList();
    }

    private void tell(Handle handle, Map<UUID, Recording> before, List<Recording> changed) {
        Set<UUID> told = outbox.told(handle, List.copyOf(before.keySet()));
        List<Recording> retained = new ArrayList<>();
        for (Recording after : changed) {
            if (after.retained()
                    && !Objects.requireNonNull(before.get(after.id())).retained()) {
                retained.add(after);
            } else if (after.retained() || told.contains(after.id())) {
                outbox.updated(handle, after);
            }
        }
        outbox.retained(handle, retained);
    }

    /** What a deposited recording would become by a rulebook, with the facts that there are. Changes nothing. */
    public Recording appraise(Rulebook rulebook, Recording before, Dates dates) {
        return appraise(rulebook, before, dates, requireFacts(before), clock.instant());
    }

    private static Recording appraise(Rulebook rulebook, Recording before, Dates dates, Facts facts, Instant now) {
        Recording apart = Standing.apart(before);
        return Standing.together(rulebook.retention(), before, appraiseApart(rulebook, apart, dates, facts, now));
    }

    /** Apart from an early deletion that was approved. */
    private static Recording appraiseApart(Rulebook rulebook, Recording before, Dates dates, Facts facts, Instant now) {
        Decided decided = decided(rulebook, before, facts);
        Classification classification = decided.classification();
        RetentionRules rules = rulebook.retention();
        RecordedTime counted = Objects.requireNonNullElse(before.countedFrom(), facts.recorded());
        List<String> had = isRecognised(before) ? before.everCategories() : before.formerCategories();
        Retention retention = rules.retention(classification.categories(), had, before.receivedAt(), counted)
                .orElseThrow();
        String category = retention.category().name();
        String rule = classification.ruleOf(category);
        boolean learnt = isLearnt(requireFacts(before), facts);
        // Who released it knew what was known then: only something new makes it evidence again.
        boolean stays = before.retained() || (before.decided() == Recording.Decided.RELEASED && !learnt);
        boolean open = Directions.OPEN.equals(before.directions().keptUntil());
        boolean retained =
                open || (stays ? before.retained() : retention.dueAt().isEmpty());
        Instant review = before.retained()
                ? before.reviewAt()
                : retention.reviewAt().orElseGet(() -> rules.reviewAfterDecision(now));
        boolean same = category.equals(before.category())
                && rule.equals(before.categoryRule())
                && retention.categories().equals(before.categories());
        return before.change()
                .category(category, retention.categories())
                .formerCategories(had)
                // The version that gave it these categories; another one that says the same changes nothing.
                .rule(rule, same && !learnt ? before.policyVersion() : classification.policyVersion())
                .dates(retained, retained ? null : due(before, retention, dates), retained ? review : null)
                .facts(facts)
                .directions(before.directions().withCategories(decided.categories()))
                .build();
    }

    /** What no rule and nobody had said anything of was only taken for something: that binds nobody who knows more. */
    private static boolean isRecognised(Recording recording) {
        return recording.categories().size() != 1 || !Policy.DEFAULT_RULE.equals(recording.categoryRule());
    }

    /**
     * What a recording is.
     *
     * @param categories what a person said that it is; empty if nobody did, or it does not stand any more
     */
    private record Decided(Classification classification, List<String> categories) {}

    /** What a person said stands against policy, until something is learnt by which policy would keep the recording for longer. */
    private static Decided decided(Rulebook rulebook, Recording before, Facts facts) {
        Classification classification = rulebook.policy().classify(facts);
        List<String> said = before.directions().categories();
        RetentionRules rules = rulebook.retention();
        if (said.isEmpty() || !rules.names().containsAll(said)) {
            return new Decided(classification, List.of());
        }
        List<String> policy = classification.categories();
        boolean learnt = isLearnt(requireFacts(before), facts)
                && !rulebook.policy()
                        .classify(requireFacts(before))
                        .categories()
                        .equals(policy);
        Recording by = Standing.by(rules, before, said);
        if (learnt && Standing.isLonger(Standing.by(rules, before, policy), by)) {
            return new Decided(classification, List.of());
        }
        String rule = String.valueOf(by.categoryRule());
        return new Decided(
                new Classification(
                        said.stream()
                                .map(category -> new Classification.Given(category, rule))
                                .toList(),
                        classification.policyVersion(),
                        classification.trials()),
                said);
    }

    /** A person who released it promised a time until its disposal: no rulebook takes that back. */
    private static @Nullable Instant due(Recording recording, Retention retention, Dates dates) {
        Instant before = recording.dueAt();
        Instant after = retention.dueAt().orElse(before);
        boolean free = dates == Dates.AS_THE_RULES_SAY && recording.decided() == null;
        Instant due = free || before == null || (after != null && after.isAfter(before)) ? after : before;
        return due == null ? null : retention.notBefore(due);
    }

    /** Whether something is known that was not; how many other incidents fit, and when one ended, is nothing of the kind. */
    private static boolean isLearnt(Facts before, Facts after) {
        return !heart(before).equals(heart(after));
    }

    private static Facts heart(Facts facts) {
        IncidentMatch match = facts.match();
        return match == null
                ? facts
                : facts.withIncident(
                        facts.incident(),
                        new IncidentMatch(match.how(), match.type(), match.from(), null, match.location(), 0));
    }

    private static Facts requireFacts(Recording recording) {
        return Objects.requireNonNull(recording.facts(), () -> "a deposited recording has facts: " + recording.id());
    }

    private static List<Ledger.Act> acts(
            Recording before, Recording after, Cause cause, Rulebook rulebook, Instant now) {
        List<Ledger.Act> acts = new ArrayList<>();
        if (!Objects.equals(before.facts(), after.facts())) {
            acts.add(new Ledger.Act(after.id(), now, cause.actor(), cause.act(), cause.authority(), cause.details()));
        }
        boolean otherCategory = !Objects.equals(before.category(), after.category())
                || !before.categories().equals(after.categories())
                || !Objects.equals(before.categoryRule(), after.categoryRule());
        boolean otherDate = before.retained() != after.retained() || !Objects.equals(before.dueAt(), after.dueAt());
        if (otherCategory || otherDate) {
            acts.add(new Ledger.Act(
                    after.id(),
                    now,
                    Ledger.DOCKET,
                    CLASSIFIED_AGAIN,
                    "policy " + after.policyVersion() + ", rule " + after.categoryRule() + "; " + cause.authority(),
                    details(before, after, rulebook)));
        }
        return acts;
    }

    private static Map<String, ?> details(Recording before, Recording after, Rulebook rulebook) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("category", String.valueOf(after.category()));
        if (after.categories().size() > 1) {
            details.put("categories", after.categories());
        }
        details.put("before", String.valueOf(before.category()));
        if (before.categories().size() > 1) {
            details.put("categoriesBefore", before.categories());
        }
        details.put("retained", after.retained());
        details.put(
                after.retained() ? "reviewAt" : "dueAt",
                String.valueOf(after.retained() ? after.reviewAt() : after.dueAt()));
        details.put("retentionRules", rulebook.retention().version());
        return details;
    }

    private void tell(Handle handle, Recording before, Recording after) {
        if (after.retained() && !before.retained()) {
            outbox.retained(handle, after);
        } else {
            outbox.updated(handle, after);
        }
    }
}
