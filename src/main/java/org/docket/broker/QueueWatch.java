package org.docket.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.docket.broker.QueueReport.Queue;
import org.docket.broker.QueueReport.Told;
import org.docket.broker.QueueReport.Use;
import org.docket.monitoring.Notice;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what waits in the queues. What a person has to look at becomes a notice: when there is something, and again when there is
 * more of it, at most once an hour for each queue. Where there may be more than was counted, it is told once a day while that stands.
 */
public final class QueueWatch {
    private static final String REFUSED = "docket.casework.in.refused";
    private static final String DEAD_LETTERS = "DLQ.";
    private static final Duration BETWEEN_NOTICES = Duration.ofHours(1);

    /** Where nobody counts further, more of it cannot be seen. */
    private static final Duration UNCOUNTED_AGAIN = Duration.ofDays(1);

    private final Map<String, Use> queues;
    private final Consumer<List<Notice>> notices;
    private final Path home;
    private final Clock clock;
    private volatile QueueCounter counter = asked -> {
        Map<String, Depth> unknown = new LinkedHashMap<>();
        asked.forEach(queue -> unknown.put(queue, new Depth.Unknown("there is no connection with the broker")));
        return unknown;
    };

    private volatile @Nullable QueueReport latest;

    /**
     * Watches the queues of the hub and of these case systems.
     *
     * @param deadLetters where the broker puts what was never acknowledged, as docket.broker.dead-letters says: some brokers make a
     *     queue when it is looked at, so nothing is looked for that is not named
     * @param notices takes what people are to be told
     * @param home where the last report stays
     */
    public QueueWatch(
            List<String> evidence, String deadLetters, Consumer<List<Notice>> notices, Path home, Clock clock) {
        this.queues = queues(evidence, deadLetters);
        this.notices = notices;
        this.home = home;
        this.clock = clock;
    }

    private static Map<String, Use> queues(List<String> evidence, String deadLetters) {
        Map<String, Use> queues = new LinkedHashMap<>();
        evidence.forEach(queue -> queues.put(queue, Use.EVIDENCE));
        queues.put("docket.casework.in", Use.IN);
        queues.put("docket.notices", Use.NOTICES);
        List<String> alive = List.copyOf(queues.keySet());
        queues.put(REFUSED, Use.REFUSED);
        for (String name : deadLetters.split(",", -1)) {
            String pattern = name.strip();
            (pattern.contains("*") ? alive.stream().map(queue -> pattern.replace("*", queue)) : Stream.of(pattern))
                    .filter(queue -> !queue.isEmpty())
                    .forEach(queue -> queues.putIfAbsent(queue, Use.DEAD_LETTERS));
        }
        return queues;
    }

    /** From now on finds out with that. Before, nothing is known. */
    public void countWith(QueueCounter other) {
        counter = other;
    }

    /** Looks at all queues now. */
    public void look() throws IOException {
        Instant now = clock.instant();
        Map<String, Told> told = told();
        List<Queue> found = new ArrayList<>();
        List<Notice> telling = new ArrayList<>();
        Map<String, Depth> depths = counter.count(List.copyOf(queues.keySet()));
        uses(depths).forEach((name, use) -> {
            Depth depth = depths.getOrDefault(name, new Depth.Exactly(0));
            Queue queue = Queue.of(name, use, depth, remembered(told.get(name), depth));
            if (isNews(queue, now)) {
                telling.add(notice(queue));
                queue = Queue.of(name, use, depth, new Told(queue.known(), now));
            }
            found.add(queue);
        });
        if (!telling.isEmpty()) {
            notices.accept(telling);
        }
        QueueReport report = new QueueReport(now, List.copyOf(found));
        latest = report;
        report.leave(home);
    }

    private Map<String, Use> uses(Map<String, Depth> depths) {
        Map<String, Use> uses = new LinkedHashMap<>(queues);
        depths.keySet().stream()
                .filter(name -> name.startsWith(DEAD_LETTERS))
                .sorted()
                .forEach(name -> uses.putIfAbsent(name, Use.DEAD_LETTERS));
        return uses;
    }

    /** Once there is less, more is news again. */
    private static @Nullable Told remembered(@Nullable Told told, Depth depth) {
        if (told != null && depth instanceof Depth.Exactly exactly) {
            long messages = Math.min(told.messages(), exactly.messages());
            return messages == 0 ? null : new Told(messages, told.at());
        }
        return told;
    }

    private static boolean isNews(Queue queue, Instant now) {
        Told told = queue.told();
        if (!queue.use().isForPeople() || queue.known() == 0) {
            return false;
        }
        if (told == null) {
            return true;
        }
        boolean more = queue.known() > told.messages();
        return (more || queue.more()) && !now.isBefore(told.at().plus(more ? BETWEEN_NOTICES : UNCOUNTED_AGAIN));
    }

    private static Notice notice(Queue queue) {
        String many =
                queue.inWords() + (queue.known() == 1 && !queue.more() ? " message is" : " messages are") + " in ";
        return queue.use() == Use.REFUSED
                ? Notice.of(
                        Notice.Kind.MESSAGES_REFUSED,
                        many + queue.name() + ": Docket could not accept what case systems said",
                        "read them there; the property docket_reason of each says why. Tell the case system, and remove them")
                : Notice.of(
                        Notice.Kind.DEAD_LETTERS,
                        many + queue.name() + ": whoever reads the queue could not take them",
                        "look why, at the case system first; then move them back to their queue, or remove them once their"
                                + " handovers are acknowledged");
    }

    private Map<String, Told> told() throws IOException {
        Map<String, Told> told = new LinkedHashMap<>();
        QueueReport before = latest;
        for (Queue queue : before == null ? left() : before.queues()) {
            if (queue.told() != null) {
                told.put(queue.name(), queue.told());
            }
        }
        return told;
    }

    private List<Queue> left() throws IOException {
        return QueueReport.last(home).map(QueueReport::queues).orElse(List.of());
    }

    /** What the last look found; empty before the first. */
    public Optional<QueueReport> latest() {
        return Optional.ofNullable(latest);
    }
}
