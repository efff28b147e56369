package org.docket.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.PeriodDuration;

class YamlFileTest {
    private final Path folder;

    YamlFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsEveryKindOfValue() throws IOException {
        Path path = write("""
                title: 'It''s 31'
                wait: PT36H
                keep: P1M2DT3H
                zone: America/New_York
                on: true
                lat: -12.5
                inner: {word: no}
                list: [one, 2]
                maps:
                  - id: a
                  - id: b
                words: {Y: yes, '2': no}
                """);

        Map<String, String> words = new LinkedHashMap<>();
        String read = YamlFile.read(path, file -> {
            YamlMap root = file.root();
            assertThat(root.text("wait").duration()).isEqualTo(Duration.ofHours(36));
            assertThat(root.text("keep").period()).isEqualTo(PeriodDuration.parse("P1M2DT3H"));
            assertThat(root.text("zone").zone()).isEqualTo(ZoneId.of("America/New_York"));
            assertThat(root.text("on").truth()).isTrue();
            assertThat(root.text("lat").number(-90, 90)).isEqualTo(-12.5);
            assertThat(root.map("inner").text("word").value()).isEqualTo("no");
            assertThat(root.optionalTexts("list").orElse(List.of()))
                    .extracting(YamlText::value)
                    .containsExactly("one", "2");
            assertThat(root.maps("maps").stream().map(map -> map.text("id").value()))
                    .containsExactly("a", "b");
            assertThat(root.oneOrMore("list")).extracting(YamlText::value).containsExactly("one", "2");
            assertThat(root.oneOrMore("on")).extracting(YamlText::value).containsExactly("true");
            assertThat(root.isMap("words")).isTrue();
            assertThat(root.isMap("list")).isFalse();
            assertThat(root.isMap("missing")).isFalse();
            root.map("words").namedTexts().forEach((word, meaning) -> words.put(word.value(), meaning.value()));
            assertThat(words).containsExactly(Map.entry("Y", "yes"), Map.entry("2", "no"));
            assertThat(root.optionalText("missing")).isEmpty();
            return root.text("title").value();
        });

        assertThat(read).isEqualTo("It's 31");
    }

    @Test
    void reportsAllErrorsTogetherInTheOrderOfTheFile() throws IOException {
        Path path = write("""
                titel: Wrong key
                keep: P-3D
                keep: P4D
                zone: Europe/Londin
                inner:
                  lat: 91
                """);

        assertErrors(
                path,
                root -> {
                    root.text("title");
                    root.text("keep").period();
                    root.text("zone").zone();
                    root.map("inner").text("lat").number(-90, 90);
                    root.map("other");
                },
                "1:1: the key 'other' is missing; add it",
                "1:1: the key 'title' is missing; add it",
                "1:1: unknown key 'titel'; did you mean 'title'?",
                "2:7: 'P-3D' is not a positive ISO 8601 period such as P31D, P6M or PT20S, up to 1000 years; correct it",
                "3:1: the key 'keep' stands here a second time; remove one of the two",
                "4:7: 'Europe/Londin' is not a time zone such as Europe/London; correct it",
                "6:8: '91' is not a number from -90.0 to 90.0; correct it");
    }

    @Test
    void saysWhatStandsInPlaceOfWhatIsExpected() throws IOException {
        Path path = write("""
                text: [a]
                map: word
                list: {a: b}
                empty:
                ? [no, word]
                : value
                """);

        assertErrors(
                path,
                root -> {
                    root.text("text");
                    root.map("map");
                    root.maps("list");
                    root.text("empty");
                },
                "1:7: a list stands here; write a text",
                "2:6: 'word' stands here; write a map of 'key: value'",
                "3:7: a map stands here; write a list",
                "4:7: there is no value; write a text",
                "5:3: a list or map cannot be a key; write a word");
    }

    @Test
    void saysWhatIsWrongWithTextsThatMayBeSeveral() throws IOException {
        Path path = write("""
                none: []
                mixed: [a, {b: c}]
                nested: {d: [e]}
                """);

        assertErrors(
                path,
                root -> {
                    assertThat(root.oneOrMore("none")).isEmpty();
                    assertThat(root.oneOrMore("mixed")).hasSize(1);
                    assertThat(root.oneOrMore("missing")).hasSize(1);
                    assertThat(root.map("nested").namedTexts()).isEmpty();
                },
                "1:1: the key 'missing' is missing; add it",
                "1:1: the list is empty; write a text",
                "2:12: a map stands here; write a text",
                "3:13: a list stands here; write a text");
    }

    @Test
    void doesNotComplainOfTheInsideOfWhatIsMissing() throws IOException {
        assertErrors(
                write("a: b\n"),
                root -> {
                    root.text("a");
                    root.map("location").text("lat").number(-90, 90);
                    root.text("zone").zone();
                },
                "1:1: the key 'location' is missing; add it",
                "1:1: the key 'zone' is missing; add it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "when: a && X && c",
                "when: 'it''s && X'",
                "when: \"a\\t\\\"\\u0041\\\\ X\"",
                "when: &anchor \"a X\"",
                "when: |\n  a &&\n  b && X\n",
                "when: |2-  # a comment with X\n    a &&\n\n  X\n",
                "when: >-\n  a\n  b\n  X\n",
                "when: a &&\n  b\n  && X",
                "when: \"a \\\n   \\  X\"",
                "when: |\r\n  a\r\n  X\r\n",
                "when: \"\uD83D\uDC6E X\"",
            })
    void findsTheSameCharacterInEveryStyleOfText(String yaml) throws IOException {
        int[] source = yaml.codePoints().toArray();
        int index = source.length - 1;
        while (source[index] != 'X') {
            index--;
        }
        YamlPosition expected = YamlPosition.of(source, index);

        assertErrors(
                write(yaml),
                root -> {
                    YamlText text = root.text("when");
                    int at = text.value().lastIndexOf('X');
                    text.wrongAt(text.value().codePointCount(0, at), "here");
                },
                expected.line() + ":" + expected.column() + ": here");
    }

    @Test
    void pointsBehindTheLastCharacterForTheEndOfAText() throws IOException {
        assertErrors(
                write("when: |\n  a &&\n  b &&\nother: c\n"),
                root -> {
                    root.text("other");
                    root.text("when").wrongAt(9, "ends");
                },
                "3:7: ends");
    }

    @Test
    void reportsBrokenSyntaxWithItsPlace() throws IOException {
        assertErrors(
                write("a: b\nc: [d\n"),
                root -> {},
                "3:1: is not YAML: expected ',' or ']', but got <stream end>; mend the syntax here or just above");
    }

    @Test
    void reportsBytesThatAreNotUtf8WithTheirPlace() throws IOException {
        Path path = folder.resolve("latin.yaml");
        Files.write(path, "a: b\nc: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertErrors(path, root -> {}, "2:7: is not UTF-8 from here on; save the file as UTF-8");
    }

    @Test
    void reportsControlCharactersWithTheirPlace() throws IOException {
        assertErrors(write("a: b\nc: d\u0007\n"), root -> {}, "2:5: has a control character here; remove it");
    }

    @Test
    void refusesAnEmptyFileAndSeveralDocumentsAndAMissingFile() throws IOException {
        assertErrors(write(""), root -> {}, "1:1: is empty or no map; begin it with 'key: value' lines");
        assertThatThrownBy(() -> YamlFile.read(write("a: b\n---\nc: d\n"), YamlFile::root))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(":2:1: is not YAML");
        assertThatThrownBy(() -> YamlFile.read(folder.resolve("none.yaml"), YamlFile::root))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("check that it exists");
    }

    @Test
    void boundsAliasesDepthAndSize() throws IOException {
        String aliases = "a: &a {b: c}\nlist: [" + "*a, ".repeat(60) + "*a]\n";
        String deep = "a: " + "[".repeat(30) + "]".repeat(30) + "\n";
        String large = "a: " + "b".repeat(1 << 20) + "\n";
        for (String yaml : List.of(aliases, deep, large)) {
            assertThatThrownBy(() -> YamlFile.read(write(yaml), YamlFile::root))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("file.yaml:1:1: ");
        }
    }

    @Test
    void ignoresAByteOrderMark() throws IOException {
        assertErrors(write("\uFEFFa: b\n"), root -> {}, "1:1: unknown key 'a'; remove it");
    }

    @Test
    void givesEachContentItsOwnVersion() throws IOException {
        String one = YamlFile.read(write("{}"), YamlFile::version);
        String other = YamlFile.read(write("{} "), YamlFile::version);

        assertThat(one).isEqualTo("44136fa355b3").isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "-P1D", "P1M-2D", "P1DT-1S", "P1001Y", "P99999999999D", "31 days", "PT", "31"})
    void refusesPeriodsThatAreNotPositiveOrNotSane(String period) throws IOException {
        assertThatThrownBy(() -> YamlFile.read(
                        write("keep: '" + period + "'\n"),
                        file -> file.root().text("keep").period()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("file.yaml:1:8: '" + period + "' is not a positive ISO 8601 period");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("file.yaml"), yaml);
    }

    private static void assertErrors(Path path, Consumer<YamlMap> reader, String... errors) {
        assertThatThrownBy(() -> YamlFile.read(path, file -> {
                    reader.accept(file.root());
                    return file;
                }))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(path + ":" + String.join(System.lineSeparator() + path + ":", errors));
    }
}
