package org.docket.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A hub as {@code ./docket run} starts it, with PostgreSQL and ActiveMQ of its own, one dock, and the store as its vault. */
final class BenchHub implements AutoCloseable {
    static final String DOCK = "bench-dock";

    private static final int LINES_OF_LOG = 40;
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(60);

    private final Path install;
    private final Path home;
    private final Map<String, String> environment;
    private final Process process;

    private BenchHub(Path install, Path home, Map<String, String> environment, Process process) {
        this.install = install;
        this.home = home;
        this.environment = environment;
        this.process = process;
    }

    /**
     * Starts one and waits until it is up.
     *
     * @param home a new folder
     * @param settings that differ from the shipped ones
     */
    static BenchHub start(Path install, Path home, Store store, String container, Map<String, String> settings)
            throws IOException {
        Files.createDirectories(home.resolve("docks").resolve(DOCK));
        configure(home, settings);
        Map<String, String> environment = Map.of(
                "DOCKET_HOME",
                home.toString(),
                "DOCKET_HTTP_PORT",
                "0",
                "DOCKET_VAULT_CONNECTION",
                store.connection(),
                "DOCKET_VAULT_CONTAINER",
                container);
        Path log = home.resolve("hub.log");
        BenchHub hub = new BenchHub(install, home, environment, docket(install, home, environment, log, "run"));
        try {
            Children.awaitLine(hub.process, "Docket is up");
            return hub;
        } catch (IOException e) {
            throw hub.failed("the hub did not start");
        }
    }

    /** With what the hub says itself. */
    IOException failed(String what) throws IOException {
        List<String> log = Files.readAllLines(home.resolve("hub.log"));
        return new IOException(
                what + ":\n" + String.join("\n", log.subList(Math.max(0, log.size() - LINES_OF_LOG), log.size())));
    }

    /** What is recorded is evidence whatever it is, so that every recording goes through the outbox too. */
    private static void configure(Path home, Map<String, String> settings) throws IOException {
        Path config = Files.createDirectories(config(home));
        Files.writeString(config.resolve("docks.yaml"), """
                defaults:
                  zone: Europe/London
                  name-pattern: '(?<officer>[^_]+)_(?<camera>[^_]+)_(?<startedAt>\\d{8}T\\d{6})'
                  release: leave
                  markers-only: true
                docks:
                  - id: %s
                    station: Brixton
                    borough: Lambeth
                """.formatted(DOCK));
        Files.writeString(config.resolve("classification.yaml"), """
                rules:
                  - name: everything
                    when: recording.bytes > 0
                    category: crime-evidence
                    why: Every recording of a benchmark is handed over.
                default: unclassified
                """);
        Map<String, String> all = new TreeMap<>();
        all.put("docket.intake.poll", "PT0.05S");
        all.putAll(settings);
        List<String> lines = new ArrayList<>();
        all.forEach((key, value) -> lines.add(key + " = " + value));
        Files.write(config.resolve("docket.properties"), lines);
    }

    private static Path config(Path home) {
        return home.resolve("config");
    }

    private static Process docket(Path install, Path home, Map<String, String> environment, Path log, String... command)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(install.resolve("docket").toString()));
        Collections.addAll(words, command);
        words.addAll(List.of("--config", config(home).toString()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return Children.start(builder);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The folder of its dock. */
    Path dock() {
        return home.resolve("docks").resolve(DOCK);
    }

    /** Process id of the server of its database. */
    long database() throws IOException {
        Path file = home.resolve("postgresql").resolve("data").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    /** How many recordings its catalogue has as deposited. */
    int deposited() throws IOException, InterruptedException {
        Process command = docket(
                install,
                home,
                environment,
                home.resolve("recordings.log"),
                "recordings",
                "--state",
                "deposited",
                "--json");
        try (BufferedReader output = command.inputReader(StandardCharsets.UTF_8)) {
            int count = (int) output.lines()
                    .filter(line -> line.contains("\"state\" : \"DEPOSITED\""))
                    .count();
            if (command.waitFor() != 0) {
                throw failed("the catalogue could not be read");
            }
            return count;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
