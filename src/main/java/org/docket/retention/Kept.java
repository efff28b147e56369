package org.docket.retention;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What of a batch was due and stays, and how much goes. It counts for the run once the transaction that found it out is committed. */
final class Kept {
    private final Map<Blocked, Long> numbers = new EnumMap<>(Blocked.class);
    private final Map<UUID, String> broken = new LinkedHashMap<>();
    private int condemned;

    /** So many are condemned, of those that the run may condemn. */
    void condemned(int recordings) {
        condemned += recordings;
    }

    int condemned() {
        return condemned;
    }

    void add(Blocked why, long recordings) {
        if (recordings > 0) {
            numbers.merge(why, recordings, Long::sum);
        }
    }

    /** What is wrong with histories that do not verify. */
    void addBroken(Map<UUID, String> findings) {
        broken.putAll(findings);
    }

    Map<Blocked, Long> numbers() {
        return numbers;
    }

    Map<UUID, String> broken() {
        return broken;
    }
}
