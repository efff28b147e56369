package org.docket.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, which can be killed and started again on the same port with the same data. */
public class BrokerProcess implements AutoCloseable {
    private static final String READY = "READY ";

    private final List<String> command;
    private Process process;
    private String url = "";

    /**
     * Starts it.
     *
     * @param command which says {@code READY} and its URL when it is ready, and ends with its input
     */
    protected BrokerProcess(List<String> command) throws IOException {
        this.command = List.copyOf(command);
        this.process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Not closed: the other process may say more.
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                url = line.substring(READY.length());
                return started;
            }
        }
        throw new IOException("the process of the broker ended before it was ready");
    }

    /** Where it answers, over OpenWire. */
    public final String url() {
        return url;
    }

    public final boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it: it has no time to write anything. */
    public final void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Stops it where it is: it keeps its connections, and says nothing. */
    public final void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on after {@link #standStill()}. */
    public final void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Starts it again. */
    public final void restart() throws IOException {
        String before = url;
        process = start();
        Killing.requireSame(before, url);
    }

    @Override
    public final void close() {
        kill();
    }
}
