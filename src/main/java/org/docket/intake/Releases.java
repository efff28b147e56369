package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes sources away that have their receipt, where the dock is set up so that Docket does that. */
public final class Releases {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Duration again;
    private final DockFolders folders;
    private final Clock clock;
    private final Presentations presentations = new Presentations();
    private final SidecarRemovals removals;

    public Releases(Jdbi jdbi, Ledger ledger, DockFolders folders, IntakeConfiguration configuration, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.again = configuration.mostRetry();
        this.folders = folders;
        this.clock = clock;
        this.removals = new SidecarRemovals(jdbi, ledger, folders, clock);
    }

    /** Takes the source of a receipt away at once, if its dock is set up so. */
    public void release(Arrival.Known known) {
        if (known.source().dock().release() instanceof Release.Delete) {
            tryToRelease(known.presentation());
        }
    }

    /**
     * Takes the sources away whose time has come, and goes on with what a hub that was killed has begun. A source that is no longer
     * what was receipted is not touched.
     */
    public void releaseDue() {
        removals.finishDue();
        jdbi.withHandle(handle -> presentations.toRelease(handle, clock.instant(), AT_ONCE))
                .forEach(this::tryToRelease);
    }

    private void tryToRelease(long id) {
        // Under the row's lock: whoever comes second must not take away what the dock has put there since.
        jdbi.useTransaction(handle -> {
            Optional<Presentation> due = presentations.lockToRelease(handle, id, clock.instant());
            if (due.isPresent()) {
                tryToRelease(handle, due.get());
            }
        });
    }

    private void tryToRelease(Handle handle, Presentation presentation) {
        try {
            release(handle, presentation);
        } catch (IOException e) {
            // One source that cannot be taken away must not keep the others: it is tried again later.
            LOG.warn(
                    "{}/{} has its receipt but cannot be taken away, see who may write there: {}",
                    presentation.dock(),
                    presentation.name(),
                    e.toString());
            presentations.releaseAt(handle, presentation.id(), clock.instant().plus(again));
        }
    }

    private void release(Handle handle, Presentation presentation) throws IOException {
        Path path = folders.folder(presentation.dock()).resolve(presentation.name());
        if (Files.isDirectory(path.resolveSibling("."))) {
            // A link in the place of a folder on the way would lead to what is not this dock's.
            folders.requireInside(path);
        }
        // Under another name nobody can put another recording in its place between the look and the deletion.
        Path aside = aside(path, presentation);
        if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS) && isUnchanged(path, presentation)) {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        carryOn(path, presentation);
        // Also when a crash came after the deletion, or the dock took the source away itself.
        Path dock = folders.folder(presentation.dock());
        if (!Files.isDirectory(dock)) {
            throw new NoSuchFileException(
                    dock.toString(), null, "the dock's folder is not there: its disk may be away");
        }
        boolean gone = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (Files.isDirectory(path.resolveSibling("."))) {
            removals.takeWith(handle, presentation, path, gone);
        }
        if (gone && Files.isDirectory(path.resolveSibling("."))) {
            Files.deleteIfExists(Names.beside(path, Names.MARKER));
            DurableFile.syncFolderOf(path);
        }
        presentations.end(handle, presentation.id(), clock.instant());
        if (gone) {
            note(handle, presentation);
        }
        folders.forget(path);
    }

    /**
     * Ends a presentation whose source was replaced. What a hub that was killed has begun to take away of it is taken away; what lies
     * there under its names by now is not touched.
     *
     * @throws IOException if that cannot be done; the presentation stays open
     */
    void endReplaced(long id) throws IOException {
        jdbi.useTransaction(handle -> {
            Optional<Presentation> open = presentations.lock(handle, id);
            if (open.isPresent()) {
                endReplaced(handle, open.get());
            }
        });
    }

    private void endReplaced(Handle handle, Presentation presentation) throws IOException {
        Path path = folders.folder(presentation.dock()).resolve(presentation.name());
        if (Files.isDirectory(path.resolveSibling("."))) {
            folders.requireInside(path);
            if (carryOn(path, presentation)) {
                note(handle, presentation);
            }
            removals.takeWith(handle, presentation, path, false);
        }
        presentations.end(handle, presentation.id(), clock.instant());
    }

    private void note(Handle handle, Presentation presentation) {
        ledger.append(
                handle,
                presentation.recordingId(),
                clock.instant(),
                Ledger.DOCKET,
                "source-removed",
                "the dock has its receipt",
                Map.of("dock", presentation.dock(), "name", presentation.name()));
    }

    /** Ends what was begun; whether something was deleted. */
    private static boolean carryOn(Path path, Presentation presentation) throws IOException {
        Path aside = aside(path, presentation);
        if (isUnchanged(aside, presentation)) {
            Files.delete(aside);
            return true;
        } else if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(aside, Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? besides(path, presentation) : path);
        }
        return false;
    }

    private static Path aside(Path path, Presentation presentation) {
        return path.resolveSibling(".docket-release-" + presentation.id());
    }

    /** What changed while it was set aside is a source of its own; another one has its name by now. */
    private static Path besides(Path path, Presentation presentation) {
        String name = Names.fileName(path);
        String extension = Names.extension(name);
        return path.resolveSibling(
                Names.base(name) + "~" + presentation.id() + (extension.isEmpty() ? "" : "." + extension));
    }

    private static boolean isUnchanged(Path path, Presentation presentation) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.size() == presentation.bytes()
                && DockFolders.modifiedAt(attributes).equals(presentation.modifiedAt());
    }
}
