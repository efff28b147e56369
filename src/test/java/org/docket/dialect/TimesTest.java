package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private final Path folder;

    TimesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "iso, 2026-03-14T18:15:02Z, 2026-03-14T18:15:02Z",
        "iso, 2026-03-14T18:15:02.125+05:30, 2026-03-14T12:45:02.125Z",
        "iso, 2026-07-04T18:15:02, 2026-07-04T17:15:02Z",
        "dd/MM/yyyy HH:mm:ss, 04/07/2026 18:15:02, 2026-07-04T17:15:02Z",
        "d MMM uuuu 'at' h.mm a, 4 sep 2026 at 6.15 pm, 2026-09-04T17:15:00Z",
        "yyyyMMddHHmmssXX, 20260704181502+0300, 2026-07-04T15:15:02Z",
        "MM/dd/yy HH:mm, 07/04/26 18:15, 2026-07-04T17:15:00Z",
        "epoch-seconds, 1773512102, 2026-03-14T18:15:02Z",
        "epoch-seconds, 1773512102.25, 2026-03-14T18:15:02.250Z",
        "epoch-millis, 1773512102500, 2026-03-14T18:15:02.500Z",
        "epoch-millis, 1.7735121025E12, 2026-03-14T18:15:02.500Z",
        "epoch-seconds, -1, 1969-12-31T23:59:59Z"
    })
    void areReadAsTheDialectSays(String form, String text, String instant) {
        Reading reading = read(form, text);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.startedAt()).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "dd/MM/yyyy HH:mm:ss, 31/02/2026 18:15:02",
        "dd/MM/yyyy HH:mm:ss, 03/14/2026 18:15:02",
        "dd/MM/yyyy HH:mm:ss, 04/07/2026 24:00:00",
        "dd/MM/yyyy HH:mm:ss, 04/07/2026",
        "epoch-millis, 99999999999999999999",
        "epoch-seconds, 1E99",
        "epoch-seconds, 1E999999999",
        "epoch-seconds, today",
        "iso, +42603-01-01T00:00:00Z",
        "iso, 2026-02-29T12:00:00"
    })
    void areRefusedWhereTheyAreNone(String form, String text) {
        Reading reading = read(form, text);

        assertThat(reading.startedAt()).isNull();
        assertThat(reading.problems())
                .singleElement()
                .asString()
                .startsWith("has a wrong startedAt: '" + text + "' is no ")
                .containsAnyOf("as in " + form, "ISO 8601", "since 1970");
    }

    /** In the night to 25 October 2026 the hour from one to two comes twice in London. */
    @Test
    void thatComeTwiceAreTheLaterOnes() {
        Reading reading = read("dd/MM/yyyy HH:mm", "25/10/2026 01:30");

        assertThat(reading.startedAt()).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(reading.problems()).isEmpty();
        assertThat(read("iso", "2026-10-25T01:30:00").startedAt()).isEqualTo("2026-10-25T01:30:00Z");
    }

    /** In the night to 29 March 2026 the hour from one to two is left out in London. */
    @Test
    void thatWereSkippedAreTheLaterOnesAndReported() {
        Reading reading = read("dd/MM/yyyy HH:mm", "29/03/2026 01:30");

        assertThat(reading.startedAt()).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(reading.problems())
                .containsExactly(
                        "has a wrong startedAt: '29/03/2026 01:30' is a time that the clocks skipped; it is read as"
                                + " 2026-03-29T01:30:00Z");
    }

    @Test
    void areInTheZoneOfTheFieldElseOfTheDialectElseOfTheDock() {
        Dialect dialect = DialectFile.of(folder, """
                format: json
                zone: Asia/Seoul
                fields:
                  startedAt: {at: /a, zone: America/New_York}
                  endedAt: /b
                """);

        Reading reading = DialectFile.read(dialect, "{\"a\": \"2026-07-04T12:00:00\", \"b\": \"2026-07-04T12:00:00\"}");

        assertThat(reading.startedAt()).isEqualTo("2026-07-04T16:00:00Z");
        assertThat(reading.endedAt()).isEqualTo("2026-07-04T03:00:00Z");
    }

    @Test
    void endAfterTheLengthUnlessTheEndIsSaid() {
        Dialect dialect = DialectFile.of(folder, "format: json\nfields: {startedAt: /a, endedAt: /b, duration: /c}");
        String start = "\"a\": \"2026-07-04T12:00:00Z\"";

        assertThat(DialectFile.read(dialect, "{" + start + ", \"c\": 90.5}").endedAt())
                .isEqualTo("2026-07-04T12:01:30.500Z");
        assertThat(DialectFile.read(dialect, "{" + start + ", \"c\": 90, \"b\": \"2026-07-04T12:02:00Z\"}")
                        .endedAt())
                .isEqualTo("2026-07-04T12:02:00Z");
        assertThat(DialectFile.read(dialect, "{\"c\": 90}").endedAt()).isNull();
        assertThat(DialectFile.read(dialect, "{" + start + ", \"c\": \"long\"}").problems())
                .containsExactly("has a wrong duration: 'long' is no number of seconds, h:mm:ss or ISO 8601 duration");
    }

    @ParameterizedTest
    @CsvSource({"41, PT41S", "'0,25', PT0.25S", "0:12:05, PT12M5S", "100:00:00.5, PT100H0.5S", "PT1M30S, PT1M30S"})
    void lengthsAreReadInSeveralForms(String text, String length) {
        assertThat(Lengths.read(text)).isEqualTo(Duration.parse(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "PT-5S", "1:60:00", "12:05", "P9999D", "1e9", ""})
    void lengthsAreRefusedWhereTheyAreNone(String text) {
        assertThatThrownBy(() -> Lengths.read(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void mayHaveTheTimeBeforeTheDate() {
        assertThat(read("HH:mm dd.MM.yyyy", "18:35 24.11.2026").startedAt()).isEqualTo("2026-11-24T18:35:00Z");
    }

    private Reading read(String form, String text) {
        Dialect dialect = DialectFile.of(folder, "format: json\nfields: {startedAt: {at: /t, time: \"" + form + "\"}}");
        return DialectFile.read(dialect, "{\"t\": \"" + text + "\"}");
    }
}
