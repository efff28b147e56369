package org.docket.dialect;

/**
 * Bounds how many cells a row has, before the parser makes cells of them: it takes in a whole row at once, and one of nothing but
 * separators, or whose cells have line breaks, may be as long as its file.
 */
final class RowWidth {
    private static final int MOST_CELLS = 2_000;

    private final char separator;
    private int separators;
    private boolean cellBegins = true;
    private boolean hasQuotes;
    private boolean inQuotes;

    private RowWidth(char separator) {
        this.separator = separator;
    }

    static void requireSane(String text, char separator) throws UnreadableException {
        RowWidth width = new RowWidth(separator);
        for (int i = 0; i < text.length() && width.isReadable(text.charAt(i)); i++) {
            if (width.separators >= MOST_CELLS) {
                throw new UnreadableException("has a line with more than " + MOST_CELLS + " cells");
            }
        }
    }

    /** Whether the parser gets beyond a character: after a closing quote it does not, unless the cell ends there. */
    private boolean isReadable(char character) {
        if (character == '"' && (cellBegins || hasQuotes)) {
            cellBegins = false;
            hasQuotes = true;
            inQuotes = !inQuotes;
            return true;
        } else if (inQuotes) {
            return true;
        } else if (character == separator) {
            separators++;
            beginCell();
            return true;
        } else if (character == '\n' || character == '\r') {
            separators = 0;
            beginCell();
            return true;
        }
        boolean blank = Character.isWhitespace(character);
        cellBegins = cellBegins && blank;
        return blank || !hasQuotes;
    }

    private void beginCell() {
        cellBegins = true;
        hasQuotes = false;
    }
}
