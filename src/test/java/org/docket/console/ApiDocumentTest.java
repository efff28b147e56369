package org.docket.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document says of REST what the routes do, and nothing else. */
class ApiDocumentTest {
    private static final Path API = Path.of("docs/api");
    private static final String ROUTE = "platform-http:";

    private final ApiDocument document = ApiDocument.load(API);
    private final JsonNode tree = document.tree();

    @Test
    void namesEveryPathAndMethodOfTheRoutesAndNoOther() throws IOException {
        assertThat(document.methods()).isEqualTo(routes());
    }

    private static Map<String, SortedSet<String>> routes() throws IOException {
        Map<String, SortedSet<String>> routes = new TreeMap<>();
        for (JsonNode item : yaml(Files.readString(Path.of("routes/console.camel.yaml")))) {
            JsonNode from = item.at("/route/from");
            String uri = from.path("uri").asText();
            if (uri.startsWith(ROUTE)) {
                routes.computeIfAbsent(uri.substring(ROUTE.length()), path -> new TreeSet<>())
                        .addAll(List.of(from.at("/parameters/httpMethodRestrict")
                                .asText()
                                .split(",")));
            }
        }
        return routes;
    }

    @Test
    void saysWhichRoutesAskWhoIsThere() throws IOException {
        for (JsonNode item : yaml(Files.readString(Path.of("routes/console.camel.yaml")))) {
            String uri = item.at("/route/from/uri").asText();
            if (uri.startsWith(ROUTE)) {
                boolean asks = item.at("/route/from/steps/0/to/uri").asText().equals("direct:console-visitor");
                JsonNode path = tree.path("paths").path(uri.substring(ROUTE.length()));
                JsonNode security = path.path(
                                item.at("/route/from/parameters/httpMethodRestrict")
                                                .asText()
                                                .startsWith("GET")
                                        ? "get"
                                        : "post")
                        .path("security");
                assertThat(security.isMissingNode()).as(uri).isEqualTo(asks);
                assertThat(security).as(uri).isEmpty();
            }
        }
        assertThat(tree.at("/security/0").fieldNames()).toIterable().containsExactly("token");
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverythingIsReferredTo() {
        Set<String> references = new LinkedHashSet<>(tree.findValuesAsText("$ref"));

        assertThat(references)
                .hasSizeGreaterThan(30)
                .allMatch(reference -> reference.startsWith("#/")
                        && !tree.at(reference.substring(1)).isMissingNode());
        for (String kind : List.of("schemas", "responses", "parameters")) {
            tree.at("/components/" + kind).fieldNames().forEachRemaining(name -> assertThat(references)
                    .contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everySchemaIsOneAndEveryExampleFitsIts() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of("https://docket.invalid/openapi.json", tree.toString())));
        List<String> wrong = new ArrayList<>();
        tree.at("/components/schemas").properties().forEach(schema -> {
            registry.getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                    .validate(schema.getValue().toString(), InputFormat.JSON)
                    .forEach(error -> wrong.add(schema.getKey() + ": " + error));
            schema.getValue().path("examples").forEach(example -> registry
                    .getSchema(com.networknt.schema.SchemaLocation.of(
                            "https://docket.invalid/openapi.json#/components/schemas/" + schema.getKey()))
                    .validate(example.toString(), InputFormat.JSON)
                    .stream()
                    .map(Error::toString)
                    .forEach(error -> wrong.add(schema.getKey() + " example: " + error)));
        });

        assertThat(wrong).isEmpty();
        assertThat(tree.at("/components/schemas/Decision/examples")).isNotEmpty();
    }

    @Test
    void everyOperationHasAnIdASummaryAndAnswersForProblems() {
        Set<String> ids = new LinkedHashSet<>();
        tree.path("paths").forEach(path -> path.properties().forEach(operation -> {
            if (!operation.getKey().equals("parameters")) {
                JsonNode said = operation.getValue();
                assertThat(ids.add(said.path("operationId").asText())).isTrue();
                assertThat(said.path("summary").asText()).endsWith(".");
                assertThat(said.at("/responses/default/$ref").asText()).isEqualTo("#/components/responses/Problem");
            }
        }));
        assertThat(ids).hasSizeGreaterThan(10).doesNotContain("");
    }

    @Test
    void isTheSameInYamlAndInJson() throws IOException {
        assertThat(yaml(document.yaml().body()))
                .isEqualTo(new ObjectMapper().readTree(document.json().body()));
    }

    @Test
    void answersForWhatNoRouteTakes() {
        assertThat(document.unanswered("GET", "/api/v1/recordings/abc/nothing").status())
                .isEqualTo(404);
        assertThat(document.unanswered("GET", "/api/v1x/status").status()).isEqualTo(404);
        assertThat(document.unanswered("PUT", "/api/v1/recordings/abc").headers())
                .containsEntry("Allow", "GET, HEAD");
        assertThat(document.unanswered("GET", "/api/v1/recordings/abc/holds/").headers())
                .containsEntry("Allow", "POST");
    }

    private static JsonNode yaml(String text) {
        return new ObjectMapper()
                .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(new StringReader(text)));
    }
}
