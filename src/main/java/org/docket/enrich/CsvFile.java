package org.docket.enrich;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * A CSV file that somebody else wrote, with a header. It is UTF-8, with or without a byte order mark, or else Windows-1252. It is read
 * row by row, so that its length does not matter to memory.
 */
final class CsvFile implements AutoCloseable {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_CHARACTERS_OF_A_ROW = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
            .get();

    private final RowReader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> rows;

    private CsvFile(RowReader reader, CSVParser parser) {
        this.reader = reader;
        this.parser = parser;
        this.rows = parser.iterator();
    }

    /** The file cannot be read from here on. The reason says where, and quotes nothing of it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    /** One row of the file; its line is the one on which it ends. */
    record Row(long line, CSVRecord values) {
        /** What stands in a column; empty if there is nothing, or no such column. */
        String text(String column) {
            return values.isMapped(column) && values.isSet(column)
                    ? values.get(column).strip()
                    : "";
        }

        /** Whether it has as many values as the header has columns. */
        boolean isComplete() {
            return values.isConsistent();
        }
    }

    /**
     * Opens a file.
     *
     * @param columns that its header must name, in any order and among others
     * @throws Unreadable if it is too long, or has another header
     */
    static CsvFile open(Path path, List<String> columns) throws IOException, Unreadable {
        long bytes = Files.size(path);
        if (bytes > MOST_BYTES) {
            throw new Unreadable("it has " + bytes + " bytes, and at most " + MOST_BYTES + " are read");
        }
        Charset charset = isUtf8(path) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
        return read(new InputStreamReader(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS), charset), columns);
    }

    /** Reads what somebody else has opened; it is closed with the file. */
    static CsvFile read(Reader characters, List<String> columns) throws IOException, Unreadable {
        RowReader reader = new RowReader(characters);
        try {
            reader.skipByteOrderMark();
            CsvFile file = new CsvFile(reader, CSVParser.parse(reader, FORMAT));
            file.requireColumns(columns);
            return file;
        } catch (IllegalArgumentException e) {
            reader.close();
            throw new Unreadable("line 1 is no header: " + e.getMessage());
        } catch (CSVException | EndlessRow e) {
            reader.close();
            throw new Unreadable("line 1 is no header: its quotes do not fit");
        } catch (IOException | Unreadable e) {
            reader.close();
            throw e;
        }
    }

    private void requireColumns(List<String> columns) throws Unreadable {
        List<String> named = parser.getHeaderNames().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String column : columns) {
            if (!named.contains(column)) {
                throw new Unreadable("line 1 does not name the column '" + column + "': the header must have "
                        + String.join(",", columns));
            }
        }
    }

    /** Whether the header names a column. */
    boolean has(String column) {
        return parser.getHeaderNames().stream().anyMatch(column::equalsIgnoreCase);
    }

    /**
     * The next row; empty at the end.
     *
     * @throws Unreadable if quotes do not fit; no later row can be read then
     * @throws IOException if the disk does not give the file; it can be read later
     */
    Optional<Row> next() throws IOException, Unreadable {
        reader.beginRow();
        try {
            // The parser reads a row when it is asked whether there is one.
            boolean more = rows.hasNext();
            return more ? Optional.of(new Row(parser.getCurrentLineNumber(), rows.next())) : Optional.empty();
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (!(cause instanceof CSVException || cause instanceof EndlessRow)) {
                throw cause;
            }
            throw new Unreadable(
                    "at line " + (parser.getCurrentLineNumber() + 1) + " the quotes do not fit, or a row has"
                            + " more than " + MOST_CHARACTERS_OF_A_ROW + " characters");
        }
    }

    private static boolean isUtf8(Path path) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer characters = CharBuffer.allocate(1 << 16);
        try (InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
                ReadableByteChannel channel = Channels.newChannel(stream)) {
            boolean more = true;
            while (more) {
                more = channel.read(bytes) >= 0;
                bytes.flip();
                CoderResult result = decoder.decode(bytes, characters.clear(), !more);
                if (result.isError()) {
                    return false;
                }
                bytes.compact();
            }
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static final class EndlessRow extends IOException {
        private static final long serialVersionUID = 1L;

        EndlessRow() {
            super("a row does not end");
        }
    }

    /** Ends a row that does not end: a quote that is never closed would bring the whole file into memory. */
    private static final class RowReader extends FilterReader {
        private long left = MOST_CHARACTERS_OF_A_ROW;
        private int first = -1;

        RowReader(Reader in) {
            super(in);
        }

        void skipByteOrderMark() throws IOException {
            int read = in.read();
            first = read == BYTE_ORDER_MARK ? -1 : read;
        }

        void beginRow() {
            left = MOST_CHARACTERS_OF_A_ROW;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new EndlessRow();
            }
            if (first >= 0 && length > 0) {
                buffer[offset] = (char) first;
                first = -1;
                return 1;
            }
            int read = in.read(buffer, offset, length);
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }
    }
}
