package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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

    /** Moves it out of the dock's folder. */
    public void put(Arrival.Refused refused) throws IOException {
        Source source = refused.source();
        Path place = free(configuration.quarantine().resolve(source.dock().id()).resolve(source.name()));
        Path folder = place.getParent();
        if (folder == null) {
            throw new IOException("the quarantine " + place + " has no folder");
        }
        Files.createDirectories(folder);
        QuarantineReason reason = refused.reason();
        Reason written = new Reason(
                source.dock().id(),
                source.name(),
                reason,
                reason.explanation(),
                reason.remedy(),
                source.bytes(),
                clock.instant());
        DurableFile.write(Names.beside(place, Names.REASON), Json.write(written) + "\n");
        Files.move(source.path(), place);
        DurableFile.sync(folder);
        Files.deleteIfExists(Names.beside(source.path(), Names.MARKER));
        folders.forget(source.path());
    }

    private static Path free(Path wanted) {
        Path place = wanted;
        for (int number = 2; isTaken(place); number++) {
            String name = Names.fileName(wanted);
            String extension = Names.extension(name);
            String numbered = Names.base(name) + "~" + number + (extension.isEmpty() ? "" : "." + extension);
            place = wanted.resolveSibling(numbered);
        }
        return place;
    }

    private static boolean isTaken(Path place) {
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                || Files.exists(Names.beside(place, Names.REASON), LinkOption.NOFOLLOW_LINKS);
    }

    /** The reasons of all that lies in quarantine, by dock and name. */
    public List<Reason> list() throws IOException {
        if (!Files.isDirectory(configuration.quarantine())) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(configuration.quarantine())) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                if (Names.fileName(path).toLowerCase(Locale.ROOT).endsWith(Names.REASON)) {
                    reasons.add(Json.read(Files.readString(path), Reason.class));
                }
            }
        }
        return reasons;
    }
}
