package org.docket.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code rclone copy} into its azureblob backend. */
final class RcloneCopy implements Contender {
    /**
     * Larger and more blocks at once, no MD5 before (disable-checksum) and none along the way (ignore-checksum), no look at what
     * is there already, and no reading ahead of what is in the page cache anyway.
     */
    private static final List<String> TUNED = List.of(
            "--transfers",
            "16",
            "--checkers",
            "16",
            "--azureblob-chunk-size",
            "16M",
            "--azureblob-upload-concurrency",
            "4",
            "--azureblob-disable-checksum",
            "--ignore-checksum",
            "--buffer-size",
            "0",
            "--no-check-dest");

    private final String name;
    private final List<String> flags;

    private RcloneCopy(String name, List<String> flags) {
        this.name = name;
        this.flags = flags;
    }

    static RcloneCopy byDefault() {
        return new RcloneCopy("rclone", List.of());
    }

    static RcloneCopy tuned() {
        return new RcloneCopy("rclone tuned", TUNED);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Measured run(Run run, Store store, String container) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("rclone", "copy", "--config", "/dev/null"));
        command.addAll(flags);
        command.add(run.recordings().toString());
        // The quotes are rclone's own: the value of an option of a remote that is named on the command line.
        command.add(":azureblob,sas_url=\"" + store.endpoint() + '?' + store.signature() + "\":" + container);
        long self = ProcessHandle.current().pid();
        double cpuBefore = Usage.cpuSecondsOfEndedChildren(self);
        Measurement measurement = new Measurement(store, self, Measurement.NO_DATABASE);
        Process process = Children.start(new ProcessBuilder(command).inheritIO());
        long peak = 0;
        while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, Usage.peakBytes(process.pid()));
        }
        Measured measured = measurement.end();
        if (process.exitValue() != 0) {
            throw new IOException("rclone ended with " + process.exitValue() + "; it says why above");
        }
        double cpu = Usage.cpuSecondsOfEndedChildren(self) - cpuBefore;
        return new Measured(measured.seconds(), cpu, 0, measured.storeCpuSeconds(), peak, measured.checkedBytes());
    }
}
