package org.docket.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.casework.Outbox;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Recording;
import org.docket.classify.Classification;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.retention.Word;
import org.docket.vault.Deposit;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is known of a deposited recording: catalogue, ledger and handovers in one transaction. When it returns, and not before,
 * the dock may have its receipt.
 */
public final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Outbox outbox;
    private final SidecarDecisions decisions;
    private final Appraisal appraisal;
    private final Vault vault;
    private final DockFolders folders;
    private final Notices notices;
    private final Clock clock;
    private final Presentations presentations = new Presentations();
    private final Sidecars sidecars = new Sidecars();
    private final Jdbi jdbi;
    private final Gathering<Entrant, Optional<Arrival>> entrants;

    public Registration(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Outbox outbox,
            SidecarDecisions decisions,
            Appraisal appraisal,
            Vault vault,
            DockFolders folders,
            Notices notices,
            Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.outbox = outbox;
        this.decisions = decisions;
        this.appraisal = appraisal;
        this.vault = vault;
        this.folders = folders;
        this.notices = notices;
        this.clock = clock;
        this.jdbi = jdbi;
        this.entrants = new Gathering<>(jdbi, this::register);
    }

    private record Entrant(
            Arrival.Taken taken, Facts facts, Classification classification, Deposit.Verified verified) {}

    /** A recording that is registered, with the sidecar that came with it. */
    private record Entered(
            Recording recording,
            String rulesVersion,
            Deposit.Verified verified,
            Optional<Sidecar> sidecar,
            @Nullable Source source) {}

    /**
     * Registers a recording.
     *
     * @return what the receipt is for; {@link Arrival.Settled} if the dock gets none
     * @throws NotDeposited unless the deposit was verified
     * @throws IOException if the vault could not be asked about a duplicate
     */
    public Arrival register(Arrival.Taken taken, Facts facts, Classification classification, Deposit deposit)
            throws NotDeposited, IOException {
        if (!(deposit instanceof Deposit.Verified verified)) {
            throw new NotDeposited(taken.recordingId(), deposit);
        }
        Entrant entrant = new Entrant(taken, facts, classification, verified);
        // A duplicate is one by itself: what the vault is asked about it must not keep the others waiting.
        Arrival result =
                entrants.ask(entrant).orElseGet(() -> jdbi.inTransaction(handle -> registerDuplicate(handle, entrant)));
        taken.sidecar().ifPresent(kept -> folders.settleSidecar(taken.source(), kept));
        if (result instanceof Arrival.Known known) {
            LOG.info(
                    "{}/{} is recording {}",
                    taken.source().dock().id(),
                    taken.source().name(),
                    known.recordingId());
        } else {
            folders.settle(taken.source());
        }
        return result;
    }

    /** Registers those that are new; the answer is empty for one whose content there is already. */
    private List<Optional<Arrival>> register(Handle handle, List<Entrant> together) {
        Instant now = clock.instant();
        catalogue.lockReceived(
                handle,
                together.stream().map(entrant -> entrant.taken().recordingId()).toList());
        Set<String> held =
                catalogue
                        .findDeposited(
                                handle,
                                together.stream()
                                        .map(entrant -> entrant.verified().sha256())
                                        .toList())
                        .stream()
                        .map(recording -> String.valueOf(recording.sha256()))
                        .collect(Collectors.toCollection(HashSet::new));
        List<Entrant> entering = together.stream()
                .filter(entrant -> held.add(entrant.verified().sha256()))
                .toList();
        Map<UUID, Facts> facts = complete(handle, entering);
        List<Entered> fresh = new ArrayList<>();
        IdentityHashMap<Entrant, Appraisal.Appraised> appraised = new IdentityHashMap<>();
        for (Entrant entrant : entering) {
            Facts known = facts.getOrDefault(entrant.taken().recordingId(), entrant.facts());
            Appraisal.Appraised is = appraisal.appraise(
                    entrant.taken(), entrant.facts(), known, entrant.classification(), entrant.verified(), now);
            appraised.put(entrant, is);
            fresh.add(new Entered(
                    is.recording(),
                    is.rulesVersion(),
                    entrant.verified(),
                    entrant.taken().sidecar(),
                    entrant.taken().source()));
        }
        enter(handle, fresh, now);
        return together.stream()
                .map(entrant ->
                        Optional.ofNullable(appraised.get(entrant)).map(is -> answer(handle, entrant.taken(), is)))
                .toList();
    }

    private Map<UUID, Facts> complete(Handle handle, List<Entrant> entering) {
        Map<UUID, Facts> facts = new LinkedHashMap<>();
        entering.forEach(entrant -> facts.put(entrant.taken().recordingId(), entrant.facts()));
        return appraisal.complete(handle, facts);
    }

    private Arrival registerDuplicate(Handle handle, Entrant entrant) {
        Arrival.Taken taken = entrant.taken();
        catalogue.lockReceived(handle, List.of(taken.recordingId()));
        Recording held = catalogue
                .findDeposited(handle, List.of(entrant.verified().sha256()))
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the recording that has the content of "
                        + taken.recordingId() + " is being disposed of: it is registered at the next try"));
        return isDuplicate(handle, taken, held, entrant.verified(), clock.instant());
    }

    /** Registers what the vault holds of a recording whose source is gone. There is no dock to give a receipt to. */
    void adopt(Handle handle, Recording received, Deposit.Verified verified, String why) {
        Instant now = clock.instant();
        catalogue.lockReceived(handle, List.of(received.id()));
        Optional<Recording> held = catalogue.findDeposited(handle, List.of(verified.sha256())).stream()
                .findFirst();
        if (held.isPresent()) {
            withdraw(handle, received.id(), held.get().id(), verified, now);
            return;
        }
        Appraisal.Appraised is = appraisal.appraiseOrphan(received, verified, why, now);
        Entered orphan = new Entered(is.recording(), is.rulesVersion(), verified, Optional.empty(), null);
        enter(handle, List.of(orphan), now);
    }

    private void enter(Handle handle, List<Entered> entered, Instant now) {
        if (entered.isEmpty()) {
            return;
        }
        catalogue.deposited(handle, entered.stream().map(Entered::recording).toList());
        sidecars.keep(
                handle,
                entered.stream()
                        .flatMap(one -> one.sidecar().stream()
                                .map(sidecar ->
                                        new Sidecars.Kept(one.recording().id(), sidecar, true)))
                        .toList(),
                now);
        List<Ledger.Act> acts = new ArrayList<>();
        entered.forEach(one -> trace(acts, one, now));
        ledger.append(handle, acts);
        outbox.retained(
                handle,
                entered.stream()
                        .map(Entered::recording)
                        .filter(Recording::retained)
                        .toList());
        entered.forEach(one -> tellOfWrongSidecar(handle, one.recording()));
        entered.forEach(one -> hear(handle, one));
    }

    private void hear(Handle handle, Entered one) {
        Source source = one.source();
        if (source != null) {
            one.sidecar().ifPresent(sidecar -> decisions.delete(handle, sidecar, one.recording(), source));
        }
    }

    private void tellOfWrongSidecar(Handle handle, Recording recording) {
        Facts facts = recording.facts();
        if (facts != null && !facts.sidecarProblems().isEmpty()) {
            notices.add(
                    handle,
                    Notice.wrongSidecar(recording, facts.sidecarProblems().size()));
        }
    }

    private Arrival answer(Handle handle, Arrival.Taken taken, Appraisal.Appraised appraised) {
        if (appraised.mismatch().isEmpty()) {
            return new Arrival.Known(taken.presentation(), appraised.recording(), taken.source(), false);
        }
        String mismatch = appraised.mismatch().get();
        presentations.withhold(handle, taken.presentation(), mismatch);
        notices.add(
                handle,
                new Notice(
                        Notice.Kind.VERIFICATION_FAILED,
                        taken.recordingId(),
                        taken.source().dock().id(),
                        mismatch,
                        "compare the dock's copy with the recording, and let the dock present it again with the right"
                                + " sidecar"));
        return new Arrival.Settled();
    }

    /** The same content came by another way in the meantime: it stays one recording and one blob. */
    private Arrival isDuplicate(
            Handle handle, Arrival.Taken taken, Recording held, Deposit.Verified verified, Instant now) {
        if (!vault.holds(String.valueOf(held.blob()), verified.sha256(), verified.bytes())) {
            throw new IllegalStateException(
                    "recording " + held.id() + " is in the catalogue, but the vault does not hold it:"
                            + " run 'docket verify " + held.id() + "'");
        }
        presentations.isDuplicateOf(handle, taken.presentation(), held.id());
        catalogue.presentedAgain(handle, held.id());
        taken.sidecar().ifPresent(came -> sidecars.keepOther(handle, held.id(), came, now));
        ledger.append(
                handle,
                held.id(),
                now,
                Ledger.DOCKET,
                "presented-again",
                "the SHA-256 is the same",
                Map.of(
                        "dock",
                        taken.source().dock().id(),
                        "name",
                        taken.source().name()));
        withdraw(handle, taken.recordingId(), held.id(), verified, now);
        taken.sidecar().ifPresent(sidecar -> decisions.retain(handle, sidecar, held, taken.source()));
        return new Arrival.Known(taken.presentation(), held, taken.source(), true);
    }

    private void withdraw(Handle handle, UUID duplicate, UUID held, Deposit.Verified verified, Instant now) {
        catalogue.withdraw(handle, duplicate);
        ledger.append(
                handle,
                duplicate,
                now,
                Ledger.DOCKET,
                "withdrawn",
                "the SHA-256 is that of another recording",
                Map.of("duplicateOf", held));
        vault.removeSurplus(verified.blob(), duplicate);
    }

    private void trace(List<Ledger.Act> acts, Entered entered, Instant now) {
        Recording recording = entered.recording();
        Deposit.Verified verified = entered.verified();
        acts.add(new Ledger.Act(
                recording.id(),
                now,
                Ledger.DOCKET,
                "deposited",
                verified.authority(),
                Map.of("blob", verified.blob(), "bytes", verified.bytes(), "sha256", verified.sha256())));
        acts.add(new Ledger.Act(
                recording.id(),
                now,
                Ledger.DOCKET,
                "classified",
                "policy " + recording.policyVersion() + ", rule " + recording.categoryRule(),
                details(recording, entered.rulesVersion())));
        Source source = entered.source();
        if (source != null) {
            entered.sidecar().filter(Sidecar::saysRetain).ifPresent(sidecar -> {
                Word word = sidecar.word(recording.id(), source);
                acts.add(new Ledger.Act(
                        recording.id(),
                        now,
                        word.speaker().id(),
                        "retained",
                        "decision: " + word.reason(),
                        Map.of("reviewAt", String.valueOf(recording.reviewAt()))));
            });
        }
    }

    private static Map<String, ?> details(Recording recording, String rulesVersion) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("category", String.valueOf(recording.category()));
        if (recording.categories().size() > 1) {
            details.put("categories", recording.categories());
        }
        details.put("retained", recording.retained());
        details.put(
                recording.retained() ? "reviewAt" : "dueAt",
                String.valueOf(recording.retained() ? recording.reviewAt() : recording.dueAt()));
        details.put("retentionRules", rulesVersion);
        return details;
    }
}
