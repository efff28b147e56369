package org.docket.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/** Reads what case systems say, and ends the handovers that they answer. */
public final class Inbox {
    public static final String ACKNOWLEDGED = "docket.handover.acknowledged.v1";
    public static final String REJECTED = "docket.handover.rejected.v1";

    static final Set<String> TYPES =
            Set.of(ACKNOWLEDGED, REJECTED, "docket.decision.v1", "docket.hold.v1", "docket.hold-lifted.v1");

    private final Outbox outbox;

    public Inbox(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Reads a message.
     *
     * @param text body of a TextMessage; null for a message of another kind
     * @throws RefusedMessage if it is no CloudEvent, or of a type that Docket does not act on
     */
    public Incoming read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new RefusedMessage(
                    "the message has no text: send a TextMessage with a CloudEvent as structured JSON");
        }
        try {
            CloudEvent event = new JsonFormat().deserialize(text.getBytes(StandardCharsets.UTF_8));
            if (!TYPES.contains(event.getType())) {
                throw new RefusedMessage("the type " + event.getType() + " is not one that Docket acts on");
            }
            String id = Incoming.requireKept("id", event.getId());
            return new Incoming(event.getSource().toString(), id, event.getType(), data(event.getData()));
        } catch (CloudEventRWException | IOException e) {
            throw new RefusedMessage("the message is no CloudEvent in structured JSON: " + firstLine(e), e);
        } catch (RuntimeException e) {
            if (e instanceof RefusedMessage refused) {
                throw refused;
            }
            throw new RefusedMessage("the message is no CloudEvent in structured JSON: " + firstLine(e), e);
        }
    }

    private static JsonNode data(@Nullable CloudEventData data) throws JsonProcessingException, IOException {
        if (data instanceof JsonCloudEventData json) {
            return json.getNode();
        }
        return data == null ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(data.toBytes());
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The case system has the evidence. */
    public void acknowledged(Incoming message) {
        outbox.answered(message.uuid("handoverId"), Handover.State.ACKNOWLEDGED, null);
    }

    /** The case system does not take the evidence; a person has to look. */
    public void rejected(Incoming message) {
        outbox.answered(message.uuid("handoverId"), Handover.State.REJECTED, message.text("reason"));
    }
}
