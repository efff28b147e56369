package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.Media;
import org.docket.retention.RetentionRules;
import org.docket.rules.Outcome;
import org.junit.jupiter.api.Test;

class ShippedPolicyTest {
    private static final RetentionRules RETENTION = RetentionRules.load(Path.of("config", "retention.yaml"));
    private static final Policy POLICY =
            Policy.load(Path.of("config", "classification.yaml"), RETENTION.names(), RETENTION.zone());

    @Test
    void reachesEveryRuleAndEveryCategory() {
        Map<String, Facts> cases = new LinkedHashMap<>();
        cases.put("serious-crime-tag", FactsFixture.tagged("Serious Crime"));
        cases.put("complaint-tag", FactsFixture.tagged("complaint"));
        cases.put("domestic-abuse-tag", FactsFixture.tagged("DOMESTIC_ABUSE"));
        cases.put("missing-person-tag", FactsFixture.tagged("misper"));
        cases.put("evidence-tag", FactsFixture.tagged("Arrest"));
        cases.put("incident", FactsFixture.marked("CAD 12", List.of(), Media.unreadable(null), List.of()));
        cases.put(
                "incident-ambiguous",
                FactsFixture.bare()
                        .withIncident(null, new IncidentMatch(IncidentMatch.How.AMBIGUOUS, null, null, null, null, 2)));
        cases.put("use-of-force-tag", FactsFixture.tagged("Use of Force"));
        cases.put("stop-and-search-tag", FactsFixture.tagged("stop_and_search"));
        cases.put("damaged", FactsFixture.marked(null, List.of(), Media.unreadable(null), List.of("No moov box.")));
        cases.put("vehicle-stop-tag", FactsFixture.tagged("Vehicle-Stop"));
        cases.put("sidecar-wrong", FactsFixture.sidecarWrong("It is no JSON."));
        cases.put("training-tag", FactsFixture.tagged("training"));
        cases.put("non-evidential-tag", FactsFixture.tagged("Non evidential"));
        cases.put("short-and-unmarked", FactsFixture.marked(null, List.of(), lasting(3.5), List.of()));
        cases.put("default", FactsFixture.bare());
        Set<String> categories = new HashSet<>();

        cases.forEach((rule, facts) -> {
            Classification found = POLICY.classify(facts);
            assertThat(found.given()).extracting(Classification.Given::rule).containsExactly(rule);
            assertThat(found.failures()).isEmpty();
            categories.addAll(found.categories());
        });

        assertThat(categories).isEqualTo(RETENTION.names());
        assertThat(cases.keySet())
                .containsAll(POLICY.rules().stream().map(Rule::name).toList());
    }

    @Test
    void prefersWhatMustNotBeLost() {
        List<String> problems = List.of("The container ends early.");

        assertThat(category(FactsFixture.tagged("training", "vehicle stop", "murder")))
                .isEqualTo("serious-crime");
        assertThat(category(FactsFixture.marked(null, List.of("assault"), Media.unreadable(null), problems)))
                .isEqualTo("crime-evidence");
        assertThat(category(FactsFixture.marked(null, List.of("stop and search"), lasting(2.0), problems)))
                .isEqualTo("stop-and-search");
        assertThat(category(FactsFixture.marked(null, List.of("non-evidential"), lasting(1.0), problems)))
                .isEqualTo("damaged");
    }

    @Test
    void leavesARecordingUnclassifiedWhoseSidecarAloneIsWrong() {
        assertThat(category(FactsFixture.sidecarWrong("It is no JSON."))).isEqualTo("unclassified");
        assertThat(category(FactsFixture.sidecarWrong("Its end is before its start.", "non-evidential")))
                .isEqualTo("unclassified");
        assertThat(category(FactsFixture.sidecarWrong("Its end is before its start.", "vehicle-stop")))
                .isEqualTo("vehicle-stop");
        assertThat(category(FactsFixture.sidecarWrong("Its end is before its start.", "use of force")))
                .isEqualTo("use-of-force");
        assertThat(category(FactsFixture.sidecarWrong("It is no JSON.")
                        .withProblems(List.of("It is no JSON.", "The container ends early."))))
                .isEqualTo("damaged");
    }

    @Test
    void leavesAnUnmarkedRecordingOfUnknownLengthUnclassified() {
        Classification found = POLICY.classify(FactsFixture.bare());

        assertThat(found.categories()).containsExactly("unclassified");
        assertThat(found.trials())
                .last()
                .isEqualTo(new Trial("short-and-unmarked", new Outcome.FactAbsent("media.durationSeconds")));
    }

    private static String category(Facts facts) {
        return String.join(" and ", POLICY.classify(facts).categories());
    }

    private static Media lasting(double seconds) {
        return new Media("video/mp4", seconds, null, null, null, null, null, null, null, null, null, null, null, null);
    }
}
