package org.docket.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An embedded part cannot be used. The message names the part, what is wrong, and what to do. */
public final class EmbeddedPartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LAST_LINES = 8;

    public EmbeddedPartException(String message) {
        super(message);
    }

    public EmbeddedPartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message, followed by the last lines of the part's log. */
    static EmbeddedPartException withLog(String message, Path log) {
        return new EmbeddedPartException(
                message + " The last lines of " + log + ":" + System.lineSeparator() + last(log));
    }

    private static String last(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(it cannot be read: " + e.getMessage() + ")";
        }
    }
}
