package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.vault.ReadLinks.ReadLink;
import org.jspecify.annotations.Nullable;

/** What case systems are told: CloudEvents 1.0 in structured JSON, described in {@code docs/api/}. */
public final class EvidenceMessage {
    public static final String RETAINED = "docket.evidence.retained.v1";
    public static final String UPDATED = "docket.evidence.updated.v1";
    public static final String RELEASED = "docket.evidence.released.v1";
    public static final String DISPOSED = "docket.evidence.disposed.v1";

    private static final URI SOURCE = URI.create("urn:docket");

    private EvidenceMessage() {}

    /** The text of a message about a recording. */
    static String write(UUID id, String type, Recording recording, String url, Instant at) {
        CloudEvent event = CloudEventBuilder.v1()
                .withId(id.toString())
                .withSource(SOURCE)
                .withType(type)
                .withSubject(recording.id().toString())
                .withTime(at.atOffset(ZoneOffset.UTC))
                .withData("application/json", JsonCloudEventData.wrap(data(type, recording, url)))
                .build();
        return new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
    }

    /** Adds a link to read the recording. */
    static void addLink(ObjectNode event, ReadLink link) {
        ((ObjectNode) event.get("data"))
                .putObject("link")
                .put("url", link.url())
                .put("until", link.until().toString());
    }

    private static ObjectNode data(String type, Recording recording, String url) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("recordingId", recording.id().toString());
        data.put("sha256", recording.sha256());
        data.put("bytes", recording.bytes());
        data.put("category", recording.category());
        set(data, "categories", recording.categories());
        if (type.equals(DISPOSED)) {
            return data;
        }
        data.put("retained", recording.retained());
        data.put("vault", url);
        data.put("dock", recording.dock());
        data.put("receivedAt", recording.receivedAt().toString());
        Facts facts = recording.facts();
        if (facts != null) {
            data.put("recordedAt", facts.recorded().at().toString());
            data.put("recordedAtSource", facts.recorded().source().word());
            set(data, "officer", facts.officer());
            set(data, "camera", facts.camera());
            set(data, "incident", facts.incident());
            set(data, "tags", facts.tags());
            set(data, "location", facts.location());
            set(data, "media", facts.media());
            set(data, "problems", facts.problems());
        }
        set(data, "reviewAt", recording.reviewAt());
        set(data, "dueAt", recording.dueAt());
        return data;
    }

    private static void set(ObjectNode data, String name, @Nullable Object value) {
        if (value != null) {
            data.set(name, Json.MAPPER.valueToTree(value));
        }
    }
}
