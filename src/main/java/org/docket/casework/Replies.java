package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/**
 * What case systems are answered that name a queue for replies: CloudEvents 1.0 in structured JSON. An answer is a courtesy, and given
 * at least once: what was said holds whether or not the answer arrives.
 */
public final class Replies {
    /** What became of a message. */
    public static final String ANSWER = "docket.answer.v1";

    private static final List<String> OWN = List.of("docket.", "activemq.", "dlq.");

    /** Below it, each who speaks has queues for replies. */
    private static final String REPLY = "reply.";

    private static final URI SOURCE = URI.create("urn:docket");

    /** A name of one queue: no list of several, no wildcard, and no option. Temporary ones have colons. */
    private static final Pattern NAME = Pattern.compile("[\\w.:-]{1,250}");

    private final CaseSystems systems;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Replies(CaseSystems systems, Clock clock) {
        this.systems = systems;
        this.clock = clock;
    }

    /**
     * Whether an answer may go there: to one queue, which is none of Docket's own or the broker's, and none that another reads.
     *
     * @param message that is answered; null if it could not be read
     */
    public boolean mayGoTo(@Nullable Object destination, @Nullable Incoming message) {
        try {
            if (!(destination instanceof Queue queue)) {
                return false;
            }
            String name = queue.getQueueName();
            String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
            return NAME.matcher(lower).matches()
                    && OWN.stream().noneMatch(lower::startsWith)
                    && systems.all().stream().noneMatch(system -> system.queue().equalsIgnoreCase(name))
                    && (!lower.startsWith(REPLY) || isOf(message, lower));
        } catch (JMSException e) {
            return false;
        }
    }

    /** The same of the answer that a message is refused. */
    public boolean mayGoTo(@Nullable Object destination, Throwable failure, @Nullable Incoming message) {
        return mayGoTo(destination, read(failure, message));
    }

    /** The answer that a message is refused. */
    public String refuse(Throwable failure, @Nullable Incoming message, String why) {
        return write(read(failure, message), "refused", why);
    }

    /** What a message says that was refused while it was read, as far as it was. */
    private static @Nullable Incoming read(Throwable failure, @Nullable Incoming message) {
        return message == null && failure instanceof RefusedMessage refused
                ? refused.message().orElse(null)
                : message;
    }

    private boolean isOf(@Nullable Incoming message, String queue) {
        return message != null
                && systems.sender(message.source())
                        .filter(sender -> queue.startsWith(REPLY + sender.id() + "."))
                        .isPresent();
    }

    /**
     * An answer.
     *
     * @param message that is answered; null if it could not be read
     * @param answer {@code taken}, {@code already}, {@code waiting} or {@code refused}
     * @param words in a sentence
     */
    public String write(@Nullable Incoming message, String answer, String words) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("answer", answer);
        data.put("words", words);
        if (message != null) {
            data.put("source", message.source());
            data.put("id", message.id());
            data.put("type", message.type());
            if (message.data().path("recordingId").isTextual()) {
                data.set("recordingId", message.data().get("recordingId"));
            }
        }
        return new String(
                new JsonFormat()
                        .serialize(CloudEventBuilder.v1()
                                .withId(ids.generate().toString())
                                .withSource(SOURCE)
                                .withType(ANSWER)
                                .withTime(clock.instant().atOffset(ZoneOffset.UTC))
                                .withData("application/json", JsonCloudEventData.wrap(data))
                                .build()),
                StandardCharsets.UTF_8);
    }
}
