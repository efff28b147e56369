package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.docket.catalogue.Recording;
import org.docket.classify.PolicyHub;
import org.docket.cli.Terminal.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The word that lets a change in, beside a running hub. */
class PolicyAcceptCommandTest {
    @Test
    void acceptsExactlyWhatWaitsAndExplainsByWhatClassifiedIt(@TempDir Path home) throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording recording = hub.deposit("a.mp4");
            Terminal beside = Terminal.beside(hub.hub());
            String first = beside.type("status", "--json")
                    .json()
                    .path("policy")
                    .path("rulebook")
                    .asText();
            hub.write("retention.yaml", PolicyHub.retention("P20D"));
            hub.awaitRefused();
            JsonNode waiting = beside.type("status", "--json")
                    .json()
                    .path("policy")
                    .path("waiting")
                    .path(0);
            String version = waiting.path("version").asText();

            Said unknown = accept(beside, "0123456789ab");
            Said inForce = accept(beside, first);
            Said explained = beside.type("policy", "explain", recording.id());
            Said accepted = accept(beside, version);

            assertThat(waiting.path("acceptable").asBoolean()).isTrue();
            assertThat(unknown.exit()).isEqualTo(1);
            assertThat(unknown.complaints())
                    .containsExactly(
                            "Not accepted: no rulebook 0123456789ab waits to be accepted; " + version + " does.");
            assertThat(inForce.out()).startsWith("Rulebook " + first + ", which is in force, is accepted");
            assertThat(explained.out()).containsPattern("rulebook +" + first);
            assertThat(accepted.exit()).isZero();
            assertThat(accepted.out()).startsWith("Rulebook " + version + " is accepted.");
            hub.awaitTakenUp();
            assertThat(beside.type("policy", "explain", recording.id()).out()).containsPattern("rulebook +" + version);
            assertThat(beside.type("show", recording.id()).out()).contains("accepted by DCI Okafor: schedule of 2027");

            hub.write("classification.yaml", PolicyHub.policy().replace("startsWith(\"long\")", "startsWith(\"a\")"));
            hub.awaitTakenUp();
            JsonNode json =
                    beside.type("policy", "explain", recording.id(), "--json").json();
            assertThat(json.path("category").asText()).isEqualTo("lasting");
            assertThat(json.path("tried").path(0).path("when").asText()).contains("startsWith(\"a\")");
        }
    }

    private static Said accept(Terminal terminal, String version) {
        return terminal.type("policy", "accept", version, "--by", "DCI Okafor", "--reason", "schedule of 2027");
    }
}
