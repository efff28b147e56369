package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Set;
import org.docket.catalogue.Facts;
import org.docket.configuration.ConfigurationException;
import org.docket.rules.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFunctionsTest {
    private static final Set<String> CATEGORIES = Set.of("rest", "big");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private final Path folder;

    RuleFunctionsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        // The night of 29 March 2026: 00:59 is followed by 02:00.
        "2026-03-29T00:59:59Z, 0, true,  true",
        "2026-03-29T01:00:00Z, 2, false, true",
        "2026-03-29T04:59:59Z, 5, false, true",
        "2026-03-29T05:00:00Z, 6, false, false",
        // The night of 25 October 2026: 01:00 to 01:59 come twice, and both are between 00:30 and 01:30 for half an
        // hour.
        "2026-10-25T00:29:59Z, 1, true,  true",
        "2026-10-25T00:30:00Z, 1, false, true",
        "2026-10-25T01:00:00Z, 1, true,  true",
        "2026-10-25T01:30:00Z, 1, false, true",
        "2026-10-25T02:00:00Z, 2, false, true",
        // Over midnight: the first minute belongs to it, the last does not.
        "2026-07-01T20:59:59Z, 21, false, false",
        "2026-07-01T21:00:00Z, 22, false, true",
        "2026-07-01T23:00:00Z, 0, false, true",
    })
    void tellsTheTimeOfDayOnTheClocksOfTheForce(String at, int hour, boolean shortly, boolean night)
            throws IOException {
        assertHolds("hourOf(timestamp('" + at + "')) == " + hour);
        assertHolds("betweenTimes(timestamp('" + at + "'), '22:00', '06:00') == " + night);
        if (hour < 3) {
            assertHolds("betweenTimes(timestamp('" + at + "'), '00:30', '01:30') == " + shortly);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Still Saturday in UTC, Sunday in London.
                "dayOfWeek(timestamp('2026-07-04T23:30:00Z')) == 'sunday'",
                "dayOfWeek(times.receivedAt) in ['monday', 'saturday']",
                "localDate(timestamp('2026-07-04T23:30:00Z')) == '2026-07-05'",
                "localDate(times.receivedAt) >= '2026-05-04' && '2026-05-04' == localDate(times.receivedAt)",
                "hourOf(times.receivedAt) == 11 && hourOf(recording.receivedAt) == 11",
                "seconds(90) == minutes(1.5) && hours(24) == days(1) && minutes(150) == duration('150m')",
                "seconds(media.durationSeconds) == media.duration && media.duration > minutes(1)",
                "times.receivedAt - times.recordedAt == hours(2.5) && times.recordedAt + days(1) > times.receivedAt",
                "overlap(times.recordedAt, times.endedAt, timestamp('2026-05-04T07:40:00Z'), times.receivedAt) == minutes(5)",
                "overlap(times.recordedAt, times.endedAt, times.endedAt, times.receivedAt) == seconds(0)",
                "overlap(times.recordedAt, times.endedAt, times.receivedAt, times.recordedAt) == seconds(0)",
                "times.createdAt == media.createdAt && times.recordedAtSource == 'name'",
                "dock.id == 'brixton-dock-1' && dock.station == 'Brixton' && dock.borough == 'Lambeth'",
                // 0.25 degrees of latitude are 27.8 km, 0.125 of longitude here 8.7 km.
                "distance(location, media.location) > 29000.0 && distance(location, media.location) < 29200.0",
                "distance(location, 51.5, -0.25) == 0.0",
                "distance(51.5, -0.25, 51.5, -0.25) < 1.0 && distance(0.0, 179.5, 0.0, -179.5) < 111200.0",
                "distance(90.0, 10.0, -90.0, 10.0) > 20015000.0 && distance(90.0, 10.0, -90.0, 10.0) < 20015200.0",
            })
    void reckonsWithTimesAndPlaces(String when) throws IOException {
        assertHolds(when);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    distance(location, 51.5, -0.1) < 500.0               | location.lat
                    distance(51.5, -0.1, 51.5, -0.1) < distance(media.location, 51.5, -0.1) | media.location
                    betweenTimes(times.endedAt, '22:00', '06:00')        | times.endedAt
                    media.duration > minutes(1)                          | media.duration
                    dock.station == 'Brixton'                            | dock.station
                    """)
    void doesNotHoldWhenItDependsOnAFactThatIsNotKnown(String when, String fact) throws IOException {
        assertThat(outcome(when, FactsFixture.bare())).isEqualTo(new Outcome.FactAbsent(fact));
    }

    @Test
    void keepsApartWhatIsWrongWithTheSidecarFromOtherProblems() throws IOException {
        assertThat(outcome("size(problems) == 1 && size(sidecarProblems) == 0", FactsFixture.complete()))
                .isEqualTo(new Outcome.Matched());
        assertThat(outcome("problems.all(p, p in sidecarProblems)", FactsFixture.sidecarWrong("It is no JSON.")))
                .isEqualTo(new Outcome.Matched());
    }

    @Test
    void failsForALengthOfTimeBeyondAllSense() throws IOException {
        assertThat(outcome("days(recording.bytes * 1000000) > minutes(1)", FactsFixture.complete()))
                .isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
                    hourOf('22:00') > 3                                  | 7:7: 'hourOf' cannot be applied to (string); write hourOf(time)
                    true && distance(location, 51.5) < 3.0               | 7:15: 'distance' cannot be applied to (location facts, double); write distance(location, media.location), distance(location, lat, lon) or distance(lat, lon, lat, lon)
                    overlap(times.recordedAt, times.endedAt)             | 7:7: 'overlap' cannot be applied to (Timestamp, Timestamp); write overlap(from, to, from, to), with four times
                    dock.stetion == 'x'                                  | 7:12: there is no fact 'stetion' in 'dock'; did you mean 'station'?
                    hourof(times.receivedAt) == 3                        | 7:7: there is no function 'hourof'; did you mean 'hourOf'?
                    betweenTimes(times.endedAt, '22:00', '6:00')         | 7:44: a time of day is written in quotes with two digits each, such as "06:30"; correct the expression
                    betweenTimes(times.endedAt, '24:00', officer.id)     | 7:35: a time of day is written in quotes with two digits each, such as "06:30"; correct the expression
                    betweenTimes(times.endedAt, '22:00', '22:00')        | 7:44: from 22:00 to the same time is no time at all, or all day; write two that differ; correct the expression
                    dayOfWeek(times.endedAt) == 'Sunday'                 | 7:35: no day is ever written 'Sunday' here; write one of monday, tuesday, wednesday, thursday, friday, saturday, sunday; correct the expression
                    dayOfWeek(times.endedAt) in ['sunday', 'sun']        | 7:46: no day is ever written 'sun' here; write one of monday, tuesday, wednesday, thursday, friday, saturday, sunday; correct the expression
                    localDate(times.endedAt) < '31.12.2026'              | 7:34: no date is ever written '31.12.2026' here; write it as 2026-01-31; correct the expression
                    distance(location, 151.5, 0.0) < 3.0                 | 7:26: a latitude is between -90 and 90 degrees; correct the expression
                    distance(51.5, 0.0, 51.5, 180.5) < 3.0               | 7:33: a longitude is between -180 and 180 degrees; correct the expression
                    """)
    void pointsAtWhatAFunctionCannotTake(String when, String error) throws IOException {
        Path path = write(when);

        assertThatThrownBy(() -> Policy.load(path, CATEGORIES, LONDON))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(path + ":" + error);
    }

    private void assertHolds(String when) throws IOException {
        assertThat(outcome(when, FactsFixture.complete())).as(when).isEqualTo(new Outcome.Matched());
    }

    private Outcome outcome(String when, Facts facts) throws IOException {
        return Policy.load(write(when), CATEGORIES, LONDON)
                .classify(facts)
                .trials()
                .get(0)
                .outcome();
    }

    private Path write(String when) throws IOException {
        return Files.writeString(
                folder.resolve("classification.yaml"),
                "default: rest\nrules:\n  - name: only\n    category: big\n    why: So.\n    when: |\n      " + when
                        + "\n");
    }
}
