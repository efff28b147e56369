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

    /** User and system time of these processes. */
    static double cpuSeconds(List<Long> processes) {
        double ticks = 0;
        for (long process : processes) {
            String[] fields = fields(process);
            ticks += fields.length == 0 ? 0 : Double.parseDouble(fields[USER]) + Double.parseDouble(fields[SYSTEM]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The same of the children of a process that have ended, with theirs. */
    static double cpuSecondsOfEndedChildren(long process) {
        String[] fields = fields(process);
        return fields.length == 0
                ? 0
                : (Double.parseDouble(fields[USER_OF_CHILDREN]) + Double.parseDouble(fields[SYSTEM_OF_CHILDREN]))
                        / TICKS_PER_SECOND;
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

    /** The children of a process that run now. */
    static List<Long> children(long process) throws IOException {
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
