package org.docket.casework;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.docket.catalogue.Json;

/** The JSON Schemas of what case systems say: the same files that their developers read. */
final class MessageSchemas {
    private static final int MOST_ERRORS = 3;
    private static final int MOST_SHOWN = 60;

    private final Map<String, Described> schemas = new LinkedHashMap<>();

    private MessageSchemas() {}

    private record Described(Schema schema, JsonNode text) {}

    /**
     * Reads and compiles them.
     *
     * @param folder {@code docs/api/messages}
     */
    static MessageSchemas load(Path folder, Iterable<String> types) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        MessageSchemas all = new MessageSchemas();
        for (String type : types) {
            Path file = folder.resolve(type + ".schema.json");
            try {
                JsonNode text = Json.MAPPER.readTree(Files.readString(file));
                Schema schema =
                        registry.getSchema(SchemaLocation.of(file.toUri().toString()), text);
                schema.initializeValidators();
                all.schemas.put(type, new Described(schema, text));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        file + " cannot be read; docs/api belongs to an installation: " + e.getMessage(), e);
            }
        }
        return all;
    }

    /** What is wrong with a message of a type that there is, a few errors at most; empty if nothing is. */
    List<String> errors(String type, JsonNode message) {
        Described described = Objects.requireNonNull(schemas.get(type), type);
        List<Error> errors = described.schema().validate(message);
        return errors.stream()
                .limit(MOST_ERRORS)
                .map(error -> words(described.text(), message, error))
                .toList();
    }

    private static String words(JsonNode schema, JsonNode message, Error error) {
        List<String> path = steps(error.getInstanceLocation());
        JsonNode value = at(message, path);
        if (error.getProperty() != null) {
            path.add(error.getProperty());
        }
        String wrong =
                switch (error.getKeyword()) {
                    case "required" -> "is missing";
                    case "pattern", "not" -> value.asText().isBlank() ? "is empty" : "cannot be " + shown(value);
                    case "enum", "const" -> "cannot be " + shown(value) + ": it " + error.getMessage();
                    default -> error.getMessage();
                };
        String meant = described(schema, path).path("description").asText("");
        return name(path) + ": " + wrong + (meant.isEmpty() ? "" : "; send: " + meant);
    }

    private static List<String> steps(NodePath path) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            steps.add(String.valueOf(path.getElement(i)));
        }
        return steps;
    }

    private static JsonNode at(JsonNode message, List<String> path) {
        JsonNode value = message;
        for (String step : path) {
            value = value.isArray() ? value.path(Integer.parseInt(step)) : value.path(step);
        }
        return value;
    }

    /** The schema of a field; of the list that it stands in, if nothing is said of the field itself. */
    private static JsonNode described(JsonNode schema, List<String> path) {
        JsonNode found = schema;
        for (String step : path) {
            JsonNode next = found.path("properties").path(step);
            if (next.isMissingNode()) {
                return found;
            }
            found = next;
        }
        return found;
    }

    private static String name(List<String> path) {
        return path.isEmpty() ? "the message" : path.stream().collect(Collectors.joining("."));
    }

    private static String shown(JsonNode value) {
        String text = value.asText(value.toString());
        return text.length() <= MOST_SHOWN ? "'" + text + "'" : "'" + text.substring(0, MOST_SHOWN) + "…'";
    }
}
