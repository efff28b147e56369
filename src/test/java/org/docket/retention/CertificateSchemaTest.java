package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.junit.jupiter.api.Test;

/** The certificate follows the schema that whoever checks a disposal is given. */
class CertificateSchemaTest {
    private static final String SCHEMA = "certificate.schema.json";

    @Test
    void issuesCertificatesThatFollowTheirSchema() throws IOException {
        Recording recording = Recordings.unretained(UUID.randomUUID());
        Condemned condemned = new Condemned(
                recording.id(),
                String.valueOf(recording.blob()),
                String.valueOf(recording.sha256()),
                recording.bytes(),
                Instant.parse("2026-04-15T01:15:00.75Z"),
                new Condemned.Ground(
                        "retention rules 4be1d07a92c3, category unclassified, due 2026-04-14T21:47:31Z",
                        "4be1d07a92c3",
                        "unclassified",
                        Instant.parse("2026-04-14T21:47:31Z"),
                        Instant.parse("2026-05-14T21:47:31Z"),
                        Instant.parse("2026-03-14T21:47:31Z"),
                        UUID.randomUUID()));

        String certificate = Certificate.content(condemned.notThere(), Instant.parse("2026-04-15T01:15:02.5Z"));

        ObjectNode content = (ObjectNode) Json.MAPPER.readTree(certificate);
        JsonNode described =
                Json.MAPPER.readTree(Path.of("docs/api", SCHEMA).toFile()).get("properties");
        assertThat(Schemas.errors(SCHEMA, certificate)).isEmpty();
        assertThat(content.fieldNames()).toIterable().containsExactlyElementsOf(described::fieldNames);
        content.remove("confirmedAbsentAt");
        assertThat(Schemas.errors(SCHEMA, content.toString())).isNotEmpty();
    }
}
