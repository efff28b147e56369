package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.docket.broker.QueueReport.Queue;
import org.docket.broker.QueueReport.Use;
import org.docket.monitoring.Notice;
import org.docket.testkit.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueWatchTest {
    private static final String REFUSED = "docket.casework.in.refused";
    private static final String DEAD = "DLQ.docket.evidence.cms";

    private final Path home;
    private final MovableClock clock = new MovableClock();
    private final Map<String, Depth> depths = new TreeMap<>();
    private final List<Notice> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    QueueWatchTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void tellsOfWhatWaitsForAPersonAndOfMoreAfterAnHour() throws Exception {
        QueueWatch watch = watch("DLQ.*");
        depths.put("docket.evidence.cms", new Depth.Exactly(70));
        watch.look();
        assertThat(told).isEmpty();

        depths.put(REFUSED, new Depth.Exactly(1));
        depths.put(DEAD, new Depth.AtLeast(100));
        watch.look();
        watch.look();
        assertThat(told)
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.MESSAGES_REFUSED, Notice.Kind.DEAD_LETTERS);
        assertThat(told)
                .extracting(Notice::what)
                .satisfiesExactly(
                        refused -> assertThat(refused).startsWith("1 message is in " + REFUSED),
                        dead -> assertThat(dead).startsWith("100 or more messages are in " + DEAD));

        depths.put(REFUSED, new Depth.Exactly(2));
        watch.look();
        assertThat(told).hasSize(2);
        clock.advance(Duration.ofMinutes(61));
        watch.look();
        watch.look();
        assertThat(told).hasSize(3);
    }

    @Test
    void tellsAgainOnceAQueueWasEmptied() throws Exception {
        QueueWatch watch = watch("");
        depths.put(REFUSED, new Depth.Exactly(5));
        watch.look();
        depths.put(REFUSED, new Depth.Exactly(0));
        watch.look();
        depths.put(REFUSED, new Depth.Exactly(1));
        watch.look();
        assertThat(told).hasSize(2);
    }

    @Test
    void tellsEachDayOfAQueueThatNobodyCountsToItsEnd() throws Exception {
        QueueWatch watch = watch("");
        depths.put(REFUSED, new Depth.AtLeast(100));
        watch.look();
        clock.advance(Duration.ofHours(23));
        watch.look();
        assertThat(told).hasSize(1);

        clock.advance(Duration.ofHours(2));
        watch.look();
        watch.look();
        assertThat(told).hasSize(2);

        depths.put(REFUSED, new Depth.Exactly(100));
        clock.advance(Duration.ofDays(2));
        watch.look();
        assertThat(told).hasSize(2);
    }

    @Test
    void knowsAfterARestartWhatItTold() throws Exception {
        depths.put(REFUSED, new Depth.Exactly(5));
        watch("").look();
        watch("").look();
        assertThat(told).hasSize(1);

        // What is half written says as little as nothing.
        Files.writeString(home.resolve("queues.json"), "{\"at\":");
        watch("").look();
        assertThat(told).hasSize(2);
    }

    @Test
    void doesNotTakeABrokerThatIsAwayForAnEmptyQueue() throws Exception {
        QueueWatch watch = watch("");
        depths.put(REFUSED, new Depth.Exactly(5));
        watch.look();
        depths.put(REFUSED, new Depth.Unknown("nothing listens there"));
        watch.look();
        depths.put(REFUSED, new Depth.Exactly(5));
        watch.look();
        assertThat(told).hasSize(1);
        assertThat(new BrokerView(watch).getUnknownDepths()).isEmpty();
    }

    @Test
    void asksForTheDeadLettersThatAreNamedAndShowsOthersThatTheBrokerKnowsOf() throws Exception {
        watch(" DLQ.* , ActiveMQ.DLQ").look();
        assertThat(asked)
                .containsExactly(
                        "docket.evidence.cms",
                        "docket.casework.in",
                        "docket.notices",
                        REFUSED,
                        DEAD,
                        "DLQ.docket.casework.in",
                        "DLQ.docket.notices",
                        "ActiveMQ.DLQ");

        asked.clear();
        depths.put("DLQ.cms.answers", new Depth.Exactly(3));
        QueueWatch unnamed = watch("");
        unnamed.look();
        assertThat(asked).hasSize(4);
        assertThat(QueueReport.last(home).orElseThrow().queues())
                .filteredOn(queue -> queue.use() == Use.DEAD_LETTERS)
                .extracting(Queue::name)
                .containsExactly("DLQ.cms.answers");
        assertThat(new BrokerView(unnamed).getDeadLetters()).isEqualTo(3);
        assertThat(new BrokerView(unnamed).getRefusedMessages()).isZero();
        assertThat(new BrokerView(unnamed).getQueueDepths()).containsEntry("docket.casework.in", 0L);
    }

    private QueueWatch watch(String deadLetters) {
        QueueCounter counter = queues -> {
            asked.addAll(queues);
            return new LinkedHashMap<>(depths);
        };
        QueueWatch watch = new QueueWatch(List.of("docket.evidence.cms"), deadLetters, told::addAll, home, clock);
        watch.countWith(counter);
        return watch;
    }
}
