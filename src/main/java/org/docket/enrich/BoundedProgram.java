package org.docket.enrich;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs another program to its end within bounds: an empty environment, no input, so much output and so much time. What goes
 * beyond is killed with all that it started. What the program complains of is dropped.
 */
final class BoundedProgram {
    /** How long output may lie in the pipe before it is fetched; the end of the program is noticed at once. */
    private static final long LOOK_MILLIS = 10;

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C.UTF-8");

    private BoundedProgram() {}

    /** How it went. */
    sealed interface Outcome {
        /** In words, to follow a colon. */
        String what();
    }

    /** It came to its end by itself. */
    record Ended(int code, String output) implements Outcome {
        @Override
        public String what() {
            return "it ended with code " + code;
        }
    }

    /** It was killed, or never began. */
    record Failed(String what) implements Outcome {}

    static Outcome run(List<String> command, Duration timeout, int mostOutput) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Failed("it could not be started (" + e.getMessage() + ")");
        }
        try {
            return watch(process, timeout, mostOutput);
        } catch (IOException e) {
            return new Failed("its output could not be read (" + e.getMessage() + ")");
        } finally {
            kill(process);
        }
    }

    private static Outcome watch(Process process, Duration timeout, int mostOutput)
            throws IOException, InterruptedException {
        CompletableFuture<Boolean> expired =
                new CompletableFuture<Boolean>().completeOnTimeout(true, timeout.toNanos(), TimeUnit.NANOSECONDS);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        // why: waiting for the end of the output instead could wait for ever, since a child may keep the pipe open
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            fetch(process.getInputStream(), output, mostOutput);
            if (output.size() > mostOutput) {
                return new Failed("it said more than " + mostOutput + " bytes");
            }
            if (expired.isDone()) {
                return new Failed("it did not end within " + timeout);
            }
        }
        fetch(process.getInputStream(), output, mostOutput);
        return output.size() > mostOutput
                ? new Failed("it said more than " + mostOutput + " bytes")
                : new Ended(process.exitValue(), output.toString(StandardCharsets.UTF_8));
    }

    /** Takes what is there, and at most a little more than is allowed. */
    private static void fetch(InputStream from, ByteArrayOutputStream output, int mostOutput) throws IOException {
        int there = from.available();
        while (there > 0 && output.size() <= mostOutput) {
            output.writeBytes(from.readNBytes(Math.min(there, mostOutput + 1)));
            there = from.available();
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            // why: nothing will be read from it any more
            return;
        }
    }
}
