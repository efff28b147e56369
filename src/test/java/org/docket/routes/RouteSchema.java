package org.docket.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schema of Camel's YAML language, as it comes with the Camel that runs the routes. */
final class RouteSchema {
    private static final String RESOURCE = "/schema/camelYamlDsl.json";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> settings;
    private final Schema schema;

    /**
     * Reads the schema.
     *
     * @param settings every known key with its value
     */
    RouteSchema(Map<String, String> settings) throws IOException {
        this.settings = settings;
        try (InputStream stream = Objects.requireNonNull(RouteSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(json.readTree(stream));
        }
    }

    /** What is wrong with a file. One mistake fails many alternatives of the schema: only the innermost place of it is told. */
    Stream<String> findings(Spot root) throws IOException {
        JsonNode tree = json.valueToTree(withValues(yaml().load(Files.readString(root.file()))));
        return schema.validate(tree).stream()
                .max(Comparator.comparingInt(
                        error -> error.getInstanceLocation().getNameCount()))
                .map(error -> spot(root, error).finding("Camel does not know this: " + error.getMessage()))
                .stream();
    }

    /** The same tree with the values of settings in their places: a number is asked for where the setting is one. */
    private @Nullable Object withValues(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, withValues(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            return list.stream().map(this::withValues).toList();
        }
        String value = tree instanceof String text && text.startsWith("{{") && text.endsWith("}}")
                ? settings.get(text.substring(2, text.length() - 2))
                : null;
        return value == null ? tree : yaml().load(value);
    }

    private static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }

    private static Spot spot(Spot root, Error error) {
        Spot spot = root;
        for (String key : error.getInstanceLocation().toString().split("/", -1)) {
            spot = spot.at(key).orElse(spot);
        }
        return spot;
    }
}
