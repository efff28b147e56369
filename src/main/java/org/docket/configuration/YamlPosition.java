package org.docket.configuration;

import java.util.Comparator;

/** A place in a file; line and column count from 1, and a column is one code point. */
record YamlPosition(int line, int column) implements Comparable<YamlPosition> {
    static final YamlPosition START = new YamlPosition(1, 1);

    private static final Comparator<YamlPosition> ORDER =
            Comparator.comparingInt(YamlPosition::line).thenComparingInt(YamlPosition::column);

    @Override
    public int compareTo(YamlPosition other) {
        return ORDER.compare(this, other);
    }

    /** The place of the code point at {@code index}; a line ends with LF, CR or CRLF. */
    static YamlPosition of(int[] source, int index) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(index, source.length); i++) {
            boolean first = source[i] == '\r' && i + 1 < source.length && source[i + 1] == '\n';
            if (source[i] == '\n' || (source[i] == '\r' && !first)) {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new YamlPosition(line, column);
    }
}
