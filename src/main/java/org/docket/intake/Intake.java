package org.docket.intake;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.retention.Decisions;
import org.docket.vault.SourceDigest;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Gives what a dock presents an identity. The truth about what was taken in is in the catalogue: a recording that was cut short comes
 * again and goes on under the identity that it had.
 */
public final class Intake {
    private static final String PRESENTED = "presented by the dock";

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Decisions decisions;
    private final Vault vault;
    private final DockFolders folders;
    private final Clock clock;
    private final Presentations presentations = new Presentations();
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Intake(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Decisions decisions,
            Vault vault,
            DockFolders folders,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.decisions = decisions;
        this.vault = vault;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * Takes in what lies at that path.
     *
     * @throws IOException if it cannot be read; it stays where it is
     */
    public Arrival take(File recording) throws IOException {
        Path path = recording.toPath();
        DockFolders.Judgement judgement = folders.judge(path);
        if (judgement instanceof DockFolders.Judgement.Leave) {
            return new Arrival.Settled(folders.source(path));
        }
        Source source = folders.source(path);
        if (judgement instanceof DockFolders.Judgement.Refuse refuse) {
            return new Arrival.Refused(source, refuse.reason());
        }
        Optional<Presentation> open = jdbi.withHandle(
                handle -> presentations.open(handle, source.dock().id(), source.name()));
        Optional<Arrival> resumed = open.isPresent() ? resume(open.get(), source) : Optional.empty();
        return resumed.isPresent() ? resumed.get() : present(source);
    }

    /** Goes on with what was presented before under this name; empty if that is over and the source is a new one. */
    private Optional<Arrival> resume(Presentation open, Source source) throws IOException {
        Optional<Recording> found = catalogue.find(open.recordingId());
        RecordingState state = found.map(Recording::state).orElse(RecordingState.DISPOSED);
        if (open.isOf(source)) {
            if (state == RecordingState.RECEIVED) {
                Instant receivedAt = found.orElseThrow().receivedAt();
                return Optional.of(
                        new Arrival.Taken(open.recordingId(), open.id(), source, receivedAt, sidecar(source), true));
            }
            if (open.isDone() && (open.withheld() != null || Receipts.isBeside(source))) {
                folders.settle(source);
                return Optional.of(new Arrival.Settled(source));
            }
            boolean sameContent = state == RecordingState.DEPOSITED
                    && SourceDigest.of(source.path()).equals(found.orElseThrow().sha256());
            if (sameContent) {
                requireInVault(found.orElseThrow());
                return Optional.of(new Arrival.Known(open.id(), open.recordingId(), source, open.duplicate()));
            }
        }
        jdbi.useTransaction(handle -> endReplaced(handle, open, state));
        return Optional.empty();
    }

    private void endReplaced(Handle handle, Presentation open, RecordingState state) {
        Instant now = clock.instant();
        presentations.end(handle, open.id(), now);
        if (state == RecordingState.RECEIVED) {
            catalogue.withdraw(handle, open.recordingId());
            ledger.append(
                    handle,
                    open.recordingId(),
                    now,
                    Ledger.DOCKET,
                    "withdrawn",
                    "the dock replaced the source before it was deposited",
                    Map.of("dock", open.dock(), "bytes", open.bytes()));
        }
    }

    private Arrival present(Source source) throws IOException {
        // A receipt that lies there is for what was presented under this name before, and must not pass for this one's.
        Files.deleteIfExists(Names.beside(source.path(), Names.RECEIPT));
        // Only a recording of exactly this length can be the same one; nearly always there is none, and the source is
        // read once.
        if (catalogue.holdsLength(source.bytes())) {
            String sha256 = SourceDigest.of(source.path());
            Optional<Recording> held = jdbi.withHandle(handle -> catalogue.findDeposited(handle, sha256));
            if (held.isPresent()) {
                requireInVault(held.get());
                // Presented again with another sidecar: what an officer wants kept by now is kept, and nothing else
                // changes.
                sidecar(source)
                        .filter(Sidecar::saysRetain)
                        .ifPresent(sidecar ->
                                decisions.decide(sidecar.retain(held.get().id(), source)));
                long presentation = jdbi.inTransaction(
                        handle -> again(handle, source, held.get().id()));
                return new Arrival.Known(presentation, held.get().id(), source, true);
            }
        }
        Optional<Sidecar> sidecar = sidecar(source);
        return jdbi.inTransaction(handle -> receive(handle, source, sidecar));
    }

    private Arrival receive(Handle handle, Source source, Optional<Sidecar> sidecar) {
        UUID id = ids.generate();
        Instant now = clock.instant();
        String dock = source.dock().id();
        catalogue.receive(handle, id, dock, source.name(), source.bytes(), now);
        long presentation = presentations.begin(handle, source, id, false, now);
        ledger.append(
                handle,
                id,
                now,
                Ledger.DOCKET,
                "received",
                PRESENTED,
                Map.of(
                        "dock",
                        dock,
                        "name",
                        source.name(),
                        "bytes",
                        source.bytes(),
                        "modifiedAt",
                        source.modifiedAt()));
        return new Arrival.Taken(id, presentation, source, now, sidecar, false);
    }

    private long again(Handle handle, Source source, UUID recordingId) {
        Instant now = clock.instant();
        catalogue.presentedAgain(handle, recordingId);
        ledger.append(
                handle,
                recordingId,
                now,
                Ledger.DOCKET,
                "presented-again",
                PRESENTED,
                Map.of("dock", source.dock().id(), "name", source.name()));
        return presentations.begin(handle, source, recordingId, true, now);
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

    private static Optional<Sidecar> sidecar(Source source) throws IOException {
        Optional<Path> path = SidecarReader.find(source.path());
        return path.isPresent()
                ? Optional.of(SidecarReader.read(path.get(), source.dock().zone()))
                : Optional.empty();
    }
}
