package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.docket.broker.QueueReport;
import org.docket.broker.QueueReport.Queue;
import org.docket.broker.QueueReport.Use;
import org.jspecify.annotations.Nullable;

/**
 * What waits at the broker, as of the hub's last look: nobody who asks waits for the broker.
 *
 * @param broker what is known of the broker itself
 * @param queues each queue; empty before the first look
 */
public record BrokerStatus(Broker broker, List<Queue> queues) {
    /**
     * The broker.
     *
     * @param lookedAt when the hub looked; absent before that
     * @param away why it said nothing of any queue; absent if it did
     * @param refusedMessages how many are known to wait for a person that Docket could not accept
     * @param deadLetters how many are known to wait for a person that whoever reads their queue could not take
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Broker(
            @Nullable Instant lookedAt, @Nullable String away, long refusedMessages, long deadLetters) {}

    /** As a report says. */
    public static BrokerStatus of(Optional<QueueReport> report) {
        return report.map(found -> new BrokerStatus(
                        new Broker(
                                found.at(),
                                found.away().orElse(null),
                                found.forPeople(Use.REFUSED),
                                found.forPeople(Use.DEAD_LETTERS)),
                        found.queues()))
                .orElseGet(() -> new BrokerStatus(new Broker(null, null, 0, 0), List.of()));
    }
}
