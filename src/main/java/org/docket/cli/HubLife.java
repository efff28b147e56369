package org.docket.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.docket.Hub;
import org.docket.HubConfiguration;
import org.docket.configuration.Settings;
import org.docket.console.HttpPort;

/**
 * A hub within a command: it starts, says so to other commands, and stops in order, whether the command ends or the process is told
 * to (SIGTERM, Ctrl-C). Being told to stop is an orderly end: the exit code is 0 then.
 */
final class HubLife implements AutoCloseable {
    private static final long MOST_SECONDS_TO_START = 30;

    private final Path home;
    private final PrintWriter out;
    private final CompletableFuture<Hub> started = new CompletableFuture<>();
    private final Thread signal = new Thread(this::told, "stop");
    private volatile boolean toldToStop;

    private HubLife(Path home, PrintWriter out) {
        this.home = home;
        this.out = out;
    }

    /**
     * Starts a hub.
     *
     * @throws Refusal if there is one on that home already, or its web port is taken
     */
    static HubLife start(Settings settings, Clock clock, PrintWriter out) throws Exception {
        refuseIfRunning(settings.home());
        HubConfiguration configuration = settings.read(HubConfiguration.class);
        if (!HttpPort.isFree(configuration.httpHost(), configuration.httpPort())) {
            throw new Refusal("Docket cannot listen on " + configuration.httpHost() + ":" + configuration.httpPort()
                    + ": another program does.\nStop that program, or set another port: DOCKET_HTTP_PORT=8090.");
        }
        HubLife life = new HubLife(settings.home(), out);
        // Before the start: being told to stop while starting must not leave servers behind.
        Runtime.getRuntime().addShutdownHook(life.signal);
        try {
            Hub hub = Hub.start(settings, clock);
            life.started.complete(hub);
            RunningHub.here(http(settings), Addresses.shown(hub.brokerUrl())).announce(settings.home());
            return life;
        } catch (Exception e) {
            life.started.completeExceptionally(e);
            if (life.toldToStop) {
                // It failed because the process is ending; there is nothing to complain about.
                life.awaitSignal();
            }
            life.close();
            throw e;
        }
    }

    /**
     * Two hubs cannot share a home.
     *
     * @throws Refusal if there is one
     */
    static void refuseIfRunning(Path home) {
        RunningHub.find(home).ifPresent(other -> {
            throw new Refusal("A hub is running on " + home + " already: process " + other.pid() + ", " + other.http()
                    + ".\nStop it, or set another DOCKET_HOME.");
        });
    }

    /** The root of the hub's web addresses. */
    static String http(Settings settings) {
        HubConfiguration configuration = settings.read(HubConfiguration.class);
        return "http://" + configuration.httpHost() + ":" + configuration.httpPort();
    }

    Hub hub() {
        return started.join();
    }

    /** Waits until the process is told to stop; it never comes back from here. */
    void awaitSignal() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private void told() {
        toldToStop = true;
        int exit = 0;
        try {
            // One that did not start has cleaned up after itself.
            boolean running =
                    started.handle((hub, failure) -> failure == null).get(MOST_SECONDS_TO_START, TimeUnit.SECONDS);
            if (running) {
                stop();
            }
            out.println("Docket has stopped.");
        } catch (TimeoutException e) {
            out.println("Docket was still starting and did not stop in order; the next start clears up.");
            exit = 1;
        } catch (Exception e) {
            out.println("Docket did not stop in order: " + e.getMessage());
            exit = 1;
        }
        out.flush();
        // Why: the JVM would exit with 128 and the signal's number, which tells a supervisor that something went wrong.
        Runtime.getRuntime().halt(exit);
    }

    private void stop() throws IOException {
        try {
            RunningHub.withdraw(home);
        } finally {
            hub().close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(signal);
        } catch (IllegalStateException e) {
            // The process has been told to stop meanwhile: that thread stops the hub, and ends the process.
            return;
        }
        if (!started.isCompletedExceptionally()) {
            stop();
        }
    }
}
