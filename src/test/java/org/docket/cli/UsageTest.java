package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.docket.catalogue.Json;
import org.docket.cli.Terminal.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands say when they are misused, and when nothing can be done without parts. */
class UsageTest {
    private static final String ID = "0199c6e2-57aa-7c1e-8d1f-3f6f0a1c2b3d";

    private final Path home;
    private final Terminal terminal;

    UsageTest(@TempDir Path home) {
        this.home = home;
        this.terminal = Terminal.with(Map.of("docket.home", home.toString()));
    }

    static Stream<Arguments> misuses() {
        return Stream.of(
                Arguments.of("", "a COMMAND is missing"),
                Arguments.of("statsu", "'statsu'"),
                Arguments.of("status --xml", "--xml"),
                Arguments.of("show", "'ID'"),
                Arguments.of("show 4711", "4711"),
                Arguments.of("recordings --state kept", "'kept' is not received"),
                Arguments.of("recordings --limit 0", "0 is less than 1"),
                Arguments.of("recordings --limit many", "many"),
                Arguments.of("decide " + ID + " retain --by MP7421", "--reason"),
                Arguments.of("decide " + ID + " retain --by= --reason=because", "'--by' is empty"),
                Arguments.of("decide " + ID + " kept --by MP7421 --reason because", "'kept' is none of"),
                Arguments.of("hold " + ID + " --kind legal --by MP7421 --reason because", "--reference"),
                Arguments.of(
                        "hold " + ID + " --kind legal --reference C1 --by MP7421 --reason because --until tomorrow",
                        "'tomorrow' is no ISO 8601 time"),
                Arguments.of("lift " + ID, "--by"),
                Arguments.of("purge", "--dry-run"),
                Arguments.of("purge --dry-run --run", "mutually exclusive"),
                Arguments.of("purge --run --json", "'--json' goes only with '--dry-run'"),
                Arguments.of("policy", "'check', 'explain', 'simulate' or 'accept' is missing"),
                Arguments.of("verify --ledger --vault", "mutually exclusive"));
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void endsWithTwoAndSaysWhatIsWrong(String words, String complaint) {
        Said said = terminal.type((Object[]) (words.isEmpty() ? new String[0] : words.split(" ")));

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains(complaint).contains("--help");
        assertThat(said.complaints()).hasSizeBetween(2, 3);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(terminal.type("statsu").err()).contains("Did you mean status");
    }

    @Test
    void saysInOneLineWhichSettingIsUnknown() {
        Said said = Terminal.with(Map.of("docket.intake.sette", "PT1S")).type("quarantine");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.complaints())
                .containsExactly(
                        "Unknown key docket.intake.sette in the command line: did you mean docket.intake.settle?");
    }

    @Test
    void neverDropsSamplesIntoRealServices() {
        Said said = Terminal.with(Map.of("docket.home", home.toString(), "docket.broker.url", "tcp://127.0.0.1:9"))
                .type("demo", "--once");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.complaints()).singleElement().asString().contains("docket.broker.url is set");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void showsTheStackTraceOnlyWhenAsked() {
        Said quiet = terminal.type("quarantine", "--config", home.resolve("absent"));
        Said loud = terminal.type("quarantine", "--debug", "--config", home.resolve("absent"));

        assertThat(quiet.exit()).isEqualTo(1);
        assertThat(quiet.err()).contains("absent does not exist").doesNotContain("\tat ");
        assertThat(loud.exit()).isEqualTo(1);
        assertThat(loud.err()).contains("absent does not exist").contains("\tat org.docket.");
    }

    @Test
    void checksThatTheShippedConfigurationIsValid() {
        Said said = terminal.type("policy", "check");

        assertThat(said.exit()).isZero();
        assertThat(said.lines()).singleElement().asString().startsWith("The configuration is valid: policy ");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void reportsEveryErrorOfEveryFileWithItsPlace(@TempDir Path config) throws Exception {
        Files.writeString(
                config.resolve("classification.yaml"),
                "rules:\n  - name: one\n    when: tagged(4)\n    category: training\n    why: A reason.\ndefault: nonsense\n");
        Files.writeString(config.resolve("casework.yaml"), "systems:\n  - id: cms\n");

        Said said = terminal.type("policy", "check", "--config", config);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .contains(config.resolve("classification.yaml") + ":3:")
                .contains(config.resolve("classification.yaml") + ":6:10: ")
                .contains(config.resolve("casework.yaml") + ":2:");
    }

    @Test
    void checksExpressionsAndTransformationsOfCaseSystems(@TempDir Path config) throws Exception {
        Files.writeString(config.resolve("court.jslt"), "{\"exhibit\": .data.recordingId,\n \"as\" .type}");
        Files.writeString(config.resolve("casework.yaml"), """
                systems:
                  - id: court
                    title: Court
                    when: officer.borrough == "Southwark"
                    transform: court.jslt
                """);

        Said said = terminal.type("policy", "check", "--config", config);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err())
                .contains(config.resolve("casework.yaml")
                        + ":4:19: there is no fact 'borrough' in 'officer'; did you mean 'borough'?")
                .contains(config.resolve("casework.yaml")
                        + ":5:16: court.jslt:2:7: what stands here does not fit; correct the transformation");
    }

    @Test
    void saysWhichCaseSystemOfTheRetentionRulesThereIsNot(@TempDir Path config) throws Exception {
        String title = "    title: Training and testing\n";
        Files.writeString(
                config.resolve("retention.yaml"),
                Files.readString(Path.of("config", "retention.yaml"))
                        .replace(title, title + "    systems: [cms, cmss]\n"));

        Said said = terminal.type("policy", "check", "--config", config);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err())
                .contains(config.resolve("retention.yaml") + ":")
                .contains(":20: there is no case system 'cmss'; did you mean 'cms'?");
    }

    @Test
    void reportsEveryErrorOfTheDialects(@TempDir Path config) throws Exception {
        String shipped = Files.readString(Path.of("config", "docks.yaml"));
        String broken = shipped.replace("time: epoch-millis", "time: epoch-minutes")
                .replace("/c:Evidence/@ref", "/d:Evidence/@ref")
                .replace("separator: ';'", "separator: ';;'")
                .replace("recording: Clip", "recordings: Clip");
        Files.writeString(config.resolve("docks.yaml"), broken);

        Said said = terminal.type("policy", "check", "--config", config);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err())
                .containsSubsequence(
                        "'epoch-minutes' is not",
                        "'epoch-minutes' is not",
                        "'/d:Evidence/@ref' is no XPath 1.0 expression",
                        "';;' is not one character",
                        "the key 'recording' is missing",
                        "unknown key 'recordings'; did you mean 'recording'?");
        assertThat(said.err().lines().filter(line -> line.contains("docks.yaml:")))
                .hasSize(6);
    }

    @Test
    void doesNotBlameThePolicyForCategoriesThatCouldNotBeRead(@TempDir Path config) throws Exception {
        Files.writeString(config.resolve("retention.yaml"), "zone: Europe/Nowhere\n");
        Files.writeString(
                config.resolve("classification.yaml"),
                "default: anything\nrules:\n  - {name: one, when: taged('x'), category: any, why: So.}\n");

        Said said = terminal.type("policy", "check", "--config", config);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err())
                .contains(config.resolve("retention.yaml") + ":1:7: ")
                .contains("mend that first")
                .contains(config.resolve("classification.yaml") + ":3:23: there is no function 'taged'")
                .doesNotContain("there is no category");
    }

    @Test
    void listsWhatIsInQuarantineWithoutStartingAnything() throws Exception {
        Path quarantine = Files.createDirectories(home.resolve("quarantine/north-1"));
        Files.createFile(quarantine.resolve("X81-1.mp4"));
        Files.writeString(
                quarantine.resolve("X81-1.mp4.reason.json"),
                "{\"dock\":\"north-1\",\"name\":\"X81-1.mp4\",\"reason\":\"EMPTY\",\"explanation\":\"it has no bytes\","
                        + "\"remedy\":\"let the dock send it again\",\"bytes\":0,\"quarantinedAt\":\"2026-03-14T09:15:00Z\"}");

        Said table = terminal.type("quarantine");
        Said json = terminal.type("quarantine", "--json");

        assertThat(table.exit()).isZero();
        assertThat(table.out())
                .contains("X81-1.mp4")
                .contains("2026-03-14T09:15:00Z")
                .contains("let the dock send it again");
        assertThat(json.json().path(0).path("reason").asText()).isEqualTo("EMPTY");
        assertThat(home.resolve("postgresql")).doesNotExist();
    }

    @Test
    void putsBackWhatIsToBeTakenInAfterAll() throws Exception {
        for (String dock : List.of("north-1", "south-2")) {
            Files.createDirectories(home.resolve("docks").resolve(dock));
            quarantined(dock, "a.txt", "a.txt", "WRONG_TYPE");
        }
        quarantined("south-2", "a~2.txt", "a.txt", "WRONG_TYPE");
        quarantined("south-2", "b\u001b.mp4", "b\u001b.mp4", "ESCAPES_FOLDER");

        assertThat(terminal.type("quarantine", "--json").json().findValuesAsText("keptAs"))
                .containsExactlyInAnyOrder("a.txt", "a.txt", "a~2.txt", "b\u001b.mp4");
        assertRefused(terminal.type("quarantine", "retry", "c.txt"), "nothing called c.txt is in quarantine");
        assertRefused(terminal.type("quarantine", "retry", "a.txt"), "a.txt --dock north-1, or a.txt --dock south-2");
        assertRefused(terminal.type("quarantine", "retry", "b\\u001B.mp4"), "it is a link that leads out");

        Said said = terminal.type("quarantine", "retry", "a.txt", "--dock", "south-2", "--json");

        Path back = home.resolve("docks/south-2/a.txt");
        assertThat(said.exit()).isZero();
        assertThat(said.json().path("path").asText()).isEqualTo(back.toString());
        assertThat(said.json().path("reason").asText()).isEqualTo("WRONG_TYPE");
        assertThat(back).hasContent("a.txt");
        assertRefused(terminal.type("quarantine", "retry", "a~2.txt"), "move " + back + " away");
        assertThat(terminal.type("quarantine", "retry", "a.txt", "--dock", "north-1")
                        .out())
                .contains("a.txt lies in the folder of north-1 again");
    }

    private static void assertRefused(Said said, String why) {
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("Not retried").contains(why);
        assertThat(said.out()).isEmpty();
    }

    private void quarantined(String dock, String keptAs, String name, String reason) throws Exception {
        Path thing = Files.createDirectories(home.resolve("quarantine").resolve(dock))
                .resolve(keptAs);
        Files.writeString(thing, keptAs);
        Files.writeString(
                thing.resolveSibling(keptAs + ".reason.json"),
                Json.write(Map.of(
                        "dock",
                        dock,
                        "name",
                        name,
                        "reason",
                        reason,
                        "explanation",
                        "it is a test",
                        "remedy",
                        "look at it",
                        "bytes",
                        7,
                        "quarantinedAt",
                        "2026-03-14T09:15:00Z")));
    }
}
