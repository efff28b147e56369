package org.docket.broker;

import java.util.Map;
import java.util.TreeMap;
import org.docket.broker.QueueReport.Use;

/** Shows the last look at the queues. */
public final class BrokerView implements BrokerMXBean {
    private final QueueWatch watch;

    public BrokerView(QueueWatch watch) {
        this.watch = watch;
    }

    @Override
    public String getLookedAt() {
        return watch.latest().map(report -> report.at().toString()).orElse("");
    }

    @Override
    public Map<String, Long> getQueueDepths() {
        Map<String, Long> depths = new TreeMap<>();
        watch.latest().ifPresent(report -> report.queues().stream()
                .filter(queue -> queue.messages() != null)
                .forEach(queue -> depths.put(queue.name(), queue.known())));
        return depths;
    }

    @Override
    public Map<String, Long> getQueueConsumers() {
        Map<String, Long> consumers = new TreeMap<>();
        watch.latest().ifPresent(report -> report.queues().forEach(queue -> {
            if (queue.consumers() != null) {
                consumers.put(queue.name(), queue.consumers());
            }
        }));
        return consumers;
    }

    @Override
    public Map<String, String> getUnknownDepths() {
        Map<String, String> reasons = new TreeMap<>();
        watch.latest().ifPresent(report -> report.queues().forEach(queue -> {
            if (queue.unknown() != null) {
                reasons.put(queue.name(), queue.unknown());
            }
        }));
        return reasons;
    }

    @Override
    public long getRefusedMessages() {
        return count(Use.REFUSED);
    }

    @Override
    public long getDeadLetters() {
        return count(Use.DEAD_LETTERS);
    }

    private long count(Use use) {
        return watch.latest().map(report -> report.forPeople(use)).orElse(0L);
    }
}
