package org.docket.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.docket.catalogue.Json;
import org.docket.console.Problem.Fault;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request, read field by field. Everything that is wrong is answered at once, when all was read. */
final class ApiBody {
    private static final String JSON = "application/json";
    private static final ObjectReader READER = Json.MAPPER
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private final JsonNode object;
    private final Set<String> known = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();

    private ApiBody(JsonNode object) {
        this.object = object;
    }

    static ApiBody read(String type, byte[] body) {
        // A form in a browser cannot send this type, so no page of somebody else can act here.
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON)) {
            throw new ApiRefusal(Problem.WRONG_TYPE.because(
                    type.isEmpty() ? "The request says no Content-Type." : "The Content-Type is '" + type + "'.",
                    "Send JSON with the header 'Content-Type: application/json'."));
        }
        try {
            JsonNode node = READER.readTree(body);
            if (node.isObject()) {
                return new ApiBody(node);
            }
        } catch (JsonProcessingException e) {
            throw new ApiRefusal(Problem.WRONG_REQUEST.because(
                    "The body is no JSON, from line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + " on.",
                    "Send one JSON object in UTF-8, each field once."));
        } catch (IOException e) {
            throw new IllegalStateException("bytes that are there cannot be read", e);
        }
        throw new ApiRefusal(
                Problem.WRONG_BODY.because("The body is JSON, but no object.", "Send one JSON object, {…}."));
    }

    /** A text that must be there, of 1 to {@code most} characters; empty if it is wrong. */
    String text(String field, int most) {
        return Optional.ofNullable(optionalText(field, most)).orElseGet(() -> {
            missing(field);
            return "";
        });
    }

    @Nullable
    String optionalText(String field, int most) {
        String bounds = "Give a text of 1 to " + most + " characters.";
        return value(field, bounds, node -> {
            String text = node.textValue().strip();
            if (text.isEmpty() || text.length() > most || !Json.canKeep(text)) {
                throw new IllegalArgumentException(field);
            }
            return text;
        });
    }

    /** One of these words, which must be there; the first of them if it is wrong. */
    String oneOf(String field, List<String> words) {
        String word = optionalOneOf(field, words);
        if (word == null) {
            missing(field);
            return words.get(0);
        }
        return word;
    }

    /** One of these words; null if it is not there, or wrong. */
    @Nullable
    String optionalOneOf(String field, List<String> words) {
        return value(field, "Use one of " + String.join(", ", words) + ".", node -> words.stream()
                .filter(node.textValue()::equals)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(field)));
    }

    @Nullable
    Instant optionalInstant(String field) {
        return value(field, "Give a time with its offset, such as 2027-03-01T00:00:00Z.", node -> OffsetDateTime.parse(
                        node.textValue())
                .toInstant());
    }

    @Nullable
    LocalDate optionalDate(String field) {
        return value(field, "Give a day, such as 2027-03-01.", node -> LocalDate.parse(node.textValue()));
    }

    /** A day that must be there; some day if it is wrong. */
    LocalDate date(String field) {
        return Optional.ofNullable(optionalDate(field)).orElseGet(() -> {
            missing(field);
            return LocalDate.EPOCH;
        });
    }

    boolean truth(String field) {
        return Boolean.TRUE.equals(value(field, "Give true or false.", node -> {
            if (!node.isBoolean()) {
                throw new IllegalArgumentException(field);
            }
            return node.booleanValue();
        }));
    }

    /** Texts of 1 to {@code most} characters, at most {@code number} of them; none if they are not there. */
    List<String> texts(String field, int most, int number) {
        List<String> texts =
                value(field, "Give 1 to " + number + " texts, each of 1 to " + most + " characters.", node -> {
                    List<String> found = new ArrayList<>();
                    node.forEach(item ->
                            found.add(item.isTextual() ? item.textValue().strip() : ""));
                    if (!node.isArray()
                            || found.isEmpty()
                            || found.size() > number
                            || found.stream()
                                    .anyMatch(text -> text.isEmpty() || text.length() > most || !Json.canKeep(text))) {
                        throw new IllegalArgumentException(field);
                    }
                    return found;
                });
        return texts == null ? List.of() : texts;
    }

    private <T> @Nullable T value(String field, String remedy, Function<JsonNode, T> read) {
        known.add(field);
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        try {
            if (node.isTextual() || node.isBoolean() || node.isArray()) {
                return read.apply(node);
            }
        } catch (IllegalArgumentException | DateTimeException | NullPointerException e) {
            // Falls through: the answer says what it must be.
        }
        wrong(field, "It is " + shown(node) + ".", remedy);
        return null;
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        int most = 100;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private void missing(String field) {
        if (faults.stream().noneMatch(fault -> fault.field().equals(field))) {
            wrong(field, "It is missing.", "Give it.");
        }
    }

    /** Notes that a field is wrong for a reason that goes beyond its type. */
    void wrong(String field, String problem, String remedy) {
        faults.add(new Fault(field, problem, remedy));
    }

    /**
     * Ends the reading.
     *
     * @throws ApiRefusal if anything was wrong, or there is a field that nobody asked for
     */
    void end() {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                wrong(
                        field,
                        "There is no such field here.",
                        field.equals("by")
                                ? "Leave it out: who speaks is known by the token."
                                : "Leave it out. There are: " + String.join(", ", known) + ".");
            }
        });
        if (!faults.isEmpty()) {
            throw new ApiRefusal(Problem.WRONG_BODY.because(
                    faults.size() == 1
                            ? "The field '" + faults.get(0).field() + "' is wrong. "
                                    + faults.get(0).problem()
                            : faults.size() + " fields are wrong.",
                    faults.size() == 1 ? faults.get(0).remedy() : "Correct each of 'fields' and send it again.",
                    faults));
        }
    }
}
