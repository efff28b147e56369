package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.cli.Terminal.Said;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeCommandTest {
    private static final Path FOOTAGE = Path.of("src/test/resources/footage/real");

    private final TestHub hub;
    private final Terminal terminal;

    PurgeCommandTest(@TempDir Path home) throws Exception {
        hub = new TestHub(home, Map.of());
        terminal = Terminal.beside(hub);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void saysWhatAPurgeWouldDoAndThenDoesIt() throws Exception {
        hub.drop("night-dock", "going.mp4", FOOTAGE.resolve("webcam-fragmented.mp4"));
        hub.drop("night-dock", "held.mp4", FOOTAGE.resolve("samsung-sef-slowmo.mp4"));
        Recording going = hub.deposited("going.mp4");
        Recording held = hub.deposited("held.mp4");
        assertThat(terminal.type("purge", "--dry-run").out())
                .isEqualToIgnoringNewLines("Nothing would go: no recording is due.");
        terminal.type("hold", held.id(), "--kind", "complaint", "--reference", "PSD-9", "--by", "PSD", "--reason", "r");
        hub.clock().advance(Duration.ofDays(400));

        Said plan = terminal.type("purge", "--dry-run", "--json");
        Said table = terminal.type("purge", "--dry-run");
        Said run = terminal.type("purge", "--run");

        assertThat(plan.json().path("due")).hasSize(1);
        assertThat(plan.json().path("due").path(0).path("id").asText())
                .isEqualTo(going.id().toString());
        assertThat(plan.json()
                        .path("blocked")
                        .path(0)
                        .path("holds")
                        .path(0)
                        .path("reference")
                        .asText())
                .isEqualTo("PSD-9");
        assertThat(plan.json().path("carriedOn")).isEmpty();
        assertThat(plan.json().path("plan").path("recordings").asInt()).isOne();
        assertThat(plan.json().path("plan").path("blocked").path("held").asInt())
                .isOne();
        assertThat(table.out())
                .contains("1 recording would go, ", "due since ", "is due and stays: a hold stands")
                .contains("1 recording is due and stays: a hold stands.");
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "Disposed of 1 recording; the certificates are in the vault.",
                        "1 recording is due and stays: a hold stands.");
        assertThat(terminal.type("purge", "--runs", "--json").json())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path("disposed").asInt()).isOne();
                    assertThat(one.path("kept").path("held").asInt()).isOne();
                });
        assertThat(terminal.type("purge", "--runs").out()).contains("DONE");
        assertThat(terminal.type("certificate", going.id())
                        .json()
                        .path("sha256")
                        .asText())
                .isEqualTo(going.sha256());
        assertThat(terminal.type("certificate", held.id()).err())
                .contains("There is no certificate of recording " + held.id() + ": it is DEPOSITED.");
        assertThat(terminal.type("show", going.id()).out()).contains(".jsonl, line 1");
        assertThat(hub.recording("going.mp4").orElseThrow().state()).isEqualTo(RecordingState.DISPOSED);
        assertThat(hub.recording("held.mp4").orElseThrow().state()).isEqualTo(RecordingState.DEPOSITED);
        assertThat(terminal.type("verify").exit()).isZero();
        assertThat(terminal.type("decide", going.id(), "retain", "--by", "DS Rao", "--reason", "too late")
                        .err())
                .startsWith("Not decided: too late: ");
    }
}
