package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.cli.Terminal.Said;
import org.docket.testkit.TestHub;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside a running hub, on recordings that went the real way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final Path SERIOUS = SAMPLES.resolve("brixton-dock-1/MP6038_CAM0093405_20260314T224730.mp4");
    private static final Path FOOTAGE = Path.of("src/test/resources/footage/real");
    private static final UUID UNKNOWN = UUID.fromString("0199c6e2-57aa-7c1e-8d1f-3f6f0a1c2b3d");

    private final TestHub hub;
    private final Terminal terminal;
    private final Schema schema;

    CommandsTest(@TempDir Path home) throws Exception {
        hub = new TestHub(home, Map.of("docket.broker.look", "PT1H"));
        terminal = Terminal.beside(hub);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/api/recording.schema.json")));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private Recording deposit(String dock, String name, Path source) throws Exception {
        hub.drop(dock, name, source);
        return hub.deposited(name);
    }

    private Recording serious() throws Exception {
        String name = SERIOUS.getFileName().toString();
        if (hub.recording(name).isEmpty()) {
            Path sidecar = hub.dock("brixton-dock-1").resolve(name.replace(".mp4", ".json"));
            Files.createDirectories(sidecar.getParent());
            Files.copy(SERIOUS.resolveSibling(sidecar.getFileName()), sidecar);
            deposit("brixton-dock-1", name, SERIOUS);
        }
        return hub.deposited(name);
    }

    @Test
    void listsRecordingsAsTheSchemaDescribesThem() throws Exception {
        Recording serious = serious();
        eventually().until(() -> hub.docket().outbox().of(serious.id()).stream()
                .anyMatch(handover -> handover.attempts() > 0));

        Said said = terminal.type("recordings", "--json");

        assertThat(said.exit()).isZero();
        assertThat(said.json()).isNotEmpty().allSatisfy(recording -> {
            assertThat(schema.validate(recording)).isEmpty();
            assertThat(recording.has("ledger")).isFalse();
        });
        JsonNode json = named(said.json(), serious.name());
        assertThat(json.path("sha256").asText()).isEqualTo(SourceDigest.of(SERIOUS));
        assertThat(json.path("state").asText()).isEqualTo("DEPOSITED");
        assertThat(json.path("retained").asBoolean()).isTrue();
        assertThat(json.has("dueAt")).isFalse();
        assertThat(json.path("recordedAtSource").asText()).isEqualTo("sidecar");
        assertThat(json.path("recordedAt").asText()).isEqualTo("2026-03-14T22:47:30Z");
        assertThat(json.path("officer").path("id").asText()).isEqualTo("MP6038");
        assertThat(json.path("officer").has("unit")).isFalse();
        assertThat(json.path("camera").fieldNames()).toIterable().containsExactly("serial", "make", "model");
        assertThat(json.path("media").path("container").asText()).isEqualTo("video/mp4");
        assertThat(json.path("handovers").path(0).path("system").asText()).isEqualTo("cms");
        assertThat(json.path("handovers").path(0).has("lastError")).isFalse();
    }

    @Test
    void theSchemaRefusesWhatNobodyPromised() throws Exception {
        JsonNode json = terminal.type("show", serious().id(), "--json").json();

        for (String field : Set.of("sha256", "reviewAt", "holds", "media")) {
            ObjectNode broken = json.deepCopy();
            broken.remove(field);
            assertThat(schema.validate(broken)).as("without " + field).isNotEmpty();
            broken.set(field, json.path(field));
            broken.putNull("incident");
            assertThat(schema.validate(broken)).as("an absent fact is absent").isNotEmpty();
        }
    }

    @Test
    void listsOnlyTheStateAndTheNumberThatWereAskedFor() throws Exception {
        serious();

        assertThat(terminal.type("recordings", "--json", "--limit", "1").json()).hasSize(1);
        assertThat(terminal.type("recordings", "--json", "--state", "quarantined")
                        .json())
                .isEmpty();
        assertThat(terminal.type("recordings", "--state", "quarantined").out())
                .isEqualToIgnoringNewLines("There are no recordings in the state QUARANTINED.");
        assertThat(terminal.type("recordings", "--state", "deposited").lines())
                .first()
                .asString()
                .startsWith("RECORDING ");
    }

    @Test
    void showsOneRecordingWithItsHistory() throws Exception {
        Recording serious = serious();
        eventually().until(() -> hub.docket().ledger().history(serious.id()).size() >= 4);

        JsonNode json = terminal.type("show", serious.id(), "--json").json();
        Said sheet = terminal.type("show", serious.id());

        assertThat(schema.validate(json)).isEmpty();
        assertThat(json.path("ledger"))
                .extracting(entry -> entry.path("act").asText())
                .containsSubsequence("received", "deposited", "classified", "receipted");
        assertThat(json.path("ledger").path(1).path("details").path("sha256").asText())
                .isEqualTo(serious.sha256());
        assertThat(sheet.exit()).isZero();
        assertThat(sheet.out())
                .contains("MP6038, PS Tobias Renfrew")
                .contains("serious-crime-tag of policy")
                .contains("CAD-2026-0314-5582")
                .contains("History");
    }

    @Test
    void refusesWhatIsAskedOfAnUnknownRecording() {
        for (Object[] words : new Object[][] {
            {"show", UNKNOWN},
            {"verify", UNKNOWN},
            {"decide", UNKNOWN, "retain", "--by", "MP1", "--reason", "r"},
            {"hold", UNKNOWN, "--kind", "legal", "--reference", "C1", "--by", "MP1", "--reason", "r"},
            {"lift", UNKNOWN, "--kind", "legal", "--reference", "C1", "--by", "MP1", "--reason", "r"}
        }) {
            Said said = terminal.type(words);
            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.out()).isEmpty();
            assertThat(said.complaints())
                    .containsExactly(
                            "There is no recording " + UNKNOWN + ": look for its id with './docket recordings'.");
        }
    }

    @Test
    void decidesAndLeavesATrace() throws Exception {
        Recording recording = deposit("night-dock", "tree.avi", FOOTAGE.resolve("opencv-tree.avi"));

        Said retained = decide(recording, "retain");
        Said again = decide(recording, "retain");
        Said released = decide(recording, "release");

        assertThat(retained.exit()).isZero();
        assertThat(retained.out()).contains("is now retained, review ");
        assertThat(again.exit()).isZero();
        assertThat(again.out()).startsWith("Nothing changed: ").contains("is already retained, review ");
        assertThat(released.out()).contains("is now due ");
        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.actor().equals("DS Rao"))
                .extracting(entry -> entry.act() + " " + entry.authority())
                .containsExactly(
                        "retained decision: because of retain",
                        "retained-again decision: because of retain",
                        "released decision: because of release");
    }

    private Said decide(Recording recording, String decision) {
        return terminal.type(
                "decide", recording.id(), decision, "--by", "DS Rao", "--reason", "because of " + decision);
    }

    @Test
    void showsHowThingsStandWithoutAnyPassword() throws Exception {
        serious();

        Said json = terminal.type("status", "--json");
        Said table = terminal.type("status");

        assertThat(json.exit()).isZero();
        JsonNode status = json.json();
        assertThat(status.path("recordings").path("DEPOSITED").asLong()).isPositive();
        assertThat(status.path("retained").asLong()).isPositive();
        assertThat(status.path("handovers").has("cms")).isTrue();
        assertThat(status.path("docks"))
                .extracting(dock -> dock.path("id").asText())
                .contains("brixton-dock-1");
        assertThat(status.path("where").path("database").asText())
                .startsWith("jdbc:postgresql://127.0.0.1:")
                .doesNotContain("password");
        assertThat(status.path("where").path("vault").asText()).startsWith("http://127.0.0.1:");
        assertThat(json.out() + table.out()).doesNotContain("password").doesNotContain("AccountKey");
        assertThat(table.out()).contains("Handovers to cms").contains("Dock brixton-dock-1");
    }

    @Test
    void showsWhatWaitsInQueuesWhileAHubRunsThatLooks() throws Exception {
        Path home = hub.settings().home();
        Files.writeString(home.resolve("queues.json"), """
                {"at": "2026-11-03T08:15:00Z", "queues": [
                  {"name": "docket.evidence.cms", "use": "EVIDENCE", "messages": 100, "more": true},
                  {"name": "docket.casework.in", "use": "IN", "messages": 0, "more": false},
                  {"name": "docket.notices", "use": "NOTICES", "more": false, "unknown": "may not be browsed"},
                  {"name": "docket.casework.in.refused", "use": "REFUSED", "messages": 0, "more": false},
                  {"name": "DLQ.docket.evidence.cms", "use": "DEAD_LETTERS", "messages": 3, "more": false}]}
                """);
        assertThat(terminal.type("status").out()).doesNotContain("docket.evidence.cms");

        RunningHub.here("http://127.0.0.1:1", "tcp://127.0.0.1:2").announce(home);
        try {
            assertThat(terminal.type("status").out())
                    .contains("100 or more in docket.evidence.cms, unknown in docket.notices")
                    .contains("3 in DLQ.docket.evidence.cms: a person has to look at them")
                    .doesNotContain("Refused messages");
            assertThat(terminal.type("status", "--json")
                            .json()
                            .at("/queues/4/messages")
                            .asInt())
                    .isEqualTo(3);
        } finally {
            RunningHub.withdraw(home);
        }
    }

    @Test
    void saysThatTheBrokerIsAwayInsteadOfNumbers() throws Exception {
        Path home = hub.settings().home();
        Files.writeString(home.resolve("queues.json"), """
                {"at": "2026-11-03T08:15:00Z", "queues": [
                  {"name": "docket.evidence.cms", "use": "EVIDENCE", "more": false, "unknown": "nothing listens there"},
                  {"name": "docket.casework.in", "use": "IN", "more": false, "unknown": "nothing listens there"}]}
                """);
        RunningHub.here("http://127.0.0.1:1", "tcp://127.0.0.1:2").announce(home);
        try {
            assertThat(terminal.type("status").out())
                    .contains("unknown, the broker did not answer at 2026-11-03T08:15:00Z: nothing listens there")
                    .doesNotContain("unknown in docket.evidence.cms");
            assertThat(terminal.type("status", "--json")
                            .json()
                            .at("/broker/away")
                            .asText())
                    .isEqualTo("nothing listens there");
        } finally {
            RunningHub.withdraw(home);
        }
    }

    @Test
    void showsWhatACaseSystemSaidToWhoeverSendsAHandoverAgain() throws Exception {
        Recording recording = serious();
        eventually().until(() -> !hub.docket().outbox().of(recording.id()).isEmpty());
        UUID id = hub.docket().outbox().of(recording.id()).get(0).id();
        rejected(id);

        Said listed = terminal.type("handovers", "--state", "rejected", "--recording", recording.id());
        Said shown = terminal.type("handovers", "show", id);
        JsonNode json = terminal.type("handovers", "show", id, "--json").json();
        Said again = terminal.type("handovers", "again", id, "--by", "DS Rao", "--reason", "the case is there");

        assertThat(listed.out()).contains(id.toString(), "REJECTED", "no case \\u001B[31m1");
        assertThat(shown.out())
                .contains("rejected because", "no case", "docket.evidence.retained.v1", "\"specversion\"");
        assertThat(json.path("state").asText()).isEqualTo("REJECTED");
        assertThat(json.at("/message/id").asText()).isEqualTo(id.toString());
        assertThat(again.out()).contains("cms rejected it: no case", "goes to cms again");
        assertThat(terminal.type("show", recording.id(), "--json")
                        .json()
                        .at("/handovers/0")
                        .has("attempts"))
                .isTrue();
        assertThat(terminal.type("handovers", "show", UNKNOWN).complaints())
                .containsExactly("There is no handover " + UNKNOWN + ": look for its id with './docket handovers'.");
    }

    @Test
    void sendsAllAgainThatACaseSystemRejected() throws Exception {
        Recording recording = serious();
        eventually().until(() -> !hub.docket().outbox().of(recording.id()).isEmpty());
        rejected(hub.docket().outbox().of(recording.id()).get(0).id());

        Said again = terminal.type("handovers", "again", "--rejected", "cms", "--by", "DS Rao", "--reason", "mended");

        assertThat(again.out()).contains("1 handover goes to cms again");
        assertThat(terminal.type("handovers", "again", "--rejected", "cms", "--by", "DS Rao", "--reason", "mended")
                        .out())
                .contains("cms has rejected nothing");
        assertThat(terminal.type("handovers", "again", "--rejected", "cmz", "--by", "DS Rao", "--reason", "mended")
                        .complaints())
                .singleElement()
                .satisfies(complaint -> assertThat(complaint).contains("There is no case system cmz"));
        assertThat(terminal.type("handovers", "again", "--by", "DS Rao", "--reason", "mended")
                        .exit())
                .isEqualTo(2);
    }

    private void rejected(UUID handover) {
        Jdbi.create(hub.settings().all().get("docket.database.url")).useHandle(handle -> handle.createUpdate(
                        "update handover set state = 'REJECTED', last_error = :reason" + " where id = :id")
                .bind("reason", "no case \u001B[31m1")
                .bind("id", handover)
                .execute());
    }

    private static JsonNode named(JsonNode recordings, String name) {
        for (JsonNode recording : recordings) {
            if (recording.path("name").asText().equals(name)) {
                return recording;
            }
        }
        throw new AssertionError("no recording " + name + " in " + recordings);
    }
}
