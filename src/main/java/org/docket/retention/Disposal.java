package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Outbox;
import org.docket.catalogue.Catalogue;
import org.docket.custody.Ledger;
import org.docket.vault.BlobRemoval;
import org.docket.vault.BlobRemoval.Outcome;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the disposal of a batch. Each can be repeated after a crash: what is condemned stays condemned, and the next run carries on
 * with it. What a step cannot do for one recording keeps no other from the next step.
 */
public final class Disposal {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Condemnation condemnation;
    private final BlobRemoval removal;
    private final Certificates certificates;
    private final Clock clock;
    private final PurgeFigures figures;

    public Disposal(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Outbox outbox,
            Condemnation condemnation,
            BlobRemoval removal,
            Certificates certificates,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.outbox = outbox;
        this.condemnation = condemnation;
        this.removal = removal;
        this.certificates = certificates;
        this.clock = clock;
        this.figures = new PurgeFigures(() -> catalogue.countDue(clock.instant()));
    }

    public PurgeFigures figures() {
        return figures;
    }

    /** A run begins: what the vault can do is found out anew. */
    void began(Instant at) {
        figures.began(at);
        removal.lookAfresh();
    }

    /** Condemns what may be condemned of a batch, and carries on with what is; the rest stays as it is. */
    public PurgeBatch.OfCondemned condemn(PurgeBatch batch) {
        Kept kept = new Kept();
        PurgeBatch.OfCondemned condemned;
        try {
            condemned = jdbi.inTransaction(handle -> condemnation.condemn(handle, batch, kept));
        } catch (RuntimeException e) {
            batch.progress().giveBack(kept.condemned());
            throw e;
        }
        batch.progress().add(kept);
        return condemned;
    }

    /**
     * Deletes the blobs of condemned recordings; those go on that the vault took away. One that is not there goes on if it may have been
     * taken away before: by an earlier run, or by a call of which the answer was lost. That stands in its certificate. If many of those
     * that were condemned a moment ago are not there, they are elsewhere: nothing of them is certified, and the run stops.
     */
    public PurgeBatch.OfCondemned delete(PurgeBatch.OfCondemned condemned) {
        PurgeBatch.OfCondemned own = onlyOwn(condemned);
        Map<String, Outcome> outcomes = removal.delete(own.blobs());
        List<Condemned> notThere = own.recordings().stream()
                .filter(one -> outcomes.get(one.blob()) instanceof Outcome.AlreadyGone)
                .toList();
        long unexpected = notThere.stream()
                .filter(condemned::isFresh)
                .filter(one -> outcomes.get(one.blob()) instanceof Outcome.AlreadyGone gone && !gone.sentAgain())
                .count();
        if (condemned.batch().progress().isMissingTooMany(unexpected)) {
            return those(
                    own,
                    one -> outcomes.get(one.blob()) instanceof Outcome.Gone,
                    one -> outcomes.get(one.blob()) instanceof Outcome.AlreadyGone
                            ? "the vault has no " + one.blob() + ", which was not deleted: no certificate is issued"
                            : "the vault does not delete " + one.blob() + ": " + words(outcomes.get(one.blob())));
        }
        PurgeBatch.OfCondemned gone = those(
                own,
                one -> {
                    String blob = one.blob();
                    return outcomes.get(blob) instanceof Outcome.Gone
                            || outcomes.get(blob) instanceof Outcome.AlreadyGone;
                },
                one -> "the vault does not delete " + one.blob() + ": " + words(outcomes.get(one.blob())));
        if (gone.recordings().isEmpty() && isTelling(condemned)) {
            condemned.batch().progress().breakOff(figures.getLastFailure());
        }
        return gone.with(gone.recordings().stream()
                .map(one -> notThere.contains(one) ? one.notThere() : one)
                .toList());
    }

    /**
     * Whether what keeps all of these will keep the next ones too, so that each would be condemned for nothing. One alone says nothing of
     * others, and those that an earlier run could not dispose of say nothing of what is condemned now.
     */
    private static boolean isTelling(PurgeBatch.OfCondemned condemned) {
        return condemned.recordings().size() > 1
                && condemned.recordings().stream().allMatch(condemned::isFresh);
    }

    /** The name of a blob says whose it is: nothing is deleted under a name that is another recording's. */
    private PurgeBatch.OfCondemned onlyOwn(PurgeBatch.OfCondemned condemned) {
        return those(
                condemned,
                one -> one.blob().contains(one.recordingId().toString()),
                one -> "the blob " + one.blob() + " does not bear the recording's id, so it may be another's;"
                        + " look at both, nothing was deleted");
    }

    private static String words(@Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return refused.reason();
        }
        return outcome instanceof Outcome.Unknown unknown ? unknown.reason() : "it did not say";
    }

    /** Asks the vault anew for the blobs that it has deleted; those go on of which it says that there is none. */
    public PurgeBatch.OfCondemned confirm(PurgeBatch.OfCondemned deleted) {
        Set<String> absent = removal.absent(deleted.blobs());
        return those(
                deleted,
                one -> absent.contains(one.blob()),
                one -> "the vault does not say that " + one.blob()
                        + " is gone after it was told to delete it: no certificate is issued");
    }

    private PurgeBatch.OfCondemned those(
            PurgeBatch.OfCondemned all, Predicate<Condemned> good, Function<Condemned, String> why) {
        List<Condemned> rest = new ArrayList<>();
        for (Condemned one : all.recordings()) {
            if (good.test(one)) {
                rest.add(one);
            } else {
                failed(all.batch().progress(), List.of(one.recordingId()), one.recordingId() + ": " + why.apply(one));
            }
        }
        return all.with(rest);
    }

    /** Notes that disposals failed; the next run carries on with them. */
    void failed(Progress progress, List<UUID> recordings, String why) {
        progress.failed(recordings, why);
        figures.failed(recordings.size(), why);
    }

    /** The certificates of recordings whose blobs are gone. Asked again after a crash, it gives the same ones. */
    public PurgeBatch.OfCertified certify(PurgeBatch.OfCondemned absent) {
        UUID run = absent.batch().progress().plan().id();
        Certificates.Issued issued =
                jdbi.inTransaction(handle -> certificates.issue(handle, run, absent.recordings(), clock.instant()));
        return new PurgeBatch.OfCertified(absent.batch(), absent.recordings(), issued.certificates(), issued.files());
    }

    /** Puts the certificates into the vault. */
    public PurgeBatch.OfCertified keep(PurgeBatch.OfCertified certified) {
        certified.files().forEach(certificates::keep);
        return certified;
    }

    /** Ends the disposal of recordings whose certificates are in the vault. */
    public void end(PurgeBatch.OfCertified certified) {
        long disposed = jdbi.inTransaction(handle -> end(handle, certified));
        figures.disposed(disposed);
        certified
                .batch()
                .progress()
                .disposed(certified.recordings().stream()
                        .map(Condemned::recordingId)
                        .toList());
    }

    private long end(Handle handle, PurgeBatch.OfCertified certified) {
        Map<UUID, Condemned> condemned = certified.recordings().stream()
                .collect(Collectors.toMap(Condemned::recordingId, recording -> recording));
        List<Certificate> ending = ending(handle, certified);
        if (ending.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        List<UUID> ids = ending.stream().map(Certificate::recordingId).toList();
        catalogue.disposed(handle, ids, now);
        ledger.append(
                handle,
                ending.stream()
                        .map(certificate -> new Ledger.Act(
                                certificate.recordingId(),
                                now,
                                Ledger.DOCKET,
                                "disposed",
                                "condemned at "
                                        + requireCondemned(condemned, certificate.recordingId())
                                                .condemnedAt(),
                                details(certificate)))
                        .toList());
        outbox.follow(handle, catalogue.find(handle, List.copyOf(outbox.told(handle, ids))), EvidenceMessage.DISPOSED);
        PurgeRuns.disposed(
                handle,
                certified.batch().progress().plan().id(),
                now,
                ids.size(),
                ids.stream()
                        .mapToLong(id -> requireCondemned(condemned, id).bytes())
                        .sum());
        return ids.size();
    }

    private static Condemned requireCondemned(Map<UUID, Condemned> condemned, UUID id) {
        return Objects.requireNonNull(condemned.get(id), () -> "a certificate is of a condemned recording: " + id);
    }

    /** Those that nobody has ended yet; their rows are locked then. */
    private List<Certificate> ending(Handle handle, PurgeBatch.OfCertified certified) {
        List<UUID> all =
                certified.certificates().stream().map(Certificate::recordingId).toList();
        Set<UUID> disposing = Set.copyOf(catalogue.lockDisposing(handle, all));
        return certified.certificates().stream()
                .filter(certificate -> disposing.contains(certificate.recordingId()))
                .toList();
    }

    private static Map<String, ?> details(Certificate certificate) {
        Integer line = certificate.line();
        return line == null
                ? Map.of("certificate", certificate.blob(), "certificateSha256", certificate.sha256())
                : Map.of(
                        "certificate",
                        certificate.blob(),
                        "certificateLine",
                        line,
                        "certificateSha256",
                        certificate.sha256());
    }
}
