package org.docket.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.custody.Ledger;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Writes the receipts: what is beside a recording when the dock may erase it, and never before. */
public final class Receipts {
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Vault vault;
    private final DockFolders folders;
    private final Clock clock;
    private final Presentations presentations = new Presentations();
    private final DockGatherings<Prepared, Boolean> requests;

    public Receipts(Jdbi jdbi, Catalogue catalogue, Ledger ledger, Vault vault, DockFolders folders, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.vault = vault;
        this.folders = folders;
        this.clock = clock;
        this.requests = new DockGatherings<>(jdbi, this::write);
    }

    /**
     * The content of a receipt.
     *
     * @param vault where the blob is, without credentials
     * @param duplicateOf the recording that this turned out to be, if it was presented before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Receipt(
            UUID recordingId,
            String dock,
            String name,
            long bytes,
            @Nullable String sha256,
            @Nullable Instant depositedAt,
            String vault,
            @Nullable UUID duplicateOf) {}

    static boolean isBeside(Source source) {
        return Files.exists(Names.beside(source.path(), Names.RECEIPT), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes the receipt of a recording that the catalogue has as deposited.
     *
     * @throws IOException if it cannot be written; the source stays, and the receipt is tried again
     */
    public void write(Arrival.Known known) throws IOException {
        folders.requireInside(known.source().path());
        DurableFile.Prepared file = DurableFile.prepare(
                Names.beside(known.source().path(), Names.RECEIPT), Json.write(receipt(known)) + "\n");
        try {
            requests.ask(known.source(), new Prepared(known, file));
        } finally {
            file.discard();
        }
        folders.settle(known.source());
    }

    private record Prepared(Arrival.Known known, DurableFile.Prepared file) {}

    /** The rows stay locked until the receipts have their names: no purge condemns a recording in between. */
    private List<Boolean> write(Handle handle, List<Prepared> together) throws IOException {
        Instant now = clock.instant();
        List<UUID> missing = catalogue.lockAndFindUndeposited(
                handle,
                together.stream()
                        .map(prepared -> prepared.known().recordingId())
                        .toList());
        if (!missing.isEmpty()) {
            throw new IOException("no receipt is written: not in the vault are the recordings " + missing);
        }
        presentations.receipted(
                handle,
                together.stream()
                        .map(prepared -> new Presentations.Receipted(
                                prepared.known().presentation(),
                                releaseAt(prepared.known().source().dock().release(), now)))
                        .toList(),
                now);
        ledger.append(
                handle,
                together.stream()
                        .map(prepared -> receipted(prepared.known(), now))
                        .toList());
        DurableFile.publish(together.stream().map(Prepared::file).toList());
        return together.stream().map(prepared -> true).toList();
    }

    private Receipt receipt(Arrival.Known known) {
        Recording recording = known.recording();
        return new Receipt(
                recording.id(),
                known.source().dock().id(),
                known.source().name(),
                recording.bytes(),
                recording.sha256(),
                recording.depositedAt(),
                vault.url(String.valueOf(recording.blob())),
                known.again() ? recording.id() : null);
    }

    private static Ledger.Act receipted(Arrival.Known known, Instant now) {
        return new Ledger.Act(
                known.recordingId(),
                now,
                Ledger.DOCKET,
                "receipted",
                "the vault holds a verified copy",
                Map.of(
                        "dock",
                        known.source().dock().id(),
                        "name",
                        known.source().name()));
    }

    private static @Nullable Instant releaseAt(Release release, Instant now) {
        if (release instanceof Release.Keep keep) {
            return now.plus(keep.time());
        }
        return release instanceof Release.Delete ? now : null;
    }
}
