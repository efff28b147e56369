package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.catalogue.RecordedTime.Source.ARRIVAL;
import static org.docket.catalogue.RecordedTime.Source.CONTAINER;
import static org.docket.catalogue.RecordedTime.Source.DOCK;
import static org.docket.catalogue.RecordedTime.Source.NAME;
import static org.docket.catalogue.RecordedTime.Source.SIDECAR;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.RecordedTime.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTimesTest {
    private static final Instant RECEIVED = Instant.parse("2026-03-15T07:10:00Z");
    private static final Instant MODIFIED = Instant.parse("2026-03-15T06:59:00Z");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final List<String> problems = new ArrayList<>();

    @Test
    void believesTheSourcesInTheOrderOfTheirTrust() {
        Source[] sources = Source.values();
        for (int first = 0; first < sources.length; first++) {
            RecordedTimes times = times();
            for (int i = first; i < sources.length - 1; i++) {
                times.said(sources[i], MODIFIED.minusSeconds(60L * i));
            }
            assertThat(times.choose(problems, problems).source()).isEqualTo(sources[first]);
        }
        assertThat(problems).isEmpty();
    }

    /** The zeros of MP4, Unix and FAT, a year that overflowed, and a clock that runs ahead. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1904-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "1980-01-01T00:00:00Z",
                "1999-12-31T23:59:59Z",
                "+42603-05-11T02:03:04Z",
                "2026-03-16T07:10:01Z"
            })
    void doesNotBelieveWhatCannotBe(Instant absurd) {
        RecordedTime chosen = times().said(SIDECAR, absurd)
                .said(NAME, absurd)
                .said(CONTAINER, absurd)
                .said(DOCK, absurd)
                .choose(problems, problems);

        assertThat(chosen).isEqualTo(new RecordedTime(RECEIVED, ARRIVAL));
        assertThat(problems)
                .as("the station should know; the container and the disk are often wrong")
                .containsExactly(
                        "the time of recording " + absurd + " (sidecar) cannot be right",
                        "the time of recording " + absurd + " (name) cannot be right");
    }

    @Test
    void believesAClockThatRunsADayAhead() {
        Instant ahead = Instant.parse("2026-03-16T07:10:00Z");

        assertThat(times().said(CONTAINER, ahead).choose(problems, problems))
                .isEqualTo(new RecordedTime(ahead, CONTAINER));
    }

    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00:00Z",
        "2010-01-01T00:03:11Z",
        "2015-01-01T13:20:00Z",
        "2026-01-01T04:59:59Z",
        "2016-01-02T04:59:59Z"
    })
    void doesNotBelieveACameraWhoseClockBeganToCountAnew(Instant reset) {
        assertThat(times().said(CONTAINER, reset).said(DOCK, MODIFIED).choose(problems, problems))
                .isEqualTo(new RecordedTime(MODIFIED, DOCK));
        assertThat(times().said(CONTAINER, reset).said(DOCK, reset).choose(problems, problems))
                .isEqualTo(new RecordedTime(RECEIVED, ARRIVAL));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"SIDECAR", "NAME"})
    void believesTheStationAboutANewYearsDay(Source station) {
        Instant newYear = Instant.parse("2026-01-01T00:42:00Z");

        assertThat(times().said(station, newYear).choose(problems, problems))
                .isEqualTo(new RecordedTime(newYear, station));
    }

    @Test
    void believesACameraAboutANewYearsDayThatIsNotLongAgo() {
        Instant newYear = Instant.parse("2026-01-01T01:30:00Z");
        RecordedTimes times = new RecordedTimes(Instant.parse("2026-02-01T01:30:00Z"), NEW_YORK);

        assertThat(times.said(CONTAINER, newYear).choose(problems, problems))
                .isEqualTo(new RecordedTime(newYear, CONTAINER));
    }

    @Test
    void believesACameraAboutAnyOtherDay() {
        Instant dayAfter = Instant.parse("2015-01-02T05:00:00Z");

        assertThat(times().said(CONTAINER, dayAfter).choose(problems, problems))
                .isEqualTo(new RecordedTime(dayAfter, CONTAINER));
    }

    private static RecordedTimes times() {
        return new RecordedTimes(RECEIVED, NEW_YORK);
    }
}
