package org.docket.casework;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.TransformerException;
import org.xml.sax.SAXParseException;

/**
 * Finds the place of an error in a stylesheet. The compiler of the platform says several things about one error, in which the line is
 * words, and the column is left out; what it quotes is looked for.
 */
final class XsltErrors implements ErrorListener {
    private static final Pattern LINE = Pattern.compile("(?s)(?:\\S*: )?line (\\d+): (.*)");
    private static final Pattern QUOTED = Pattern.compile("'(?:funcall\\()?([^',]+)[^']*'");
    private static final Pattern CLASSES = Pattern.compile("(?:[\\w$]+\\.)+\\w*Exception: ");

    private final String file;
    private final List<String> lines;
    private final List<TransformerException> errors = new ArrayList<>();

    XsltErrors(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    @Override
    public void warning(TransformerException warning) {
        // What it gives all the same is looked at.
    }

    @Override
    public void error(TransformerException error) {
        errors.add(error);
    }

    @Override
    public void fatalError(TransformerException error) {
        errors.add(error);
    }

    /** Where a stylesheet that cannot be compiled is wrong: what the first error says that has a line, else the last. */
    String words(TransformerException thrown) {
        errors.add(thrown);
        return placed().orElseGet(() -> looked(message(thrown)));
    }

    /** Why a stylesheet failed on a message. The platform does not say where. */
    String ofARun(TransformerException thrown) {
        errors.add(thrown);
        return placed().orElseGet(() -> file + ": " + message(thrown));
    }

    private Optional<String> placed() {
        return errors.stream()
                .map(error -> malformed(error).or(() -> onALine(error)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** At what the message quotes, wherever that is. */
    private String looked(String message) {
        for (int i = 0; i < lines.size(); i++) {
            int column = quoted(message, lines.get(i));
            if (column > 0) {
                return place(i + 1, column) + message;
            }
        }
        return place(1, 1) + message;
    }

    private Optional<String> malformed(TransformerException error) {
        return error.getException() instanceof SAXParseException parse
                ? Optional.of(place(parse.getLineNumber(), parse.getColumnNumber()) + message(error))
                : Optional.empty();
    }

    private Optional<String> onALine(TransformerException error) {
        Matcher said = LINE.matcher(message(error));
        if (!said.matches()) {
            return Optional.empty();
        }
        int line = Integer.parseInt(said.group(1));
        String text = line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
        int column = quoted(said.group(2), text);
        return Optional.of(place(
                        line,
                        column > 0
                                ? column
                                : text.length() - text.stripLeading().length() + 1)
                + said.group(2));
    }

    /** The column at which a line has what the message quotes; 0 if it has not. */
    private static int quoted(String message, String line) {
        Matcher quoted = QUOTED.matcher(message);
        return quoted.find() ? line.indexOf(quoted.group(1)) + 1 : 0;
    }

    private static String message(TransformerException error) {
        String first =
                String.valueOf(error.getMessage()).strip().lines().findFirst().orElse("");
        String message = CLASSES.matcher(first).replaceAll("").strip();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private String place(int line, int column) {
        return file + ":" + Math.max(1, line) + ":" + Math.max(1, column) + ": ";
    }
}
