package org.docket.configuration;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds a character of a scalar's value again in the text of its file, in every style of YAML. Indentation, folding and escapes
 * make the two differ, but both have the same characters that are not blank, in the same order: those are counted.
 */
final class YamlScalar {
    private final int[] source;
    private final ScalarNode node;
    private final int end;

    YamlScalar(int[] source, ScalarNode node) {
        this.source = source;
        this.node = node;
        this.end = node.getEndMark().getIndex();
    }

    /** The index in the source of the code point at {@code offset} of the value; at most the end of the scalar. */
    int index(int offset) {
        int[] value = node.getValue().codePoints().toArray();
        int before = 0;
        int blanksJustBefore = 0;
        for (int i = 0; i < Math.min(offset, value.length); i++) {
            boolean blank = Character.isWhitespace(value[i]);
            before += blank ? 0 : 1;
            blanksJustBefore = blank ? blanksJustBefore + 1 : 0;
        }
        int cursor = content();
        while (before > 0 && cursor < end) {
            before -= blank(cursor) ? 0 : 1;
            cursor += length(cursor);
        }
        if (offset < value.length && !Character.isWhitespace(value[offset])) {
            while (cursor < end && blank(cursor)) {
                cursor += length(cursor);
            }
        } else {
            cursor += blanksJustBefore;
        }
        return Math.min(cursor, end);
    }

    /** Where the content begins: behind an anchor or tag, the opening quote, or the header line of a block. */
    private int content() {
        int cursor = node.getStartMark().getIndex();
        while (cursor < end && (source[cursor] == '&' || source[cursor] == '!')) {
            while (cursor < end && !Character.isWhitespace(source[cursor])) {
                cursor++;
            }
            while (cursor < end && Character.isWhitespace(source[cursor])) {
                cursor++;
            }
        }
        if (quoted()) {
            return cursor + 1;
        }
        if (!node.isPlain()) {
            while (cursor < end && source[cursor] != '\n' && source[cursor] != '\r') {
                cursor++;
            }
        }
        return cursor;
    }

    private boolean quoted() {
        return node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED || node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
    }

    /** How many code points of the source make the one at {@code cursor}: more than one for an escape. */
    private int length(int cursor) {
        if (escaped(cursor)) {
            return switch (source[cursor + 1]) {
                case 'x' -> 4;
                case 'u' -> 6;
                case 'U' -> 10;
                default -> 2;
            };
        }
        boolean doubledQuote = node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                && source[cursor] == '\''
                && cursor + 1 < end
                && source[cursor + 1] == '\'';
        return doubledQuote ? 2 : 1;
    }

    private boolean blank(int cursor) {
        if (escaped(cursor)) {
            return Character.isWhitespace(source[cursor + 1]) || "tnvfrNLP_".indexOf(source[cursor + 1]) >= 0;
        }
        return Character.isWhitespace(source[cursor]);
    }

    private boolean escaped(int cursor) {
        return node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && source[cursor] == '\\' && cursor + 1 < end;
    }
}
