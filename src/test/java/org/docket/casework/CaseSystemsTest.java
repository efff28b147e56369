package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;
import org.docket.testkit.Recordings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseSystemsTest {
    private static final Set<String> CATEGORIES = Set.of("complaint", "theft");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final UUID RECORDING = UUID.fromString("01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90");

    private final Path folder;

    CaseSystemsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sendsEachSystemItsCategoriesAndOneWithoutAListAll() throws IOException {
        CaseSystems systems = load("""
                systems:
                  - {id: standards, title: Standards, categories: [complaint]}
                  - {id: courts-2, title: Courts}
                """);

        assertThat(receiving(systems, "complaint")).containsExactly("standards", "courts-2");
        assertThat(receiving(systems, "theft")).containsExactly("courts-2");
        assertThat(systems.system("standards").orElseThrow().queue()).isEqualTo("docket.evidence.standards");
        assertThat(systems.system("other")).isEmpty();
    }

    @Test
    void sendsACategoryOnlyToThoseThatItsRulesNameAndARecordingToThoseOfAnyOfItsCategories() throws IOException {
        CaseSystems systems = load("""
                systems:
                  - {id: standards, title: Standards, categories: [complaint]}
                  - {id: courts-2, title: Courts}
                  - {id: archive, title: Archive}
                """)
                .told(category ->
                        category.equals("theft") ? Optional.of(Set.of("courts-2", "standards")) : Optional.empty());

        assertThat(receiving(systems, "theft")).containsExactly("courts-2");
        assertThat(receiving(systems, "complaint")).containsExactly("standards", "courts-2", "archive");
        assertThat(receiving(systems, "theft", "complaint")).containsExactly("standards", "courts-2", "archive");
    }

    @Test
    void sendsASystemOnlyRecordingsForWhichItsExpressionHolds() throws IOException {
        CaseSystems systems = load("""
                systems:
                  - {id: southwark, title: Southwark, when: officer.borough == "Southwark"}
                  - {id: lambeth, title: Lambeth, when: dock.borough == "Lambeth"}
                  - {id: bromley, title: Bromley, when: recording.borough == "Bromley"}
                  - {id: arrests, title: Arrests, categories: [theft], when: tagged("Arrest")}
                  - {id: all, title: All}
                """);

        assertThat(receiving(systems, "theft")).containsExactly("southwark", "lambeth", "arrests", "all");
        assertThat(receiving(systems, "complaint")).containsExactly("southwark", "lambeth", "all");
        // Whose borough is not known belongs to none.
        assertThat(systems.receiving(of(Recordings.unretained(RECORDING), "complaint"))
                        .ids())
                .containsExactly("all");
    }

    @Test
    void saysWhereItCouldNotBeDecided() throws IOException {
        CaseSystems systems = load("""
                systems:
                  - {id: odd, title: Odd, when: 10 / (recording.bytes - 48231907) > 1}
                  - {id: all, title: All}
                """);

        CaseSystems.Receiving receiving = systems.receiving(of(Recordings.retained(RECORDING), "theft"));

        assertThat(receiving.ids()).containsExactly("all");
        assertThat(receiving.undecided()).extracting(CaseSystem::id).containsExactly("odd");
    }

    @Test
    void readsHowMessagesGetToASystem() throws IOException {
        CaseSystems systems = load("""
                systems:
                  - id: court
                    title: Court
                    source: urn:court:crown
                    queue: court.evidence-in
                    answer: {within: PT2H, longest: PT12H}
                    redelivery: PT5S
                    link: {include: true, for: PT30M}
                    limits: {lanes: 4, per-second: 25}
                  - id: cms
                    title: Case management
                    link: {}
                """);

        CaseSystem court = systems.system("court").orElseThrow();
        assertThat(court.delivery())
                .isEqualTo(new Delivery(
                        "court.evidence-in",
                        new Patience(Duration.ofHours(2), Duration.ofHours(12)),
                        Optional.of(Duration.ofSeconds(5)),
                        4,
                        25));
        assertThat(court.links()).contains(new LinkTerms(true, Duration.ofMinutes(30)));
        assertThat(systems.speaking("urn:court:crown")).contains(court);
        CaseSystem cms = systems.system("cms").orElseThrow();
        assertThat(cms.delivery())
                .isEqualTo(new Delivery("docket.evidence.cms", Patience.DEFAULT, Optional.empty(), 2, 0));
        assertThat(cms.links()).contains(new LinkTerms(false, Duration.ofHours(1)));
        assertThat(systems.speaking("urn:cms")).contains(cms);
    }

    @Test
    void reportsEveryErrorWithItsPlace() throws IOException {
        Path path = write("""
                systems:
                  - id: CMS 1
                    title: First
                    categories: [theft, complant]
                  - id: second
                    title: Second
                    categories: []
                  - id: second
                    title: Third
                    qeue: own
                  - id: fourth
                    title: Fourth
                    queue: docket.casework.in
                    source: urn:second
                    when: officer.boro == "Southwark" &&
                      dock.borough == 7
                    format: yaml
                    answer: {within: soon}
                    redelivery: PT0S
                    link: {include: yes, for: P8D}
                    limits: {lanes: 0, per-second: many}
                  - id: fifth
                    title: Fifth
                    queue: "two words"
                  - id: sixth
                    title: Sixth
                    queue: docket.evidence.second
                    transform: absent.jslt
                """);

        assertThatThrownBy(() -> CaseSystems.load(path, CATEGORIES, LONDON))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        path
                                + ":2:9: 'CMS 1' is no name; use lower-case letters, digits and hyphens, beginning with a letter",
                        path + ":4:25: there is no category 'complant'; did you mean 'complaint'?",
                        path + ":7:5: no category is listed; list some, or remove the key to send all",
                        path + ":8:5: the case system 'second' is listed twice; remove one of the two",
                        path + ":10:5: unknown key 'qeue'; did you mean 'queue'?",
                        path
                                + ":13:12: the queue 'docket.casework.in' has another use; name another, such as docket.evidence.fourth",
                        path + ":14:5: another one has the source 'urn:second'; give each its own",
                        path + ":15:19: there is no fact 'boro' in 'officer'; use one of borough, id, name, unit",
                        path
                                + ":16:20: '==' cannot be applied to (string, int); compare and combine values of the same type",
                        path + ":17:13: there is no format 'yaml'; did you mean 'xml'?",
                        path + ":18:22: 'soon' is not a positive ISO 8601 duration such as PT24H; correct it",
                        path + ":19:17: 'PT0S' is not a positive ISO 8601 duration such as PT24H; correct it",
                        path + ":20:21: there is no truth value 'yes'; use one of true, false",
                        path + ":20:31: a link lasts six days at most; write P6D or less",
                        path + ":21:21: '0' is not a whole number from 1 to 64; correct it",
                        path + ":21:36: 'many' is not a whole number from 1 to 1000000; correct it",
                        path
                                + ":24:13: 'two words' is no name of a queue; use letters, digits, dots, hyphens and underscores, beginning with a letter",
                        path
                                + ":27:12: another case system reads the queue 'docket.evidence.second'; give each its own",
                        path + ":28:16: the transformation cannot be read (java.nio.file.NoSuchFileException: "
                                + folder.resolve("absent.jslt")
                                + "); write the name of a file beside casework.yaml, in UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retained", "updated", "released"})
    void aTransformationIsTriedOnARecordingOfWhichNothingIsKnown(String type) throws IOException {
        Files.writeString(
                folder.resolve("court.jslt"),
                "if (.type == \"docket.evidence." + type + ".v1\") {\"x\": .data.officer.id} else .");

        assertThatThrownBy(() -> load("systems: [{id: court, title: Court, transform: court.jslt}]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tried on a sample of docket.evidence." + type + ".v1, court.jslt gives nothing");
    }

    @Test
    void shipsOneSystemThatIsToldOfEverything() {
        RetentionRules rules = RetentionRules.load(Path.of("config", "retention.yaml"));

        CaseSystems systems = CaseSystems.load(Path.of("config", "casework.yaml"), rules.names(), rules.zone());

        assertThat(systems.all()).extracting(CaseSystem::queue).containsExactly("docket.evidence.cms");
        assertThat(rules.names()).allMatch(category -> systems.receiving(of(Recordings.retained(RECORDING), category))
                .ids()
                .equals(List.of("cms")));
    }

    private static List<String> receiving(CaseSystems systems, String... categories) {
        return systems.receiving(of(Recordings.retained(RECORDING), categories)).ids();
    }

    private static Recording of(Recording recording, String... categories) {
        return recording
                .change()
                .category(categories[0], Arrays.asList(categories))
                .build();
    }

    private CaseSystems load(String yaml) throws IOException {
        return CaseSystems.load(write(yaml), CATEGORIES, LONDON);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("casework.yaml"), yaml);
    }
}
