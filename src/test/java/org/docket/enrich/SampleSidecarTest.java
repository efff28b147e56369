package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSidecarTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema schema;

    SampleSidecarTest() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/api/sidecar.schema.json")));
    }

    static List<Path> sidecars() throws IOException {
        try (Stream<Path> paths = Files.walk(Path.of("samples"))) {
            return paths.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sidecars")
    void followsTheSchema(Path sidecar) throws IOException {
        assertThat(errors(Files.readString(sidecar))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sidecars")
    void usesOnlyFieldsThatTheSchemaDescribes(Path sidecar) throws IOException {
        JsonNode described =
                JSON.readTree(Path.of("docs/api/sidecar.schema.json").toFile()).get("properties");

        assertThat(JSON.readTree(sidecar.toFile()).fieldNames())
                .toIterable()
                .allSatisfy(field -> assertThat(described.has(field)).as(field).isTrue());
    }

    @ParameterizedTest
    @MethodSource("sidecars")
    void liesBesideItsRecordingAndKnowsItsHash(Path sidecar) throws IOException, NoSuchAlgorithmException {
        Path recording = recordingOf(sidecar);
        JsonNode claimed = JSON.readTree(sidecar.toFile()).get("sha256");

        if (claimed != null) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(recording));
            assertThat(claimed.asText()).isEqualTo(HexFormat.of().formatHex(hash));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"startedAt\": \"14.03.2026 18:15\"}",
                "{\"tags\": \"complaint\"}",
                "{\"location\": {\"lat\": 91, \"lon\": 4}}",
                "{\"location\": {\"lat\": 51.4}}",
                "{\"sha256\": \"abc\"}",
                "{\"officer\": \"MP7421\"}",
                "[]"
            })
    void theSchemaRejectsWhatIsNoSidecar(String text) {
        assertThat(errors(text)).isNotEmpty();
    }

    @Test
    void theSchemaAllowsFieldsOfTheDocksOwn() {
        assertThat(errors("{\"dockShelf\": 7, \"camera\": {\"battery\": 81}}")).isEmpty();
    }

    private List<Error> errors(String text) {
        try {
            return schema.validate(JSON.readTree(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Path recordingOf(Path sidecar) throws IOException {
        String base = sidecar.getFileName().toString().replaceFirst("json$", "");
        try (Stream<Path> paths = Files.list(sidecar.toAbsolutePath().getParent())) {
            return paths.filter(path -> path.getFileName().toString().startsWith(base))
                    .filter(path -> !path.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(sidecar + " has no recording"));
        }
    }
}
