package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseSystemsTest {
    private static final Set<String> CATEGORIES = Set.of("complaint", "theft");

    private final Path folder;

    CaseSystemsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sendsEachSystemItsCategoriesAndOneWithoutAListAll() throws IOException {
        CaseSystems systems = CaseSystems.load(write("""
                        systems:
                          - {id: standards, title: Standards, categories: [complaint]}
                          - {id: courts-2, title: Courts}
                        """), CATEGORIES);

        assertThat(systems.receiving(List.of("complaint")))
                .extracting(CaseSystem::id)
                .containsExactly("standards", "courts-2");
        assertThat(systems.receiving(List.of("theft")))
                .extracting(CaseSystem::id)
                .containsExactly("courts-2");
        assertThat(systems.system("standards").orElseThrow().queue()).isEqualTo("docket.evidence.standards");
        assertThat(systems.system("other")).isEmpty();
    }

    @Test
    void sendsACategoryOnlyToThoseThatItsRulesNameAndARecordingToThoseOfAnyOfItsCategories() throws IOException {
        CaseSystems systems = CaseSystems.load(write("""
                        systems:
                          - {id: standards, title: Standards, categories: [complaint]}
                          - {id: courts-2, title: Courts}
                          - {id: archive, title: Archive}
                        """), CATEGORIES)
                .told(category ->
                        category.equals("theft") ? Optional.of(Set.of("courts-2", "standards")) : Optional.empty());

        assertThat(receiving(systems, "theft")).containsExactly("courts-2");
        assertThat(receiving(systems, "complaint")).containsExactly("standards", "courts-2", "archive");
        assertThat(receiving(systems, "theft", "complaint")).containsExactly("standards", "courts-2", "archive");
    }

    private static List<String> receiving(CaseSystems systems, String... categories) {
        return systems.receiving(List.of(categories)).stream()
                .map(CaseSystem::id)
                .toList();
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
                    queue: own
                """);

        assertThatThrownBy(() -> CaseSystems.load(path, CATEGORIES))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        path
                                + ":2:9: 'CMS 1' is no name; use lower-case letters, digits and hyphens, beginning with a letter",
                        path + ":4:25: there is no category 'complant'; did you mean 'complaint'?",
                        path + ":7:5: no category is listed; list some, or remove the key to send all",
                        path + ":8:5: the case system 'second' is listed twice; remove one of the two",
                        path + ":10:5: unknown key 'queue'; use one of answer, categories, id, title"));
    }

    @Test
    void shipsOneSystemThatIsToldOfEverything() {
        Set<String> categories =
                RetentionRules.load(Path.of("config", "retention.yaml")).names();

        CaseSystems systems = CaseSystems.load(Path.of("config", "casework.yaml"), categories);

        assertThat(systems.all()).extracting(CaseSystem::queue).containsExactly("docket.evidence.cms");
        assertThat(categories).allMatch(systems.all().get(0)::receives);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("casework.yaml"), yaml);
    }
}
