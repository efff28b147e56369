package org.docket.broker;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the queues found. The hub leaves its last one in its home for commands, which may know no way to the broker.
 *
 * @param at when it looked
 */
public record QueueReport(Instant at, List<Queue> queues) {
    private static final String FILE = "queues.json";

    /** What a queue is for. */
    public enum Use {
        /** A case system reads it. */
        EVIDENCE,
        /** The hub reads it. */
        IN,
        /** Operators and their tools read it. */
        NOTICES,
        /** Holds what the hub cannot accept, for a person. */
        REFUSED,
        /** Holds what whoever reads the queue that it was in could not take, for a person. */
        DEAD_LETTERS;

        /** Whether a message in it is something that a person has to look at. */
        public boolean isForPeople() {
            return this == REFUSED || this == DEAD_LETTERS;
        }
    }

    /**
     * One queue.
     *
     * @param messages how many are in it; absent if the broker does not say
     * @param consumers how many read it; absent if the broker does not say
     * @param more whether there may be more of them
     * @param unknown why the broker does not say
     * @param told what people were told of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Queue(
            String name,
            Use use,
            @Nullable Long messages,
            @Nullable Long consumers,
            boolean more,
            @Nullable String unknown,
            @Nullable Told told) {
        static Queue of(String name, Use use, Depth depth, @Nullable Told told) {
            if (depth instanceof Depth.Exactly exactly) {
                return new Queue(name, use, exactly.messages(), exactly.consumers(), false, null, told);
            }
            if (depth instanceof Depth.AtLeast most) {
                return new Queue(name, use, most.messages(), null, true, null, told);
            }
            return new Queue(name, use, null, null, false, ((Depth.Unknown) depth).why(), told);
        }

        /** How many messages it is known to have. */
        public long known() {
            return messages == null ? 0 : messages;
        }

        /** How many, as people read it. */
        public String inWords() {
            if (messages == null) {
                return "unknown";
            }
            return more ? messages + " or more" : String.valueOf(messages);
        }
    }

    /**
     * What people were told of a queue.
     *
     * @param messages how many were in it
     */
    public record Told(long messages, Instant at) {}

    /** How many messages are known to wait for a person. */
    public long forPeople(Use use) {
        return queues.stream()
                .filter(queue -> queue.use() == use)
                .mapToLong(Queue::known)
                .sum();
    }

    /** Why the broker says nothing of any queue; empty if it does. */
    public Optional<String> away() {
        return queues.stream().allMatch(queue -> queue.unknown() != null)
                ? queues.stream().map(queue -> String.valueOf(queue.unknown())).findFirst()
                : Optional.empty();
    }

    /** The last report of a hub of that home; there may be none that can be read. */
    public static Optional<QueueReport> last(Path home) throws IOException {
        try {
            return Optional.of(Json.read(Files.readString(home.resolve(FILE)), QueueReport.class));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void leave(Path home) throws IOException {
        Path next = home.resolve(FILE + ".part");
        Files.createDirectories(home);
        Files.writeString(next, Json.write(this) + "\n");
        Files.move(next, home.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
