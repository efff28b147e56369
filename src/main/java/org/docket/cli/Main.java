package org.docket.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** Where the launcher enters. The system property {@code docket.install} says which folder the launcher is in. */
public final class Main {
    private static final String INSTALL = "docket.install";

    private Main() {}

    public static void main(String[] arguments) {
        Path install = Path.of(System.getProperty(INSTALL, "")).toAbsolutePath().normalize();
        CommandLine line = commands(new Surroundings(install, System.getenv(), Map.of(), Clock.systemUTC()))
                .setOut(writer(System.out))
                .setErr(writer(System.err));
        System.exit(line.execute(arguments));
    }

    /** All commands, ready to be executed. */
    static CommandLine commands(Surroundings surroundings) {
        return new CommandLine(new DocketCommand(surroundings))
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(Complaints::failed)
                .setParameterExceptionHandler(Complaints::misused);
    }

    /** JSON is UTF-8, whatever the terminal is. */
    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
