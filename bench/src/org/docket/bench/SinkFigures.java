package org.docket.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the sink was sent since it was last asked. */
final class SinkFigures {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String name, long amount) {
        counts.computeIfAbsent(name, absent -> new LongAdder()).add(amount);
    }

    /** A line {@code name=amount} for each; they start at nothing again. */
    String take() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts).forEach((name, amount) -> text.append(name)
                .append('=')
                .append(amount.sumThenReset())
                .append('\n'));
        return text.toString();
    }
}
