package org.docket.casework;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
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

    static final Set<String> TYPES = Set.of(
            ACKNOWLEDGED,
            REJECTED,
            "docket.decision.v1",
            "docket.hold.v1",
            "docket.hold-lifted.v1",
            "docket.outcome.v1",
            LINK_REQUESTED,
            INCIDENT);

    private static final Set<String> UNACCEPTABLE = Set.of("22", "23", "54");

    private static final int MOST_SHOWN = 60;

    /** One event in a message, and of each field one: what stands there besides would be lost without a word. */
    private static final ObjectReader STRICT = Json.MAPPER
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final GatheredAnswers<?> answers;
    private final Rights rights;
    private final MessageSchemas schemas;
    private final int deliveries;
    private final Defects defects;

    /**
     * Reads messages as the schemas say, of those who may send them.
     *
     * @param folder {@code docs/api/messages}, where the schemas are
     * @param deliveries how often one may fail for no passing reason
     */
    public Inbox(GatheredAnswers<?> answers, Rights rights, Path folder, int deliveries) {
        this.answers = answers;
        this.rights = rights;
        this.schemas = MessageSchemas.load(folder, TYPES);
        this.deliveries = deliveries;
        this.defects = new Defects(deliveries);
    }

    /**
     * Reads a message: a TextMessage, or a BytesMessage of text in UTF-8.
     *
     * @throws RefusedMessage if it is no CloudEvent of a type that Docket acts on, or not as the schema of its type says,
     *     or its sender may not say it
     * @throws JMSException if that cannot be found out now
     */
    public Incoming receive(Message message) throws JMSException {
        return read(MessageText.of(message), rights.user(message));
    }

    /** The same, of its text, sent under that user. */
    Incoming read(String text, @Nullable String user) throws JMSException {
        if (text.isBlank()) {
            throw new RefusedMessage(
                    "the message has no text: send a TextMessage with a CloudEvent as structured JSON");
        }
        JsonNode event = event(text);
        Incoming message = incoming(event);
        try {
            requireSound(event, message);
            rights.require(message, user);
            return message;
        } catch (RefusedMessage e) {
            throw e.of(message);
        }
    }

    private static JsonNode event(String text) {
        try {
            return STRICT.readTree(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RefusedMessage("the message is no CloudEvent in structured JSON: " + firstLine(e), e);
        }
    }

    private static Incoming incoming(JsonNode event) {
        String type = event.path("type").asText();
        if (!event.isObject() || !event.hasNonNull("specversion") || type.isEmpty()) {
            throw new RefusedMessage("the message is no CloudEvent in structured JSON: it needs the fields specversion,"
                    + " id, source, type and data");
        }
        return new Incoming(
                event.path("source").asText(),
                event.path("id").asText(),
                type,
                type.equals(INCIDENT) ? time(event) : null,
                event.path("data"));
    }

    private static @Nullable Instant time(JsonNode event) {
        String time = event.path("time").asText("");
        try {
            return event.hasNonNull("time") ? OffsetDateTime.parse(time).toInstant() : null;
        } catch (DateTimeException e) {
            throw new RefusedMessage("time: '" + shown(time) + "' is no ISO 8601 time with an offset", e);
        }
    }

    private void requireSound(JsonNode event, Incoming message) {
        if (!TYPES.contains(message.type())) {
            throw new RefusedMessage("the type " + shown(message.type()) + " is not one that Docket acts on");
        }
        List<String> errors = schemas.errors(message.type(), event);
        if (!errors.isEmpty()) {
            throw new RefusedMessage(message.type() + ": " + String.join("; ", errors));
        }
        Incoming.requireKept("id", message.id());
        Incoming.requireKept("source", message.source());
    }

    /** Whatever a sender wrote: short, and in one line of a log. */
    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MOST_SHOWN ? printable : printable.substring(0, MOST_SHOWN) + "…";
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Whether a message that failed is given up: it was refused, or the database refuses its data (SQLSTATE classes 22, data exception;
     * 23, integrity constraint violation; 54, program limit exceeded), or it failed too often for no passing reason.
     */
    public boolean givesUp(Throwable failure, Message message) throws JMSException {
        return neverAccepts(failure) || defects.isEnough(message, failure);
    }

    /** Whether a message failed for what it is, and would fail whenever it came again. */
    static boolean neverAccepts(Throwable failure) {
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

    /** Why a message is given up, in a sentence. */
    public String why(Throwable failure) {
        if (neverAccepts(failure)) {
            return refusal(failure);
        }
        return "could not be processed " + deliveries + " times: " + firstLine(failure) + " ("
                + failure.getClass().getSimpleName() + "); the log of the hub says more";
    }

    /** What the database says of itself stays in the log. */
    private static String refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedMessage refused) {
                return String.valueOf(refused.getMessage());
            }
            if (cause instanceof SQLException sql) {
                return "the database cannot keep what the message says (SQLSTATE " + sql.getSQLState()
                        + "); the log of the hub says more";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    /** The case system has the evidence. */
    public @Nullable Reply acknowledged(Incoming message) {
        return answers.add(answer(message, Handover.State.ACKNOWLEDGED, null));
    }

    /** The case system does not take the evidence; a person has to look. */
    public @Nullable Reply rejected(Incoming message) {
        return answers.add(answer(message, Handover.State.REJECTED, message.text("reason")));
    }

    private Answer answer(Incoming message, Handover.State state, @Nullable String reason) {
        return new Answer(rights.sender(message).id(), message.uuid("handoverId"), state, reason, message);
    }
}
