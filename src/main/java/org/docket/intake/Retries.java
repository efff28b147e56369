package org.docket.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts off what could not be taken in, and says why it waits. Nothing is given up while its source is there. */
public final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final Jdbi jdbi;
    private final DockFolders folders;
    private final Claims claims;
    private final Notices notices;
    private final Presentations presentations = new Presentations();

    public Retries(Jdbi jdbi, DockFolders folders, Claims claims, Notices notices) {
        this.jdbi = jdbi;
        this.folders = folders;
        this.claims = claims;
        this.notices = notices;
    }

    /** Puts off a source after a failure, and lets any hub try it again then. */
    public void postpone(Exception failure, File source) {
        Path path = source.toPath();
        Duration asked = failure instanceof NotDeposited notDeposited ? notDeposited.retryAfter() : null;
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        DockFolders.Waiting waiting = folders.postpone(path, reason, asked);
        try {
            Claims.Claim claim = claims.begin();
            jdbi.useTransaction(handle -> presentations
                    .open(handle, waiting.dock(), waiting.name())
                    .ifPresent(open -> note(handle, open, waiting, failure, claim)));
        } catch (IOException | RuntimeException e) {
            // Without a database nothing is taken in anyway; the reason is in the log, and the claim runs out.
            LOG.warn("why {} waits could not be written down: {}", path, e.getMessage());
        }
    }

    private void note(
            Handle handle, Presentation open, DockFolders.Waiting waiting, Exception failure, Claims.Claim claim) {
        boolean known = waiting.reason().equals(open.lastFailure());
        presentations.failed(handle, open.id(), open.attempts() + 1, waiting.reason(), waiting.until(), claim);
        if (!known && failure instanceof NotDeposited notDeposited && notDeposited.isMismatch()) {
            notices.add(
                    handle,
                    new Notice(
                            Notice.Kind.VERIFICATION_FAILED,
                            open.recordingId(),
                            open.dock(),
                            waiting.reason(),
                            "keep the dock's copy, and run 'docket verify " + open.recordingId() + "'"));
        }
    }

    /**
     * Why a recording that is not deposited waits.
     *
     * @param attempts how often it was tried
     * @param nextAttemptAt when it is tried again
     */
    public record Wait(
            String reason, int attempts, @Nullable Instant nextAttemptAt) {}

    /** Of those that wait, why. */
    public Map<UUID, Wait> of(List<UUID> recordings) {
        if (recordings.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(handle -> presentations.waiting(handle, recordings)).stream()
                .filter(open -> open.lastFailure() != null)
                .collect(Collectors.toMap(
                        Presentation::recordingId,
                        open -> new Wait(
                                Optional.ofNullable(open.lastFailure()).orElse(""),
                                open.attempts(),
                                open.nextAttemptAt()),
                        (earlier, later) -> later));
    }
}
