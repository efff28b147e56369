package org.docket.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.vault.DepositRequest;
import org.docket.vault.SourceDigest;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Gives what a dock presents an identity. The truth about what was taken in is in the catalogue: a recording that was cut short comes
 * again and goes on under the identity that it had.
 */
public final class Intake {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final SidecarDecisions decisions;
    private final Vault vault;
    private final DockFolders folders;
    private final Claims claims;
    private final Unfinished unfinished;
    private final Reception reception;
    private final Presentations presentations = new Presentations();
    private final DockGatherings<Reception.Newcomer, Reception.Outcome> newcomers;

    public Intake(
            Jdbi jdbi,
            Catalogue catalogue,
            SidecarDecisions decisions,
            Vault vault,
            DockFolders folders,
            Claims claims,
            Unfinished unfinished,
            Reception reception) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.decisions = decisions;
        this.vault = vault;
        this.folders = folders;
        this.claims = claims;
        this.unfinished = unfinished;
        this.reception = reception;
        this.newcomers = new DockGatherings<>(jdbi, reception::receive);
    }

    /**
     * Takes in what lies at that path.
     *
     * @throws IOException if it cannot be read; it stays where it is
     */
    public Arrival take(File recording) throws IOException {
        Path path = recording.toPath();
        Judgement judgement = folders.judge(path);
        if (judgement instanceof Judgement.Leave) {
            return new Arrival.Settled();
        }
        try {
            Source source = folders.source(path);
            if (judgement instanceof Judgement.Refuse refuse) {
                return new Arrival.Refused(source, refuse.reason());
            } else if (judgement instanceof Judgement.Late late) {
                return new Arrival.Late(source, late.alone(), late.overdue());
            }
            return take(source);
        } catch (NoSuchFileException e) {
            if (path.toFile().exists()) {
                throw e;
            }
            // The dock or another hub has taken it away since the folder was listed.
            return new Arrival.Settled();
        }
    }

    private Arrival take(Source source) throws IOException {
        Reception.Newcomer newcomer = Reception.Newcomer.of(source);
        Reception.Outcome outcome = newcomers.ask(source, newcomer);
        if (outcome instanceof Reception.Outcome.Presented presented) {
            Optional<Arrival> resumed = resume(presented.open(), source);
            if (resumed.isPresent()) {
                return resumed.get();
            }
            outcome = newcomers.ask(source, newcomer);
        }
        if (outcome instanceof Reception.Outcome.Alike) {
            outcome = newcomers.ask(source, newcomer.hashed());
        }
        if (outcome instanceof Reception.Outcome.Received received) {
            return new Arrival.Taken(
                    received.recordingId(), received.presentation(), source, received.at(), sidecar(source), false);
        } else if (outcome instanceof Reception.Outcome.Held held) {
            return presentAgain(source, held.recording());
        }
        return busy(source);
    }

    /** The transfer that brings what was taken in into the vault. */
    public DepositRequest deposit(Arrival.Taken taken, Facts facts) {
        return taken.deposit(facts.contentType());
    }

    /** Goes on with what was presented before under this name; empty if that is over and the source is a new one. */
    private Optional<Arrival> resume(Presentation seen, Source source) throws IOException {
        if (seen.isOf(source) && seen.isDone() && (seen.withheld() != null || Receipts.isBeside(source))) {
            folders.settle(source);
            return Optional.of(new Arrival.Settled());
        }
        Optional<Claimed> claimed = jdbi.inTransaction(handle -> claim(handle, seen, source));
        if (claimed.isEmpty()) {
            return Optional.of(busy(source));
        }
        Presentation open = claimed.get().presentation();
        Optional<Recording> found = claimed.get().recording();
        RecordingState state = found.map(Recording::state).orElse(RecordingState.DISPOSED);
        boolean same = open.isOf(source);
        if (same && state == RecordingState.RECEIVED) {
            return Optional.of(new Arrival.Taken(
                    open.recordingId(), open.id(), source, found.orElseThrow().receivedAt(), sidecar(source), true));
        }
        boolean sameContent = same
                && state == RecordingState.DEPOSITED
                && SourceDigest.of(source.path()).equals(found.orElseThrow().sha256());
        if (sameContent) {
            requireInVault(found.orElseThrow());
            return Optional.of(new Arrival.Known(open.id(), found.orElseThrow(), source, open.duplicate()));
        }
        unfinished.replaced(open);
        return Optional.empty();
    }

    /** What the catalogue has of a presentation while this hub has claimed it; no recording if that was withdrawn. */
    private record Claimed(Presentation presentation, Optional<Recording> recording) {}

    /** Claims it and looks again: until now another hub may have gone on with it. Empty if one is still at it. */
    private Optional<Claimed> claim(Handle handle, Presentation seen, Source source) throws IOException {
        if (!claims.take(handle, seen.id())) {
            return Optional.empty();
        }
        Presentation open =
                presentations.open(handle, source.dock().id(), source.name()).orElseThrow();
        return Optional.of(new Claimed(
                open,
                catalogue.find(handle, List.of(open.recordingId())).stream().findFirst()));
    }

    private Arrival busy(Source source) {
        folders.leaveToAnotherHub(source);
        return new Arrival.Settled();
    }

    private Arrival presentAgain(Source source, Recording held) throws IOException {
        Optional<Sidecar> sidecar = sidecar(source);
        requireInVault(held);
        Optional<Long> presentation = jdbi.inTransaction(handle -> again(handle, source, held, sidecar));
        sidecar.ifPresent(kept -> folders.settleSidecar(source, kept));
        return presentation.isPresent() ? new Arrival.Known(presentation.get(), held, source, true) : busy(source);
    }

    /** Presented again with another sidecar: what an officer wants kept by now is kept, and nothing else changes. */
    private Optional<Long> again(Handle handle, Source source, Recording held, Optional<Sidecar> sidecar)
            throws IOException {
        Optional<Long> presentation = reception.again(handle, source, held.id(), sidecar);
        if (presentation.isPresent()) {
            sidecar.ifPresent(said -> decisions.retain(handle, said, held, source));
        }
        return presentation;
    }

    /** The catalogue's word is not enough to let a dock erase what it presents again. */
    private void requireInVault(Recording recording) throws IOException {
        String blob = String.valueOf(recording.blob());
        if (!vault.holds(blob, String.valueOf(recording.sha256()), recording.bytes())) {
            throw new IOException("recording " + recording.id() + " is in the catalogue, but the vault does not hold "
                    + blob + " as it was deposited: keep the dock's copy, and run 'docket verify " + recording.id()
                    + "'");
        }
    }

    private Optional<Sidecar> sidecar(Source source) throws IOException {
        return folders.sidecars().read(source.path(), source.dock());
    }
}
