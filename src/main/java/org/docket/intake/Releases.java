package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes sources away that have their receipt, where the dock is set up so that Docket does that. */
public final class Releases {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final DockFolders folders;
    private final Clock clock;
    private final Presentations presentations = new Presentations();

    public Releases(Jdbi jdbi, DockFolders folders, Clock clock) {
        this.jdbi = jdbi;
        this.folders = folders;
        this.clock = clock;
    }

    /** Deletes the sources whose time has come. A source that is no longer what was receipted is not touched. */
    public synchronized void releaseDue() {
        List<Presentation> due = jdbi.withHandle(handle -> presentations.toRelease(handle, clock.instant(), AT_ONCE));
        for (Presentation presentation : due) {
            try {
                release(presentation);
            } catch (IOException e) {
                // One source that cannot be taken away must not keep the others: it stays due, and is tried again.
                LOG.warn(
                        "{}/{} has its receipt but cannot be taken away, see who may write there: {}",
                        presentation.dock(),
                        presentation.name(),
                        e.toString());
            }
        }
    }

    private void release(Presentation presentation) throws IOException {
        Path path = folders.folder(presentation.dock()).resolve(presentation.name());
        Path folder = path.getParent();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean unchanged = attributes.isRegularFile()
                    && attributes.size() == presentation.bytes()
                    && DockFolders.modifiedAt(attributes).equals(presentation.modifiedAt());
            if (unchanged) {
                Optional<Path> sidecar = SidecarReader.find(path);
                Files.deleteIfExists(path);
                Files.deleteIfExists(Names.beside(path, Names.MARKER));
                if (sidecar.isPresent() && isKept(presentation, sidecar.get())) {
                    Files.deleteIfExists(sidecar.get());
                }
            }
        }
        if (folder != null && Files.isDirectory(folder)) {
            DurableFile.sync(folder);
        }
        jdbi.useHandle(handle -> presentations.end(handle, presentation.id(), clock.instant()));
        folders.forget(path);
    }

    /** A sidecar goes only when the catalogue has the very same bytes: a changed one still has something to say. */
    private boolean isKept(Presentation presentation, Path sidecar) throws IOException {
        byte[] content = Files.readAllBytes(sidecar);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from sidecar where recording_id = :id and content = :content)")
                .bind("id", presentation.recordingId())
                .bind("content", content)
                .mapTo(Boolean.class)
                .one());
    }
}
