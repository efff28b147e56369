package org.docket.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lines of aligned columns for people to read. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with a line of titles. */
    public static Table of(String... titles) {
        Table table = new Table();
        table.row((Object[]) titles);
        return table;
    }

    /** A table without titles. */
    public static Table untitled() {
        return new Table();
    }

    private Table() {}

    /** Adds a line with a cell for every column. */
    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Words.printable(String.valueOf(cell)));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    /** The lines, without the spaces that would fill the last column. */
    public List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns).map(this::width).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> length(row.get(column)))
                .max()
                .orElse(0);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(i == 0 ? "" : GAP).append(cell).append(" ".repeat(widths[i] - length(cell)));
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
