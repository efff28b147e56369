package org.docket.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.docket.catalogue.Json;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document of REST: what there is, said once, for people, for programs and for the hub itself. */
public final class ApiDocument {
    /** What every path begins with. */
    public static final String BASE = "/api/v1";

    private static final String FILE = "docket.openapi.yaml";
    private static final int WRONG_METHOD = 405;
    private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]+}");

    private final JsonNode document;
    private final Map<String, SortedSet<String>> methods = new TreeMap<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> methods.put(path.getKey(), methods(path.getValue())));
    }

    private static SortedSet<String> methods(JsonNode path) {
        SortedSet<String> methods = new TreeSet<>();
        path.fieldNames().forEachRemaining(name -> {
            switch (name) {
                case "get" -> {
                    methods.add("GET");
                    methods.add("HEAD");
                }
                case "post" -> methods.add("POST");
                default -> {
                    // What goes for all methods of the path is no method.
                }
            }
        });
        return methods;
    }

    /**
     * Reads it, with the schemas that it refers to beside it put into their places: whoever gets it needs no other file.
     *
     * @param folder {@code docs/api}
     */
    public static ApiDocument load(Path folder) {
        JsonNode document = yaml(folder.resolve(FILE));
        if (document.at("/components/schemas") instanceof ObjectNode schemas) {
            schemas.properties().forEach(schema -> {
                String file = schema.getValue().path("$ref").asText("");
                if (file.endsWith(".json")) {
                    schema.setValue(schema(folder.resolve(file), schema.getKey()));
                }
            });
        }
        return new ApiDocument(document);
    }

    private static JsonNode yaml(Path file) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return Json.MAPPER.valueToTree(yaml.load(text(file)));
    }

    /** Inside the document it has no address of its own, and what it refers to within itself stands below its name. */
    private static JsonNode schema(Path file, String name) {
        try {
            String text = text(file).replace("\"#/$defs/", "\"#/components/schemas/" + name + "/$defs/");
            JsonNode schema = Json.MAPPER.readTree(text);
            return schema instanceof ObjectNode object ? object.without(List.of("$schema", "$id")) : schema;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file + " is no JSON: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be read; docs/api belongs to an installation: " + e.getMessage(), e);
        }
    }

    /** Every path with the methods that it has. */
    public Map<String, SortedSet<String>> methods() {
        return methods;
    }

    /** The document itself. */
    public JsonNode tree() {
        return document;
    }

    ApiReply json() {
        return ApiReply.ok(document);
    }

    ApiReply yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        Object plain = Json.MAPPER.convertValue(document, Map.class);
        return ApiReply.text(200, "application/yaml", new Yaml(options).dump(plain));
    }

    /** What is answered where no route is: there is no such path, or not with that method. */
    public ApiReply unanswered(String method, String path) {
        return methods.entrySet().stream()
                .filter(known -> path.matches(PARAMETER.matcher(known.getKey()).replaceAll("[^/]+") + "/?"))
                .findFirst()
                .map(known -> wrongMethod(method, known.getKey(), String.join(", ", known.getValue())))
                .orElseGet(() -> Problem.NOT_FOUND
                        .because("There is nothing at this path.", "GET " + BASE + "/openapi.json says what there is.")
                        .reply());
    }

    private static ApiReply wrongMethod(String method, String path, String allowed) {
        return Problem.of(WRONG_METHOD)
                .because(
                        path + " does not take " + method + ".",
                        "It takes " + allowed + "; GET " + BASE + "/openapi.json says what for.")
                .reply()
                .with("Allow", allowed);
    }
}
