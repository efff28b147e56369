package org.docket.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Json;
import org.docket.console.ApiDocument;
import org.jspecify.annotations.Nullable;

/** A program that speaks REST with a hub over real HTTP. Whatever it is answered must be as the OpenAPI document says. */
public final class Api {
    private static final String LOCATION = "https://docket.invalid/openapi.json";
    private static final JsonNode DOCUMENT =
            ApiDocument.load(Path.of("docs/api")).tree();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(LOCATION, DOCUMENT.toString())));

    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;
    private final @Nullable String token;

    private Api(String root, @Nullable String token) {
        this.root = root;
        this.token = token;
    }

    /** Speaks with that hub without a token. */
    public static Api of(TestHub hub) {
        return new Api("http://127.0.0.1:" + hub.hub().httpPort(), null);
    }

    /** The same with a token. */
    public Api as(String someToken) {
        return new Api(root, someToken);
    }

    /** An answer. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        /** The body, which must be JSON. */
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("is no JSON: " + response.body(), e);
            }
        }

        /** The text at a JSON pointer. */
        public String text(String pointer) {
            return json().at(pointer).asText();
        }

        /** The header of that name, or an empty text. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Answer get(String path) throws Exception {
        return send("GET", path, Map.of(), null);
    }

    /** Posts JSON. */
    public Answer post(String path, String json, String... headers) throws Exception {
        Map<String, String> all = new java.util.HashMap<>(Map.of("Content-Type", "application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return send("POST", path, all, json);
    }

    /** Sends anything, and checks the answer against the document. */
    public Answer send(String method, String path, Map<String, String> headers, @Nullable String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        Answer answer = new Answer(http.send(request.build(), BodyHandlers.ofString()));
        if (!method.equals("HEAD")) {
            check(method, URI.create(root + path).getPath(), answer);
        }
        return answer;
    }

    private static void check(String method, String path, Answer answer) throws IOException {
        String type = answer.header("Content-Type");
        String schema = schema(method, path, answer.status(), type)
                .orElseThrow(() -> new AssertionError("the document has no answer " + answer.status() + " of type "
                        + type + " for " + method + " " + path + ": "
                        + answer.response().body()));
        if (!type.endsWith("json")) {
            return;
        }
        List<String> errors = REGISTRY
                .getSchema(SchemaLocation.of(LOCATION + "#" + schema))
                .validate(answer.response().body(), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
        if (!errors.isEmpty()) {
            throw new AssertionError(method + " " + path + " answers what does not fit " + schema + ": " + errors + "\n"
                    + answer.response().body());
        }
    }

    /** The JSON pointer of the schema that an answer must fit. */
    private static Optional<String> schema(String method, String path, int status, String type) {
        if (status >= 400) {
            return type.equals("application/problem+json")
                    ? Optional.of("/components/schemas/Problem")
                    : Optional.empty();
        }
        return ApiDocument.load(Path.of("docs/api")).methods().keySet().stream()
                .filter(known -> path.matches(known.replaceAll("\\{[^/]+}", "[^/]+")))
                .map(known -> "/paths/" + known.replace("~", "~0").replace("/", "~1") + "/"
                        + method.toLowerCase(java.util.Locale.ROOT) + "/responses/" + status)
                .map(Api::followed)
                .map(response -> response + "/content/" + type.replace("/", "~1") + "/schema")
                .filter(schema -> !DOCUMENT.at(schema).isMissingNode())
                .findFirst();
    }

    private static String followed(String pointer) {
        String reference = DOCUMENT.at(pointer).path("$ref").asText("");
        return reference.isEmpty() ? pointer : reference.substring(1);
    }
}
