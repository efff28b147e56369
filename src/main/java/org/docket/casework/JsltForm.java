package org.docket.casework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/** What a JSLT transformation makes of a message. It reads nothing but the message. */
final class JsltForm implements MessageForm {
    /** Where the parser says that the text is wrong: its exception points at what stood before. */
    private static final Pattern SYNTAX =
            Pattern.compile("(?s)Parse error: (Lexical error|Encountered).*?at line (\\d+), column (\\d+).*");

    private final String file;
    private final Expression expression;

    private JsltForm(String file, Expression expression) {
        this.file = file;
        this.expression = expression;
    }

    /**
     * Compiles a transformation.
     *
     * @param file its name, for errors
     */
    static JsltForm compile(String file, String text) throws WrongTransformation {
        try {
            return new JsltForm(
                    file,
                    new Parser(new StringReader(text))
                            .withSource(file)
                            // Whatever it needs stands in it: what is tried at the start is what runs later.
                            .withResourceResolver(name -> {
                                throw new JsltException("'" + name + "' cannot be imported; write all into one file");
                            })
                            .compile());
        } catch (JsltException e) {
            throw new WrongTransformation(words(file, e), e);
        } catch (StackOverflowError e) {
            throw new WrongTransformation(file + ":1:1: is nested too deeply", e);
        }
    }

    @Override
    public String write(ObjectNode event) {
        @Nullable JsonNode result;
        try {
            result = expression.apply(event);
        } catch (JsltException e) {
            throw new UnwritableMessage(words(file, e), e);
        } catch (StackOverflowError e) {
            throw new UnwritableMessage(file + " calls itself without an end", e);
        } catch (RuntimeException e) {
            throw new UnwritableMessage(file + " fails: " + e, e);
        }
        if (result == null || result.isNull() || (result.isContainerNode() && result.isEmpty())) {
            throw new UnwritableMessage(file + " gives nothing");
        }
        ShortText text = new ShortText();
        try {
            Json.MAPPER.writeValue(text, result);
        } catch (IOException e) {
            text.require(file);
            throw new UnwritableMessage(file + " gives what is no JSON: " + e.getMessage(), e);
        }
        return text.text();
    }

    private static String words(String file, JsltException e) {
        String message = String.valueOf(e.getMessageWithoutLocation());
        Matcher syntax = SYNTAX.matcher(message);
        if (syntax.matches()) {
            return file + ":" + syntax.group(2) + ":" + syntax.group(3) + ": what stands here does not fit";
        }
        int line = Math.max(1, e.getLine());
        return file + ":" + line + ":" + Math.max(1, e.getColumn()) + ": "
                + message.replaceAll("\\s+", " ").strip();
    }
}
