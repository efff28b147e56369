package org.docket.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Prints results as a table, and the targets with whether they are reached. */
final class Report {
    static final String DEFAULT = "rclone";
    static final String TUNED = "rclone tuned";
    static final String HASHING = "raw + SHA-256 + CRC64";
    static final String DEPOSIT = "deposit alone";
    static final String WHOLE_WAY = "whole way";

    private static final String ROW = "%-22s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s%n";

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** What the figures depend on. */
    static String surroundings(int rounds) throws IOException {
        Process rclone = new ProcessBuilder("rclone", "version").start();
        try (BufferedReader output = rclone.inputReader(StandardCharsets.UTF_8)) {
            return Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version() + ", "
                    + output.readLine() + ", "
                    + (rounds == 1 ? "one round" : "medians of " + rounds + " rounds") + "\n";
        }
    }

    void table(Results results) {
        out.printf(ROW, "", "", "", "CPU s/GB", "database", "store", "", "checked", "MB/s to", "MB/s to", "MB/s to");
        out.printf(
                ROW,
                results.workload(),
                "MB/s",
                "files/s",
                "client",
                "CPU s/GB",
                "CPU s/GB",
                "peak MB",
                "by store",
                "rclone",
                "tuned",
                "raw limit");
        for (String contender : results.contenders()) {
            double checked = results.checkedShare(contender);
            out.printf(
                    ROW,
                    contender,
                    number("%,.0f", results.megabytesPerSecond(contender)),
                    number("%,.1f", results.filesPerSecond(contender)),
                    number("%.2f", results.cpuPerGigabyte(contender)),
                    contender.equals(WHOLE_WAY) ? number("%.2f", results.databaseCpuPerGigabyte(contender)) : "",
                    number("%.2f", results.storeCpuPerGigabyte(contender)),
                    number("%,.0f", results.peakMegabytes(contender)),
                    checked < 0 ? "" : number("%.0f %%", checked * 100),
                    ratio(results, contender, DEFAULT),
                    ratio(results, contender, TUNED),
                    ratio(results, contender, HASHING));
        }
        out.println();
    }

    private static String ratio(Results results, String contender, String to) {
        return number("%.2f", results.megabytesPerSecond(contender) / results.megabytesPerSecond(to));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    /** What a deposit is to reach on the sink. */
    void targets(Results results) {
        double speed = results.megabytesPerSecond(DEPOSIT);
        atLeast("deposit alone, MB/s to rclone", 1.5, speed / results.megabytesPerSecond(DEFAULT));
        atMost("deposit alone, CPU to rclone", 0.6, results.cpuPerGigabyte(DEPOSIT) / results.cpuPerGigabyte(DEFAULT));
        atLeast("deposit alone, MB/s to the raw hashing limit", 0.8, speed / results.megabytesPerSecond(HASHING));
        atLeast("deposit alone, share of bytes that the store checked", 1, results.checkedShare(DEPOSIT));
        if (results.workload().name().equals("small")) {
            atLeast(
                    "whole way, files/s to rclone tuned",
                    0.7,
                    results.filesPerSecond(WHOLE_WAY) / results.filesPerSecond(TUNED));
        }
        atLeast("whole way, share of bytes that the store checked", 1, results.checkedShare(WHOLE_WAY));
        atMost("deposit alone, peak MB", 400, results.peakMegabytes(DEPOSIT));
        atMost("whole way, peak MB", 400, results.peakMegabytes(WHOLE_WAY));
        out.println();
    }

    private void atLeast(String what, double target, double reached) {
        line(what, "at least", target, reached, reached >= target);
    }

    private void atMost(String what, double target, double reached) {
        line(what, "at most", target, reached, reached <= target);
    }

    private void line(String what, String bound, double target, double value, boolean reached) {
        // Not asked for in this run.
        if (!Double.isNaN(value) && value >= 0) {
            out.printf(
                    Locale.ROOT,
                    "%-52s %s %s: %.2f, %s%n",
                    what,
                    bound,
                    target == Math.rint(target) ? String.format(Locale.ROOT, "%.0f", target) : target,
                    value,
                    reached ? "reached" : "not reached");
        }
    }
}
