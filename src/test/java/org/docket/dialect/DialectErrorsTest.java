package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.docket.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a dialect is found when its file is read, and not with the first sidecar. Its first line is line 3. */
class DialectErrorsTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("fields: {notes: /a}", "3:5: the key 'format' is missing; add it"),
                Arguments.of("format: json", "3:5: the key 'fields' is missing; add it"),
                Arguments.of(
                        "format: jsn\nfields: {notes: /a}", "3:13: there is no format 'jsn'; did you mean 'json'?"),
                Arguments.of(
                        "format: json\nfields: {}",
                        "4:13: no field has a place; add one, such as officer.id: /officer"),
                Arguments.of("format: json\nfields: {note: /a}", "4:14: unknown key 'note'; did you mean 'notes'?"),
                Arguments.of(
                        "format: json\nfields: {notes: a/b}", "4:21: 'a/b' is no JSON Pointer; begin it with a slash"),
                Arguments.of("format: json\nfields: {tags: [/a, b]}", "4:25: 'b' is no JSON Pointer"),
                Arguments.of("format: json\nfields: {tags: []}", "4:14: the list is empty; write a text"),
                Arguments.of("format: json\nfields: {notes: {time: iso}}", "4:21: the key 'at' is missing; add it"),
                Arguments.of("format: json\nfields: {notes: {at: /a, time: iso}}", "4:30: unknown key 'time'"),
                Arguments.of("format: json\nfields: {notes: {at: /a, split: ','}}", "4:30: unknown key 'split'"),
                Arguments.of("format: json\nseparator: ';'\nfields: {notes: /a}", "4:5: unknown key 'separator'"),
                Arguments.of("format: json\nnamespaces: {a: b}\nfields: {notes: /a}", "4:5: unknown key 'namespaces'"),
                Arguments.of(
                        "format: json\nzone: Londn\nfields: {notes: /a}", "4:11: 'Londn' is not a time zone such as"),
                Arguments.of(
                        "format: json\nfields: {startedAt: {at: /a, zone: Nowhere/At}}",
                        "4:40: 'Nowhere/At' is not a time zone such as"),
                Arguments.of(
                        "format: json\nfields: {startedAt: {at: /a, time: 'dd/MM/yyyy'}}",
                        "4:41: 'dd/MM/yyyy' is not 'iso', 'epoch-seconds', 'epoch-millis' or a pattern"),
                Arguments.of(
                        "format: json\nfields: {startedAt: {at: /a, time: 'dd/MM/yyyy hh:mm'}}",
                        "4:41: 'dd/MM/yyyy hh:mm' is not"),
                Arguments.of("format: json\nfields: {startedAt: {at: /a, time: 'jj'}}", "4:41: 'jj' is not"),
                Arguments.of("format: json\nfields: {startedAt: {at: /a, time: epoch}}", "4:40: 'epoch' is not"),
                Arguments.of(
                        "format: json\nfields: {notes: {at: /a, values: {Y: yes, y: no}}}",
                        "4:47: the value 'y' stands here twice, only in another case"),
                Arguments.of(
                        "format: json\nfields: {notes: {at: /a, otherwise: b}}",
                        "4:21: there are no 'values' that others could differ"),
                Arguments.of(
                        "format: json\nfields: {notes: {at: /a, values: {c: d}, otherwise: e, unmapped: keep}}",
                        "4:70: 'otherwise' says already what other values mean"),
                Arguments.of(
                        "format: json\nfields: {notes: {at: /a, values: {c: d}, unmapped: drop}}",
                        "4:56: there is no way with other values 'drop'"),
                Arguments.of("format: xml\nfields: {notes: '/a['}", "4:22: '/a[' is no XPath 1.0 expression"),
                Arguments.of(
                        "format: xml\nfields: {notes: '/x:a'}",
                        "4:22: '/x:a' is no XPath 1.0 expression whose prefixes"),
                Arguments.of(
                        "format: xml\nfields: {notes: 'shout(/a)'}", "4:22: 'shout(/a)' is no XPath 1.0 expression"),
                Arguments.of("format: xml\nfields: {notes: '$a'}", "4:22: '$a' is no XPath 1.0 expression"),
                Arguments.of(
                        "format: xml\nnamespaces: {rt: 'http://xml.apache.org/xalan/java/java.lang.Runtime'}\n"
                                + "fields: {notes: 'rt:getRuntime()'}",
                        "5:22: 'rt:getRuntime()' is no XPath 1.0 expression"),
                Arguments.of(
                        "format: csv\nseparator: ';;'\nfields: {notes: a}", "4:17: ';;' is not one character such as"),
                Arguments.of(
                        "format: csv\nseparator: 'x'\nfields: {notes: a}", "4:17: 'x' is not one character such as"),
                Arguments.of(
                        "format: csv\ncharset: windows-125\nfields: {notes: a}",
                        "4:14: 'windows-125' is not 'auto', 'utf-8' or"),
                Arguments.of(
                        "format: csv\ncharset: shift_jis\nfields: {notes: a}",
                        "4:14: 'shift_jis' is not 'auto', 'utf-8' or"),
                Arguments.of(
                        "format: csv\nrows: {file: 'S_*.csv'}\nfields: {notes: a}",
                        "4:11: the key 'recording' is missing"),
                Arguments.of(
                        "format: csv\nrows: {file: 'S_*', recording: b}\nfields: {notes: a}",
                        "4:19: 'S_*' fits other files too; end it with .csv"),
                Arguments.of(
                        "format: csv\nrows: {file: '{S_*.csv', recording: b}\nfields: {notes: a}",
                        "4:19: '{S_*.csv' is not a pattern such as SHIFT_*.csv"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void areReportedWithTheirPlace(String dialect, String fault, @TempDir Path folder) {
        Path file = DialectFile.write(folder, dialect);

        assertThatThrownBy(() -> DialectFile.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file + ":" + fault);
    }

    @Test
    void docketsOwnCannotBeRedefinedAndNamesAreNames(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("docks.yaml"), """
                dialects:
                  docket: {format: json, fields: {notes: /a}}
                  Tide Well: {format: json, fields: {notes: /b}}
                """);

        assertThatThrownBy(() -> DialectFile.load(file))
                .hasMessageContaining(file + ":2:3: 'docket' is Docket's own dialect")
                .hasMessageContaining(file + ":3:3: 'Tide Well' is no name");
    }
}
