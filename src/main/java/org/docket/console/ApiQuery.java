package org.docket.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/** The parameters of a query. What is not known is an error: a filter with a slip in its name would show everything. */
final class ApiQuery {
    private final Map<String, String> values = new LinkedHashMap<>();

    ApiQuery(String query) {
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                    throw wrong("The parameter " + name + " is there more than once.", "Give it once.");
                }
            }
        }
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (Json.canKeep(decoded)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: what a percent sign begins is no byte.
        }
        throw wrong("The query is not encoded as a query is.", "Encode every odd character, such as a space as %20.");
    }

    /** Allows these parameters and no others. */
    ApiQuery only(String... names) {
        List<String> known = List.of(names);
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(
                            "There is no parameter '" + name + "' here.",
                            known.isEmpty() ? "Leave it out." : "There are: " + String.join(", ", known) + ".");
                });
        return this;
    }

    @Nullable
    String text(String name) {
        return value(name, "text", Function.identity());
    }

    /**
     * What that parameter says, read.
     *
     * @param what it must be
     * @param read throws an {@link IllegalArgumentException} or {@link DateTimeException} if it is not that
     */
    <T> @Nullable T value(String name, String what, Function<String, T> read) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        try {
            if (!text.isBlank()) {
                return read.apply(text);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Falls through: the answer says what it must be.
        }
        throw wrong("The parameter " + name + " is '" + text + "'.", "Give " + what + ", or leave it out.");
    }

    @Nullable
    Instant instant(String name) {
        return value(
                name,
                "a time with its offset, such as 2027-03-01T00:00:00Z (a plus sign as %2B)",
                text -> OffsetDateTime.parse(text).toInstant());
    }

    @Nullable
    Boolean truth(String name) {
        return value(name, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** How many, 1 to {@code most}. */
    int number(String name, int otherwise, int most) {
        return Optional.ofNullable(value(name, "a number from 1 to " + most, text -> {
                    int number = Integer.parseInt(text);
                    if (number < 1 || number > most) {
                        throw new IllegalArgumentException(text);
                    }
                    return number;
                }))
                .orElse(otherwise);
    }

    private static ApiRefusal wrong(String detail, String remedy) {
        return new ApiRefusal(Problem.WRONG_REQUEST.because(detail, remedy));
    }
}
