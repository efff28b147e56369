package org.docket.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {
    private static final String DOCKET = "org.docket";
    private static final String BROKEN = "org.docket.architecture.broken";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(DOCKET);
    private static final JavaClasses SAMPLES = new ClassFileImporter().importPackages(BROKEN);

    @ParameterizedTest
    @FieldSource("org.docket.architecture.Rule#ALL")
    void holdsForEveryClassOfDocket(Rule rule) {
        rule.below().apply(DOCKET).check(OURS);
    }

    @ParameterizedTest
    @FieldSource("org.docket.architecture.Rule#ALL")
    void refusesItsBrokenSamples(Rule rule) {
        String report =
                rule.below().apply(BROKEN).evaluate(SAMPLES).getFailureReport().toString();

        assertThat(report).contains(rule.broken());
    }

    @ParameterizedTest
    @FieldSource("org.docket.architecture.Rule#ALL")
    void refusesNothingElse(Rule rule) {
        String report =
                rule.below().apply(BROKEN).evaluate(SAMPLES).getFailureReport().toString();

        assertThat(Rule.ALL.stream().filter(other -> !other.equals(rule)).flatMap(other -> other.broken().stream()))
                .noneMatch(report::contains);
    }

    @Test
    void everyBrokenSampleBelongsToARule() {
        Stream<String> refused = Rule.ALL.stream().flatMap(rule -> rule.broken().stream());

        assertThat(refused)
                .containsExactlyInAnyOrderElementsOf(SAMPLES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.startsWith("Sound") && !name.equals("package-info"))
                        .toList());
    }
}
