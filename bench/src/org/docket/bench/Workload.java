package org.docket.bench;

import java.util.List;

/**
 * What is deposited.
 *
 * @param name as it is asked for
 * @param count number of recordings
 * @param bytes length of each
 */
record Workload(String name, int count, long bytes) {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    /** A hub runs for weeks: what is measured is one that has compiled what matters, and that takes so many recordings. */
    private static final long TIMES_TO_WARM_UP_SHORT = 20;

    private static final long TIMES_TO_WARM_UP_LONG = 3;
    private static final long MOST_TO_WARM_UP_LONG = GIB;

    /** As they are measured, or small ones that only show that everything works. */
    static List<Workload> all(boolean quick) {
        return quick
                ? List.of(
                        new Workload("large", 4, 32 * MIB),
                        new Workload("small", 100, 256 * KIB),
                        new Workload("huge", 1, 256 * MIB))
                : List.of(
                        new Workload("large", 8, 256 * MIB),
                        new Workload("small", 1000, 256 * KIB),
                        new Workload("huge", 1, 8 * GIB));
    }

    /** A share of them: Azurite takes a few seconds for what the sink takes in a moment. */
    static List<Workload> forAzurite(boolean quick) {
        return quick
                ? List.of(
                        new Workload("large", 2, 16 * MIB),
                        new Workload("small", 50, 256 * KIB),
                        new Workload("huge", 1, 64 * MIB))
                : List.of(
                        new Workload("large", 4, 64 * MIB),
                        new Workload("small", 200, 256 * KIB),
                        new Workload("huge", 1, 512 * MIB));
    }

    /** Other recordings of the same kind: of short ones twenty times as many, of long ones three times but at most a GiB. */
    Workload warmUp() {
        if (bytes <= MIB) {
            return new Workload("warm-up", Math.toIntExact(TIMES_TO_WARM_UP_SHORT * count), bytes);
        }
        long each = Math.min(bytes, MOST_TO_WARM_UP_LONG);
        return new Workload(
                "warm-up", (int) Math.min(TIMES_TO_WARM_UP_LONG * count, MOST_TO_WARM_UP_LONG / each), each);
    }

    long totalBytes() {
        return count * bytes;
    }

    @Override
    public String toString() {
        String each = bytes >= GIB ? bytes / GIB + " GiB" : bytes >= MIB ? bytes / MIB + " MiB" : bytes / KIB + " KiB";
        return String.format("%s: %,d × %s", name, count, each);
    }
}
