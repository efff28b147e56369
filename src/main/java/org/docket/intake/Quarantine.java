package org.docket.intake;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.docket.catalogue.Json;

/** Puts aside what is no recording, with the reason beside it. Nothing is deleted and nothing is overwritten. */
public final class Quarantine {
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

    /** Moves it out of the dock's folder, unless another hub on the same folders is faster. */
    public void put(Arrival.Refused refused) throws IOException {
        Source source = refused.source();
        Path place =
                reserve(configuration.quarantine().resolve(source.dock().id()).resolve(source.name()));
        QuarantineReason reason = refused.reason();
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
            Files.move(source.path(), place);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(reasonOf(place));
            folders.forget(source.path());
            return;
        }
        DurableFile.syncFolderOf(place);
        Files.deleteIfExists(Names.beside(source.path(), Names.MARKER));
        folders.forget(source.path());
    }

    /** A name that is free; from now on its reason is there, so that nobody else takes it. */
    private static Path reserve(Path wanted) throws IOException {
        Files.createDirectories(wanted.resolveSibling("."));
        String name = Names.fileName(wanted);
        String extension = Names.extension(name);
        for (int number = 1; ; number++) {
            String numbered = Names.base(name) + "~" + number + (extension.isEmpty() ? "" : "." + extension);
            Path place = number == 1 ? wanted : wanted.resolveSibling(numbered);
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS) && isNew(reasonOf(place))) {
                return place;
            }
        }
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
        if (!Files.isDirectory(configuration.quarantine())) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(configuration.quarantine())) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                // One without a word is a name that is being taken at this moment.
                if (Names.fileName(path).toLowerCase(Locale.ROOT).endsWith(Names.REASON) && Files.size(path) > 0) {
                    reasons.add(Json.read(Files.readString(path), Reason.class));
                }
            }
        }
        return reasons;
    }
}
