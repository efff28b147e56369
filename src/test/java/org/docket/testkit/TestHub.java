package org.docket.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.configuration.Settings;
import org.docket.intake.DockFolders;

/** A real hub on the real routes, over a database and a vault of its own and the broker of the run. Its clock can be moved. */
public final class TestHub implements AutoCloseable {
    private static final Path SAMPLE = Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4");
    private static final byte[] BOX = {0, 0, 0, 0, 'f', 'r', 'e', 'e'};
    private static final Path INSTALL = Path.of("").toAbsolutePath();

    private final Path home;
    private final Map<String, String> overrides = new TreeMap<>();
    private final MovableClock clock = new MovableClock();
    private Hub hub;

    /**
     * Starts it.
     *
     * @param home folder of its docks and its quarantine; what lies in {@code config/} there is laid over the shipped configuration
     * @param settings what differs from a quick test set-up
     */
    public TestHub(Path home, Map<String, String> settings) throws Exception {
        this.home = home;
        TestParts.purgeQueues();
        overrides.put("docket.home", home.toString());
        overrides.put("docket.http.port", "0");
        overrides.put("docket.database.url", TestParts.newDatabase());
        overrides.put("docket.vault.connection", TestParts.newVault());
        overrides.put("docket.broker.url", TestParts.brokerUrl());
        overrides.put("docket.intake.settle", "PT0.3S");
        overrides.put("docket.intake.poll", "PT0.1S");
        overrides.put("docket.intake.discovery", "PT0.2S");
        overrides.put("docket.intake.release", "PT0.2S");
        overrides.put("docket.intake.retry.first", "PT0.5S");
        overrides.put("docket.casework.relay", "PT0.1S");
        // Longer than a test waits: what is still on its way is not sent twice.
        overrides.put("docket.casework.retry", "PT2M");
        overrides.put("docket.policy.look", "PT0.1S");
        // Not tonight: a test that wants a purge says when.
        overrides.put("docket.retention.purge.cron", "0 0 0 1 1 ? 2099");
        overrides.put("docket.vault.tier.cron", "0 0 0 1 1 ? 2099");
        overrides.put("docket.retention.purge.look", "PT0.1S");
        overrides.put("docket.retention.notices.cron", "0 0 0 1 1 ? 2099");
        // Tests move the clock of the hub, and not those of database and vault.
        overrides.put("docket.retention.brake.clocks", "P36500D");
        overrides.put("docket.reconcile.cron", "0 0 0 1 1 ? 2099");
        overrides.put("docket.fixity.cron", "0 0 0 1 1 ? 2099");
        overrides.putAll(settings);
        this.hub = start();
    }

    private Hub start() throws Exception {
        return Hub.start(settings(), clock);
    }

    /** Changes a setting, for the next start. */
    public void set(String key, String value) {
        overrides.put(key, value);
    }

    /** Stops it and starts it again over the same data. */
    public void restart() throws Exception {
        hub.close();
        hub = start();
    }

    public Settings settings() {
        Path own = home.resolve("config");
        return Settings.load(INSTALL, Files.isDirectory(own) ? own : null, Map.of(), overrides, Docket.CONFIGURATION);
    }

    public Hub hub() {
        return hub;
    }

    public Docket docket() {
        return hub.docket();
    }

    public MovableClock clock() {
        return clock;
    }

    /** The folder of a dock; it need not be there yet. */
    public Path dock(String dock) {
        return home.resolve("docks").resolve(dock);
    }

    /** Drops a recording as a dock does: under another name first, then renamed, then marked as whole. */
    public Path drop(String dock, String name, Path recording) throws IOException {
        Path target = dock(dock).resolve(name);
        Files.createDirectories(target.getParent());
        Path temporary = target.resolveSibling("." + target.getFileName() + ".part");
        Files.copy(recording, temporary);
        Files.move(temporary, target);
        Files.createFile(target.resolveSibling(target.getFileName() + ".done"));
        return target;
    }

    /** The same with content that is at hand. */
    public Path drop(String dock, String name, byte[] content) throws IOException {
        Path file = Files.createTempFile("recording", null);
        try {
            Files.write(file, content);
            return drop(dock, name, file);
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Drops a sample and waits for its receipt.
     *
     * @param number makes it another recording, by a box that players pass over
     */
    public Recording deposit(String dock, int number) throws IOException {
        byte[] whole = Files.readAllBytes(SAMPLE);
        byte[] content = Arrays.copyOf(whole, whole.length + BOX.length + number);
        System.arraycopy(BOX, 0, content, whole.length, BOX.length);
        content[whole.length + 3] = (byte) (BOX.length + number);
        String name = dock + "-" + number + ".mp4";
        drop(dock, name, content);
        return receipted(name);
    }

    /** Why what was dropped under that name is not deposited yet, in the hub's own words; empty if it does not wait. */
    public Optional<String> whyItWaits(String name) {
        return docket().folders().waiting().stream()
                .filter(waiting -> waiting.name().equals(name))
                .map(DockFolders.Waiting::reason)
                .findFirst();
    }

    /** The receipt beside a source. */
    public static Path receipt(Path source) {
        return source.resolveSibling(source.getFileName() + ".receipt.json");
    }

    public List<Recording> recordings() {
        return docket().catalogue().list(null, Integer.MAX_VALUE);
    }

    /** The recording that was dropped under that name, in whatever state. */
    public Optional<Recording> recording(String name) {
        return recordings().stream()
                .filter(recording -> recording.name().equals(name))
                .findFirst();
    }

    /** The recording that was dropped under that name, once it is deposited. */
    public Recording deposited(String name) {
        eventually().until(() -> recording(name)
                .filter(recording -> recording.state() == RecordingState.DEPOSITED)
                .isPresent());
        return recording(name).orElseThrow();
    }

    /** The recording that was dropped under that name, once its dock has the receipt and the ledger says so. */
    public Recording receipted(String name) {
        Recording recording = deposited(name);
        eventually().until(() -> docket().ledger().history(recording.id()).stream()
                .anyMatch(entry -> entry.act().equals("receipted")));
        return recording;
    }

    /** Waits as long as a busy machine may need. */
    public static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .conditionEvaluationListener(new WhatThreadsDo());
    }

    /** When a test has waited in vain, what all threads were doing then is half of the explanation. */
    private static final class WhatThreadsDo implements ConditionEvaluationListener<Object> {
        @Override
        public void conditionEvaluated(EvaluatedCondition<Object> condition) {
            // Only the end matters.
        }

        @Override
        public void onTimeout(TimeoutEvent event) {
            StringBuilder dump = new StringBuilder(event.getDescription()).append('\n');
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                dump.append(thread).append('\n');
                for (StackTraceElement frame : stack) {
                    dump.append("    at ").append(frame).append('\n');
                }
            });
            System.out.println(dump);
        }
    }

    @Override
    public void close() {
        hub.close();
    }
}
