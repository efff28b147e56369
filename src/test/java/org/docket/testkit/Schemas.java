package org.docket.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.docket.catalogue.Json;

/** The JSON Schemas under {@code docs/api/}, with the references between them. */
public final class Schemas {
    private static final Path API = Path.of("docs", "api");
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Schemas::text));

    private Schemas() {}

    /**
     * What is wrong with a document.
     *
     * @param schema path below {@code docs/api/}
     * @param json the document
     */
    public static List<String> errors(String schema, String json) {
        URI location = API.resolve(schema).toUri();
        return REGISTRY.getSchema(SchemaLocation.of(location.toString())).validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /** The fields of {@code data} that the schema of a message describes, with those of the schemas that it refers to. */
    public static Set<String> fieldsOfData(String type) {
        try {
            JsonNode data = Json.MAPPER
                    .readTree(API.resolve("messages/" + type + ".schema.json").toFile())
                    .at("/properties/data");
            Set<String> fields = new TreeSet<>();
            data.path("properties").fieldNames().forEachRemaining(fields::add);
            if (data.has("$ref")) {
                Json.MAPPER
                        .readTree(API.resolve("messages/" + data.get("$ref").textValue())
                                .toFile())
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(fields::add);
            }
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String location) {
        try {
            return Files.readString(Path.of(URI.create(location)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
