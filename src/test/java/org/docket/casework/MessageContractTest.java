package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.docket.monitoring.Notices;
import org.docket.testkit.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The AsyncAPI document names every message, schema and queue that there is, and no other. */
class MessageContractTest {
    private static final Path API = Path.of("docs/api");
    private static final Pattern QUEUE = Pattern.compile("jms:queue:([\\w.]+)");

    private final JsonNode document;

    MessageContractTest() throws IOException {
        String text = Files.readString(API.resolve("casework.asyncapi.yaml"));
        document = new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    @Test
    void namesEveryTypeThatDocketSendsOrActsOn() {
        assertThat(fieldNames(document.at("/channels/evidence/messages")))
                .containsExactlyInAnyOrder(
                        EvidenceMessage.RETAINED,
                        EvidenceMessage.UPDATED,
                        EvidenceMessage.RELEASED,
                        EvidenceMessage.DISPOSED,
                        LinkMessage.TYPE);
        assertThat(fieldNames(document.at("/channels/casework/messages")))
                .containsExactlyInAnyOrderElementsOf(Inbox.TYPES);
        assertThat(fieldNames(document.at("/channels/answers/messages")))
                .containsExactlyInAnyOrder(Replies.ANSWER, LinkMessage.TYPE);
        assertThat(fieldNames(document.at("/channels/notices/messages"))).containsExactly(Notices.TYPE);
    }

    @Test
    void everyTypeHasASchemaAndAnExample() throws IOException {
        Set<String> types = fieldNames(document.at("/components/messages")).stream()
                .filter(name -> name.startsWith("docket."))
                .collect(Collectors.toSet());

        assertThat(names("examples", ".json")).isEqualTo(types);
        assertThat(names("messages", ".schema.json"))
                .containsAll(types)
                .hasSize(types.size() + 1)
                .contains("recording");
    }

    @Test
    void isValidAsyncApi() throws Exception {
        Checked checked = check(API.resolve("casework.asyncapi.yaml"));

        assertThat(checked.findings()).isEqualTo("16 messages, 5 operations");
        assertThat(checked.exit()).isZero();
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of("action: receive", "action: hear", "operations/hearCasework/action"),
                Arguments.of(
                        "#/channels/answers/messages/docket.answer.v1", "#/channels/answers/messages/gone", "gone"),
                Arguments.of("examples/docket.hold.v1.json", "examples/gone.json", "gone.json"),
                Arguments.of("host: localhost:61616", "port: 61616", "openwire"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theCheckSeesWhatIsNoAsyncApi(String before, String after, String told, @TempDir Path folder) throws Exception {
        for (String part : List.of("messages", "examples")) {
            Files.createSymbolicLink(folder.resolve(part), API.resolve(part).toAbsolutePath());
        }
        Path damaged = folder.resolve("casework.asyncapi.yaml");
        Files.writeString(
                damaged,
                Files.readString(API.resolve("casework.asyncapi.yaml")).replaceFirst(Pattern.quote(before), after));

        Checked checked = check(damaged);

        assertThat(checked.findings()).contains("error ").contains(told);
        assertThat(checked.exit()).isOne();
    }

    @Test
    void everyMessageHasHeadersAnExampleAndBindingsAndIsOfAnOperation() {
        Set<String> ofOperations = document.get("operations").findValuesAsText("$ref").stream()
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        for (String name : fieldNames(document.at("/components/messages"))) {
            JsonNode message = document.at("/components/messages").get(name);
            assertThat(message.has("headers")).as("headers of %s", name).isTrue();
            assertThat(message.has("bindings")).as("bindings of %s", name).isTrue();
            assertThat(ofOperations).contains(name);
            // What is refused is whatever came.
            if (!name.equals("refused")) {
                assertThat(message.at("/examples/0/payload/$ref").textValue())
                        .isEqualTo("./examples/" + name + ".json");
                assertThat(message.at("/payload/schema/$ref").textValue())
                        .isEqualTo("./messages/" + name + ".schema.json");
            }
        }
    }

    @Test
    void everyChannelIsAQueueOfAnOperationWithAllOfItsMessages() {
        Set<String> used = StreamSupport.stream(document.get("operations").spliterator(), false)
                .map(operation -> {
                    String channel = operation.at("/channel/$ref").textValue();
                    assertThat(operation.get("messages").findValuesAsText("$ref"))
                            .containsExactlyInAnyOrderElementsOf(
                                    fieldNames(document.at(channel.substring(1) + "/messages")).stream()
                                            .map(message -> channel + "/messages/" + message)
                                            .toList());
                    return channel.substring("#/channels/".length());
                })
                .collect(Collectors.toSet());

        assertThat(used).isEqualTo(fieldNames(document.get("channels")));
        document.get("channels").forEach(channel -> assertThat(
                        channel.at("/bindings/jms/destinationType").textValue())
                .isEqualTo("queue"));
    }

    @Test
    void everyExampleFollowsItsSchemaAndHasNoFieldThatIsNotDescribed() throws IOException {
        for (String type : names("examples", ".json")) {
            String example = Files.readString(API.resolve("examples/" + type + ".json"));
            assertThat(Schemas.errors("messages/" + type + ".schema.json", example))
                    .as(type)
                    .isEmpty();
            assertThat(Schemas.fieldsOfData(type))
                    .as(type)
                    .containsAll(fieldNames(new ObjectMapper().readTree(example).get("data")));
        }
    }

    /** What the parser of the AsyncAPI initiative says. */
    private record Checked(int exit, String findings) {}

    private static Checked check(Path document) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "src/test/asyncapi/check.mjs", document.toString())
                .redirectErrorStream(true)
                .start();
        String findings = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Checked(node.waitFor(), findings.strip());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).hasSizeGreaterThan(10).allMatch(this::leadsSomewhere);
        assertThat(leadsSomewhere("#/components/messages/docket.unknown.v1")).isFalse();
        assertThat(leadsSomewhere("./messages/docket.unknown.v1.schema.json")).isFalse();
    }

    private boolean leadsSomewhere(String reference) {
        return reference.startsWith("#")
                ? !document.at(reference.substring(1)).isMissingNode()
                : Files.isRegularFile(API.resolve(reference));
    }

    @Test
    void namesTheQueuesOfTheRoutes() throws IOException {
        String routes = Files.readString(Path.of("routes/casework.camel.yaml"))
                + Files.readString(Path.of("routes/errors.camel.yaml"))
                + Files.readString(Path.of("routes/operations.camel.yaml"));
        Matcher matcher = QUEUE.matcher(routes);
        Set<String> queues = matcher.results().map(found -> found.group(1)).collect(Collectors.toSet());

        Set<String> addresses = StreamSupport.stream(document.get("channels").spliterator(), false)
                .map(channel -> channel.get("address"))
                // Answers go where each message says.
                .filter(address -> !address.isNull())
                .map(JsonNode::textValue)
                // Each case system has a queue of its own, and a route made for it.
                .filter(address -> !address.contains("{system}"))
                .collect(Collectors.toSet());

        assertThat(addresses).isEqualTo(queues);
        assertThat(document.at("/channels/evidence/address").textValue()).isEqualTo("docket.evidence.{system}");
    }

    private static Set<String> names(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(API.resolve(folder))) {
            return files.map(path -> path.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> fieldNames(JsonNode node) {
        return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                .collect(Collectors.toSet());
    }
}
