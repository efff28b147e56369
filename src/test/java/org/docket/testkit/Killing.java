package org.docket.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** SIGKILL, for servers of a test's own. */
final class Killing {
    private Killing() {}

    /** Kills the process whose id is the first line of that file, with all that it has started, and waits until they have ended. */
    static void kill(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        // Without its parent a child could still finish what it is at.
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    /** What comes back after it was killed has to be found where it was. */
    static void requireSame(String before, String after) {
        if (!before.equals(after)) {
            throw new IllegalStateException("it was at " + before + " and came back at " + after);
        }
    }
}
