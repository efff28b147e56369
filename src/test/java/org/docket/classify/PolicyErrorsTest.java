package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Set;
import org.docket.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyErrorsTest {
    private final Path folder;

    PolicyErrorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The expression begins at line 6, column 7. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    oficer.id == 'x'                  | 6:7: there is no fact 'oficer'; did you mean 'officer'?
                    true && officer.idd == 'x'        | 6:23: there is no fact 'idd' in 'officer'; did you mean 'id'?
                    has(officer.unti)                 | 6:19: there is no fact 'unti' in 'officer'; did you mean 'unit'?
                    media.location.lang > 1.0         | 6:22: there is no fact 'lang' in 'media.location'; did you mean 'lat'?
                    media.durationSeconds < 'x'       | 6:29: '<' cannot be applied to (double, string); compare and combine values of the same type
                    media.durationSeconds == 12       | 6:29: '==' cannot be applied to (double, int); compare and combine values of the same type
                    officer['id'] == 'x'              | 6:14: '[]' cannot be applied to (officer facts, string); compare and combine values of the same type
                    officer.id.startsWith(5)          | 6:28: 'startsWith' cannot be applied to string.(int); compare and combine values of the same type
                    recording.bytes                   | 6:7: the expression gives int, but a rule must give true or false; compare it with something
                    true &&                           | 6:14: the expression ends too early; complete it
                    officer.id = 'x'                  | 6:18: '= ' does not fit here; correct the expression from here on
                    true && tagd('x')                 | 6:15: there is no function 'tagd' that takes this; see the list of CEL functions
                    (recording.bytes > 5 true)        | 6:28: 'true' does not fit here; correct the expression from here on
                    recording.endedAt > '2026-01-01'  | 6:25: '>' cannot be applied to (Timestamp, string); compare and combine values of the same type
                    has(officer)                      | 6:10: has() asks for one fact; name it with its group, such as has(officer.unit)
                    tagged(' ')                       | 6:14: tagged() takes a tag in quotes, such as tagged("use-of-force"); correct the expression
                    tagged(officer.id)                | 6:21: tagged() takes a tag in quotes, such as tagged("use-of-force"); correct the expression
                    'Use of Force' in tags            | 6:7: no tag is ever written 'Use of Force' here; write tagged("Use of Force"); correct the expression
                    """)
    void pointsAtTheVeryPlaceInsideAnExpression(String when, String error) throws IOException {
        assertErrors(
                "default: rest\nrules:\n  - name: only\n    why: So.\n    when: |\n      " + when
                        + "\n    category: big\n",
                error);
    }

    @ParameterizedTest
    @CsvSource({
        "officer.id.matches('('), 6:26: Regex validation failed.",
        "recording.receivedAt < timestamp('noon'), 6:40: timestamp validation failed."
    })
    void refusesLiteralsThatCanNeverBeEvaluated(String when, String error) throws IOException {
        Path path = write("default: rest\nrules:\n  - name: only\n    why: So.\n    when: |\n      " + when
                + "\n    category: big\n");

        assertThatThrownBy(() -> Policy.load(path, Set.of("rest", "big"), ZoneOffset.UTC))
                .hasMessageContaining(path + ":" + error);
    }

    @Test
    void reportsAllErrorsOfAllRulesTogether() throws IOException {
        assertErrors(
                """
                default: rst
                rules:
                  - name: a
                    when: tagged("x") && oficer.id == "y"
                    category: bgi
                    why: So.
                  - name: a
                    when: 'camera.mak == ''z'' && media.hight > 5'
                    category: big
                    why: Thus.
                  - name: Default Rule
                    when: |
                      true &&
                        cammera.make == "z"
                    category: big
                  - name: default
                    when:
                    category: big
                    why: It is.
                    because: no
                """,
                "1:10: there is no category 'rst'; did you mean 'rest'?",
                "4:26: there is no fact 'oficer'; did you mean 'officer'?",
                "5:15: there is no category 'bgi'; did you mean 'big'?",
                "7:11: the name 'a' is taken; give each rule its own",
                "8:19: there is no fact 'mak' in 'camera'; did you mean 'make'?",
                "8:41: there is no fact 'hight' in 'media'; did you mean 'height'?",
                "11:5: the key 'why' is missing; add it",
                "11:11: 'Default Rule' is no name; use lower-case letters, digits and hyphens, beginning with a letter",
                "14:9: there is no fact 'cammera'; did you mean 'camera'?",
                "16:11: the name 'default' is taken; give each rule its own",
                "17:10: there is no value; write a text",
                "20:5: unknown key 'because'; use one of adds, categories, category, name, when, why");
    }

    @Test
    void requiresRulesAndADefault() throws IOException {
        assertErrors(
                "defalt: rest\n",
                "1:1: the key 'default' is missing; add it",
                "1:1: the key 'rules' is missing; add it",
                "1:1: unknown key 'defalt'; did you mean 'default'?");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("classification.yaml"), yaml);
    }

    private void assertErrors(String yaml, String... errors) throws IOException {
        Path path = write(yaml);
        assertThatThrownBy(() -> Policy.load(path, Set.of("rest", "big"), ZoneOffset.UTC))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(path + ":" + String.join(System.lineSeparator() + path + ":", errors));
    }
}
