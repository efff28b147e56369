package org.docket.intake;

import java.io.IOException;
import java.lang.ref.SoftReference;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongBiFunction;
import org.docket.dialect.Dialect;
import org.docket.dialect.Excerpt;
import org.docket.dialect.Reading;
import org.docket.dialect.ShiftTable;
import org.jspecify.annotations.Nullable;

/**
 * The files of dock folders that have one row for each recording of a shift. A shift has thousands: each file is taken apart once, and
 * not for each recording. Docks do not wait for one another.
 */
final class ShiftFiles {
    private static final int MOST_BYTES = 8 << 20;

    /** So much of the files of a dock is remembered, by their length; the index of a file may be as large again. */
    private static final int MOST_REMEMBERED = 4 << 20;

    /** Of so many recordings of a dock it is remembered that they stand in a file. */
    private static final int MOST_OUTLINED = 500_000;

    private static final int MOST_FOLDERS = 64;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final Duration fresh;

    ShiftFiles() {
        this(FRESH);
    }

    /** With another time for which what is in a folder is believed; what comes to it meanwhile is found when that is over. */
    ShiftFiles(Duration fresh) {
        this.fresh = fresh;
    }

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
     * @param unclear what cannot be told, because the file is broken or cannot be read
     */
    private record Entry(
            Path path, FileTime modifiedAt, List<ShiftTable.Row> rows, Optional<ShiftTable.Unclear> unclear) {
        static final Comparator<Entry> LATEST_LAST =
                Comparator.comparing(Entry::modifiedAt).thenComparing(Entry::path);

        static Entry unclear(Path path, FileTime modifiedAt, String problem) {
            return new Entry(
                    path,
                    modifiedAt,
                    List.of(),
                    Optional.of(new ShiftTable.Unclear(
                            ByteBuffer.allocate(0), problem + ": what it says of this recording is not known")));
        }

        boolean saysAnything() {
            return !rows.isEmpty() || unclear.isPresent();
        }

        String name() {
            return Names.fileName(path);
        }
    }

    /**
     * What the files in a recording's folder say about it.
     *
     * @return absent if none names it
     * @throws IOException if its folder cannot be read from the disk
     */
    Optional<Sidecar> read(Path recording, Dock dock) throws IOException {
        List<Entry> entries = shelf(dock).entries(recording, dock.dialect());
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
        return Optional.of(sidecar(last.path(), last.rows(), dock, problems));
    }

    /** The files that have something to say about a recording. */
    List<Path> naming(Path recording, Dock dock) throws IOException {
        return shelf(dock).entries(recording, dock.dialect()).stream()
                .map(Entry::path)
                .toList();
    }

    /**
     * The recordings that a file names, in lower case, with or without their endings; none if it is too large or cannot be read.
     *
     * @throws IOException if it cannot be read from the disk
     */
    Set<String> recordings(Path file, Dock dock) throws IOException {
        return shelf(dock).recordings(file, dock.dialect());
    }

    /** What a file says about one of its {@link #recordings}, as it is now. */
    Sidecar row(Path file, String recording, Dock dock) throws IOException {
        return sidecar(file, shelf(dock).rows(file, recording, dock.dialect()), dock);
    }

    private Shelf shelf(Dock dock) {
        return shelves.computeIfAbsent(dock.id(), id -> new Shelf(fresh));
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

    private static Version version(Path file, BasicFileAttributes attributes, Dialect dialect) {
        return new Version(file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey(), dialect);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** The files of one dock. Whoever asks for them waits for its disk, which may be a share that hangs. */
    private static final class Shelf {
        private final Duration fresh;
        private final Map<Path, Listing> listings = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Listing> eldest) {
                return size() > MOST_FOLDERS;
            }
        };

        /** Given up when memory is short, since many docks may have large files. */
        private final Map<Version, SoftReference<ShiftTable>> tables = new LinkedHashMap<>(16, 0.75f, true);

        /** A dock may never clear up: of its older shifts is known whom they do not name, so that none is read for that. */
        private final Map<Version, ShiftTable.Outline> outlines = new LinkedHashMap<>(16, 0.75f, true);

        Shelf(Duration fresh) {
            this.fresh = fresh;
        }

        /** What files have to say, the newest last. */
        synchronized List<Entry> entries(Path recording, Dialect dialect) throws IOException {
            List<Entry> entries = new ArrayList<>();
            for (Path file : files(folderOf(recording), dialect)) {
                entry(file, Names.fileName(recording), dialect)
                        .filter(Entry::saysAnything)
                        .ifPresent(entries::add);
            }
            entries.sort(Entry.LATEST_LAST);
            return entries;
        }

        synchronized Set<String> recordings(Path file, Dialect dialect) throws IOException {
            // What it says is compared with what the others in its folder say, and it is not believed alone.
            listings.computeIfPresent(
                    folderOf(file), (folder, listing) -> listing.files().contains(file) ? listing : null);
            Version version = version(file, attributes(file), dialect);
            return version.bytes() > MOST_BYTES ? Set.of() : table(version).recordings();
        }

        synchronized List<ShiftTable.Row> rows(Path file, String recording, Dialect dialect) throws IOException {
            return table(version(file, attributes(file), dialect)).rows(recording);
        }

        private static Path folderOf(Path path) {
            return path.resolveSibling(".").normalize();
        }

        private List<Path> files(Path folder, Dialect dialect) throws IOException {
            Listing known = listings.get(folder);
            if (known != null && !known.at().isOver(fresh)) {
                return known.files();
            }
            Listing listing = list(folder, dialect);
            listings.put(folder, listing);
            return listing.files();
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

        private Optional<Entry> entry(Path file, String recording, Dialect dialect) {
            FileTime modifiedAt = FileTime.fromMillis(0);
            try {
                BasicFileAttributes attributes = attributes(file);
                if (!attributes.isRegularFile()) {
                    return Optional.empty();
                }
                modifiedAt = attributes.lastModifiedTime();
                return entry(version(file, attributes, dialect), recording);
            } catch (NoSuchFileException e) {
                // The dock took it away since the folder was listed.
                return Optional.empty();
            } catch (IOException e) {
                // One file must not keep the recordings of a whole folder back.
                return Optional.of(Entry.unclear(file, modifiedAt, "could not be read from the disk"));
            }
        }

        private Optional<Entry> entry(Version version, String recording) throws IOException {
            if (version.bytes() > MOST_BYTES) {
                return Optional.of(
                        Entry.unclear(version.path(), version.modifiedAt(), "is larger than 8 MiB and was not read"));
            }
            ShiftTable.Outline outline = outlines.get(version);
            if (outline != null && !outline.mayName(recording)) {
                return Optional.empty();
            }
            ShiftTable table = table(version);
            return Optional.of(
                    new Entry(version.path(), version.modifiedAt(), table.rows(recording), table.unclear(recording)));
        }

        private ShiftTable table(Version version) throws IOException {
            SoftReference<ShiftTable> known = tables.get(version);
            ShiftTable remembered = known == null ? null : known.get();
            if (remembered != null) {
                return remembered;
            }
            byte[] content = SidecarReader.bytes(version.path(), MOST_BYTES);
            if (content.length > MOST_BYTES) {
                throw new IOException(version.path() + " grew beyond 8 MiB while it was read");
            }
            ShiftTable table = version.dialect().table(content);
            remember(tables, version, new SoftReference<>(table));
            trim(tables, MOST_REMEMBERED, (other, reference) -> other.bytes());
            remember(outlines, version, table.outline());
            trim(outlines, MOST_OUTLINED, (other, outline) -> outline.size());
            return table;
        }

        private static <T> void remember(Map<Version, T> known, Version version, T value) {
            known.keySet().removeIf(other -> other.path().equals(version.path()));
            known.put(version, value);
        }

        /** Takes the oldest away until the others are small enough together, or one is left. */
        private static <T> void trim(Map<Version, T> known, long most, ToLongBiFunction<Version, T> size) {
            long all = known.entrySet().stream()
                    .mapToLong(entry -> size.applyAsLong(entry.getKey(), entry.getValue()))
                    .sum();
            for (var oldest = known.entrySet().iterator(); all > most && known.size() > 1; oldest.remove()) {
                Map.Entry<Version, T> entry = oldest.next();
                all -= size.applyAsLong(entry.getKey(), entry.getValue());
            }
        }
    }
}
