package org.docket.dialect;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header (RFC 4180). Places are names of columns.
 *
 * @param charset absent: see {@link Decoded}
 */
record CsvNotation(char separator, @Nullable Charset charset) implements Notation {
    static final int MOST_ROWS = 50_000;
    static final int MOST_CELLS = 2_000_000;

    @Override
    public Format format() {
        return Format.CSV;
    }

    /**
     * A row, or the header.
     *
     * @param from where it begins in the text
     * @param to where the next one begins, or the text ends
     * @param line the line in which it begins, from 1
     */
    record Row(List<String> cells, int from, int to, long line) {
        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /** Takes the rows of a text one by one, the header first: a file has millions of cells, and few of them are wanted. */
    @FunctionalInterface
    interface Visitor {
        void visit(Row row) throws UnreadableException;
    }

    /**
     * How far a text was read.
     *
     * @param fault why the rest could not be; absent if all was
     * @param brokenFrom where the rest begins
     */
    record End(@Nullable String fault, int brokenFrom) {}

    /**
     * Reads the rows of a text.
     *
     * @throws UnreadableException if it is not to be read at all, or as the visitor throws it
     */
    End read(String text, Visitor visitor) throws UnreadableException {
        RowWidth.requireSane(text, separator);
        @Nullable CSVRecord open = null;
        long line = 1;
        long next = 1;
        int rows = 0;
        int cells = 0;
        try (CSVParser parser = format(text)) {
            for (Iterator<CSVRecord> records = parser.iterator();
                    records.hasNext();
                    next = parser.getCurrentLineNumber() + 1) {
                CSVRecord record = records.next();
                if (open != null) {
                    visitor.visit(row(open, (int) record.getCharacterPosition(), line));
                    rows++;
                }
                open = record;
                line = next;
                cells += record.size();
                if (rows > MOST_ROWS || cells > MOST_CELLS) {
                    return new End(tooMany(rows), (int) open.getCharacterPosition());
                }
            }
            if (open != null) {
                visitor.visit(row(open, text.length(), line));
            }
            return new End(null, text.length());
        } catch (IOException | UncheckedIOException e) {
            int broken = open == null ? 0 : startOfLine(text, (int) open.getCharacterPosition(), next - line);
            if (open != null) {
                visitor.visit(row(open, broken, line));
            }
            return new End("is no CSV from line " + next + " on (look for a quote that is not closed)", broken);
        }
    }

    private static String tooMany(int rows) {
        return "has more than " + (rows > MOST_ROWS ? MOST_ROWS + " rows" : MOST_CELLS + " cells");
    }

    private CSVParser format(String text) throws IOException {
        return CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(separator)
                        .setIgnoreEmptyLines(true)
                        .setIgnoreSurroundingSpaces(true)
                        .get())
                .get();
    }

    private static Row row(CSVRecord record, int to, long line) {
        return new Row(List.of(record.values()), (int) record.getCharacterPosition(), to, line);
    }

    private static int startOfLine(String text, int from, long lines) {
        int at = from;
        for (long left = lines; left > 0 && at < text.length(); at++) {
            boolean ends = text.charAt(at) == '\n'
                    || (text.charAt(at) == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
            left -= ends ? 1 : 0;
        }
        return at;
    }

    @Override
    public Document open(byte[] content) throws UnreadableException {
        Single single = new Single();
        End end = read(Decoded.of(content, charset).text(), single);
        if (single.row == null) {
            throw new UnreadableException(end.fault() == null ? "has no row below its header" : end.fault());
        }
        if (single.rows > 1) {
            throw new UnreadableException(
                    "has " + single.rows + " rows below its header where one is expected, the recording's");
        }
        List<String> header = single.header;
        List<String> cells = single.row.cells();
        if (cells.stream().skip(header.size()).anyMatch(cell -> !cell.isBlank())) {
            throw new UnreadableException("has a row of " + cells.size() + " cells below a header of " + header.size()
                    + ": a cell that has the separator in it needs quotes");
        }
        List<String> problems = new ArrayList<>();
        if (end.fault() != null) {
            problems.add(end.fault());
        }
        if (cells.size() < header.size()) {
            problems.add("has a row of " + cells.size() + " cells below a header of " + header.size());
        }
        return new Opened(header, cells, problems);
    }

    static List<String> header(Row row) {
        return row.cells().stream().map(String::strip).toList();
    }

    @Override
    public Optional<String> faultOf(String place) {
        return Optional.empty();
    }

    /** The header, and the first row below it in which anything stands. */
    private static final class Single implements Visitor {
        private List<String> header = List.of();
        private @Nullable Row row;
        private int rows;

        @Override
        public void visit(Row visited) {
            if (header.isEmpty()) {
                header = CsvNotation.header(visited);
            } else if (!visited.isBlank()) {
                row = row == null ? visited : row;
                rows++;
            }
        }
    }

    private record Opened(List<String> header, List<String> cells, List<String> noted) implements Document {
        @Override
        public List<String> at(String place) throws UnreadableException {
            int column = header.indexOf(place);
            if (column != header.lastIndexOf(place)) {
                throw new UnreadableException("the column '" + place + "' stands twice in the header");
            }
            return column < 0 || column >= cells.size() || cells.get(column).isBlank()
                    ? List.of()
                    : List.of(cells.get(column));
        }

        @Override
        public List<String> problems(Collection<String> places) {
            List<String> problems = new ArrayList<>(noted);
            List<String> lacking = places.stream()
                    .distinct()
                    .filter(place -> !header.contains(place))
                    .toList();
            if (!lacking.isEmpty()) {
                problems.add("has no column '" + String.join("', '", lacking) + "'"
                        + (header.size() == 1 ? ", only one: look whether the dialect has the right separator" : ""));
            }
            return problems;
        }
    }
}
