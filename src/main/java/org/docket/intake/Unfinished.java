package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.vault.Deposit;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what was received and cannot be deposited any more, because the dock replaced its source or took it away without a receipt. A
 * copy that the vault had verified by then is registered: it may be the only one. Else the blocks that the vault holds are dropped, the
 * row is withdrawn, and a notice says so if there is nothing in its place.
 */
public final class Unfinished {
    private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);
    private static final String REPLACED = "the dock replaced the source before it was deposited";
    private static final String GONE = "its source is gone from the dock's folder";
    private static final int AT_ONCE = 200;

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Vault vault;
    private final DockFolders folders;
    private final Claims claims;
    private final Registration registration;
    private final Notices notices;
    private final Duration patience;
    private final Clock clock;
    private final Releases releases;
    private final Presentations presentations = new Presentations();

    public Unfinished(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Vault vault,
            DockFolders folders,
            Claims claims,
            Registration registration,
            Notices notices,
            IntakeConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.vault = vault;
        this.folders = folders;
        this.claims = claims;
        this.registration = registration;
        this.notices = notices;
        this.patience = configuration.patience();
        this.clock = clock;
        this.releases = new Releases(jdbi, ledger, folders, configuration, clock);
    }

    /**
     * Ends a presentation that this hub has claimed: what lies under its name now is another source.
     *
     * @throws IOException if the dock's folder cannot be written to
     */
    void replaced(Presentation open) throws IOException {
        end(open, REPLACED);
    }

    /** Looks for recordings that were received and whose source is gone; ends those that have been gone for too long. */
    public void lookForGoneSources() {
        long last = 0;
        List<Presentation> page = page(last);
        while (!page.isEmpty()) {
            for (Presentation open : page) {
                last = open.id();
                tryToLook(open);
            }
            page = page(last);
        }
    }

    private List<Presentation> page(long after) {
        return jdbi.withHandle(handle -> presentations.unfinished(handle, after, AT_ONCE));
    }

    private void tryToLook(Presentation open) {
        try {
            look(open);
        } catch (IOException | RuntimeException e) {
            // One that cannot be looked after must not keep the others: it comes again next time.
            LOG.warn("recording {} could not be looked after: {}", open.recordingId(), e.getMessage());
        }
    }

    private void look(Presentation open) throws IOException {
        Path source = folders.folder(open.dock()).resolve(open.name());
        boolean noted = GONE.equals(open.lastFailure());
        if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            if (noted) {
                note(open, null, null);
            }
            return;
        }
        Instant now = clock.instant();
        Instant givenUpAt = open.nextAttemptAt();
        if (!noted || givenUpAt == null) {
            // The folder may be on a disk that is away for a while.
            note(open, GONE, now.plus(patience));
        } else if (!now.isBefore(givenUpAt) && jdbi.inTransaction(handle -> claims.take(handle, open.id()))) {
            end(open, GONE);
        }
    }

    private void note(Presentation open, @Nullable String reason, @Nullable Instant givenUpAt) throws IOException {
        Claims.Claim claim = claims.begin();
        jdbi.useHandle(handle -> presentations.failed(handle, open.id(), open.attempts(), reason, givenUpAt, claim));
    }

    private void end(Presentation open, String reason) throws IOException {
        Optional<Recording> received =
                catalogue.find(open.recordingId()).filter(recording -> recording.state() == RecordingState.RECEIVED);
        if (received.isEmpty()) {
            releases.endReplaced(open.id());
            return;
        }
        Optional<Deposit.Verified> left;
        try {
            left = salvage(received.get());
        } catch (Vault.NotThatOfTheRecording e) {
            jdbi.useTransaction(handle -> leave(handle, open, String.valueOf(e.getMessage())));
            return;
        }
        jdbi.useTransaction(handle -> {
            if (left.isPresent()) {
                registration.adopt(handle, received.get(), left.get(), reason);
                presentations.end(handle, open.id(), clock.instant());
            } else {
                withdraw(handle, open, reason);
            }
        });
    }

    private Optional<Deposit.Verified> salvage(Recording recording) {
        return vault.salvage(Names.blob(recording.id(), recording.receivedAt(), recording.name()), recording.id());
    }

    /** What the vault holds cannot be explained: it stays as it is, and its name in the folder is free for others. */
    private void leave(Handle handle, Presentation open, String finding) {
        Instant now = clock.instant();
        presentations.end(handle, open.id(), now);
        ledger.append(
                handle,
                open.recordingId(),
                now,
                Ledger.DOCKET,
                "left-unverified",
                finding,
                Map.of("dock", open.dock()));
        notices.add(
                handle,
                new Notice(
                        Notice.Kind.VERIFICATION_FAILED,
                        open.recordingId(),
                        open.dock(),
                        finding,
                        "look at the blob before anything is deleted"));
    }

    private void withdraw(Handle handle, Presentation open, String reason) {
        Instant now = clock.instant();
        presentations.end(handle, open.id(), now);
        catalogue.withdraw(handle, open.recordingId());
        ledger.append(
                handle,
                open.recordingId(),
                now,
                Ledger.DOCKET,
                "withdrawn",
                reason,
                Map.of("dock", open.dock(), "bytes", open.bytes()));
        if (reason.equals(REPLACED)) {
            // What lies there now is taken in as a recording of its own.
            return;
        }
        notices.add(
                handle,
                new Notice(
                        Notice.Kind.SOURCE_LOST,
                        open.recordingId(),
                        open.dock(),
                        reason + ", and the vault does not hold it",
                        "ask whoever runs the dock for the recording: it got no receipt"));
    }
}
