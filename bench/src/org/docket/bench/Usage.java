package org.docket.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What processes have used, as Linux counts it. Processes that are gone count as nothing. */
final class Usage {
    private static final Path PROC = Path.of("/proc");

    /** The unit of the times in /proc, whatever the kernel's own is (USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;

    private Usage() {}

    /** User and system time of a process itself. */
    static double cpuSeconds(long process) {
        return seconds(fields(process), USER, SYSTEM);
    }

    /** The same of the children of a process that have ended, with theirs. */
    static double cpuSecondsOfEndedChildren(long process) {
        return seconds(fields(process), USER_OF_CHILDREN, SYSTEM_OF_CHILDREN);
    }

    /** The same of a server with one process for each connection: itself, those that run, and those that have ended. */
    static double cpuSecondsWithChildren(long process) throws IOException {
        double seconds = cpuSeconds(process) + cpuSecondsOfEndedChildren(process);
        for (long child : children(process)) {
            seconds += cpuSeconds(child);
        }
        return seconds;
    }

    private static double seconds(String[] fields, int user, int system) {
        return fields.length == 0
                ? 0
                : (Double.parseDouble(fields[user]) + Double.parseDouble(fields[system])) / TICKS_PER_SECOND;
    }

    /** The most memory that a process has had resident at once, in bytes. */
    static long peakBytes(long process) {
        try {
            for (String line : Files.readAllLines(PROC.resolve(process + "/status"), StandardCharsets.UTF_8)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // It has just ended.
        }
        return 0;
    }

    private static List<Long> children(long process) throws IOException {
        List<Long> children = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path one : all) {
                long child = Long.parseLong(String.valueOf(one.getFileName()));
                String[] fields = fields(child);
                if (fields.length > 0 && Long.parseLong(fields[PARENT]) == process) {
                    children.add(child);
                }
            }
        }
        return children;
    }

    /** What stands behind the name of the process, which may hold blanks itself; nothing if it is gone. */
    private static String[] fields(long process) {
        try {
            String stat = Files.readString(PROC.resolve(process + "/stat"), StandardCharsets.UTF_8);
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException e) {
            return new String[0];
        }
    }
}
