package org.docket.rules;

import dev.cel.common.CelIssue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.configuration.YamlText;
import org.docket.configuration.YamlWords;

/** Says what is wrong with a rule in the words of whoever wrote it, at the place in the YAML file. */
final class RuleErrors {
    private static final Pattern SYNTAX =
            Pattern.compile("(?s)(mismatched|extraneous|missing|no viable|token recognition).*");
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'");
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("(?s)found no matching overload for '([^']*)' applied to '([^']*)'.*");
    private static final Pattern NOT_BOOL = Pattern.compile("expected type 'bool' but found '([^']*)'");

    private static final String NOT_A_FACT = "invalid argument to has() macro";

    private final YamlText text;
    private final int[] expression;

    /**
     * What is wrong with one expression.
     *
     * @param expression what was compiled: the text, perhaps without blanks at its end
     */
    RuleErrors(YamlText text, String expression) {
        this.text = text;
        this.expression = expression.codePoints().toArray();
    }

    /** Notes the issues. After a first error of syntax the rest is guesswork of the parser, and left out. */
    void note(List<CelIssue> issues) {
        for (CelIssue issue : issues) {
            boolean syntax = SYNTAX.matcher(issue.getMessage()).matches();
            note(
                    issue.getMessage().replaceAll("google\\.protobuf\\.(Timestamp|Duration)", "$1"),
                    offset(issue),
                    syntax);
            if (syntax) {
                return;
            }
        }
    }

    private void note(String message, int offset, boolean syntax) {
        Matcher undeclared = UNDECLARED.matcher(message);
        Matcher field = UNDEFINED_FIELD.matcher(message);
        Matcher overload = NO_OVERLOAD.matcher(message);
        Matcher notBool = NOT_BOOL.matcher(message);
        if (syntax) {
            text.wrongAt(offset, syntax(message, offset));
        } else if (undeclared.matches()) {
            noteUndeclared(undeclared.group(1), offset);
        } else if (field.matches()) {
            noteUndefined(field.group(1), offset);
        } else if (overload.matches()) {
            if (RuleFunctions.usage(overload.group(1)).isPresent()) {
                noteMisused(overload.group(1), overload.group(2), offset);
                return;
            }
            String operator = overload.group(1).replaceAll("^@|^_|_$", "").replaceAll("^\\[_]$", "[]");
            text.wrongAt(
                    offset,
                    "'" + operator + "' cannot be applied to " + overload.group(2)
                            + "; compare and combine values of the same type");
        } else if (notBool.matches()) {
            text.wrong("the expression gives " + notBool.group(1)
                    + ", but a rule must give true or false; compare it with something");
        } else if (message.equals(NOT_A_FACT)) {
            text.wrongAt(offset, "has() asks for one fact; name it with its group, such as has(officer.unit)");
        } else {
            text.wrongAt(offset, message + "; correct the expression");
        }
    }

    /** CEL points at the parenthesis. */
    private void noteMisused(String function, String arguments, int offset) {
        text.wrongAt(
                Math.max(0, offset - function.length()),
                "'" + function + "' cannot be applied to " + arguments + "; write "
                        + RuleFunctions.usage(function).orElseThrow());
    }

    private String syntax(String message, int offset) {
        return offset >= expression.length
                ? "the expression ends too early; complete it"
                : message.replaceAll("(?s)^[a-z ]* (error at: |input |at input )|,? expecting .*", "")
                        + " does not fit here; correct the expression from here on";
    }

    private void noteUndeclared(String name, int offset) {
        boolean call = offset < expression.length && expression[offset] == '(';
        if (call) {
            int start = offset - name.codePointCount(0, name.length());
            String advice = RuleFunctions.names().stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .map(known -> "'; did you mean '" + known + "'?")
                    .orElse("' that takes this; see the list of CEL functions");
            text.wrongAt(Math.max(0, start), "there is no function '" + name + advice);
        } else {
            Set<String> known = new TreeSet<>(FactVocabulary.variables().keySet());
            text.wrongAt(offset, "there is no fact '" + name + "'; " + YamlWords.suggestion(name, known));
        }
    }

    /** CEL points at the dot, or at the parenthesis of {@code has(}; a person wants to see the name itself. */
    private void noteUndefined(String name, int offset) {
        String all = new String(expression, 0, expression.length);
        Matcher use = Pattern.compile("([A-Za-z_][\\w.]*)\\s*\\.\\s*" + Pattern.quote(name) + "\\b")
                .matcher(all);
        while (use.find()) {
            int start = all.codePointCount(0, use.end() - name.length());
            if (start > offset) {
                Set<String> known = new TreeSet<>(FactVocabulary.factsOf(use.group(1)));
                text.wrongAt(
                        start,
                        "there is no fact '" + name + "' in '" + use.group(1) + "'; "
                                + YamlWords.suggestion(name, known));
                return;
            }
        }
        text.wrongAt(offset, "there is no fact '" + name + "' here; see the list of facts");
    }

    /** Of an issue, in code points; CEL counts lines from 1 and columns from 0. */
    private int offset(CelIssue issue) {
        int line = 1;
        int index = 0;
        while (line < issue.getSourceLocation().getLine() && index < expression.length) {
            line += expression[index++] == '\n' ? 1 : 0;
        }
        return Math.min(Math.max(0, index + issue.getSourceLocation().getColumn()), expression.length);
    }
}
