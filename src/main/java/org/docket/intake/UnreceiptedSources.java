package org.docket.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.docket.monitoring.MissingReceipts;
import org.jdbi.v3.core.Jdbi;

/** Looks for sources that lie in their dock's folder, are deposited, and have no receipt beside them. */
public final class UnreceiptedSources implements MissingReceipts {
    private final Jdbi jdbi;
    private final DockFolders folders;
    private final Presentations presentations = new Presentations();

    public UnreceiptedSources(Jdbi jdbi, DockFolders folders) {
        this.jdbi = jdbi;
        this.folders = folders;
    }

    @Override
    public Page page(long after, Instant before, int limit) {
        List<Presentation> page = jdbi.withHandle(handle -> presentations.toHaveReceipts(handle, after, before, limit));
        List<Missing> missing = new ArrayList<>();
        for (Presentation presentation : page) {
            if (lacksItsReceipt(presentation)
                    && jdbi.inTransaction(handle -> presentations.isStill(handle, presentation))) {
                missing.add(new Missing(
                        presentation.recordingId(),
                        presentation.dock(),
                        presentation.name(),
                        presentation.receiptedAt() != null));
            }
        }
        long last = page.isEmpty() ? after : page.get(page.size() - 1).id();
        return new Page(missing, last, page.size() == limit);
    }

    /** The receipt is looked for first: a dock that takes both away begins with the source. */
    private boolean lacksItsReceipt(Presentation presentation) {
        Path source = folders.folder(presentation.dock()).resolve(presentation.name());
        return !Files.exists(Names.beside(source, Names.RECEIPT), LinkOption.NOFOLLOW_LINKS)
                && liesThere(source, presentation);
    }

    private static boolean liesThere(Path source, Presentation presentation) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    && attributes.size() == presentation.bytes()
                    && DockFolders.modifiedAt(attributes).equals(presentation.modifiedAt());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of dock " + presentation.dock() + " cannot be read", e);
        }
    }
}
