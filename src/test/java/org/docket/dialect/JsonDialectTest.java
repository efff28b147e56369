package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDialectTest {
    private final Path folder;

    JsonDialectTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void takesFieldsFromWherePointersPoint() {
        Dialect dialect = DialectFile.of(folder, """
                format: json
                fields:
                  sourceId: /clips/1/id
                  incident: /a~1b/m~0n
                  officer.id: /who/0
                  notes: [/first, /absent, /second]
                  location.lat: /lat
                  location.lon: /lon
                """);

        Reading reading = DialectFile.read(dialect, """
                {"clips": [{"id": 7}, {"id": 81}], "a/b": {"m~n": "CAD-3"}, "who": ["MP1"], "first": "North", "second": "gate",
                 "lat": "51,25", "lon": -1.5E-1}
                """);

        assertThat(reading.sourceId()).isEqualTo("81");
        assertThat(reading.incident()).isEqualTo("CAD-3");
        assertThat(reading.officer()).isEqualTo(new Officer("MP1", null, null, null));
        assertThat(reading.notes()).isEqualTo("North gate");
        assertThat(reading.location()).isEqualTo(new Location(51.25, -0.15));
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void takesTagsFromSeveralPlacesAndFromTextsThatAreSplit() {
        Dialect dialect = DialectFile.of(folder, """
                format: json
                fields:
                  tags: {at: [/list, /text], split: '||', values: {A1: arrest, T9: training}}
                """);

        Reading reading =
                DialectFile.read(dialect, "{\"list\": [\"a1\", null, \"taser\"], \"text\": \"T9|| ||dogs|cats \"}");

        assertThat(reading.tags()).containsExactly("arrest", "taser", "training", "dogs|cats");
        assertThat(reading.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "unmapped: keep, maybe, maybe, 0",
                "unmapped: leave-out, maybe, -, 0",
                "unmapped: problem, maybe, -, 1",
                "otherwise: review, maybe, review, 0",
                "otherwise: review, y, retain, 0",
                "unmapped: problem, Y, retain, 0"
            })
    void doesWithOtherValuesWhatTheDialectSays(String way, String value, String meaning, int problems) {
        Dialect dialect = DialectFile.of(folder, """
                format: json
                fields: {decision: {at: /keep, values: {Y: retain}, %s}}
                """.formatted(way));

        Reading reading = DialectFile.read(dialect, "{\"keep\": \"" + value + "\"}");

        assertThat(reading.decision()).isEqualTo(meaning);
        assertThat(reading.problems()).hasSize(problems);
    }

    @Test
    void readsEveryOtherFieldWhenSomeAreWrong() {
        Reading reading = DialectFile.read(Dialect.DOCKET, """
                {"sourceId": {"a": 1}, "camera": {"serial": ["C1", "C2"], "make": "Northlight"}, "officer": "MP7421",
                 "startedAt": "14.03.2026 18:15", "endedAt": true, "tags": [["x"]], "incident": "INC-7", "sha256": "abc",
                 "location": {"lat": 91, "lon": 4}, "notes": null}
                """);

        assertThat(reading.incident()).isEqualTo("INC-7");
        assertThat(reading.camera().make()).isEqualTo("Northlight");
        assertThat(reading.problems())
                .containsExactlyInAnyOrder(
                        "has a wrong sourceId: an object or a list stands where a single value is expected",
                        "has a wrong camera.serial: there are several different values where one is expected",
                        "has a wrong officer.id: a single value stands where '/officer/id' needs an object",
                        "has a wrong officer.name: a single value stands where '/officer/name' needs an object",
                        "has a wrong startedAt: '14.03.2026 18:15' is no ISO 8601 time",
                        "has a wrong endedAt: 'true' is no ISO 8601 time",
                        "has a wrong tags: an object or a list stands where a single value is expected",
                        "has a wrong sha256: it is not 64 hexadecimal digits",
                        "has a wrong location: '91' and '4' are not degrees, lat within ±90 and lon within ±180");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(DialectFile.read(
                                Dialect.DOCKET, "{\"officer\": {\"name\": \"A. Osei\"}, \"location\": {\"lat\": 51.4}}")
                        .problems())
                .containsExactly("names an officer without an id", "has a wrong location: it needs both lat and lon");
    }

    @Test
    void neverQuotesMuchOrWhatDisturbsAScreen() {
        String hostile = "\\u001b[2J\\u202e" + "9".repeat(900);

        String problem = DialectFile.read(Dialect.DOCKET, "{\"startedAt\": \"" + hostile + "\"}")
                .problems()
                .get(0);

        assertThat(problem)
                .startsWith("has a wrong startedAt: '\uFFFD[2J\uFFFD999")
                .contains("…'")
                .hasSizeLessThan(200);
    }

    @Test
    void doesNotTakeTextsOfAnyLength() {
        Reading reading = DialectFile.read(
                Dialect.DOCKET,
                "{\"incident\": \"" + "i".repeat(1_001) + "\", \"notes\": \"" + "n".repeat(20_000) + "\"}");

        assertThat(reading.incident()).isNull();
        assertThat(reading.notes()).hasSize(20_000);
        assertThat(reading.problems())
                .containsExactly("has a wrong incident: it has more than 1000 characters and was not read");
    }

    @Test
    void takesABoundedNumberOfTags() {
        Reading reading = DialectFile.read(Dialect.DOCKET, "{\"tags\": [" + tags(5_000) + "]}");

        assertThat(reading.tags()).hasSize(200).startsWith("t0", "t1").endsWith("t199");
        assertThat(reading.problems()).singleElement().asString().contains("more than 200");
    }

    @Test
    void notesABoundedNumberOfProblems() {
        Dialect dialect = DialectFile.of(folder, """
                format: json
                fields: {tags: {at: /tags, split: ',', values: {A1: arrest}, unmapped: problem}}
                """);

        Reading reading = DialectFile.read(
                dialect,
                "{\"tags\": \"" + "x,y,z1,z2,".repeat(50_000) + tags(150).replace("\"", "") + "\"}");
        Reading many = DialectFile.read(dialect, "{\"tags\": [" + tags(150) + "]}");

        assertThat(reading.problems()).hasSize(5);
        assertThat(many.problems()).hasSize(31).endsWith("has more problems than these");
    }

    private static String tags(int number) {
        return IntStream.range(0, number).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));
    }

    @Test
    void takesTheLastOfTwoMembersOfOneNameAndSaysSo() {
        Reading reading = DialectFile.read(Dialect.DOCKET, "{\"incident\": \"A\",\n \"incident\": \"B\"}");

        assertThat(reading.incident()).isEqualTo("B");
        assertThat(reading.problems())
                .singleElement()
                .asString()
                .startsWith("has a name twice in one object: wrong at line 2")
                .endsWith("the last one counts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"incident\": \"A\"} {\"incident\": \"B\"}", "{\"incident\": \"A\"}\n]"})
    void readsTheFirstObjectWhenMoreFollowsAndSaysSo(String content) {
        Reading reading = DialectFile.read(Dialect.DOCKET, content);

        assertThat(reading.incident()).isEqualTo("A");
        assertThat(reading.problems()).singleElement().asString().startsWith("has something after its end");
    }

    @Test
    void readsUtf16AndByteOrderMarks() {
        String content = "\uFEFF{\"notes\": \"Zoë\"}";

        assertThat(DialectFile.read(Dialect.DOCKET, content).notes()).isEqualTo("Zoë");
        assertThat(DialectFile.read(Dialect.DOCKET, content.getBytes(StandardCharsets.UTF_16LE))
                        .notes())
                .isEqualTo("Zoë");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"incident\": }|is no JSON: wrong at line 1, column 14",
                "{'a': 1}|is no JSON: wrong at line 1, column 2",
                "[1]|is no JSON object",
                "7|is no JSON object",
                "''|is no JSON object"
            })
    void saysWhereWhatIsNoJsonIsWrong(String content, String problem) {
        assertThat(DialectFile.read(Dialect.DOCKET, content)).isEqualTo(Reading.nothing(problem));
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() {
        Reading reading = DialectFile.read(Dialect.DOCKET, "{\"notes\":" + "[".repeat(200_000));

        assertThat(reading.problems())
                .singleElement()
                .asString()
                .startsWith("is JSON that is nested deeper than 100 levels");
    }

    /** Jackson reports these two by another exception than the rest. */
    @Test
    void survivesBytesThatAreNoText() {
        byte[] brokenUtf32 = {0, 0, 0, '{', 0, 0x7f, 0x7f, 0x7f, 0, 0};
        byte[] brokenUtf8 = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};

        for (byte[] broken : List.of(brokenUtf32, brokenUtf8, new byte[] {0}, new byte[64])) {
            assertThat(DialectFile.read(Dialect.DOCKET, broken).problems())
                    .singleElement()
                    .asString()
                    .startsWith("is no JSON");
        }
    }
}
