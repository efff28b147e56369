package org.docket.model;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened: a test in which something never happens would show nothing about it. */
final class Counts {
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
