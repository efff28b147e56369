package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.docket.casework.EvidenceMessage;
import org.docket.catalogue.IncidentMatch.How;
import org.docket.catalogue.Json;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.FaultyHub;
import org.docket.testkit.Gate;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.docket.testkit.VaultCall;
import org.docket.testkit.VaultFault;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Incidents and the roster in a running hub: from the broker and from files to the case system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentsTest {
    private static final Map<String, String> QUICK = Map.of(
            "docket.enrich.roster", "roster.csv",
            "docket.enrich.roster.look", "PT0.1S",
            "docket.enrich.match.look", "PT0.1S",
            "docket.enrich.incidents.look", "PT0.2S",
            "docket.enrich.incidents.settle", "PT0.2S");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path home;
    private final FaultyHub faulty;
    private final TestHub hub;
    private final CaseSystemClient cms;

    IncidentsTest(@TempDir Path home) throws Exception {
        this.home = home;
        Files.writeString(home.resolve("roster.csv"), "id,name,unit,borough\nMP7421,PC Ama Osei,Roads,Lambeth\n");
        faulty = new FaultyHub(home, QUICK);
        hub = faulty.hub();
        cms = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms");
    }

    @AfterAll
    void stop() throws Exception {
        cms.close();
        faulty.close();
    }

    /** Drops a recording with a sidecar; gives back its name. */
    private String drop(String officer, String startedAt, String endedAt) throws IOException {
        int number = NUMBER.incrementAndGet();
        String name = "R" + number + ".mp4";
        Path folder = Files.createDirectories(hub.dock("yard"));
        Files.writeString(
                folder.resolve("R" + number + ".json"),
                Json.write(Map.of("officer", Map.of("id", officer), "startedAt", startedAt, "endedAt", endedAt)));
        hub.drop("yard", name, Sources.ofLength(44_000 + number, number));
        return name;
    }

    private void tell(String reference, String officer, String from, String to, Map<String, ?> more) throws Exception {
        Map<String, Object> data = new TreeMap<>(
                Map.of("reference", reference, "type", "fight", "officers", List.of(officer), "from", from, "to", to));
        data.putAll(more);
        cms.send("docket.incident.v1", data);
    }

    private List<String> acts(Recording recording) {
        return hub.docket().ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    @Test
    void aLateIncidentClassifiesTheRecordingAgainAndTheCaseSystemIsTold() throws Exception {
        String name = drop("MP4001", "2026-03-14T18:00:00Z", "2026-03-14T18:20:00Z");
        Recording before = hub.receipted(name);
        assertThat(before.category()).isEqualTo("non-evidential");
        assertThat(before.retained()).isFalse();

        tell("CAD-4001", "mp 4001", "2026-03-14T18:05:00Z", "2026-03-14T19:00:00Z", Map.of());

        eventually()
                .until(() -> cms.received(EvidenceMessage.RETAINED, before.id()).size() == 1);
        Recording after = hub.recording(name).orElseThrow();
        assertThat(after.category()).isEqualTo("crime-evidence");
        assertThat(after.retained()).isTrue();
        assertThat(after.facts().match().how()).isEqualTo(How.MATCHED);
        assertThat(after.facts().match().from()).isEqualTo(Instant.parse("2026-03-14T18:05:00Z"));
        JsonNode told = cms.received(EvidenceMessage.RETAINED, before.id()).get(0);
        assertThat(told.at("/data/incident").asText()).isEqualTo("CAD-4001");
        assertThat(acts(after)).containsSubsequence("receipted", "matched", "classified-again");

        tell("CAD-4001", "MP4001", "2026-03-14T18:05:00Z", "2026-03-14T18:30:00Z", Map.of("type", "affray"));
        eventually()
                .until(() -> !cms.received(EvidenceMessage.UPDATED, before.id()).isEmpty());
        assertThat(hub.recording(name).orElseThrow().facts().match().type()).isEqualTo("affray");
        assertThat(hub.docket().ledgerVerifier().verify(before.id()).findings()).isEmpty();
    }

    @Test
    void anIncidentThatComesDuringALongTransferIsNotMissed() throws Exception {
        Gate gate = faulty.vault().gate();
        String name = "R" + (NUMBER.get() + 1) + ".mp4";
        faulty.vault().on(VaultCall.Kind.PUT_BLOB).next(VaultFault.hold(gate));
        drop("MP4002", "2026-03-14T20:00:00Z", "2026-03-14T20:05:00Z");
        gate.awaitCalls(1);

        tell("CAD-4002", "MP4002", "2026-03-14T19:55:00Z", "2026-03-14T20:30:00Z", Map.of());
        eventually().until(() -> hub.docket().incidents().isKnown("CAD-4002"));
        gate.open();

        Recording recording = hub.receipted(name);
        assertThat(recording.facts().incident()).isEqualTo("CAD-4002");
        assertThat(recording.categoryRule()).isEqualTo("incident");
        assertThat(acts(recording)).startsWith("received", "matched", "deposited", "classified");
    }

    @Test
    void takesTheGoodRowsOfADroppedFileAndNamesTheOthers() throws Exception {
        Path folder = home.resolve("incidents");
        String rows = """
                incident,type,officers,from,to,lat,lon
                CAD-4003,burglary,MP4003;MP4004 MP4005,2026-03-14T21:00:00Z,2026-03-14T21:40:00Z,51.4613,-0.1156
                CAD-4004,,MP4003,2026-03-14T21:00:00Z,,,
                CAD-4005,fight,MP4003,14/03/2026 21:00,,,
                CAD-4006,fight,MP4006,2026-07-14 21:00:00,,,
                """;
        put(folder, "night.csv", rows);

        Path problems = folder.resolve("night.csv.problems.json");
        eventually().until(() -> Files.exists(problems) && Files.notExists(folder.resolve("night.csv")));
        JsonNode report = Json.MAPPER.readTree(Files.readString(problems));
        assertThat(report.path("taken").asInt()).isEqualTo(2);
        assertThat(report.path("problems")).hasSize(2);
        assertThat(report.at("/problems/0/line").asInt()).isEqualTo(3);
        assertThat(report.at("/problems/0/reason").asText()).startsWith("type is empty");
        assertThat(report.at("/problems/1/line").asInt()).isEqualTo(4);
        assertThat(report.at("/problems/1/reason").asText()).startsWith("from is no ISO 8601 time");

        Recording recording = hub.receipted(drop("MP4005", "2026-03-14T21:10:00Z", "2026-03-14T21:20:00Z"));
        assertThat(recording.facts().incident()).isEqualTo("CAD-4003");
        assertThat(recording.facts().match().location()).isEqualTo(new Location(51.4613, -0.1156));
        // British Summer Time: without an offset, a time is in the zone of docket.enrich.incidents.zone.
        Recording summer = hub.receipted(drop("MP4006", "2026-07-14T20:00:00Z", "2026-07-14T20:10:00Z"));
        assertThat(summer.facts().incident()).isEqualTo("CAD-4006");
        assertThat(summer.facts().match().from()).isEqualTo(Instant.parse("2026-07-14T20:00:00Z"));

        put(
                folder,
                "night.csv",
                rows.lines().filter(line -> !line.matches("CAD-400[45].*")).reduce("", (a, b) -> a + b + "\n"));
        eventually().until(() -> files(folder.resolve(".done")) == 2);
        assertThat(problems).doesNotExist();
        assertThat(files(folder.resolve(".reading"))).isZero();
        assertThat(acts(recording)).containsOnlyOnce("matched");
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void goesOnWithAFileThatAnotherHubClaimedAndDidNotRead() throws Exception {
        Path reading = home.resolve("incidents/.reading");
        put(
                reading,
                "20260314T214000.000Z-0a1b2c3d-night.csv",
                "incident,type,officers,from\nCAD-4008,fight,MP4008,2026-03-14T21:00:00Z\n");

        eventually().until(() -> hub.docket().incidents().isKnown("CAD-4008"));
        eventually().until(() -> files(reading) == 0);
    }

    private static void put(Path folder, String name, String text) throws IOException {
        Path temporary = Files.writeString(Files.createDirectories(folder).resolve("." + name), text);
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void refusesAMessageThatTellsOfNoIncident() throws Exception {
        String id = cms.send("docket.incident.v1", Map.of("reference", "CAD-4007", "type", "fight"));

        List<TextMessage> refused = cms.drain("docket.casework.in.refused");
        assertThat(refused).anySatisfy(message -> {
            assertThat(message.getText()).contains(id);
            assertThat(message.getStringProperty("docket_reason")).contains("data.officers: is missing");
        });
    }

    @Test
    void takesUpAnotherRosterWhileItRuns() throws Exception {
        assertThat(hub.deposited(drop("mp7421", "2026-03-15T08:00:00Z", "2026-03-15T08:01:00Z"))
                        .facts()
                        .officer())
                .isEqualTo(new Officer("mp7421", "PC Ama Osei", "Roads", "Lambeth"));

        Path roster = home.resolve("roster.csv");
        put(home, "roster.csv", "id,name,unit,borough\nMP7421,\"PC Ama\"Osei,Roads,Lambeth\n");
        eventually().until(() -> notices("configuration-refused") == 1);
        assertThat(hub.deposited(drop("mp7421", "2026-03-15T09:00:00Z", "2026-03-15T09:01:00Z"))
                        .facts()
                        .officer()
                        .unit())
                .isEqualTo("Roads");

        put(home, "roster.csv", Files.readString(roster).replace("\"", "").replace("Roads", "Dogs"));
        eventually().until(() -> hub.deposited(drop("mp7421", "2026-03-15T10:00:00Z", "2026-03-15T10:01:00Z"))
                .facts()
                .officer()
                .equals(new Officer("mp7421", "PC AmaOsei", "Dogs", "Lambeth")));
    }

    private int notices(String kind) {
        return Jdbi.create(hub.settings().all().get("docket.database.url")).withHandle(handle -> handle.select(
                        "select count(*) from notice where message like ?", "%" + kind + "%")
                .mapTo(Integer.class)
                .one());
    }
}
