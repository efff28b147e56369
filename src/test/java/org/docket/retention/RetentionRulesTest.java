package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.RecordedTime.Source;
import org.docket.catalogue.Recording;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.EarlyDeletion.Ask;
import org.docket.testkit.Recordings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.PeriodDuration;

class RetentionRulesTest {
    /** Stands at the end of every file here, so that the places of errors are those of the text in the test. */
    private static final String DECISIONS = "decisions: {retain: {review: P5M}, release: {keep: P21D}}\n";

    private static final RecordedTime UNKNOWN = new RecordedTime(Instant.EPOCH, Source.ARRIVAL);

    private final Path folder;

    RetentionRulesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one: {ends: [one], keep: P1M}",
                "one: {ends: [two], keep: P1M}\n  two: {ends: [one], keep: P1M}",
                "one: {ends: [two], keep: P1M}\n  two: {ends: [three], keep: P1M}\n  three: {ends: [two], keep: P1M}"
            })
    void refusesOutcomesThatEndEachOther(String outcomes) throws IOException {
        String text = "zone: Europe/London\ncategories: {rest: {title: Rest, keep: P31D}}\noutcomes:\n  " + outcomes
                + "\n" + DECISIONS;
        Path file = Files.writeString(folder.resolve("retention.yaml"), text);

        assertThatThrownBy(() -> RetentionRules.load(file)).hasMessageContaining("take one out of that circle");
        assertThatThrownBy(() -> RetentionRules.check(file, text, Set.of())).hasMessageContaining("ends itself");
        // What is in force is read whatever was checked when it came into force.
        assertThat(RetentionRules.of(file, text).spoken().outcomes()).isNotEmpty();
    }

    @Test
    void countsOnTheCalendarOfAFixedOffsetToo() throws IOException {
        Path file = folder.resolve("retention.yaml");
        RetentionRules rules = RetentionRules.of(
                file,
                "zone: \"+01:00\"\ncategories:\n  x: {title: X, keep: P1M, from: received}\n  rest: {title: Rest, keep: P31D}\n"
                        + DECISIONS);

        // Midnight of 1 March is an hour earlier there.
        assertThat(retention(rules, "x", Instant.parse("2027-02-28T23:00:00Z"), UNKNOWN)
                        .dueAt())
                .contains(Instant.parse("2027-03-31T23:00:00Z"));
        assertThat(retention(rules, "rest", Instant.parse("2027-03-10T12:00:00Z"), UNKNOWN)
                        .dueAt())
                .as("no clocks change")
                .contains(Instant.parse("2027-04-10T12:00:00Z"));
    }

    @ParameterizedTest(name = "{0} from {1} is {2}")
    @CsvSource({
        // across the change to summer time: an hour less than 31 × 24 hours
        "P31D, 2026-03-10T12:00:00Z, 2026-04-10T11:00:00Z",
        // across the change to winter time: an hour more
        "P31D, 2026-10-01T11:00:00Z, 2026-11-01T12:00:00Z",
        // no change in between
        "P31D, 2026-06-01T11:00:00Z, 2026-07-02T11:00:00Z",
        // 01:30 does not exist on 29 March: the hour after it
        "P31D, 2026-02-26T01:30:00Z, 2026-03-29T01:30:00Z",
        // 01:30 comes twice on 25 October: the later one
        "P31D, 2026-09-24T00:30:00Z, 2026-10-25T01:30:00Z",
        // exact times do not care
        "PT20S, 2026-10-25T00:59:50Z, 2026-10-25T01:00:10Z",
        "PT20S, 2026-10-25T00:30:00Z, 2026-10-25T00:30:20Z",
        "PT24H, 2026-10-24T23:30:00Z, 2026-10-25T23:30:00Z",
        "P1D, 2026-10-24T23:30:00Z, 2026-10-26T00:30:00Z",
        "P1DT12H, 2026-07-01T09:00:00Z, 2026-07-02T21:00:00Z",
        // leap day and ends of months
        "P1Y, 2028-02-29T10:00:00Z, 2029-02-28T10:00:00Z",
        "P12M, 2027-03-01T10:00:00Z, 2028-03-01T10:00:00Z",
        "P31D, 2028-02-10T10:00:00Z, 2028-03-12T10:00:00Z",
        "P1M, 2027-01-31T10:00:00Z, 2027-02-28T10:00:00Z",
    })
    void countsDaysOnTheLocalCalendarAndTimesExactly(String keep, Instant received, Instant due) throws IOException {
        RetentionRules rules = load("  x: {title: X, keep: %s, from: received}".formatted(keep));

        assertThat(retention(rules, "x", received, UNKNOWN).dueAt()).contains(due);
        assertThat(retention(rules, "x", received, UNKNOWN).reviewAt()).isEmpty();
    }

    @Test
    void isNeverDueWhenAPersonDecides() throws IOException {
        RetentionRules rules = load("  x: {title: X, keep: until-review, review: P6M}");
        Instant received = Instant.parse("2026-01-15T10:00:00Z");

        assertThat(retention(rules, "x", received, UNKNOWN).dueAt()).isEmpty();
        assertThat(retention(rules, "x", received, UNKNOWN).reviewAt()).contains(Instant.parse("2026-07-15T09:00:00Z"));
    }

    @ParameterizedTest(name = "{0} said by {1} counts as {2}")
    @CsvSource({
        "2026-06-08T10:00:00Z, SIDECAR, 2026-06-08T10:00:00Z",
        "2026-06-08T11:00:00Z, DOCK, 2026-06-08T11:00:00Z",
        // nobody said it
        "2026-06-08T12:00:00Z, ARRIVAL, 2026-06-10T10:00:00Z",
        // after receipt
        "2026-06-10T10:00:01Z, SIDECAR, 2026-06-10T10:00:00Z",
        // a clock that fell back to its first day
        "2000-01-01T00:00:00Z, CONTAINER, 2026-06-10T10:00:00Z",
    })
    void believesARecordedTimeOnlyWhereItIsSane(Instant recorded, Source source, Instant counted) throws IOException {
        RetentionRules rules = read("""
                zone: Europe/London
                believe-recorded-within: P30D
                categories:
                  x: {title: X, keep: PT20S, from: recorded}
                  y: {title: Y, keep: PT20S, from: received}
                """);
        Instant received = Instant.parse("2026-06-10T10:00:00Z");
        RecordedTime said = new RecordedTime(recorded, source);

        assertThat(retention(rules, "x", received, said).dueAt()).contains(counted.plusSeconds(20));
        assertThat(retention(rules, "y", received, said).dueAt()).contains(received.plusSeconds(20));
    }

    @Test
    void reportsEveryErrorWithItsPlace() throws IOException {
        Path path = write("""
                zone: Europe/Londn
                categories:
                  Big One: {title: Big, keep: P3D}
                  a:
                    title: A
                    keep: P0D
                  b:
                    title: B
                    keep: until-review
                  c:
                    title: C
                    keep: P4D
                    review: P1D
                    form: received
                  d:
                    title: D
                    keep: P5D
                    from: docked
                  e:
                    title: E
                    keep: P6D
                    from: recorded
                """);

        assertThatThrownBy(() -> RetentionRules.load(path))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                path + ":1:7: 'Europe/Londn' is not a time zone such as Europe/London; correct it",
                                path
                                        + ":3:3: 'Big One' is no name; use lower-case letters, digits and hyphens, beginning with a letter",
                                path
                                        + ":6:11: 'P0D' is not a positive ISO 8601 period such as P31D, P6M or PT20S, up to 1000 years; correct it",
                                path + ":8:5: the key 'review' is missing; add it",
                                path + ":13:5: 'review' goes only with 'keep: until-review'; remove one of the two",
                                path + ":14:5: unknown key 'form'; did you mean 'from'?",
                                path + ":18:11: there is no starting point 'docked'; use one of received, recorded",
                                path
                                        + ":22:5: 'from: recorded' trusts clocks of cameras; add 'believe-recorded-within: P30D' (or another"
                                        + " period) at the top of the file, so that a clock gone wrong cannot make a recording due at once"));
    }

    @Test
    void knowsNothingOfACategoryThatTheFileDoesNotHave() throws IOException {
        RetentionRules rules = load("  x: {title: X, keep: P7D}");

        assertThat(rules.category("y")).isEmpty();
        assertThat(rules.names()).containsExactly("x");
        assertThat(rules.version()).matches("[0-9a-f]{12}");
    }

    @Test
    void shippedRulesKeepUnclassifiedFor31DaysAndEvidenceUntilReview() {
        RetentionRules rules = RetentionRules.load(Path.of("config", "retention.yaml"));
        Instant received = Instant.parse("2026-01-10T09:00:00Z");

        assertThat(rules.zone().getId()).isEqualTo("Europe/London");
        assertThat(retention(rules, "unclassified", received, UNKNOWN).dueAt())
                .contains(Instant.parse("2026-02-10T09:00:00Z"));
        assertThat(retention(rules, "damaged", received, UNKNOWN).reviewAt())
                .contains(Instant.parse("2026-02-10T09:00:00Z"));
        assertThat(rules.names())
                .contains("serious-crime", "crime-evidence", "complaint", "stop-and-search", "use-of-force");
        assertThat(rules.categories())
                .allSatisfy(category -> assertThat(category.rule().from()).isEqualTo(RetentionRule.From.RECEIVED));
    }

    @Test
    void countsReviewsAndReleasesOfDecisionsOnTheLocalCalendarToo() throws IOException {
        RetentionRules rules = load("  x: {title: X, keep: P31D}");
        Instant decided = Instant.parse("2026-03-10T12:00:00Z");

        assertThat(rules.reviewAfterDecision(decided)).isEqualTo(Instant.parse("2026-08-10T11:00:00Z"));
        assertThat(rules.dueAfterRelease(decided)).isEqualTo(Instant.parse("2026-03-31T11:00:00Z"));
    }

    @ParameterizedTest(name = "a minimum of {0} from {1} ends {2}")
    @CsvSource({
        // across the change to summer time, and to winter time
        "P31D, 2026-03-10T12:00:00Z, 2026-04-10T11:00:00Z",
        "P31D, 2026-10-01T11:00:00Z, 2026-11-01T12:00:00Z",
        // it ends in the hour that is missing, and in the hour that comes twice
        "P31D, 2026-02-26T01:30:00Z, 2026-03-29T01:30:00Z",
        "P31D, 2026-09-24T00:30:00Z, 2026-10-25T01:30:00Z",
        // it begins in either of the hours that are the same
        "P31D, 2026-10-25T00:30:00Z, 2026-11-25T01:30:00Z",
        "P31D, 2026-10-25T01:30:00Z, 2026-11-25T01:30:00Z",
        // in the hour before the missing one, and in the one after it
        "P31D, 2026-03-29T00:30:00Z, 2026-04-28T23:30:00Z",
        "P31D, 2026-03-29T01:30:00Z, 2026-04-29T01:30:00Z",
        "PT20S, 2026-10-25T00:59:50Z, 2026-10-25T01:00:10Z",
    })
    void countsAMinimumFromReceiptOnTheLocalCalendar(String minimum, Instant received, Instant until)
            throws IOException {
        RetentionRules rules = read("""
                zone: Europe/London
                believe-recorded-within: P60D
                categories:
                  x: {title: X, keep: P31D, from: recorded, minimum: %s}
                """.formatted(minimum));
        RecordedTime earlier = new RecordedTime(received.minusSeconds(40 * 86_400), Source.SIDECAR);

        assertThat(rules.earliest(List.of("x"), received)).isEqualTo(until);
        assertThat(retention(rules, "x", received, earlier).dueAt()).contains(until);
    }

    @Test
    void keepsARecordingOfSeveralCategoriesByTheOneThatKeepsItLongest() throws IOException {
        RetentionRules rules = read("""
                zone: Europe/London
                believe-recorded-within: P60D
                categories:
                  short: {title: S, keep: P20D}
                  long: {title: L, keep: P30D, from: recorded}
                  proof: {title: P, keep: until-review, review: P2M}
                  doubt: {title: D, keep: until-review, review: P1M}
                """);
        Instant received = Instant.parse("2026-06-20T10:00:00Z");
        RecordedTime then = new RecordedTime(received.minusSeconds(86_400), Source.SIDECAR);
        RecordedTime longBefore = new RecordedTime(received.minusSeconds(15 * 86_400), Source.SIDECAR);

        assertThat(governing(rules, List.of("short", "long"), received, then)).isEqualTo("long");
        assertThat(governing(rules, List.of("short", "long"), received, longBefore))
                .isEqualTo("short");
        assertThat(governing(rules, List.of("short", "doubt", "long"), received, then))
                .isEqualTo("doubt");
        assertThat(governing(rules, List.of("doubt", "proof"), received, then)).isEqualTo("proof");
        assertThat(governing(rules, List.of("proof", "doubt"), received, then)).isEqualTo("proof");
        Retention all = rules.retention(List.of("short", "gone", "long"), received, then)
                .orElseThrow();
        assertThat(all.categories()).containsExactly("short", "long");
        assertThat(all.dueAt()).contains(Instant.parse("2026-07-19T10:00:00Z"));
        assertThat(rules.retention(List.of("gone"), received, then)).isEmpty();
    }

    @Test
    void takesTheLongestMinimumAndTheStrictestEarlyDeletionOfSeveralCategories() throws IOException {
        RetentionRules rules = read("""
                zone: Europe/London
                categories:
                  a: {title: A, keep: P50D, minimum: P2D, early-deletion: {ask: officer, second-person: false}}
                  b: {title: B, keep: P40D, minimum: P9D, early-deletion: {ask: supervisor, second-person: false}}
                  c: {title: C, keep: P60D, early-deletion: {ask: officer}}
                  d: {title: D, keep: P60D}
                """);
        Instant received = Instant.parse("2026-06-10T10:00:00Z");

        assertThat(rules.earliest(List.of("a", "b", "c"), received)).isEqualTo(Instant.parse("2026-06-19T10:00:00Z"));
        assertThat(rules.earliest(List.of("c"), received)).isEqualTo(received);
        assertThat(rules.early(List.of("a"))).isEqualTo(new EarlyDeletion(Ask.OFFICER, false));
        assertThat(rules.early(List.of("a", "b"))).isEqualTo(new EarlyDeletion(Ask.SUPERVISOR, false));
        assertThat(rules.early(List.of("b", "c"))).isEqualTo(new EarlyDeletion(Ask.SUPERVISOR, true));
        assertThat(rules.early(List.of("a", "d")).ask()).isEqualTo(Ask.NOBODY);
        assertThat(rules.early(List.of("a", "gone")).ask()).isEqualTo(Ask.NOBODY);
    }

    @Test
    void readsNoticesOfTheFileAndOfCategories() throws IOException {
        RetentionRules usual = load("  x: {title: X, keep: P31D}");
        RetentionRules own = read("""
                zone: Europe/London
                notices: [P1D, P14D]
                categories:
                  x: {title: X, keep: P31D}
                  quiet: {title: Q, keep: P31D, notices: []}
                  y: {title: Y, keep: P3D, notices: [P2D, P5D]}
                """);

        assertThat(category(usual, "x").notices()).containsExactly(period("P7D"), period("P1D"));
        assertThat(category(own, "x").notices()).containsExactly(period("P14D"), period("P1D"));
        assertThat(category(own, "quiet").notices()).isEmpty();
        assertThat(own.noticePeriods(category(own, "y"), Instant.parse("2026-06-10T10:00:00Z")))
                .containsExactly(period("P2D"));
    }

    @Test
    void reportsWhatIsWrongWithMinimumsNoticesEarlyDeletionAndSystems() throws IOException {
        String text = """
                zone: Europe/London
                notices: [P7D, 7 days]
                categories:
                  a: {title: A, keep: P31D, minimum: P32D}
                  b: {title: B, keep: P1M, minimum: P31D}
                  c: {title: C, keep: until-review, review: P1D, minimum: P9Y}
                  d: {title: D, keep: P9D, minimum: none, notices: [P1D, P1D]}
                  e: {title: E, keep: P9D, early-deletion: {ask: anybody}}
                  f: {title: F, keep: P9D, early-deletion: {ask: officer, second-person: maybe}}
                  g: {title: G, keep: P9D, systems: [cms, courts]}
                """;
        Path path = write(text);

        assertThatThrownBy(() -> RetentionRules.check(path, Files.readString(path), Set.of("cms", "court")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        path
                                + ":2:16: '7 days' is not a positive ISO 8601 period such as P31D, P6M or PT20S, up to 1000 years; correct it",
                        path
                                + ":4:38: the minimum P32D is longer than 'keep: P31D', or can be; make it shorter, or keep the category for longer",
                        path
                                + ":5:37: the minimum P31D is longer than 'keep: P1M', or can be; make it shorter, or keep the category for longer",
                        path + ":7:58: 'P1D' stands here twice; remove one of the two",
                        path + ":8:50: there is no way to ask for early deletion 'anybody'; did you mean 'nobody'?",
                        path + ":9:74: there is no truth value 'maybe'; use one of true, false",
                        path + ":10:43: there is no case system 'courts'; did you mean 'court'?"));
    }

    @Test
    void keepsWhatIsReleasedUntilItsMinimumIsOver() throws IOException {
        RetentionRules rules = load("  x: {title: X, keep: until-review, review: P6M, minimum: P90D}");
        Recording retained = Recordings.retained(UUID.randomUUID())
                .change()
                .category("x", List.of("x"))
                .build();
        Instant over = rules.earliest(List.of("x"), retained.receivedAt());

        assertThat(rules.dueAfterRelease(retained, retained.receivedAt().plusSeconds(60)))
                .isEqualTo(over);
        assertThat(rules.dueAfterRelease(retained, over)).isEqualTo(rules.dueAfterRelease(over));
    }

    private static String governing(
            RetentionRules rules, List<String> categories, Instant received, RecordedTime recorded) {
        return rules.retention(categories, received, recorded)
                .orElseThrow()
                .category()
                .name();
    }

    private static PeriodDuration period(String text) {
        return PeriodDuration.parse(text);
    }

    private static Retention retention(RetentionRules rules, String category, Instant received, RecordedTime recorded) {
        return rules.retention(List.of(category), received, recorded).orElseThrow();
    }

    private static Category category(RetentionRules rules, String name) {
        return rules.category(name).orElseThrow();
    }

    private RetentionRules load(String category) throws IOException {
        return read("zone: Europe/London\ncategories:\n" + category + "\n");
    }

    private RetentionRules read(String yaml) throws IOException {
        return RetentionRules.load(write(yaml));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("retention.yaml"), yaml + DECISIONS);
    }
}
