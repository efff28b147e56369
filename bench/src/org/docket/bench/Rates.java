package org.docket.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured by name, in each round. */
final class Rates {
    static final String SENT = "row to sent";
    static final String ACKNOWLEDGED = "row to acknowledged";
    static final String SEND = "plain send";
    static final String ROUND_TRIP = "plain round trip";
    static final String WITH_UPDATES = "with an update each";
    static final String BARE = "bare round trip";
    static final String HUB_CPU = "µs of hub and broker";
    static final String DATABASE_CPU = "µs of database";
    static final String PEER_CPU = "µs of case system";
    static final String SEND_CPU = "µs of plain send";
    static final String ROUND_TRIP_CPU = "µs of plain round trip";
    static final String BARE_CPU = "µs of bare round trip";

    private final Map<String, List<Double>> measured = new LinkedHashMap<>();

    void add(String name, double value) {
        measured.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    }

    void addAll(Rates others) {
        others.measured.forEach((name, values) -> values.forEach(value -> add(name, value)));
    }

    double median(String name) {
        List<Double> sorted = measured.get(name).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    String line() {
        return measured.keySet().stream()
                .map(name -> String.format(Locale.ROOT, "%s %,.0f", name, median(name)))
                .collect(Collectors.joining(", "));
    }

    /** The medians in a second, and their ratios. */
    String table() {
        StringBuilder table = new StringBuilder("medians: " + line() + "\n");
        for (String plain : List.of(SEND, ROUND_TRIP, WITH_UPDATES, BARE)) {
            table.append(String.format(
                    Locale.ROOT,
                    "to %s: %s %.2f, %s %.2f%n",
                    plain,
                    SENT,
                    median(SENT) / median(plain),
                    ACKNOWLEDGED,
                    median(ACKNOWLEDGED) / median(plain)));
        }
        // What nobody who has messages answered can get beyond.
        table.append(String.format(Locale.ROOT, "%s to %s: %.2f%n", BARE, SEND, median(BARE) / median(SEND)));
        return table.toString();
    }
}
