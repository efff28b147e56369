package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
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
                // Evidence goes where casework.yaml says.
                .filter(address -> !address.equals("docket.evidence.{system}"))
                .collect(Collectors.toSet());

        assertThat(addresses).isEqualTo(queues);
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
