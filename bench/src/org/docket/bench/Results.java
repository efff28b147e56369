package org.docket.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the contenders took on one workload, over all rounds. */
final class Results {
    private static final double MEGABYTE = 1e6;
    private static final double GIGABYTE = 1e9;

    private final Workload workload;
    private final Map<String, List<Measured>> runs = new LinkedHashMap<>();

    Results(Workload workload) {
        this.workload = workload;
    }

    void add(Contender contender, Measured measured) {
        runs.computeIfAbsent(contender.name(), first -> new ArrayList<>()).add(measured);
    }

    Workload workload() {
        return workload;
    }

    Iterable<String> contenders() {
        return runs.keySet();
    }

    boolean has(String contender) {
        return runs.containsKey(contender);
    }

    /** 10⁶ bytes in a second. */
    double megabytesPerSecond(String contender) {
        return median(contender, measured -> workload.totalBytes() / MEGABYTE / measured.seconds());
    }

    double filesPerSecond(String contender) {
        return median(contender, measured -> workload.count() / measured.seconds());
    }

    /** Of the client, for 10⁹ bytes. */
    double cpuPerGigabyte(String contender) {
        return median(contender, measured -> measured.cpuSeconds() * GIGABYTE / workload.totalBytes());
    }

    double databaseCpuPerGigabyte(String contender) {
        return median(contender, measured -> measured.databaseCpuSeconds() * GIGABYTE / workload.totalBytes());
    }

    double storeCpuPerGigabyte(String contender) {
        return median(contender, measured -> measured.storeCpuSeconds() * GIGABYTE / workload.totalBytes());
    }

    /** The largest of any round, in 10⁶ bytes. */
    double peakMegabytes(String contender) {
        return runs.getOrDefault(contender, List.of()).stream()
                        .mapToLong(Measured::peakBytes)
                        .max()
                        .orElse(0)
                / MEGABYTE;
    }

    /** The smallest share of any round of the bytes that the store compared with a checksum; below zero if it cannot say. */
    double checkedShare(String contender) {
        return runs.getOrDefault(contender, List.of()).stream()
                .mapToDouble(measured -> (double) measured.checkedBytes() / workload.totalBytes())
                .min()
                .orElse(-1);
    }

    private double median(String contender, ToDoubleFunction<Measured> figure) {
        double[] sorted = runs.getOrDefault(contender, List.of()).stream()
                .mapToDouble(figure)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
