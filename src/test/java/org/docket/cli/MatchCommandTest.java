package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.cli.Terminal.Said;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Schemas;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of incidents that fit a recording, and how they say which one it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchCommandTest {
    private final TestHub hub;
    private final Terminal terminal;
    private final Recording recording;

    MatchCommandTest(@TempDir Path home) throws Exception {
        hub = new TestHub(home, Map.of("docket.enrich.match.look", "PT0.1S"));
        terminal = Terminal.beside(hub);
        try (CaseSystemClient controlRoom = new CaseSystemClient(TestParts.openWireUrl(), "nobody")) {
            for (String reference : List.of("CAD-1", "CAD-2")) {
                controlRoom.send(
                        "docket.incident.v1",
                        Map.of(
                                "reference",
                                reference,
                                "type",
                                "fight",
                                "officers",
                                List.of("MP5163"),
                                "from",
                                "2026-03-14T20:00:00Z",
                                "location",
                                Map.of("lat", 51.4613, "lon", -0.1156)));
                eventually().until(() -> hub.docket().incidents().isKnown(reference));
            }
        }
        Path folder = Files.createDirectories(hub.dock("yard"));
        Files.writeString(
                folder.resolve("a.json"),
                Json.write(Map.of(
                        "officer",
                        Map.of("id", "MP5163"),
                        "startedAt",
                        "2026-03-14T20:11:45Z",
                        "endedAt",
                        "2026-03-14T20:21:45Z",
                        "location",
                        Map.of("lat", 51.4620, "lon", -0.1150))));
        hub.drop("yard", "a.mp4", Sources.ofLength(50_000, 7));
        recording = hub.receipted("a.mp4");
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void showsWhatFitsAndTakesThePersonsWord() {
        assertThat(recording.categoryRule()).isEqualTo("incident-ambiguous");
        JsonNode shown = terminal.type("show", recording.id(), "--json").json();
        assertThat(Schemas.errors("recording.schema.json", shown.toString())).isEmpty();
        assertThat(shown.at("/incidentMatch/how").asText()).isEqualTo("ambiguous");
        assertThat(shown.has("incident")).isFalse();
        assertThat(shown.path("incidentCandidates")).hasSize(2);
        assertThat(shown.at("/incidentCandidates/1/score").asDouble()).isEqualTo(1);
        assertThat(terminal.type("show", recording.id()).lines())
                .anyMatch(line -> line.matches("  incident is +ambiguous, 2 incidents fit"))
                .anyMatch(line -> line.matches("  fits +CAD-2, score 1.00, overlaps by 600 s, 88 m away"));

        Said unknown = match("CAD-3", "--by", "DS Achebe", "--reason", "seen");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).startsWith("Not matched: there is no incident CAD-3: ");

        Said taken = match("CAD-2", "--by", "DS Achebe", "--reason", "seen");
        assertThat(taken.out().strip())
                .isEqualTo("From now on recording " + recording.id() + " belongs to the incident CAD-2.");
        assertThat(match("CAD-2", "--by", "DC Vance", "--reason", "seen too").out())
                .startsWith("Nothing changed: ");
        JsonNode after = terminal.type("show", recording.id(), "--json").json();
        assertThat(Schemas.errors("recording.schema.json", after.toString())).isEmpty();
        assertThat(after.path("incident").asText()).isEqualTo("CAD-2");
        assertThat(after.at("/incidentMatch/how").asText()).isEqualTo("named");
        assertThat(terminal.type("show", recording.id()).lines())
                .anyMatch(line -> line.contains("CAD-2 (chosen)"))
                .anyMatch(line -> line.matches(".*DS Achebe +matched +decision: seen"));

        assertThat(match("--none", "--by", "DS Achebe", "--reason", "another street")
                        .out()
                        .strip())
                .isEqualTo("From now on recording " + recording.id() + " belongs to no incident.");
        assertThat(terminal.type("show", recording.id(), "--json").json().has("incident"))
                .isFalse();
    }

    @Test
    void wantsEitherAnIncidentOrNone() {
        assertThat(match("--by", "DS Achebe", "--reason", "seen").exit()).isEqualTo(2);
        assertThat(match("CAD-1", "--none", "--by", "DS Achebe", "--reason", "seen")
                        .exit())
                .isEqualTo(2);
        assertThat(match("CAD-1", "--by", "DS Achebe").exit()).isEqualTo(2);
    }

    private Said match(Object... words) {
        Object[] all = new Object[words.length + 2];
        all[0] = "match";
        all[1] = recording.id();
        System.arraycopy(words, 0, all, 2, words.length);
        return terminal.type(all);
    }
}
