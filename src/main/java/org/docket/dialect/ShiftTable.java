package org.docket.dialect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with one row for each recording of a shift. It keeps the bytes and where each row stands in them; a row is read when its
 * recording comes.
 */
public final class ShiftTable {
    /** What is kept of a file that cannot be read, or of the part of it that cannot. */
    private static final int MOST_EVIDENCE = 1 << 16;

    private final byte[] content;
    private final Map<String, List<Place>> places = new HashMap<>();
    private @Nullable String fault;
    private int headerEnd;
    private int brokenFrom;
    private @Nullable String broken;

    private record Place(int from, int to, long line) {}

    /**
     * What the file has for one recording.
     *
     * @param content the header and the row, byte for byte, read-only
     * @param line where the row begins in the file, from 1
     */
    public record Row(ByteBuffer content, long line) {}

    /**
     * What cannot be told.
     *
     * @param content what was looked at, byte for byte, at most 64 KiB, read-only
     * @param problem goes on after the words "the sidecar" and its name
     */
    public record Unclear(ByteBuffer content, String problem) {}

    /** What a file may have something to say about, in four bytes a recording. */
    public static final class Outline {
        private final int[] sortedHashes;
        private final boolean unclear;

        private Outline(Set<String> names, boolean unclear) {
            this.sortedHashes =
                    names.stream().mapToInt(String::hashCode).sorted().toArray();
            this.unclear = unclear;
        }

        /** False only if the file says nothing about a recording, whose file name it is with the ending. */
        public boolean mayName(String recording) {
            String name = recording.toLowerCase(Locale.ROOT);
            return unclear || has(name) || has(base(name));
        }

        private boolean has(String name) {
            return Arrays.binarySearch(sortedHashes, name.hashCode()) >= 0;
        }

        /** How many recordings it is of. */
        public int size() {
            return sortedHashes.length;
        }
    }

    ShiftTable(byte[] content, CsvNotation notation, String column) {
        this.content = content;
        try {
            index(Decoded.of(content, notation.charset()), notation, column);
        } catch (UnreadableException e) {
            fault = e.sentence();
        }
    }

    private void index(Decoded decoded, CsvNotation notation, String column) throws UnreadableException {
        Indexing indexing = new Indexing(decoded, column);
        CsvNotation.End end = notation.read(decoded.text(), indexing);
        if (headerEnd == 0) {
            throw new UnreadableException(end.fault() == null ? "has no header" : end.fault());
        }
        if (end.fault() != null) {
            fault = end.fault();
            brokenFrom = indexing.at;
            broken = decoded.text().substring(end.brokenFrom()).toLowerCase(Locale.ROOT);
        }
    }

    /** Keeps of each row which recording it names, and where it stands. */
    private final class Indexing implements CsvNotation.Visitor {
        private final Decoded decoded;
        private final String column;
        private int names = -1;
        private int at;

        Indexing(Decoded decoded, String column) {
            this.decoded = decoded;
            this.column = column;
        }

        @Override
        public void visit(CsvNotation.Row row) throws UnreadableException {
            if (names < 0) {
                names = columnIn(CsvNotation.header(row));
                headerEnd = decoded.start() + decoded.bytes(0, row.to());
                at = headerEnd;
                return;
            }
            int end = at + decoded.bytes(row.from(), row.to());
            if (names < row.cells().size()) {
                String key = key(row.cells().get(names));
                places.computeIfAbsent(key, name -> new ArrayList<>(1)).add(new Place(at, end, row.line()));
            }
            at = end;
        }

        private int columnIn(List<String> header) throws UnreadableException {
            int found = header.indexOf(column);
            if (found < 0 || found != header.lastIndexOf(column)) {
                throw new UnreadableException("has " + (found < 0 ? "no" : "more than one") + " column '" + column + "'"
                        + (header.size() == 1
                                ? ", and only one: look whether the dialect has the right separator"
                                : ""));
            }
            return found;
        }
    }

    /** How many bytes it keeps. */
    public int bytes() {
        return content.length;
    }

    /** The recordings that it names: their file names in lower case, with or without the ending. */
    public Set<String> recordings() {
        return places.keySet();
    }

    /**
     * The rows that name a recording, in the order of the file.
     *
     * @param recording its file name with the ending; rows that name it without one count where none names it with
     */
    public List<Row> rows(String recording) {
        String name = recording.toLowerCase(Locale.ROOT);
        List<Place> named = places.getOrDefault(name, List.of());
        List<Place> found = named.isEmpty() ? places.getOrDefault(base(name), List.of()) : named;
        return found.stream().map(this::row).toList();
    }

    /** What to keep of it where there is no room for all. */
    public Outline outline() {
        return new Outline(places.keySet(), fault != null);
    }

    /** What the file may have to say about a recording, but cannot be read. */
    public Optional<Unclear> unclear(String recording) {
        if (fault == null) {
            return Optional.empty();
        }
        if (broken == null) {
            return Optional.of(new Unclear(evidence(0), fault + ": what it says of this recording is not known"));
        }
        if (!mentions(broken, base(recording.toLowerCase(Locale.ROOT)))) {
            return Optional.empty();
        }
        return Optional.of(new Unclear(evidence(brokenFrom), fault + ", and what comes there names this recording"));
    }

    private ByteBuffer evidence(int from) {
        return ByteBuffer.wrap(content, from, Math.min(content.length - from, MOST_EVIDENCE))
                .slice()
                .asReadOnlyBuffer();
    }

    private Row row(Place place) {
        byte[] row = Arrays.copyOf(content, headerEnd + place.to() - place.from());
        System.arraycopy(content, place.from(), row, headerEnd, place.to() - place.from());
        return new Row(ByteBuffer.wrap(row).asReadOnlyBuffer(), place.line());
    }

    /** Only the name of the file counts, whatever folder it was in when the row was written, and in any case. */
    private static String key(String name) {
        String stripped = name.strip();
        int folder = Math.max(stripped.lastIndexOf('/'), stripped.lastIndexOf('\\'));
        return stripped.substring(folder + 1).toLowerCase(Locale.ROOT);
    }

    private static String base(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    private static boolean mentions(String text, String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }
}
