package org.docket.intake;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.docket.catalogue.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts aside what is no recording, with the reason beside it. Nothing is deleted and nothing is overwritten. */
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    /** A reason is a few lines; what is longer was not written here. */
    private static final long LONGEST_REASON = 64 << 10;

    /** Leaves room for a number and for the ending of the reason. */
    private static final int LONGEST_NAME = 220;

    /** What is never to be read, and would be if it were moved to another disk. */
    private static final Set<QuarantineReason> NEVER_READ =
            Set.of(QuarantineReason.TOO_LARGE, QuarantineReason.NOT_A_FILE);

    private final IntakeConfiguration configuration;
    private final DockFolders folders;
    private final Clock clock;

    public Quarantine(IntakeConfiguration configuration, DockFolders folders, Clock clock) {
        this.configuration = configuration;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * What stands beside a thing in quarantine.
     *
     * @param name path below the dock's folder, with forward slashes
     */
    public record Reason(
            String dock,
            String name,
            QuarantineReason reason,
            String explanation,
            String remedy,
            long bytes,
            Instant quarantinedAt) {}

    /**
     * A thing that lies in quarantine.
     *
     * @param keptAs its path below the folder of the dock in quarantine; another than its name if that was taken there, or too long
     */
    public record Kept(@JsonUnwrapped Reason reason, String keptAs) {}

    /** Moves it out of the dock's folder, unless another hub on the same folders is faster. */
    public void put(Arrival.Refused refused) throws IOException {
        Source source = refused.source();
        try {
            folders.requireInside(source.path());
            move(source, refused.reason());
            if (Names.hasRoomFor(source.path(), Names.MARKER)) {
                Files.deleteIfExists(Names.beside(source.path(), Names.MARKER));
            }
        } catch (NoSuchFileException e) {
            // Moved or taken away by now; what lies there next is looked at anew.
            LOG.debug("{} is not there any more", source.path());
        }
        folders.forget(source.path());
    }

    private void move(Source source, QuarantineReason reason) throws IOException {
        Path place = reserve(source);
        Reason written = new Reason(
                source.dock().id(),
                source.name(),
                reason,
                reason.explanation(),
                reason.remedy(),
                source.bytes(),
                clock.instant());
        DurableFile.write(reasonOf(place), Json.write(written) + "\n");
        try {
            if (NEVER_READ.contains(reason)) {
                Files.move(source.path(), place, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(source.path(), place);
            }
        } catch (IOException e) {
            Files.deleteIfExists(reasonOf(place));
            throw e;
        }
        DurableFile.syncFolderOf(place);
    }

    /** A name that is free; from now on its reason is there, so that nobody else takes it. */
    private Path reserve(Source source) throws IOException {
        Files.createDirectories(configuration.quarantine().resolve("."));
        Path folder = enter(configuration.quarantine(), source.dock().id());
        String[] names = source.name().split("/", -1);
        // The whole path may be too long here; what counts is in the reason.
        boolean flat = Names.isTooLong(folder.resolve(source.name()).resolve("-".repeat(names.length * 4)));
        for (int i = 0; i < names.length - 1 && !flat; i++) {
            folder = enter(folder, names[i]);
        }
        String name = Names.shortened(names[names.length - 1], LONGEST_NAME);
        for (int number = 1; ; number++) {
            Path place = folder.resolve(numbered(name, number));
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS) && isNew(reasonOf(place))) {
                return place;
            }
        }
    }

    /**
     * A folder of that name, which is there from now on. What was put into quarantine before may have that name, and be a link: it is
     * not followed.
     */
    private static Path enter(Path parent, String name) throws IOException {
        for (int number = 1; ; number++) {
            Path folder = parent.resolve(numbered(Names.shortened(name, LONGEST_NAME), number));
            try {
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    return folder;
                }
            }
        }
    }

    private static String numbered(String name, int number) {
        String extension = Names.extension(name);
        return number == 1 ? name : Names.base(name) + "~" + number + (extension.isEmpty() ? "" : "." + extension);
    }

    private static boolean isNew(Path reason) throws IOException {
        try {
            Files.createFile(reason);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static Path reasonOf(Path place) {
        return Names.beside(place, Names.REASON);
    }

    /** The reasons of all that lies in quarantine, by dock and name. */
    public List<Reason> list() throws IOException {
        return kept().stream().map(Kept::reason).toList();
    }

    /** All that lies in quarantine, by dock and name. */
    public List<Kept> kept() throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (Path path :
                LiveFolder.files(configuration.quarantine()).stream().sorted().toList()) {
            if (Names.fileName(path).endsWith(Names.REASON)) {
                try {
                    read(path, kept);
                } catch (NoSuchFileException e) {
                    LOG.debug("{} was put back meanwhile", path, e);
                }
            }
        }
        return kept;
    }

    private void read(Path path, List<Kept> kept) throws IOException {
        String name = Names.fileName(path);
        Path place = path.resolveSibling(name.substring(0, name.length() - Names.REASON.length()));
        long bytes = Files.size(path);
        // One without a word is a name that is being taken at this moment; one without a thing is left of a move.
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS) || bytes == 0 || bytes > LONGEST_REASON) {
            return;
        }
        try {
            Reason reason = Json.read(Files.readString(path), Reason.class);
            Path folder = configuration.quarantine().resolve(reason.dock());
            if (place.startsWith(folder)) {
                kept.add(new Kept(reason, folder.relativize(place).toString().replace(File.separatorChar, '/')));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is no reason that Docket wrote: look at it", path);
        }
    }

    /** What became of a thing that was to be taken in after all. */
    public sealed interface Retried {
        /** It lies in its dock's folder again. */
        record Back(Path path) implements Retried {}

        /**
         * It stays in quarantine.
         *
         * @param reason why, and what to do
         */
        record Refused(String reason) implements Retried {}
    }

    /**
     * Puts a thing back into its dock's folder, under the name that it had. The hub that looks there takes it in, or puts it into
     * quarantine again if nothing has changed.
     *
     * @throws IOException if it cannot be moved; it is in quarantine then, or in both places
     */
    public Retried retry(Kept kept) throws IOException {
        Reason reason = kept.reason();
        if (!reason.reason().isCurable()) {
            return new Retried.Refused(
                    reason.reason().explanation() + "; " + reason.reason().remedy());
        }
        Path place = configuration.quarantine().resolve(reason.dock()).resolve(kept.keptAs());
        Path target = folders.folder(reason.dock()).resolve(reason.name());
        if (!Files.isDirectory(folders.folder(reason.dock()), LinkOption.NOFOLLOW_LINKS)) {
            return new Retried.Refused("the folder " + folders.folder(reason.dock()) + " of its dock is not there");
        }
        folders.createFoldersTo(target);
        boolean marks = folders.waitsForMarker(target) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (marks) {
            // Whoever says that it is to be taken in says that it is whole.
            DurableFile.write(Names.beside(target, Names.MARKER), "");
        }
        try {
            back(place, target);
        } catch (FileAlreadyExistsException e) {
            return new Retried.Refused("something of its name lies in the dock's folder: move " + target + " away");
        }
        DurableFile.syncFolderOf(target);
        Files.deleteIfExists(place);
        Files.deleteIfExists(reasonOf(place));
        DurableFile.syncFolderOf(place);
        LOG.info("{} was put back from quarantine, where it was because {}", target, reason.explanation());
        return new Retried.Back(target);
    }

    /** By a second name for the same file, where there is such a thing: it cannot replace what lies there. */
    private static void back(Path place, Path target) throws IOException {
        try {
            Files.createLink(target, place);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            copyBack(place, target);
        }
    }

    /** From another disk: under a hidden name first, so that nobody takes half of it. */
    private static void copyBack(Path place, Path target) throws IOException {
        Path copy = DurableFile.copy(place, target);
        try {
            Files.move(copy, target);
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
