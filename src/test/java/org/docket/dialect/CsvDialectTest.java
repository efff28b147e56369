package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDialectTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final Path folder;
    private final Dialect dialect;

    CsvDialectTest(@TempDir Path folder) {
        this.folder = folder;
        this.dialect = DialectFile.of(folder, """
                format: csv
                fields:
                  officer.id: Officer
                  incident: Case No
                  tags: {at: Category, split: '|'}
                  notes: Remarks
                """);
    }

    private Reading read(String row) {
        return DialectFile.read(dialect, "Case No,Officer,Other,Category,Remarks\r\n" + row);
    }

    @Test
    void readsCellsWithQuotesSeparatorsAndLineBreaks() {
        Reading reading = read("CAD-7 , MP1,x,arrest|taser, \"said \"\"no\"\", then\r\nran\"\r\n\r\n");

        assertThat(reading.incident()).isEqualTo("CAD-7");
        assertThat(reading.officer().id()).isEqualTo("MP1");
        assertThat(reading.tags()).containsExactly("arrest", "taser");
        assertThat(reading.notes()).isEqualTo("said \"no\", then\r\nran");
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void keepsWhatASpreadsheetWouldCalculateAsText() {
        Reading reading = read("=2+5,+MP1,@SUM(A1),-x|=y,\"=HYPERLINK(\"\"http://127.0.0.1:1\"\")\"");

        assertThat(reading.incident()).isEqualTo("=2+5");
        assertThat(reading.officer().id()).isEqualTo("+MP1");
        assertThat(reading.tags()).containsExactly("-x", "=y");
        assertThat(reading.notes()).isEqualTo("=HYPERLINK(\"http://127.0.0.1:1\")");
    }

    static Stream<Arguments> encodings() {
        String text = "Officer,Case No,Category,Remarks\nMP2,C2,,Seán – O’Brien\n";
        return Stream.of(
                Arguments.of("UTF-8", text.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("UTF-8 with a mark", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("Windows-1252", text.getBytes(WINDOWS)),
                Arguments.of("UTF-16 little endian", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("UTF-16 big endian", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void findsOutTheEncoding(String name, byte[] content) {
        Reading reading = DialectFile.read(dialect, content);

        assertThat(reading.officer().id()).isEqualTo("MP2");
        assertThat(reading.notes()).isEqualTo("Seán – O’Brien");
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void takesTheEncodingAndSeparatorThatTheDialectSays() {
        Dialect told = DialectFile.of(folder, """
                format: csv
                charset: ISO-8859-15
                separator: tab
                fields: {notes: Remarks, incident: Case}
                """);

        Reading reading = DialectFile.read(
                told,
                new byte[] {'C', 'a', 's', 'e', '\t', 'R', 'e', 'm', 'a', 'r', 'k', 's', '\n', '\t', '5', (byte) 0xA4});

        assertThat(reading.notes()).isEqualTo("5€");
        assertThat(reading.incident()).isNull();
    }

    @Test
    void refusesBytesThatAreNotInTheEncodingThatTheDialectSays() {
        Dialect strict = DialectFile.of(folder, "format: csv\ncharset: utf-8\nfields: {notes: Remarks}");

        assertThat(DialectFile.read(strict, new byte[] {'R', '\n', (byte) 0xE1, '\n'})
                        .problems())
                .containsExactly("is no text in UTF-8");
    }

    @Test
    void doesNotTakeACellWithTheCharacterThatCannotBeKept() {
        Reading reading = read("C\u00001,MP3,,a\u0000|b,fine");

        assertThat(reading.incident()).isNull();
        assertThat(reading.tags()).containsExactly("b");
        assertThat(reading.notes()).isEqualTo("fine");
        assertThat(reading.problems())
                .containsExactly(
                        "has a wrong tags: it has the character U+0000 or half a surrogate pair and was not read",
                        "has a wrong incident: it has the character U+0000 or half a surrogate pair and was not read");
    }

    @Test
    void saysWhichColumnsAreMissingAndReadsTheOthers() {
        Reading reading = DialectFile.read(dialect, "Officer,Remarks\nMP4,seen\n");

        assertThat(reading.officer().id()).isEqualTo("MP4");
        assertThat(reading.problems()).containsExactly("has no column 'Category', 'Case No'");
    }

    @Test
    void suspectsTheSeparatorWhenThereIsOneColumnOnly() {
        assertThat(DialectFile.read(dialect, "Officer;Case No;Category;Remarks\nMP4;C;;\n")
                        .problems())
                .singleElement()
                .asString()
                .endsWith("only one: look whether the dialect has the right separator");
    }

    @Test
    void takesNothingFromAColumnThatStandsThereTwice() {
        Reading reading = DialectFile.read(dialect, "Officer,Case No,Category,Remarks,Officer\nMP4,C9,,,MP5\n");

        assertThat(reading.officer()).isNull();
        assertThat(reading.incident()).isEqualTo("C9");
        assertThat(reading.problems())
                .containsExactly("has a wrong officer.id: the column 'Officer' stands twice in the header");
    }

    @Test
    void readsNoRowThatASeparatorInACellHasShifted() {
        Reading reading = read("C1,MP6,x,arrest,ran, then fell");

        assertThat(reading)
                .isEqualTo(Reading.nothing(
                        "has a row of 6 cells below a header of 5: a cell that has the separator in it needs"
                                + " quotes"));
        assertThat(read("C1,MP6,x,arrest,ran,,").problems()).isEmpty();
    }

    @Test
    void readsARowThatIsTooShortAndSaysSo() {
        Reading reading = read("C1,MP6,x");

        assertThat(reading.officer().id()).isEqualTo("MP6");
        assertThat(reading.problems()).containsExactly("has a row of 3 cells below a header of 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "Officer,Case No\n", "Officer,Case No\n , \n"})
    void saysWhenThereIsNoRow(String content) {
        assertThat(DialectFile.read(dialect, content)).isEqualTo(Reading.nothing("has no row below its header"));
    }

    @Test
    void doesNotChooseAmongSeveralRows() {
        assertThat(read("C1,MP6,x,a,b\nC2,MP7,x,a,b\n"))
                .isEqualTo(Reading.nothing("has 2 rows below its header where one is expected, the recording's"));
    }

    @Test
    void saysFromWhichLineOnAQuoteIsNotClosed() {
        assertThat(read("C1,MP6,x,a,\"never\nclosed\n"))
                .isEqualTo(Reading.nothing("is no CSV from line 2 on (look for a quote that is not closed)"));
        assertThat(read("C1,MP6,x,a,\"closed\" not\n"))
                .isEqualTo(Reading.nothing("is no CSV from line 2 on (look for a quote that is not closed)"));
    }

    @Test
    void refusesALineOfNothingButSeparators() {
        assertThat(DialectFile.read(dialect, ",".repeat(1_000_000)))
                .isEqualTo(Reading.nothing("has a line with more than 2000 cells"));
    }

    @Test
    void refusesARowWhoseCellsHaveLineBreaksAndAreTooMany() {
        assertThat(DialectFile.read(dialect, "\"\n\",".repeat(200_000)))
                .isEqualTo(Reading.nothing("has a line with more than 2000 cells"));
    }

    @Test
    void doesNotCountSeparatorsThatStandInACell() {
        Reading reading = read("C1,MP6,x, \"a" + ",".repeat(2_500) + "\"\"|b\" ,5\" of rope\r\n");

        assertThat(reading.notes()).isEqualTo("5\" of rope");
        assertThat(reading.tags()).contains("b");
    }

    @Test
    void ofAShiftReadsTheRowsBeforeAQuoteThatIsNotClosedWhateverFollows() {
        String rows = "Clip;Remarks\nA1;fine\nA2;\"closed\" not\n" + "\";\"".repeat(3_000) + ";".repeat(3_000) + "\n";

        ShiftTable table = shift().table(rows.getBytes(StandardCharsets.UTF_8));

        assertThat(table.rows("A1.mp4")).hasSize(1);
        assertThat(table.unclear("A2.mp4").orElseThrow().problem()).startsWith("is no CSV from line 3 on");
    }

    @Test
    void ofAShiftReadsABoundedNumberOfCells() {
        StringBuilder content = new StringBuilder("Clip;Remarks\n");
        for (int i = 0; i < 3_000; i++) {
            content.append('D').append(i).append(";".repeat(1_000)).append('\n');
        }

        ShiftTable table = shift().table(content.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(table.rows("D1990.mp4")).hasSize(1);
        assertThat(table.unclear("D1990.mp4")).isEmpty();
        assertThat(table.rows("D2999.mp4")).isEmpty();
        assertThat(table.unclear("D2999.mp4").orElseThrow().problem())
                .startsWith("has more than 2000000 cells, and what");
    }

    @Test
    void keepsNoCellsOfRowsThatItHasPassed() throws UnreadableException {
        List<WeakReference<List<String>>> passed = new ArrayList<>();

        new CsvNotation(';', null).read("a;b\n".repeat(1_000), row -> {
            passed.add(new WeakReference<>(row.cells()));
            if (passed.size() == 1_000) {
                Awaitility.await().until(() -> {
                    System.gc();
                    return passed.stream().limit(990).allMatch(cells -> cells.refersTo(null));
                });
            }
        });

        assertThat(passed).hasSize(1_000);
    }

    @Test
    void ofAShiftHasAnOutlineThatLeavesNobodyOut() {
        ShiftTable.Outline outline = shift().table(
                        "Clip;Remarks\nA1.mp4;x\nd:\\b2;y\n".getBytes(StandardCharsets.UTF_8))
                .outline();

        assertThat(outline.mayName("a1.MP4")).isTrue();
        assertThat(outline.mayName("B2.mov")).isTrue();
        assertThat(outline.mayName("A1.mov")).isFalse();
        assertThat(outline.mayName("C3.mp4")).isFalse();
        assertThat(shift().table("Clip;Remarks\nA1;\"open".getBytes(StandardCharsets.UTF_8))
                        .outline()
                        .mayName("C3.mp4"))
                .isTrue();
    }

    @Test
    void ofAShiftKeepsHeaderAndRowByteForByte() {
        String header = "\uFEFFClip;Remarks\r\n";
        List<String> rows = List.of(
                "A1.mp4;\"Zoë 😀\r\nsecond line\"\r\n", "A2;plain\r\n", "D:\\export\\a3.MP4;Ünï\n", "A4.mp4;\"last\"");
        byte[] content = (header + String.join("", rows)).getBytes(StandardCharsets.UTF_8);

        ShiftTable table = shift().table(content);

        for (int i = 0; i < rows.size(); i++) {
            assertThat(table.rows("A" + (i + 1) + ".mp4"))
                    .extracting(ShiftTable.Row::content)
                    .containsExactly(StandardCharsets.UTF_8.encode(header + rows.get(i)));
        }
        assertThat(table.rows("A1.mp4").get(0).line()).isEqualTo(2);
        assertThat(table.rows("A2.mp4").get(0).line()).isEqualTo(4);
        assertThat(table.rows("A1.mov")).isEmpty();
        assertThat(table.rows("A2.mov")).hasSize(1);
        assertThat(table.unclear("A1.mp4")).isEmpty();
    }

    @Test
    void ofAShiftKeepsBytesThatAreNoCharacters() {
        byte[] content = "Clip;Remarks\nA1;x?\nA2;yé\n".getBytes(WINDOWS);
        content[17] = (byte) 0x81;

        assertThat(shift().table(content).rows("A1.mp4"))
                .extracting(ShiftTable.Row::content)
                .containsExactly(ByteBuffer.wrap(new byte[] {
                    'C',
                    'l',
                    'i',
                    'p',
                    ';',
                    'R',
                    'e',
                    'm',
                    'a',
                    'r',
                    'k',
                    's',
                    '\n',
                    'A',
                    '1',
                    ';',
                    'x',
                    (byte) 0x81,
                    '\n'
                }));
    }

    @Test
    void ofAShiftReadsTheRowsBeforeItIsBroken() {
        ShiftTable table = shift().table("Clip;Remarks\nA1;fine\n\nA2;\"not closed\nA3;lost\nA33;lost too\n"
                .getBytes(StandardCharsets.UTF_8));

        assertThat(table.rows("A1.mp4")).hasSize(1);
        assertThat(table.unclear("A1.mp4")).isEmpty();
        assertThat(table.rows("A3.mp4")).isEmpty();
        assertThat(table.unclear("A3.mp4")).hasValueSatisfying(unclear -> {
            assertThat(unclear.problem())
                    .matches(
                            "is no CSV from line [34] on \\(look for a quote that is not closed\\), and what comes there names this"
                                    + " recording");
            assertThat(StandardCharsets.UTF_8.decode(unclear.content()).toString())
                    .endsWith("A2;\"not closed\nA3;lost\nA33;lost too\n")
                    .doesNotContain("A1");
        });
        assertThat(table.unclear("A4.mp4")).isEmpty();
        assertThat(table.unclear("A.mp4")).isEmpty();
    }

    @Test
    void ofAShiftSaysThatItCannotTellWhenTheColumnIsMissing() {
        ShiftTable table = shift().table("Name;Remarks\nA1;x\n".getBytes(StandardCharsets.UTF_8));

        assertThat(table.unclear("B7.mp4").orElseThrow().problem())
                .isEqualTo("has no column 'Clip': what it says of this recording is not known");
    }

    @Test
    void ofAShiftReadsABoundedNumberOfRows() {
        StringBuilder content = new StringBuilder("Clip;Remarks\n");
        for (int i = 0; i < 60_000; i++) {
            content.append('C').append(i).append(";x\n");
        }

        ShiftTable table = shift().table(content.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(table.rows("C49000.mp4")).hasSize(1);
        assertThat(table.rows("C59999.mp4")).isEmpty();
        assertThat(table.unclear("C59999.mp4").orElseThrow().problem()).startsWith("has more than 50000 rows");
        assertThat(table.unclear("C59999.mp4").orElseThrow().content().remaining())
                .isLessThanOrEqualTo(1 << 16);
    }

    private Dialect shift() {
        return DialectFile.of(folder, """
                format: csv
                separator: ';'
                rows: {file: 'SHIFT_*.csv', recording: Clip}
                fields: {notes: Remarks}
                """);
    }
}
