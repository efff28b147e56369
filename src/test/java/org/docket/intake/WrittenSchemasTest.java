package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What intake writes beside recordings follows the schemas that docks are built on. */
class WrittenSchemasTest {
    private static final DataSource DATABASE = TestDatabase.create();
    private static final String RECEIPT = "receipt.schema.json";
    private static final String REASON = "quarantine-reason.schema.json";

    private final Path home;
    private final Docket docket;

    WrittenSchemasTest(@TempDir Path home) {
        this.home = home;
        this.docket = TestDocket.over(DATABASE, Map.of("docket.home", home.toString()));
    }

    @AfterEach
    void close() {
        docket.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesReceiptsThatFollowTheirSchema(boolean again) throws IOException {
        Source source = present("shift-2/X81-000417-" + again + ".mp4", "a recording");
        Recording recording = Recordings.retained(UUID.randomUUID());
        long presentation = deposit(recording, source);

        Receipts receipts = (Receipts) Objects.requireNonNull(docket.beans().get("receipts"));
        receipts.write(new Arrival.Known(presentation, recording, source, again));

        String receipt = Files.readString(Names.beside(source.path(), Names.RECEIPT));
        assertThat(Schemas.errors(RECEIPT, receipt)).isEmpty();
        assertDescribed(RECEIPT, receipt);
        assertThat(Json.MAPPER.readTree(receipt).path("duplicateOf").asText())
                .isEqualTo(again ? recording.id().toString() : "");
    }

    @ParameterizedTest
    @EnumSource
    void writesReasonsThatFollowTheirSchema(QuarantineReason reason) throws IOException {
        Source source = present("notes-" + reason + ".txt", "no recording");

        docket.quarantine().put(new Arrival.Refused(source, reason));

        String written =
                Files.readString(home.resolve("quarantine/croydon-dock-2").resolve(source.name() + Names.REASON));
        assertThat(Schemas.errors(REASON, written)).isEmpty();
        assertDescribed(REASON, written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordingId", "dock", "name", "bytes", "sha256", "depositedAt", "vault"})
    void theSchemaRefusesAReceiptWithout(String field) throws IOException {
        ObjectNode receipt = receipt();
        assertThat(Schemas.errors(RECEIPT, receipt.toString())).isEmpty();

        receipt.remove(field);

        assertThat(Schemas.errors(RECEIPT, receipt.toString())).isNotEmpty();
    }

    @Test
    void theSchemaRefusesAReasonThatIsNotOnTheList() {
        String reason = """
                {"dock": "d", "name": "n.txt", "reason": "%s", "explanation": "e", "remedy": "r", "bytes": 4,
                 "quarantinedAt": "2026-03-15T06:39:10.25Z"}
                """;

        assertThat(Schemas.errors(REASON, reason.formatted("EMPTY"))).isEmpty();
        assertThat(Schemas.errors(REASON, reason.formatted("UGLY"))).isNotEmpty();
    }

    private static ObjectNode receipt() throws IOException {
        return (ObjectNode) Json.MAPPER.readTree("""
                {"recordingId": "01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90", "dock": "d", "name": "n.mp4", "bytes": 731,
                 "sha256": "%s", "depositedAt": "2026-03-15T06:39:10.25Z", "vault": "https://vault.example/n"}
                """.formatted("a1".repeat(32)));
    }

    private static void assertDescribed(String schema, String written) throws IOException {
        JsonNode described =
                Json.MAPPER.readTree(Path.of("docs/api", schema).toFile()).get("properties");
        assertThat(Json.MAPPER.readTree(written).fieldNames()).toIterable().allMatch(described::has);
    }

    private Source present(String name, String content) throws IOException {
        Path path = home.resolve("docks/croydon-dock-2").resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return docket.folders().source(path);
    }

    private long deposit(Recording recording, Source source) {
        return Jdbi.create(DATABASE).inTransaction(handle -> {
            Recordings.deposit(handle, docket.catalogue(), recording);
            return new Presentations()
                    .begin(
                            handle,
                            List.of(new Presentations.Beginning(source, recording.id(), false)),
                            new Claims.Claim("hub-1", Duration.ofMinutes(1)),
                            recording.receivedAt())
                    .get(0);
        });
    }
}
