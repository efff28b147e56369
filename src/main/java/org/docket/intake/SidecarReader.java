package org.docket.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.docket.dialect.Dialect;
import org.docket.dialect.Format;
import org.docket.dialect.ShiftTable;

/**
 * Finds and reads what a dock wrote about a recording: a sidecar beside it, or its row in a file of the shift. A sidecar that is wrong
 * never keeps its recording back.
 */
final class SidecarReader {
    /** A sidecar says a few lines about a recording; what is larger is not one, and is not loaded. */
    private static final int MOST_BYTES = 1 << 20;

    private final ShiftFiles shiftFiles = new ShiftFiles();

    /** Every name beside a recording that a sidecar of it may have, whether something lies there or not. */
    static List<Path> namesBeside(Path recording) {
        return names(recording, Names.SIDECARS.stream()).toList();
    }

    /** The sidecar beside a recording, if there is one. */
    static Optional<Path> find(Path recording) {
        return find(recording, Names.SIDECARS.stream());
    }

    /**
     * Reads what the dock wrote about a recording. A sidecar that cannot be read from the disk says nothing for the time being.
     *
     * @return absent if there is no sidecar beside the recording, and no file of the shift that names it
     * @throws IOException if it cannot be read from the disk
     */
    Optional<Sidecar> read(Path recording, Dock dock) throws IOException {
        Optional<Path> fitting = fitting(recording, dock);
        if (fitting.isPresent()) {
            return Optional.of(readIfPossible(fitting.get(), recording, dock));
        }
        Optional<Sidecar> row = dock.dialect().hasShiftFiles() ? shiftFiles.read(recording, dock) : Optional.empty();
        if (row.isPresent()) {
            return row;
        }
        // Of another format: kept, because it is evidence, and reported, because the dock's dialect is wrong.
        Optional<Path> other = find(recording);
        return other.isPresent() ? Optional.of(readIfPossible(other.get(), recording, dock)) : Optional.empty();
    }

    private static Sidecar readIfPossible(Path path, Path recording, Dock dock) throws IOException {
        try {
            return read(path, recording, dock);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            return Sidecar.unreadable(
                    Names.fileName(path),
                    ByteBuffer.allocate(0),
                    dock.dialect(),
                    "could not be read from the disk; see who may read it");
        }
    }

    /**
     * What says something about a recording: it must have stopped changing before the recording is presented.
     *
     * @throws IOException if the folder cannot be read
     */
    List<Path> places(Path recording, Dock dock) throws IOException {
        Optional<Path> fitting = fitting(recording, dock);
        if (fitting.isPresent()) {
            return List.of(fitting.get());
        }
        List<Path> naming = dock.dialect().hasShiftFiles() ? shiftFiles.naming(recording, dock) : List.of();
        return naming.isEmpty() ? find(recording).stream().toList() : naming;
    }

    /** Whether a file has a row for each recording of a shift. */
    static boolean isShiftFile(Path file, Dock dock) {
        return dock.dialect().hasShiftFiles() && dock.dialect().isShiftFile(Names.fileName(file));
    }

    /**
     * The recordings that a file of a shift names: their file names in lower case, with or without the ending.
     *
     * @throws IOException if it cannot be read from the disk
     */
    Set<String> recordings(Path shiftFile, Dock dock) throws IOException {
        return shiftFiles.recordings(shiftFile, dock);
    }

    /** What a file of a shift says about one of its {@link #recordings}. */
    Sidecar row(Path shiftFile, String recording, Dock dock) throws IOException {
        return shiftFiles.row(shiftFile, recording, dock);
    }

    private static Optional<Path> fitting(Path recording, Dock dock) {
        return find(recording, Stream.of(dock.dialect().format().extension()));
    }

    private static Optional<Path> find(Path recording, Stream<String> extensions) {
        return names(recording, extensions)
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    private static Stream<Path> names(Path recording, Stream<String> extensions) {
        String base = Names.base(Names.fileName(recording));
        return extensions
                .flatMap(extension -> Stream.of(extension, extension.toUpperCase(Locale.ROOT)))
                .map(extension -> recording.resolveSibling(base + "." + extension));
    }

    /** Reads a sidecar that lies, or lay, beside a recording. */
    static Sidecar read(Path path, Path recording, Dock dock) throws IOException {
        String name = Names.fileName(path);
        Dialect dialect = dock.dialect();
        byte[] bytes = bytes(path);
        if (bytes.length > MOST_BYTES) {
            return Sidecar.unreadable(name, ByteBuffer.allocate(0), dialect, "is larger than 1 MiB and was not read");
        }
        ByteBuffer content = ByteBuffer.wrap(bytes);
        Format format = Format.of(Names.extension(name)).orElseThrow();
        if (format != dialect.format()) {
            return Sidecar.unreadable(
                    name,
                    content,
                    dialect,
                    "is " + format + ", but dock " + dock.id() + " writes the dialect " + dialect.name() + " ("
                            + dialect.format()
                            + "): it is kept and not read; set the dock's dialect in docks.yaml");
        }
        if (dialect.hasShiftFiles()) {
            List<ShiftTable.Row> rows = dialect.table(bytes).rows(Names.fileName(recording));
            if (!rows.isEmpty()) {
                return ShiftFiles.sidecar(path, rows, dock);
            }
        }
        return Sidecar.of(name, content, dialect, dialect.read(content, dock.zone()), List.of());
    }

    /** The bytes of a sidecar, or the first of them if it is too large to be one. */
    static byte[] bytes(Path sidecar) throws IOException {
        return bytes(sidecar, MOST_BYTES);
    }

    /** The bytes of a file; one more than {@code most} if it has more than that. */
    static byte[] bytes(Path path, int most) throws IOException {
        try (InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return stream.readNBytes(most + 1);
        }
    }
}
