package org.docket.routes;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call of a bean as it stands in a route.
 *
 * @param arguments how many are given; empty if the call has none in parentheses, and Camel passes the body where there is a
 *     parameter for it
 */
record BeanCall(String bean, String method, OptionalInt arguments) {
    /** What Camel passes by type, beside the body. */
    private static final Set<String> PASSED_BY_TYPE =
            Set.of("org.apache.camel.CamelContext", "org.apache.camel.Exchange", "org.apache.camel.Message");

    private static final Pattern IN_SIMPLE = Pattern.compile("bean:(\\w+)\\?method=");

    /** A call such as {@code take(${body}, 2)} or {@code take}. */
    static BeanCall of(String bean, String call) {
        int open = call.indexOf('(');
        return open < 0
                ? new BeanCall(bean, call.strip(), OptionalInt.empty())
                : new BeanCall(bean, call.substring(0, open).strip(), OptionalInt.of(count(call.substring(open))));
    }

    /** The calls within an expression in Camel's simple language. */
    static Stream<BeanCall> inSimple(String expression) {
        Matcher matcher = IN_SIMPLE.matcher(expression);
        return matcher.results().map(found -> of(found.group(1), untilBrace(expression.substring(found.end()))));
    }

    /** Whether Camel finds a method of that class for this call. */
    boolean fits(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .anyMatch(this::fits);
    }

    private boolean fits(Method candidate) {
        if (arguments.isPresent()) {
            return candidate.getParameterCount() == arguments.getAsInt();
        }
        return Arrays.stream(candidate.getParameterTypes())
                        .filter(parameter -> !PASSED_BY_TYPE.contains(parameter.getName()))
                        .count()
                <= 1;
    }

    /** The top-level arguments of a text that begins with the opening parenthesis. */
    private static int count(String text) {
        int depth = 0;
        int commas = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += step(c);
                commas += c == ',' && depth == 1 ? 1 : 0;
            }
        }
        boolean none = text.replaceAll("[()\\s]", "").isEmpty();
        return none ? 0 : commas + 1;
    }

    private static String untilBrace(String text) {
        int depth = 1;
        for (int i = 0; i < text.length(); i++) {
            depth += step(text.charAt(i));
            if (depth == 0) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    /** By how much a character changes the depth of what follows it. */
    private static int step(char c) {
        return switch (c) {
            case '(', '{' -> 1;
            case ')', '}' -> -1;
            default -> 0;
        };
    }
}
