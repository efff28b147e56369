package org.docket.testkit;

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

    private static String text(String location) {
        try {
            return Files.readString(Path.of(URI.create(location)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
