package org.docket.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server process that may have outlived the hub which started it.
 *
 * @param pidFile holds its process id in the first line, as long as it runs
 * @param marks what its command line holds; a process without them merely got the same id later
 */
record ServerProcess(Path pidFile, List<String> marks) {
    ServerProcess {
        marks = List.copyOf(marks);
    }

    /** The process if it runs. A process that has ended and waits to be reaped has no command line, so it does not run. */
    Optional<ProcessHandle> find() throws IOException {
        return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isMarked);
    }

    /** Whether it has ended before that time was over. */
    boolean endsWithin(Duration time) throws IOException {
        Deadline deadline = Deadline.in(time);
        while (find().isPresent()) {
            if (deadline.passed()) {
                return false;
            }
            deadline.pause();
        }
        return true;
    }

    /** Kills it, as the last resort, and waits until it has ended. */
    void kill(String part) throws IOException {
        Optional<ProcessHandle> process = find();
        process.ifPresent(ProcessHandle::destroyForcibly);
        if (process.isPresent() && !endsWithin(Duration.ofSeconds(10))) {
            throw new EmbeddedPartException(part + " is still running as process "
                    + process.get().pid() + " and cannot be stopped: stop that process and try again.");
        }
    }

    private Optional<Long> pid() throws IOException {
        try {
            return Files.readString(pidFile, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf);
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isMarked(ProcessHandle process) {
        String line = process.info().commandLine().orElse("");
        return marks.stream().allMatch(line::contains);
    }
}
