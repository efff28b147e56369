package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.docket.catalogue.Json;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./docket} as a person starts it: in processes of its own, on embedded parts, in a home that is empty at first. */
class LauncherIT {
    private static final Path SAMPLES = Path.of("samples");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path home;
    private final Path said;

    LauncherIT(@TempDir Path home, @TempDir Path said) {
        this.home = home;
        this.said = said;
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void bringsEverySampleThroughOnceAndKnowsThemTheSecondTime() throws Exception {
        Map<String, String> samples = samples();

        Ended first = docket("demo", "--once");
        assertThat(first.exit()).as(first.toString()).isZero();
        assertThat(first.out()).contains("8 recordings came through.").contains("acknowledged by cms");
        JsonNode recordings =
                Json.MAPPER.readTree(docket("recordings", "--json").out());
        assertThat(hashes(recordings)).isEqualTo(samples);
        for (JsonNode recording : recordings) {
            assertThat(receipt(recording).path("recordingId")).isEqualTo(recording.path("id"));
            assertThat(receipt(recording).path("sha256")).isEqualTo(recording.path("sha256"));
            if (recording.path("retained").asBoolean()) {
                assertThat(recording.path("handovers"))
                        .extracting(handover -> handover.path("state").asText())
                        .containsExactly("ACKNOWLEDGED");
            }
        }

        Ended second = docket("demo", "--once");
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.out()).contains("8 of 8 were duplicates of recordings the vault already holds");
        JsonNode again = Json.MAPPER.readTree(docket("recordings", "--json").out());
        assertThat(again)
                .allSatisfy(recording ->
                        assertThat(recording.path("duplicates").asInt()).isEqualTo(1));
        assertThat(withoutDuplicates(again)).isEqualTo(withoutDuplicates(recordings));
        assertThat(docket("verify").exit()).isZero();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void runsUntilItIsToldToStopAndIsSeenByOtherCommandsMeanwhile() throws Exception {
        Process hub = start("run");
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !hub.isAlive() || said("run", "out").contains("Docket is up in "));
            assertThat(said("run", "out")).as(said("run", "err")).contains("Docket is up in ");

            JsonNode status = Json.MAPPER.readTree(docket("status", "--json").out());
            assertThat(status.path("hub").path("running").asBoolean()).isTrue();
            String http = status.path("where").path("http").asText();
            assertThat(answer(http + "/health")).isEqualTo(200);
            assertThat(status.path("where").path("broker").asText()).startsWith("tcp://127.0.0.1:");
            Ended other = docket("demo", "--once");
            assertThat(other.exit()).isEqualTo(1);
            assertThat(other.err()).contains("A hub is running on ").contains("Stop it");

            hub.destroy();
            assertThat(hub.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(hub.exitValue()).isZero();
            assertThat(said("run", "out")).contains("Docket has stopped.");
            assertThat(said("run", "err")).doesNotContain("WARNING").doesNotContain("ERROR");
        } finally {
            hub.destroyForcibly().waitFor();
        }
        JsonNode after = Json.MAPPER.readTree(docket("status", "--json").out());
        assertThat(after.path("hub").path("running").asBoolean()).isFalse();
        assertThat(after.path("where").has("http")).isFalse();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void isFoundThroughLinksAndSaysWhatIsMissing() throws Exception {
        Path link = Files.createSymbolicLink(
                home.resolve("docket-link"), Path.of("docket").toAbsolutePath());

        Ended linked = run(List.of(link.toString(), "policy", "check"), Map.of());
        Ended withoutJava = run(List.of(link.toString(), "status"), Map.of("JAVA_HOME", home.toString()));
        Files.delete(link);

        assertThat(linked.exit()).as(linked.toString()).isZero();
        assertThat(withoutJava.exit()).isEqualTo(1);
        assertThat(withoutJava.err().lines())
                .containsExactly("JAVA_HOME is " + home
                        + ", but there is no bin/java in it: point it at a JDK 17 or newer, or unset it.");
    }

    private record Ended(int exit, String out, String err) {}

    private Ended docket(String... words) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of("./docket"), Arrays.stream(words)).toList(), Map.of());
    }

    private Ended run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
        Process process = start("command", words, environment);
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(words + " ends: " + said("command", "out") + said("command", "err"))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), said("command", "out"), said("command", "err"));
    }

    private Process start(String word) throws IOException {
        return start(word, List.of("./docket", word), Map.of());
    }

    private Process start(String name, List<String> words, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(said.resolve(name + ".out").toFile())
                .redirectError(said.resolve(name + ".err").toFile());
        builder.environment().put("DOCKET_HOME", home.toString());
        builder.environment().put("DOCKET_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String said(String name, String stream) throws IOException {
        return Files.readString(said.resolve(name + "." + stream), StandardCharsets.UTF_8);
    }

    private static int answer(String url) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private JsonNode receipt(JsonNode recording) throws IOException {
        return Json.MAPPER.readTree(home.resolve("docks")
                .resolve(recording.path("dock").asText())
                .resolve(recording.path("name").asText() + ".receipt.json")
                .toFile());
    }

    private static Map<String, String> samples() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(SAMPLES, 2)) {
            for (Path path : paths.filter(path -> SAMPLES.relativize(path).getNameCount() == 2)
                    .filter(path -> !path.toString().endsWith(".json"))
                    .toList()) {
                hashes.put(path.getFileName().toString(), SourceDigest.of(path));
            }
        }
        assertThat(hashes).hasSize(8);
        return hashes;
    }

    private static Map<String, String> hashes(JsonNode recordings) {
        Map<String, String> hashes = new TreeMap<>();
        recordings.forEach(recording -> hashes.put(
                recording.path("name").asText(), recording.path("sha256").asText()));
        return hashes;
    }

    private static JsonNode withoutDuplicates(JsonNode recordings) {
        JsonNode copy = recordings.deepCopy();
        copy.forEach(recording -> ((ObjectNode) recording).remove("duplicates"));
        return copy;
    }
}
