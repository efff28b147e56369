package org.docket.casework;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;

/** What a transformation writes, which must not be without an end. */
final class ShortText extends Writer {
    /** A message as Docket writes it has some thousand. */
    static final int MOST_CHARACTERS = 1 << 20;

    private final StringWriter text = new StringWriter();
    private boolean over;

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
        over = over || length > MOST_CHARACTERS - text.getBuffer().length();
        if (over) {
            throw new IOException("more than " + MOST_CHARACTERS + " characters");
        }
        text.write(characters, from, length);
    }

    /** What was written. */
    String text() {
        return text.toString();
    }

    /** Why it is not used, if more was to be written than may be: whoever writes may hide that it failed. */
    void require(String file) {
        if (over) {
            throw new UnwritableMessage(file + " gives more than " + MOST_CHARACTERS
                    + " characters; correct the transformation so that it gives less");
        }
    }

    @Override
    public void flush() {
        // It is in memory.
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }
}
