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

    /** So that a file of nothing but separators does not become millions of cells. */
    private static final int MOST_CELLS = 2_000;

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

    /**
     * The rows of a text, the header first.
     *
     * @param fault why the rest could not be read; absent if all was
     * @param brokenFrom where the rest begins
     */
    record Rows(List<Row> all, @Nullable String fault, int brokenFrom) {}

    Rows rows(String text) throws UnreadableException {
        refuseTooManyCells(text);
        List<Row> rows = new ArrayList<>();
        @Nullable CSVRecord open = null;
        long line = 1;
        long next = 1;
        try (CSVParser parser = format(text)) {
            for (Iterator<CSVRecord> records = parser.iterator();
                    records.hasNext();
                    next = parser.getCurrentLineNumber() + 1) {
                CSVRecord record = records.next();
                if (open != null) {
                    rows.add(row(open, (int) record.getCharacterPosition(), line));
                }
                open = record;
                line = next;
                if (rows.size() > MOST_ROWS) {
                    return new Rows(rows, "has more than " + MOST_ROWS + " rows", (int) open.getCharacterPosition());
                }
            }
            if (open != null) {
                rows.add(row(open, text.length(), line));
            }
            return new Rows(rows, null, text.length());
        } catch (IOException | UncheckedIOException e) {
            int broken = open == null ? 0 : startOfLine(text, (int) open.getCharacterPosition(), next - line);
            if (open != null) {
                rows.add(row(open, broken, line));
            }
            return new Rows(rows, "is no CSV from line " + next + " on (look for a quote that is not closed)", broken);
        }
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

    private void refuseTooManyCells(String text) throws UnreadableException {
        int separators = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            separators = character == '\n' || character == '\r' ? 0 : separators + (character == separator ? 1 : 0);
            if (separators > MOST_CELLS) {
                throw new UnreadableException("has a line with more than " + MOST_CELLS + " cells");
            }
        }
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
        Rows rows = rows(Decoded.of(content, charset).text());
        List<Row> data =
                rows.all().stream().skip(1).filter(row -> !row.isBlank()).toList();
        if (data.isEmpty()) {
            throw new UnreadableException(rows.fault() == null ? "has no row below its header" : rows.fault());
        }
        if (data.size() > 1) {
            throw new UnreadableException(
                    "has " + data.size() + " rows below its header where one is expected, the recording's");
        }
        List<String> header = header(rows.all().get(0));
        List<String> cells = data.get(0).cells();
        if (cells.stream().skip(header.size()).anyMatch(cell -> !cell.isBlank())) {
            throw new UnreadableException("has a row of " + cells.size() + " cells below a header of " + header.size()
                    + ": a cell that has the separator in it needs quotes");
        }
        List<String> problems = new ArrayList<>();
        if (rows.fault() != null) {
            problems.add(rows.fault());
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
