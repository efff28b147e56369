package org.docket.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.docket.casework.Answers.Answer;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/** Reads what case systems say, and ends the handovers that they answer. */
public final class Inbox {
    public static final String ACKNOWLEDGED = "docket.handover.acknowledged.v1";
    public static final String REJECTED = "docket.handover.rejected.v1";

    /** What a control room says of an incident. */
    public static final String INCIDENT = "docket.incident.v1";

    /** A case system asks for a link to read a recording. */
    public static final String LINK_REQUESTED = "docket.link-requested.v1";

    private static final String OWN_SOURCES = "urn:docket";

    static final Set<String> TYPES = Set.of(
            ACKNOWLEDGED,
            REJECTED,
            "docket.decision.v1",
            "docket.hold.v1",
            "docket.hold-lifted.v1",
            "docket.outcome.v1",
            LINK_REQUESTED,
            INCIDENT);

    private static final int MOST_CHARACTERS = 250;

    private static final Set<String> UNACCEPTABLE = Set.of("22", "23", "54");

    private final GatheredAnswers<?> answers;

    public Inbox(GatheredAnswers<?> answers) {
        this.answers = answers;
    }

    /**
     * Reads a message: a TextMessage, or a BytesMessage of text in UTF-8.
     *
     * @throws RefusedMessage if it is no CloudEvent, or of a type that Docket does not act on
     */
    public Incoming receive(Message message) throws JMSException {
        return read(MessageText.of(message));
    }

    /** The same, of its text. */
    Incoming read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new RefusedMessage(
                    "the message has no text: send a TextMessage with a CloudEvent as structured JSON");
        }
        try {
            CloudEvent event = new JsonFormat().deserialize(text.getBytes(StandardCharsets.UTF_8));
            if (!TYPES.contains(event.getType())) {
                throw new RefusedMessage("the type " + event.getType() + " is not one that Docket acts on");
            }
            String id = requireShort("id", Incoming.requireKept("id", event.getId()));
            String source =
                    requireOutside(requireShort("source", event.getSource().toString()));
            OffsetDateTime time = event.getTime();
            return new Incoming(
                    source, id, event.getType(), time == null ? null : time.toInstant(), data(event.getData()));
        } catch (CloudEventRWException | IOException e) {
            throw new RefusedMessage("the message is no CloudEvent in structured JSON: " + firstLine(e), e);
        } catch (RuntimeException e) {
            if (e instanceof RefusedMessage refused) {
                throw refused;
            }
            throw new RefusedMessage("the message is no CloudEvent in structured JSON: " + firstLine(e), e);
        }
    }

    /** What makes a message the same when it comes again stands in an index, and an index has short entries. */
    private static String requireShort(String field, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new RefusedMessage(field + " has " + text.length() + " characters: send at most " + MOST_CHARACTERS);
        }
        return text;
    }

    /** What Docket hears by other ways stands under sources of its own: nobody outside can use up an id of theirs. */
    private static String requireOutside(String source) {
        if (source.toLowerCase(Locale.ROOT).startsWith(OWN_SOURCES)) {
            throw new RefusedMessage("the source " + source + " is Docket's own, as all that begin with " + OWN_SOURCES
                    + ": send the source of the system that speaks");
        }
        return source;
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

    /**
     * Whether a message failed for what it is, and would fail whenever it came again: it was refused, or the database refuses its
     * data (SQLSTATE classes 22, data exception; 23, integrity constraint violation; 54, program limit exceeded).
     */
    public boolean neverAccepts(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedMessage) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && UNACCEPTABLE.contains(sql.getSQLState().substring(0, 2))) {
                return true;
            }
        }
        return false;
    }

    /** The case system has the evidence. */
    public void acknowledged(Incoming message) {
        answers.add(new Answer(message.uuid("handoverId"), Handover.State.ACKNOWLEDGED, null));
    }

    /** The case system does not take the evidence; a person has to look. */
    public void rejected(Incoming message) {
        answers.add(new Answer(message.uuid("handoverId"), Handover.State.REJECTED, message.text("reason")));
    }
}
