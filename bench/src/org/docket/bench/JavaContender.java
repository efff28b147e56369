package org.docket.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A main class that warms up, deposits, and says at its end what that took.
 *
 * @param name as the table names it
 * @param options of the JVM
 * @param program its main class
 * @param more of its command line, beside the store, the container and the folders
 */
record JavaContender(String name, List<String> options, Class<?> program, List<String> more) implements Contender {

    @Override
    public Measured run(Run run, Store store, String container) throws IOException, InterruptedException {
        List<String> command = Children.java(options, program);
        command.addAll(store.arguments());
        command.addAll(List.of(
                "--container",
                container,
                "--folder",
                run.recordings().toString(),
                "--warm-up",
                run.warmUp().toString()));
        command.addAll(more);
        if (program == WholeWay.class) {
            command.addAll(List.of("--work", run.work().toString()));
        }
        Process process = Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        Measured measured = null;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (Measured.isLine(line)) {
                    measured = Measured.of(line);
                }
            }
        }
        if (process.waitFor() != 0 || measured == null) {
            throw new IOException(name + " ended with " + process.exitValue() + "; it says why above");
        }
        return measured;
    }
}
