package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.vault.ReadLinks.ReadLink;

/** A link that a case system asked for. */
final class LinkMessage {
    static final String TYPE = "docket.link.v1";

    private static final URI SOURCE = URI.create("urn:docket");

    private LinkMessage() {}

    /**
     * The message, as a CloudEvent in structured JSON.
     *
     * @param request CloudEvents id of the message that asked
     */
    static ObjectNode of(UUID id, Recording recording, ReadLink link, String request, Instant at) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("recordingId", recording.id().toString());
        data.put("sha256", recording.sha256());
        data.put("bytes", recording.bytes());
        data.put("url", link.url());
        data.put("until", link.until().toString());
        data.put("request", request);
        byte[] text = new JsonFormat()
                .serialize(CloudEventBuilder.v1()
                        .withId(id.toString())
                        .withSource(SOURCE)
                        .withType(TYPE)
                        .withSubject(recording.id().toString())
                        .withTime(at.atOffset(ZoneOffset.UTC))
                        .withData("application/json", JsonCloudEventData.wrap(data))
                        .build());
        return Json.read(new String(text, StandardCharsets.UTF_8), ObjectNode.class);
    }
}
