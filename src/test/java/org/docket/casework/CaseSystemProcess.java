package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;

/** A client of {@code docs/clients/} in a process of its own, started as its README says. */
final class CaseSystemProcess implements AutoCloseable {
    private static final Path CLIENTS = Path.of("docs", "clients");

    /** The clients that there are, by the id of the system that each plays. */
    enum Client {
        OPENWIRE,
        AMQP,
        STOMP;

        String system() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        private List<String> command() {
            return switch (this) {
                case OPENWIRE ->
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CLIENTS.resolve("java/CaseSystem.java").toString(),
                            "failover:(" + TestParts.openWireUrl() + ")?maxReconnectDelay=1000");
                case AMQP -> node(TestParts.amqpUrl());
                case STOMP -> node(TestParts.stompUrl());
            };
        }

        private static List<String> node(String url) {
            return List.of("node", CLIENTS.resolve("node/case-system.mjs").toString(), url);
        }
    }

    private final Client client;
    private final Path folder;
    private final Process process;
    private final PrintWriter keyboard;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Starts it; it files what it is told below that folder. */
    CaseSystemProcess(Client client, Path folder) throws IOException {
        this.client = client;
        this.folder = folder;
        List<String> command = new ArrayList<>(client.command());
        command.add(client.system());
        command.add(folder.toString());
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        keyboard = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> output.lines().forEach(lines::add), client + " speaks");
        reader.setDaemon(true);
        reader.start();
    }

    String system() {
        return client.system();
    }

    /** The connector of the broker that it is connected to. */
    String connector() {
        return system();
    }

    Path folder() {
        return folder;
    }

    /** Types a line and gives back what the client called it; it says so when the broker has it or is about to. */
    String type(String line) {
        int before = lines.size();
        keyboard.println(line);
        String word = line.substring(0, line.indexOf(' '));
        return found(before, Pattern.compile(Pattern.quote(word) + " is (\\S+)"))
                .group(1);
    }

    /** Types a line and gives back the answer to it. */
    String ask(String line) {
        return answer(type(line));
    }

    /** What Docket answered to what the client called so. */
    String answer(String id) {
        return found(0, Pattern.compile("answer to " + id + ": (.*)")).group(1);
    }

    /** Waits until it wrote a line with these words. */
    void wrote(String words) {
        found(0, Pattern.compile(".*" + Pattern.quote(words) + ".*"));
    }

    /** Waits until it wrote that many lines with these words, or more. */
    void wrote(int times, String words) {
        TestHub.eventually().untilAsserted(() -> assertThat(
                        lines.stream().filter(line -> line.contains(words)).toList())
                .as("%s among what the client %s wrote: %s", words, client, lines)
                .hasSizeGreaterThanOrEqualTo(times));
    }

    private Matcher found(int from, Pattern pattern) {
        AtomicReference<Matcher> found = new AtomicReference<>();
        TestHub.eventually()
                .untilAsserted(() -> assertThat(lines.stream().skip(from).toList())
                        .as(
                                "what the client %s wrote since, which %s and wrote in all %s",
                                client, process.isAlive() ? "runs" : "ended with " + process.exitValue(), lines)
                        .anySatisfy(line -> {
                            Matcher matcher = pattern.matcher(line);
                            assertThat(matcher.matches()).as(pattern.pattern()).isTrue();
                            found.set(matcher);
                        }));
        return found.get();
    }

    /** Ends what it is typed, waits until it has ended, and gives back its exit code. */
    int end() throws InterruptedException {
        keyboard.close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException(client + " does not end; it wrote " + lines);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
