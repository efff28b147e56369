package org.docket.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.docket.dialect.Dialect;
import org.docket.dialect.Excerpt;
import org.docket.dialect.Reading;
import org.docket.dialect.ShiftTable;
import org.jspecify.annotations.Nullable;

/**
 * The files of dock folders that have one row for each recording of a shift. A shift has thousands: each file is taken apart once, and
 * not for each recording.
 */
final class ShiftFiles {
    private static final int MOST_BYTES = 8 << 20;

    /** So much of them is remembered, by their length; the index of a file may be as large again. */
    private static final int MOST_REMEMBERED = 32 << 20;

    private static final int MOST_FOLDERS = 64;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<Version, ShiftTable> tables = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Path, Listing> listings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Listing> eldest) {
            return size() > MOST_FOLDERS;
        }
    };

    /** A file as it is now, in the dialect of its dock. */
    private record Version(
            Path path,
            long bytes,
            FileTime modifiedAt,
            @Nullable Object fileKey,
            Dialect dialect) {}

    private record Listing(List<Path> files, SteadyTime at) {}

    /**
     * What a file says about a recording.
     *
     * @param unclear what cannot be told, because the file is broken
     */
    private record Entry(Version version, List<ShiftTable.Row> rows, Optional<ShiftTable.Unclear> unclear) {
        static final Comparator<Entry> LATEST_LAST = Comparator.comparing(
                        (Entry entry) -> entry.version().modifiedAt())
                .thenComparing(entry -> entry.version().path());

        String name() {
            return Names.fileName(version.path());
        }
    }

    /**
     * What the files in a recording's folder say about it.
     *
     * @return absent if none names it
     * @throws IOException if one cannot be read from the disk
     */
    Optional<Sidecar> read(Path recording, Dock dock) throws IOException {
        List<Entry> entries = entries(recording, dock);
        List<Entry> named =
                entries.stream().filter(entry -> !entry.rows().isEmpty()).toList();
        List<String> broken = entries.stream()
                .filter(entry -> !named.isEmpty() && entry.unclear().isPresent())
                .map(entry -> "may have been corrected: " + Excerpt.of(entry.name()) + " "
                        + entry.unclear().orElseThrow().problem())
                .toList();
        if (named.isEmpty()) {
            return entries.stream()
                    .filter(entry -> entry.unclear().isPresent())
                    .reduce((earlier, later) -> later)
                    .map(entry -> unclear(entry, dock));
        }
        Entry last = named.get(named.size() - 1);
        List<String> problems = new ArrayList<>(broken);
        Optional<Entry> other = named.subList(0, named.size() - 1).stream()
                .filter(entry -> !sameRow(entry.rows(), last.rows()))
                .findFirst();
        other.ifPresent(entry -> problems.add("names the recording differently from " + Excerpt.of(entry.name())
                + ", which is older: the newer file counts"));
        return Optional.of(sidecar(last.version().path(), last.rows(), dock, problems));
    }

    /** The files that have something to say about a recording. */
    List<Path> naming(Path recording, Dock dock) throws IOException {
        return entries(recording, dock).stream()
                .map(entry -> entry.version().path())
                .toList();
    }

    /**
     * The recordings that a file names, in lower case, with or without their endings; none if it is too large or cannot be read.
     *
     * @throws IOException if it cannot be read from the disk
     */
    synchronized Set<String> recordings(Path file, Dock dock) throws IOException {
        Version version = version(file, dock.dialect());
        return version.bytes() > MOST_BYTES ? Set.of() : table(version).recordings();
    }

    /** What a file says about one of its {@link #recordings}, as it is now. */
    synchronized Sidecar row(Path file, String recording, Dock dock) throws IOException {
        return sidecar(file, table(version(file, dock.dialect())).rows(recording), dock);
    }

    /** The row of a file as a sidecar of its own. The last one counts: it is the correction. */
    static Sidecar sidecar(Path file, List<ShiftTable.Row> rows, Dock dock) {
        return sidecar(file, rows, dock, List.of());
    }

    private static Sidecar sidecar(Path file, List<ShiftTable.Row> rows, Dock dock, List<String> more) {
        ShiftTable.Row last = rows.get(rows.size() - 1);
        List<String> problems = new ArrayList<>(more);
        rows.stream()
                .filter(row -> !row.content().equals(last.content()))
                .findFirst()
                .ifPresent(row -> problems.add("names the recording in line " + row.line() + " and differently in line "
                        + last.line() + ": the last one counts"));
        Reading reading = dock.dialect().read(last.content(), dock.zone());
        return Sidecar.of(Names.fileName(file), last.content(), dock.dialect(), reading, problems);
    }

    private static Sidecar unclear(Entry entry, Dock dock) {
        ShiftTable.Unclear unclear = entry.unclear().orElseThrow();
        return Sidecar.unreadable(entry.name(), unclear.content(), dock.dialect(), unclear.problem());
    }

    private static boolean sameRow(List<ShiftTable.Row> rows, List<ShiftTable.Row> others) {
        return rows.get(rows.size() - 1)
                .content()
                .equals(others.get(others.size() - 1).content());
    }

    /** The files that have something to say, the newest last. */
    private synchronized List<Entry> entries(Path recording, Dock dock) throws IOException {
        Path folder = recording.resolveSibling(".").normalize();
        Listing known = listings.get(folder);
        if (known != null && !known.at().isOver(FRESH)) {
            List<Entry> entries = entries(known, recording, dock);
            if (!entries.isEmpty()) {
                return entries;
            }
        }
        // Whoever is not named may be named in a file that came since.
        Listing listing = list(folder, dock.dialect());
        listings.put(folder, listing);
        return entries(listing, recording, dock);
    }

    private List<Entry> entries(Listing listing, Path recording, Dock dock) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : listing.files()) {
            Optional<Entry> entry = entry(file, Names.fileName(recording), dock.dialect());
            entry.filter(found -> !found.rows().isEmpty() || found.unclear().isPresent())
                    .ifPresent(entries::add);
        }
        entries.sort(Entry.LATEST_LAST);
        return entries;
    }

    private static Listing list(Path folder, Dialect dialect) throws IOException {
        // The time comes first: what arrives during the look is found by the next one.
        SteadyTime at = SteadyTime.now();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                folder,
                path -> !Names.isCompanion(Names.fileName(path)) && dialect.isShiftFile(Names.fileName(path)))) {
            found.forEach(files::add);
        }
        return new Listing(files, at);
    }

    private Optional<Entry> entry(Path file, String recording, Dialect dialect) throws IOException {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Version version = version(file, dialect);
            if (version.bytes() > MOST_BYTES) {
                return Optional.of(new Entry(version, List.of(), Optional.of(tooLarge())));
            }
            ShiftTable table = table(version);
            return Optional.of(new Entry(version, table.rows(recording), table.unclear(recording)));
        } catch (NoSuchFileException e) {
            // The dock took it away since the folder was listed.
            return Optional.empty();
        }
    }

    private static Version version(Path file, Dialect dialect) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Version(file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey(), dialect);
    }

    private static ShiftTable.Unclear tooLarge() {
        return new ShiftTable.Unclear(
                ByteBuffer.allocate(0),
                "is larger than 8 MiB and was not read: what it says of this recording is not known");
    }

    private ShiftTable table(Version version) throws IOException {
        ShiftTable known = tables.get(version);
        if (known != null) {
            return known;
        }
        byte[] content = SidecarReader.bytes(version.path(), MOST_BYTES);
        if (content.length > MOST_BYTES) {
            throw new IOException(version.path() + " grew beyond 8 MiB while it was read");
        }
        tables.keySet().removeIf(other -> other.path().equals(version.path()));
        ShiftTable table = version.dialect().table(content);
        tables.put(version, table);
        int remembered = tables.values().stream().mapToInt(ShiftTable::bytes).sum();
        for (var oldest = tables.entrySet().iterator(); remembered > MOST_REMEMBERED && oldest.hasNext(); ) {
            remembered -= oldest.next().getValue().bytes();
            oldest.remove();
        }
        return table;
    }
}
