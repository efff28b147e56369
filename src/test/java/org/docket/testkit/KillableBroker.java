package org.docket.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.docket.embedded.EmbeddedBroker;

/** An ActiveMQ in a JVM of its own, which can be killed and started again on the same port with the same data. */
public final class KillableBroker implements AutoCloseable {
    private static final String READY = "READY ";

    private final Path home;
    private Process process;
    private String url = "";

    /** Starts it, with its data below that folder. */
    public KillableBroker(Path home) throws IOException {
        this.home = home;
        this.process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillableBroker.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Not closed: the other JVM may say more.
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                url = line.substring(READY.length());
                return started;
            }
        }
        throw new IOException("the JVM of the broker ended before it was ready");
    }

    /** Where it answers, over OpenWire. */
    public String url() {
        return url;
    }

    /** Kills it: it has no time to write anything. */
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Starts it again. */
    public void restart() throws IOException {
        String before = url;
        process = start();
        Killing.requireSame(before, url);
    }

    @Override
    public void close() {
        kill();
    }

    /** Runs a broker until it is killed, or the one that started it is gone. */
    public static void main(String[] arguments) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
        System.out.println(READY + broker.openWireUrl());
        while (System.in.read() >= 0) {
            // Nobody says anything; the end of the input is the end of the parent.
        }
        Runtime.getRuntime().halt(0);
    }
}
