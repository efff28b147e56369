package org.docket.bench;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one run of one contender took.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds user and system time of the client meanwhile
 * @param databaseCpuSeconds of the client's database, if it has one
 * @param storeCpuSeconds of the blob store
 * @param peakBytes the most memory that the client had resident at once
 * @param checkedBytes how many bytes the store compared with a checksum; -1 if it cannot say
 */
record Measured(
        double seconds,
        double cpuSeconds,
        double databaseCpuSeconds,
        double storeCpuSeconds,
        long peakBytes,
        long checkedBytes) {
    private static final String WORD = "measured";

    /** One line, for the process that started this one. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s seconds=%.4f cpu=%.3f database=%.3f store=%.3f peak=%d checked=%d",
                WORD,
                seconds,
                cpuSeconds,
                databaseCpuSeconds,
                storeCpuSeconds,
                peakBytes,
                checkedBytes);
    }

    static boolean isLine(String line) {
        return line.startsWith(WORD + ' ');
    }

    static Measured of(String line) {
        Map<String, String> values = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Measured(
                Double.parseDouble(values.getOrDefault("seconds", "")),
                Double.parseDouble(values.getOrDefault("cpu", "")),
                Double.parseDouble(values.getOrDefault("database", "")),
                Double.parseDouble(values.getOrDefault("store", "")),
                Long.parseLong(values.getOrDefault("peak", "")),
                Long.parseLong(values.getOrDefault("checked", "")));
    }
}
