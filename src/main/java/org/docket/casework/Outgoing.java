package org.docket.casework;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handover as its case system reads it. The text may hold a link by which anybody could read the recording: it goes to the broker, and
 * nowhere else.
 *
 * @param linkUntil until when the link in it can be used; absent if it has none
 */
public record Outgoing(
        Handover handover, String text, @Nullable Instant linkUntil) {
    @Override
    public String toString() {
        return "handover " + handover.id();
    }

    /**
     * What is sent in one transaction of the broker.
     *
     * @param messages those that could be put into the form of their case system
     */
    public record Batch(List<Outgoing> messages) {
        public Batch {
            messages = List.copyOf(messages);
        }

        /** The handovers that are sent. */
        public List<Handover> handovers() {
            return messages.stream().map(Outgoing::handover).toList();
        }
    }
}
