package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.classify.PolicyHub;
import org.docket.cli.Terminal.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a changed policy would do, and why a recording is what it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyCommandsTest {
    private static final UUID UNKNOWN = UUID.fromString("0199c6e2-57aa-7c1e-8d1f-3f6f0a1c2b3d");

    private final PolicyHub hub;
    private final Terminal terminal;
    private final Recording rest;
    private final Recording lasting;
    private final Recording proof;

    PolicyCommandsTest(@TempDir Path home) throws Exception {
        hub = new PolicyHub(home);
        terminal = Terminal.beside(hub.hub());
        rest = hub.deposit("a.mp4");
        lasting = hub.deposit("long-b.mp4");
        proof = hub.deposit("proof-c.mp4");
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void simulatesWhichRecordingsGetOtherCategoriesBesideTheOneThatGoverns(@TempDir Path config) throws Exception {
        PolicyHub.write(
                config,
                "classification.yaml",
                PolicyHub.policy().replace("It is a long one.", "It is a long one.\n    adds: true"));
        PolicyHub.write(config, "retention.yaml", PolicyHub.retention("P31D"));
        PolicyHub.write(config, "casework.yaml", "systems: []\n");

        Said said = terminal.type("policy", "simulate", "--config", config);

        assertThat(said.lines())
                .contains("CATEGORY  0 recordings would change category")
                .contains("BESIDE  1 recording would have other categories beside the one that governs")
                .anySatisfy(line ->
                        assertThat(line).contains(lasting.id().toString()).contains("lasting -> lasting, rest"));
    }

    @Test
    void simulatesAChangeAndMarksWhatWouldGoEarlier(@TempDir Path config) throws Exception {
        PolicyHub.write(
                config, "classification.yaml", PolicyHub.policy().replace("startsWith(\"long\")", "endsWith(\"x\")"));
        PolicyHub.write(config, "retention.yaml", PolicyHub.retention("P31D", "P90D", "P40D"));
        PolicyHub.write(config, "casework.yaml", "systems: []\n");

        Said plain = terminal.type("policy", "simulate", "--config", config);
        Said red = terminal.inColour().type("policy", "simulate", "--config", config);
        JsonNode json = terminal.type("policy", "simulate", "--json", "--config", config)
                .json();

        assertThat(plain.exit()).isZero();
        assertThat(plain.lines())
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("EARLIER  1 recording would be disposed of earlier, 0 of them at the next purge"))
                .anySatisfy(line -> assertThat(line)
                        .contains(lasting.id().toString())
                        .contains("north-1/long-b.mp4")
                        .contains("lasting -> rest")
                        .contains("due ")
                        .contains(" -> due "))
                .contains("STAYS  1 recording would stay retained although the category is kept for a time only")
                .contains("CATEGORY  1 recording would change category")
                .last()
                .asString()
                .contains("./docket policy accept " + json.path("version").asText());
        assertThat(plain.out()).doesNotContain("\u001B");
        assertThat(red.lines().stream().filter(line -> line.contains("\u001B[")).toList())
                .hasSize(4)
                .allSatisfy(line ->
                        assertThat(line).startsWith("\u001B[1m\u001B[31m").endsWith("\u001B[0m"))
                .anySatisfy(line -> assertThat(line).contains("EARLIER  1 recording"))
                .anySatisfy(line ->
                        assertThat(line).contains("the category proof is kept for P40D instead of until a review"));
        assertThat(json.path("recordings").asLong()).isEqualTo(3);
        assertThat(json.path("earlier").path("recordings").asLong()).isEqualTo(1);
        assertThat(json.path("stayRetained").path("examples").path(0).path("id").asText())
                .isEqualTo(proof.id().toString());
        assertThat(json.path("categories").path(0).path("from").asText()).isEqualTo("lasting");
    }

    @Test
    void simulatesWhatKeepsLongerWithoutAlarm(@TempDir Path config) throws Exception {
        PolicyHub.write(
                config,
                "classification.yaml",
                PolicyHub.policy()
                        .replace("startsWith(\"long\")", "startsWith(\"a\")")
                        .replace("\"proof\"", "\"long\""));
        PolicyHub.write(config, "retention.yaml", PolicyHub.retention("P50D"));

        Said said = terminal.inColour().type("policy", "simulate", "--config", config);

        assertThat(said.exit()).isZero();
        assertThat(said.out()).doesNotContain("\u001B").contains("EARLIER  0 recordings");
        assertThat(said.lines())
                .contains("LATER  1 recording would become due later")
                .contains("RETAINED  1 recording would be retained from then on")
                .last()
                .asString()
                .isEqualTo("No date is brought forward and no rule is looser: a hub takes it up by itself.");
    }

    @Test
    void simulatesNothingThatIsWrong(@TempDir Path config) throws Exception {
        PolicyHub.write(config, "classification.yaml", "default: rest\nrules: none\n");

        Said said = terminal.type("policy", "simulate", "--config", config);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("classification.yaml:2:8: ");
    }

    @Test
    void explainsACategoryAndADate() {
        Said said = terminal.type("policy", "explain", lasting.id());
        JsonNode json = terminal.type("policy", "explain", rest.id(), "--json").json();

        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .containsPattern("long +holds: lasting +It is a long one")
                .containsPattern("recording.name +long-b.mp4")
                .containsPattern("rule +Lasting: P90D, of retention rules [0-9a-f]{12}")
                .containsPattern("counted from +.*, when it was received")
                .doesNotContain("from-axon");
        assertThat(json.path("tried")).hasSize(3);
        assertThat(json.path("tried").path(1).path("result").asText()).isEqualTo("FACT_UNKNOWN");
        assertThat(json.path("tried").path(1).path("detail").asText()).isEqualTo("camera.make");
        assertThat(json.path("facts").path(0).path("name").asText()).isEqualTo("camera.make");
        assertThat(json.path("facts").path(0).has("value")).isFalse();
        assertThat(json.path("term").path("until").asText())
                .isEqualTo(json.path("dueAt").asText());
        assertThat(json.has("now")).isFalse();
        assertThat(json.path("holds")).isEmpty();
        assertThat(terminal.type("policy", "explain", UNKNOWN).exit()).isEqualTo(1);
    }
}
