package org.docket.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A {@link ChaosHub} in another process, to be killed. */
final class HubUnderFire implements AutoCloseable {
    private static final int CREATED = 201;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Process process;
    private final Path log;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> there = new CompletableFuture<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Thread listener = new Thread(this::listen, "hub-under-fire");

    private HubUnderFire(Process process, Path log) {
        this.process = process;
        this.log = log;
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * A call of the hub to the vault about one recording.
     *
     * @param status of the answer; 0 before there is one, which only deletions tell
     * @param block id of the block that was put; empty for other calls
     */
    record Call(BlobCall call, int status, String blob, String block) {
        /** Whether it is that call, and the vault did it. */
        boolean isDone(BlobCall which) {
            return call == which && status == CREATED;
        }

        private static Call parse(String line) {
            String[] words = line.split(" ", -1);
            return new Call(BlobCall.valueOf(words[0]), Integer.parseInt(words[1]), words[2], words[3]);
        }
    }

    /**
     * Starts one; it may not be ready yet.
     *
     * @param home of the hub; its log is there too, and {@code config/} is laid over the shipped configuration
     * @param point where it stops when it gets there for the n-th time; null for nowhere
     */
    static HubUnderFire start(Path home, Map<String, String> settings, @Nullable FaultPoint point, int nth)
            throws IOException {
        Path overlay = Files.createDirectories(home.resolve("config"));
        Path file = home.resolve("chaos.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("docket.home", home.toString());
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        Path log = Files.createDirectories(home.resolve("logs"))
                .resolve(String.format("hub-%04d.log", STARTED.incrementAndGet()));
        // What a killed process leaves behind there goes with the home.
        Path temporary = Files.createDirectories(home.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // The compiler has just made these classes: a start is a fifth shorter without looking at them again.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-Dlog4j2.configurationFile=" + Path.of("config", "log4j2.xml").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                ChaosHub.class.getName(),
                file.toString(),
                overlay.toString()));
        if (point != null) {
            command.add(point.name());
            command.add(Integer.toString(nth));
        }
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new HubUnderFire(process, log);
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(ChaosHub.READY)) {
                    ready.complete(null);
                } else if (line.startsWith(Armed.AT)) {
                    there.complete(null);
                } else if (line.startsWith(WatchedVault.CALL)) {
                    calls.add(Call.parse(line.substring(WatchedVault.CALL.length())));
                }
            }
        } catch (IOException e) {
            // A killed process may leave half a line; nobody waits for what it wanted to say.
        }
    }

    /**
     * Waits until all of it runs.
     *
     * @throws IllegalStateException with the end of its log, if it ends instead, or takes longer than two minutes
     */
    HubUnderFire awaitReady() {
        if (!isWithin(ready, Duration.ofMinutes(2))) {
            throw new IllegalStateException("the hub did not start within two minutes: " + lastWords());
        }
        return this;
    }

    /** Whether it got to its fault point within that time. */
    boolean gotThereWithin(Duration time) {
        return isWithin(there, time);
    }

    /** Lets it run for that long. */
    void letRun(Duration time) {
        isWithin(new CompletableFuture<>(), time);
    }

    private boolean isWithin(CompletableFuture<Void> what, Duration time) {
        try {
            CompletableFuture.anyOf(what, process.onExit()).get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a hub runs", e);
        }
        if (!what.isDone()) {
            throw new IllegalStateException("the hub ended by itself: " + lastWords());
        }
        return true;
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return log + " ends with\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it called at the vault so far, in order of the answers. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** SIGKILL: no shutdown hook runs, nothing is flushed. Returns when it is gone, and all that it said is heard. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
