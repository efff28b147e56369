package org.docket.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Writes the receipts: what is beside a recording when the dock may erase it, and never before. */
public final class Receipts {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Vault vault;
    private final DockFolders folders;
    private final Clock clock;
    private final Presentations presentations = new Presentations();

    public Receipts(Jdbi jdbi, Catalogue catalogue, Ledger ledger, Vault vault, DockFolders folders, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.vault = vault;
        this.folders = folders;
        this.clock = clock;
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
        // The row stays locked until the receipt is written: no purge condemns the recording in between.
        jdbi.useTransaction(handle -> write(handle, known));
        folders.settle(known.source());
    }

    private void write(Handle handle, Arrival.Known known) throws IOException {
        Source source = known.source();
        Recording recording = catalogue
                .findForUpdate(handle, known.recordingId())
                .filter(found -> found.state() == RecordingState.DEPOSITED)
                .orElseThrow(() -> new IOException(
                        "recording " + known.recordingId() + " is not in the vault: no receipt for " + source.path()));
        Receipt receipt = new Receipt(
                recording.id(),
                source.dock().id(),
                source.name(),
                recording.bytes(),
                recording.sha256(),
                recording.depositedAt(),
                vault.url(String.valueOf(recording.blob())),
                known.again() ? recording.id() : null);
        Instant now = clock.instant();
        presentations.receipted(
                handle, known.presentation(), now, releaseAt(source.dock().release(), now));
        ledger.append(
                handle,
                recording.id(),
                now,
                Ledger.DOCKET,
                "receipted",
                "the vault holds a verified copy",
                Map.of("dock", source.dock().id(), "name", source.name()));
        DurableFile.write(Names.beside(source.path(), Names.RECEIPT), Json.write(receipt) + "\n");
    }

    private static @Nullable Instant releaseAt(Release release, Instant now) {
        if (release instanceof Release.Keep keep) {
            return now.plus(keep.time());
        }
        return release instanceof Release.Delete ? now : null;
    }
}
