package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes sidecars away that are kept. One that goes with its recording is found again by the presentation, which stays open until all of
 * it is done; for one that came late it is written down first. Of all hubs one at a time is at a sidecar.
 */
final class SidecarRemovals {
    private static final Logger LOG = LoggerFactory.getLogger(SidecarRemovals.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final DockFolders folders;
    private final Clock clock;
    private final Sidecars sidecars = new Sidecars();

    SidecarRemovals(Jdbi jdbi, Ledger ledger, DockFolders folders, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.folders = folders;
        this.clock = clock;
    }

    /** A sidecar that is to go. */
    private record Due(String dock, String name) {}

    /** Takes a late sidecar away, if it is kept for its recording; now, or as soon as it can be. */
    void take(Source source, UUID recordingId) {
        Due due = new Due(source.dock().id(), source.name());
        if (!note(due, recordingId)) {
            // One that had its name before is not done with.
            tryToFinish(due);
            note(due, recordingId);
        }
        tryToFinish(due);
    }

    /** Whether it stands there now, unless it is gone by now. */
    private boolean note(Due due, UUID recordingId) {
        return jdbi.inTransaction(handle -> {
            await(handle, due);
            return !Removal.isDue(path(due))
                    || handle.createUpdate("insert into sidecar_removal (dock, name, recording_id, again_at)"
                                            + " values (:dock, :name, :id, :now) on conflict (dock, name) do nothing")
                                    .bind("dock", due.dock())
                                    .bind("name", due.name())
                                    .bind("id", recordingId)
                                    .bind("now", clock.instant())
                                    .execute()
                            > 0;
        });
    }

    private Path path(Due due) {
        return folders.folder(due.dock()).resolve(due.name());
    }

    /** Goes on with what was begun and not ended. */
    void finishDue() {
        jdbi.withHandle(handle -> handle.createQuery("select dock, name from sidecar_removal where again_at <= :now"
                                + " order by again_at limit :limit")
                        .bind("now", clock.instant())
                        .bind("limit", AT_ONCE)
                        .map((row, context) -> new Due(row.getString("dock"), row.getString("name")))
                        .list())
                .forEach(this::tryToFinish);
    }

    private void tryToFinish(Due due) {
        jdbi.useTransaction(handle -> {
            if (!isFree(handle, due)) {
                return;
            }
            Optional<UUID> recordingId = begun(handle, due);
            if (recordingId.isPresent()) {
                tryToFinish(handle, due, recordingId.get());
            }
        });
    }

    private void tryToFinish(Handle handle, Due due, UUID recordingId) {
        try {
            finish(handle, due, recordingId);
        } catch (IOException e) {
            LOG.warn(
                    "the sidecar {}/{} is kept but cannot be taken away, see who may write there: {}",
                    due.dock(),
                    due.name(),
                    e.toString());
            handle.createUpdate("update sidecar_removal set again_at = :at where dock = :dock and name = :name")
                    .bind("at", clock.instant().plus(AGAIN))
                    .bind("dock", due.dock())
                    .bind("name", due.name())
                    .execute();
        }
    }

    private void finish(Handle handle, Due due, UUID recordingId) throws IOException {
        Path dock = folders.folder(due.dock());
        if (!Files.isDirectory(dock)) {
            throw new NoSuchFileException(
                    dock.toString(), null, "the dock's folder is not there: its disk may be away");
        }
        Path sidecar = path(due);
        if (Files.isDirectory(sidecar.resolveSibling(".")) && isTaken(handle, sidecar, recordingId)) {
            Instant now = clock.instant();
            ledger.append(
                    handle,
                    recordingId,
                    now,
                    Ledger.DOCKET,
                    "sidecar-removed",
                    "it is kept, and the dock has its receipt",
                    Map.of("dock", due.dock(), "name", due.name()));
        }
        handle.createUpdate("delete from sidecar_removal where dock = :dock and name = :name")
                .bind("dock", due.dock())
                .bind("name", due.name())
                .execute();
    }

    /** One that lies beside a recording by now goes with that. */
    private boolean isTaken(Handle handle, Path sidecar, UUID recordingId) throws IOException {
        folders.requireInside(sidecar);
        boolean begun = Removal.isBegun(sidecar);
        if (folders.hasRecording(sidecar)) {
            Removal.carryOn(sidecar, content -> sidecars.isKept(handle, recordingId, content));
            return begun;
        }
        return Removal.of(sidecar, content -> sidecars.isKept(handle, recordingId, content)) || begun;
    }

    /**
     * Takes the sidecars away that lie beside a source, in the transaction that ends its presentation. What another one has under their
     * names by now is left alone.
     *
     * @param source that was presented
     * @param gone whether nothing lies under its name any more
     */
    void takeWith(Handle handle, Presentation presentation, Path source, boolean gone) throws IOException {
        for (Path sidecar : SidecarReader.namesBeside(source)) {
            if (Removal.isDue(sidecar)) {
                Due due = new Due(
                        presentation.dock(),
                        folders.folder(presentation.dock()).relativize(sidecar).toString());
                await(handle, due);
                takeWith(handle, due, presentation.recordingId(), sidecar, gone);
            }
        }
    }

    private void takeWith(Handle handle, Due due, UUID recordingId, Path sidecar, boolean gone) throws IOException {
        if (Removal.isBegun(sidecar)) {
            @Nullable UUID late = begun(handle, due).orElse(null);
            Removal.carryOn(
                    sidecar,
                    content -> sidecars.isKept(handle, recordingId, content)
                            || (late != null && sidecars.isKept(handle, late, content)));
        }
        // It goes only when the catalogue has the very same bytes: a changed one still has something to say.
        if (gone && !folders.hasRecording(sidecar)) {
            Removal.of(sidecar, content -> sidecars.isKept(handle, recordingId, content));
        }
    }

    private static Optional<UUID> begun(Handle handle, Due due) {
        return handle.createQuery("select recording_id from sidecar_removal where dock = :dock and name = :name")
                .bind("dock", due.dock())
                .bind("name", due.name())
                .mapTo(UUID.class)
                .findOne();
    }

    /** Until the transaction ends nobody else is at it. */
    private static void await(Handle handle, Due due) {
        handle.createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:key, 0))")
                .bind("key", key(due))
                .mapTo(Integer.class)
                .one();
    }

    private static boolean isFree(Handle handle, Due due) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
                .bind("key", key(due))
                .mapTo(Boolean.class)
                .one();
    }

    private static String key(Due due) {
        return "sidecar " + due.dock() + '/' + due.name();
    }
}
