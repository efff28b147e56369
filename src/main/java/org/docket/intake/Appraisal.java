package org.docket.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Media;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Classification;
import org.docket.classify.PolicyInForce;
import org.docket.classify.Rulebook;
import org.docket.retention.Retention;
import org.docket.retention.RetentionRules;
import org.docket.vault.Deposit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says what a recording is whose deposit was verified: its facts, its category, whether it is retained, and until when. */
public final class Appraisal {
    private final PolicyInForce policy;
    private final Completion completion;

    public Appraisal(PolicyInForce policy, Completion completion) {
        this.policy = policy;
        this.completion = completion;
    }

    /**
     * A recording as the catalogue is to have it.
     *
     * @param rulesVersion of the retention rules that gave it its date
     * @param mismatch why its dock gets no receipt, if its sidecar says another hash
     */
    record Appraised(Recording recording, String rulesVersion, Optional<String> mismatch) {}

    /** What is known now of recordings that are about to be registered, by their ids. */
    Map<UUID, Facts> complete(Handle handle, Map<UUID, Facts> facts) {
        // Another hub may have taken up another rulebook, and have appraised by it what came before this.
        policy.follow(handle);
        return facts.isEmpty() ? facts : completion.complete(handle, facts);
    }

    /**
     * Appraises what intake took in.
     *
     * @param read its facts when it was classified
     * @param known its facts as they are known now
     */
    Appraised appraise(
            Arrival.Taken taken,
            Facts read,
            Facts known,
            Classification classification,
            Deposit.Verified verified,
            Instant now) {
        Optional<String> mismatch = sidecarMismatch(taken, verified.sha256());
        Facts facts = mismatch.map(problem -> withProblem(known, problem)).orElse(known);
        Rulebook rulebook = policy.now();
        // Only now is the hash known: a recording that does not fit its sidecar is classified again, so that a person
        // looks at it. While it was on its way to the vault, another policy may have come into force, or an incident.
        boolean stale = !classification.policyVersion().equals(rulebook.policy().version());
        Classification decided =
                stale || !facts.equals(read) ? rulebook.policy().classify(facts) : classification;
        boolean retain = taken.sidecar().map(Sidecar::saysRetain).orElse(false);
        RetentionRules rules = rulebook.retention();
        return new Appraised(
                recording(taken.recordingId(), facts, decided, retain, verified, rules, now),
                rules.version(),
                mismatch);
    }

    /** Appraises what the vault holds and no dock has any more. */
    Appraised appraiseOrphan(Recording received, Deposit.Verified verified, String why, Instant now) {
        Facts facts = new Facts(
                received.dock(),
                null,
                null,
                received.name(),
                verified.bytes(),
                received.receivedAt(),
                new RecordedTime(received.receivedAt(), RecordedTime.Source.ARRIVAL),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                Media.unreadable(null),
                List.of("registered from the vault alone: " + why),
                List.of(),
                null);
        Rulebook rulebook = policy.now();
        Recording recording = recording(
                received.id(), facts, rulebook.policy().classify(facts), false, verified, rulebook.retention(), now);
        return new Appraised(recording, rulebook.retention().version(), Optional.empty());
    }

    private static Recording recording(
            UUID id,
            Facts facts,
            Classification classification,
            boolean retain,
            Deposit.Verified verified,
            RetentionRules rules,
            Instant now) {
        Retention retention = rules.retention(classification.categories(), facts.receivedAt(), facts.recorded())
                .orElseThrow(() -> new IllegalStateException(
                        "the categories " + classification.categories() + " are not in retention.yaml"));
        String category = retention.category().name();
        boolean retained = retain || retention.dueAt().isEmpty();
        Instant reviewAt = retention.reviewAt().orElseGet(() -> rules.reviewAfterDecision(now));
        return Recording.received(id, facts.dock(), facts.name(), facts.receivedAt())
                .state(RecordingState.DEPOSITED)
                .content(verified.bytes(), verified.sha256(), verified.blob())
                .category(category, retention.categories())
                .rule(classification.ruleOf(category), classification.policyVersion())
                .dates(retained, retained ? null : retention.dueAt().orElseThrow(), retained ? reviewAt : null)
                .depositedAt(now)
                .facts(facts)
                .decided(retain ? Recording.Decided.RETAINED : null)
                .countedFrom(facts.recorded())
                .build();
    }

    private static Optional<String> sidecarMismatch(Arrival.Taken taken, String sha256) {
        @Nullable String said = taken.sidecar().map(Sidecar::sha256).orElse(null);
        return said == null || said.equals(sha256)
                ? Optional.empty()
                : Optional.of("the sidecar says that the SHA-256 is " + said + ", but it is " + sha256
                        + ": the dock may hold another version, so it gets no receipt");
    }

    private static Facts withProblem(Facts facts, String problem) {
        List<String> problems = new ArrayList<>(facts.problems());
        problems.add(problem);
        return facts.withProblems(problems);
    }
}
