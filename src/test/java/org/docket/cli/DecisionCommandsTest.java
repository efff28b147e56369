package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.cli.Terminal.Said;
import org.docket.retention.DecisionDesk;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people decide at the console, who may, and what they are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionCommandsTest {
    private final Path config;
    private final TestHub hub;
    private final Terminal terminal;
    private int dropped;

    DecisionCommandsTest(@TempDir Path home) throws Exception {
        config = Files.createDirectories(home.resolve("config"));
        DecisionDesk.configure(config);
        hub = new TestHub(home, Map.of());
        terminal = Terminal.beside(hub);
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void deletesEarlyWhatTwoPeopleWantDeleted() throws Exception {
        Recording recording = deposit("pair");

        Said asked = decide(recording, "MP7421", "delete-early");
        Said waits = type("requests");
        Said alone = decide(recording, "MP7421", "approve");
        Said approved = decide(recording, "MP2201", "approve");
        JsonNode requests = type("requests", "--json").json();
        Said kept = decide(recording, "MP9001", "keep");
        Said nothing = type("requests");

        assertThat(asked.exit()).isZero();
        assertThat(asked.out()).contains("waits for a second person with the authority 'supervisor'");
        assertThat(waits.out()).contains(recording.id().toString(), "MP7421", "nobody yet");
        assertThat(alone.exit()).isEqualTo(1);
        assertThat(alone.complaints()).singleElement().asString().contains("does not have the authority 'supervisor'");
        assertThat(approved.out()).contains("is now due ");
        assertThat(requests).hasSize(1);
        assertThat(requests.path(0).path("approvedBy").textValue()).isEqualTo("MP2201");
        assertThat(kept.out()).contains("is now due ");
        assertThat(nothing.out()).contains("Nobody asks");
        assertThat(hub.docket().catalogue().find(recording.id()).orElseThrow().dueAt())
                .isEqualTo(recording.dueAt());
    }

    @Test
    void saysWhatItIs() throws Exception {
        Recording recording = deposit("officer");

        Said refused = decide(recording, "MP9001", "recategorise", "--category", "short");
        Said taken = decide(recording, "MP9001", "recategorise", "--category", "short", "--category", "long");

        assertThat(refused.complaints())
                .singleElement()
                .asString()
                .contains("as short it is kept for a shorter time, or less strictly, than as officer");
        assertThat(taken.exit()).isZero();
        assertThat(hub.docket().catalogue().find(recording.id()).orElseThrow().category())
                .isEqualTo("long");
    }

    @Test
    void tellsOutcomes() throws Exception {
        Recording recording = deposit("officer");

        Said taken = type(
                "outcome",
                recording.id(),
                "charge",
                "--at",
                "2026-03-02",
                "--case",
                "01MP/1/26",
                "--by",
                "DS Rao",
                "--reason",
                "charged");
        Said released = decide(recording, "DS Rao", "release");
        Said unknown = type(
                "outcome",
                recording.id(),
                "hung",
                "--at",
                "2026-03-02",
                "--case",
                "01MP/1/26",
                "--by",
                "DS Rao",
                "--reason",
                "charged");

        Said shown = type("show", recording.id());

        assertThat(taken.out()).contains("is now retained, review ");
        assertThat(shown.out()).contains("keep it until the outcome of one is told that is open");
        assertThat(type("show", recording.id(), "--json")
                        .json()
                        .path("keptByOpenCase")
                        .asBoolean())
                .isTrue();
        assertThat(released.complaints())
                .singleElement()
                .asString()
                .contains("the charge of 2026-03-02 in case 01MP/1/26");
        assertThat(unknown.complaints()).singleElement().asString().contains("'hung' is no outcome");
    }

    @Test
    void doesOnceWhatIsTypedTwiceUnderOneId() throws Exception {
        Recording recording = deposit("officer");

        decide(recording, "DS Rao", "retain", "--request-id", "R-77", "--case", "01MP/1/26");
        decide(recording, "DS Rao", "release");
        Said again = decide(recording, "DS Rao", "retain", "--request-id", "R-77", "--case", "01MP/1/26");
        Said other = decide(recording, "DS Rao", "retain", "--request-id", "R-77");

        assertThat(again.out()).startsWith("Nothing changed: ");
        assertThat(other.complaints()).singleElement().asString().contains("the request id 'R-77'");
    }

    @Test
    void holdsAndLifts() throws Exception {
        Recording recording = deposit("officer");

        Said wrong = hold(recording, "whim", "C-1");
        Said held = hold(recording, "legal", "CR/4471/26");
        Said again = hold(recording, "legal", "CR/4471/26");
        JsonNode holds = type("show", recording.id(), "--json").json().path("holds");
        Said notLifted = lift(recording, "legal", "CR/4471/26", "DCI Okafor");
        Said lifted = lift(recording, "legal", "CR/4471/26", "L1");
        Said notHeld = lift(recording, "legal", "CR/4471/26", "L1");

        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.complaints())
                .containsExactly("Not held: 'whim' is no kind of hold: use one of legal, review.");
        assertThat(held.exit()).isZero();
        assertThat(held.out()).contains("is held: legal CR/4471/26 until 2031-01-02T03:04:05Z");
        assertThat(again.out()).contains("is already held for legal CR/4471/26");
        assertThat(holds).hasSize(1);
        assertThat(holds.path(0))
                .isEqualTo(
                        Json.MAPPER.readTree("{\"kind\":\"legal\",\"reference\":\"CR/4471/26\",\"by\":\"DCI Okafor\","
                                + "\"until\":\"2031-01-02T03:04:05Z\"}"));
        assertThat(notLifted.exit()).isEqualTo(1);
        assertThat(notLifted.complaints())
                .containsExactly("Not lifted: DCI Okafor may not lift holds of the kind legal; that needs the authority"
                        + " legal, which authorities.yaml gives.");
        assertThat(lifted.out()).contains("is no longer held for legal CR/4471/26");
        assertThat(notHeld.exit()).isZero();
        assertThat(notHeld.out()).startsWith("Nothing changed: ");
    }

    private Said hold(Recording recording, String kind, String reference) {
        return type(
                "hold",
                recording.id(),
                "--kind",
                kind,
                "--reference",
                reference,
                "--by",
                "DCI Okafor",
                "--reason",
                "asked for by the court",
                "--until",
                "2031-01-02T04:04:05+01:00");
    }

    private Said lift(Recording recording, String kind, String reference, String by) {
        return type(
                "lift",
                recording.id(),
                "--kind",
                kind,
                "--reference",
                reference,
                "--by",
                by,
                "--reason",
                "the court has it");
    }

    /** A recording with that tag, of the officer MP7421. */
    private Recording deposit(String tag) throws Exception {
        String name = tag + ++dropped;
        Path dock = Files.createDirectories(hub.dock("north"));
        Files.writeString(
                dock.resolve(name + ".json"), "{\"officer\": {\"id\": \"MP7421\"}, \"tags\": [\"" + tag + "\"]}");
        hub.drop("north", name + ".mp4", ("no film: " + name).getBytes(StandardCharsets.UTF_8));
        return hub.deposited(name + ".mp4");
    }

    private Said decide(Recording recording, String by, String decision, String... more) {
        return type(Stream.concat(
                        Stream.of("decide", recording.id(), decision, "--by", by, "--reason", "so"),
                        Arrays.stream(more))
                .toArray());
    }

    private Said type(Object... words) {
        return terminal.type(Stream.concat(Arrays.stream(words), Stream.of("--config", config))
                .toArray());
    }
}
