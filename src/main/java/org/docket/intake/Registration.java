package org.docket.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.casework.Outbox;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Classification;
import org.docket.classify.Policy;
import org.docket.custody.Ledger;
import org.docket.retention.Category;
import org.docket.retention.Decisions;
import org.docket.retention.RetentionRules;
import org.docket.vault.Deposit;
import org.docket.vault.SourceDigest;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of a deposited recording: catalogue, ledger and handovers in one transaction. When it returns, and not before,
 * the dock may have its receipt.
 */
public final class Registration {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Outbox outbox;
    private final RetentionRules rules;
    private final Vault vault;
    private final Policy policy;
    private final DockFolders folders;
    private final Clock clock;
    private final Presentations presentations = new Presentations();

    public Registration(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Outbox outbox,
            RetentionRules rules,
            Vault vault,
            Policy policy,
            DockFolders folders,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.outbox = outbox;
        this.rules = rules;
        this.vault = vault;
        this.policy = policy;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * Registers a recording.
     *
     * @return what the receipt is for; {@link Arrival.Settled} if the dock gets none
     * @throws NotDeposited unless the deposit was verified
     */
    public Arrival register(Arrival.Taken taken, Facts facts, Classification classification, Deposit deposit)
            throws NotDeposited {
        if (!(deposit instanceof Deposit.Verified verified)) {
            throw new NotDeposited(taken.recordingId(), deposit);
        }
        Arrival result = jdbi.inTransaction(handle -> {
            Optional<Recording> held = catalogue.findDeposited(handle, verified.sha256());
            return held.isPresent()
                    ? isDuplicate(handle, taken, held.get(), verified)
                    : isNew(handle, taken, facts, classification, verified);
        });
        if (result instanceof Arrival.Settled) {
            folders.settle(taken.source());
        }
        return result;
    }

    /** The same content came by another way in the meantime: it stays one recording and one blob. */
    private Arrival isDuplicate(Handle handle, Arrival.Taken taken, Recording held, Deposit.Verified verified) {
        Instant now = clock.instant();
        if (!vault.holds(String.valueOf(held.blob()), verified.sha256(), verified.bytes())) {
            throw new IllegalStateException(
                    "recording " + held.id() + " is in the catalogue, but the vault does not hold it:"
                            + " run 'docket verify " + held.id() + "'");
        }
        catalogue.withdraw(handle, taken.recordingId());
        presentations.isDuplicateOf(handle, taken.presentation(), held.id());
        catalogue.presentedAgain(handle, held.id());
        Map<String, Object> details = Map.of(
                "dock", taken.source().dock().id(), "name", taken.source().name());
        ledger.append(handle, held.id(), now, Ledger.DOCKET, "presented-again", "the SHA-256 is the same", details);
        ledger.append(
                handle,
                taken.recordingId(),
                now,
                Ledger.DOCKET,
                "withdrawn",
                "the SHA-256 is that of another recording",
                Map.of("duplicateOf", held.id()));
        vault.removeSurplus(verified.blob(), taken.recordingId());
        return new Arrival.Known(taken.presentation(), held.id(), taken.source(), true);
    }

    private Arrival isNew(
            Handle handle, Arrival.Taken taken, Facts read, Classification classification, Deposit.Verified verified) {
        Instant now = clock.instant();
        Optional<String> mismatch = sidecarMismatch(taken, verified.sha256());
        Facts facts = mismatch.map(problem -> withProblem(read, problem)).orElse(read);
        // Only now is the hash known: a recording that does not fit its sidecar is classified again, so that a person
        // looks at it.
        Classification decided = mismatch.isPresent() ? policy.classify(facts) : classification;
        Recording recording = recording(taken, facts, decided, verified, now);
        catalogue.deposited(handle, recording);
        taken.sidecar().ifPresent(sidecar -> keep(handle, taken.recordingId(), sidecar));
        trace(handle, recording, verified, now);
        taken.sidecar().filter(Sidecar::saysRetain).ifPresent(sidecar -> {
            Decisions.Decision decision = sidecar.retain(recording.id(), taken.source());
            ledger.append(
                    handle,
                    recording.id(),
                    now,
                    decision.by(),
                    "retained",
                    "decision: " + decision.reason(),
                    Map.of("reviewAt", String.valueOf(recording.reviewAt())));
        });
        if (recording.retained()) {
            outbox.retained(handle, recording);
        }
        if (mismatch.isPresent()) {
            presentations.withhold(handle, taken.presentation(), mismatch.get());
            return new Arrival.Settled(taken.source());
        }
        return new Arrival.Known(taken.presentation(), taken.recordingId(), taken.source(), false);
    }

    private Recording recording(
            Arrival.Taken taken, Facts facts, Classification classification, Deposit.Verified verified, Instant now) {
        Category category = rules.category(classification.category())
                .orElseThrow(() -> new IllegalStateException(
                        "the category " + classification.category() + " is not in retention.yaml"));
        Optional<Instant> dueAt = rules.dueAt(category, taken.receivedAt(), facts.recorded());
        boolean decided = taken.sidecar().map(Sidecar::saysRetain).orElse(false);
        boolean retained = decided || dueAt.isEmpty();
        Instant reviewAt = rules.reviewAt(category, taken.receivedAt(), facts.recorded())
                .orElseGet(() -> rules.reviewAfterDecision(now));
        Source source = taken.source();
        return new Recording(
                taken.recordingId(),
                RecordingState.DEPOSITED,
                source.dock().id(),
                source.name(),
                verified.bytes(),
                verified.sha256(),
                classification.category(),
                classification.rule(),
                classification.policyVersion(),
                retained,
                retained ? null : dueAt.orElseThrow(),
                retained ? reviewAt : null,
                taken.receivedAt(),
                now,
                null,
                null,
                verified.blob(),
                0,
                facts);
    }

    private void trace(Handle handle, Recording recording, Deposit.Verified verified, Instant now) {
        ledger.append(
                handle,
                recording.id(),
                now,
                Ledger.DOCKET,
                "deposited",
                verified.authority(),
                Map.of("blob", verified.blob(), "bytes", verified.bytes(), "sha256", verified.sha256()));
        Instant date = recording.retained() ? recording.reviewAt() : recording.dueAt();
        ledger.append(
                handle,
                recording.id(),
                now,
                Ledger.DOCKET,
                "classified",
                "policy " + recording.policyVersion() + ", rule " + recording.categoryRule(),
                Map.of(
                        "category",
                        String.valueOf(recording.category()),
                        "retained",
                        recording.retained(),
                        recording.retained() ? "reviewAt" : "dueAt",
                        String.valueOf(date),
                        "retentionRules",
                        rules.version()));
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

    private static void keep(Handle handle, UUID recordingId, Sidecar sidecar) {
        byte[] content = new byte[sidecar.content().remaining()];
        sidecar.content().duplicate().get(content);
        handle.createUpdate("insert into sidecar (recording_id, name, sha256, content)"
                        + " values (:id, :name, :sha256, :content)")
                .bind("id", recordingId)
                .bind("name", sidecar.name())
                .bind("sha256", SourceDigest.of(content))
                .bind("content", content)
                .execute();
    }
}
