package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.retention.DecisionDesk.ANYBODY;
import static org.docket.retention.DecisionDesk.SUPERVISOR;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.docket.catalogue.Directions;
import org.docket.catalogue.Recording;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outcomes of cases keep recordings for as long as the code of practice says, in whatever order they are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutcomesTest {
    private static final String CASE = "01MP/4471/26";

    private final DecisionDesk desk;

    OutcomesTest(@TempDir Path config) throws IOException {
        desk = new DecisionDesk(config);
    }

    @BeforeAll
    void letTimePass() {
        desk.pass(5 * 365);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @ParameterizedTest(name = "{0}: until {1}, asked at {2}")
    @CsvSource({
        // Until it is decided, or until the accused is acquitted or convicted.
        "charge 2026-03-02, open, 2027-03-03",
        "charge 2026-03-02; acquittal 2026-09-01, 2026-09-02, 2026-10-02",
        "charge 2026-03-02; no-further-action 2026-09-01, 2026-09-02, 2026-10-02",
        "no-further-action 2026-09-01, 2026-09-02, 2026-10-02",
        // Six months from the conviction, across the change of the clocks.
        "charge 2026-03-02; conviction 2026-09-01, 2027-03-02, 2027-03-02",
        "charge 2026-09-01; conviction 2026-09-01, 2027-03-02, 2027-03-02",
        "conviction 2026-08-31, 2027-03-01, 2027-03-01",
        // Until the release, if that is later.
        "conviction 2026-09-01 custody, open, 2027-03-02",
        "conviction 2026-09-01 until 2028-01-15, 2028-01-16, 2028-01-16",
        "conviction 2026-09-01 until 2026-12-24, 2027-03-02, 2027-03-02",
        "conviction 2026-09-01 custody; release-from-custody 2027-08-10, 2027-08-11, 2027-09-11",
        "conviction 2026-09-01 custody; release-from-custody 2026-10-10, 2027-03-02, 2027-03-02",
        "conviction 2026-09-01 until 2028-01-15; release-from-custody 2027-08-10, 2027-08-11, 2027-09-11",
        // Until an appeal is determined.
        "conviction 2026-09-01; appeal 2026-10-01, open, 2027-10-02",
        "conviction 2026-09-01; appeal 2026-10-01; appeal-dismissed 2027-05-05, 2027-05-06, 2027-06-06",
        "conviction 2026-09-01; appeal 2026-10-01; appeal-dismissed 2026-12-05, 2027-03-02, 2027-03-02",
        "conviction 2026-09-01 until 2030-01-01; appeal 2026-10-01; appeal-allowed 2026-12-05, 2026-12-06, 2027-01-06",
        // The end of custody is told later.
        "conviction 2026-09-01 custody; conviction 2026-09-01 until 2028-01-15, 2028-01-16, 2028-01-16",
        "conviction 2026-09-01 custody; conviction 2026-10-01 until 2028-01-15, open, 2028-01-16",
        // Charged anew on the day on which an earlier charge ended.
        "charge 2026-03-02; no-further-action 2026-09-01; charge 2026-09-01, open, 2027-09-02",
        "charge 2026-03-02; conviction 2026-09-01; charge 2026-09-01, open, 2027-09-02",
        "charge 2026-03-02; acquittal 2026-05-01; charge 2026-09-01; acquittal 2026-09-01, 2026-09-02, 2026-10-02",
        "charge 2026-03-02; charge 2026-09-01; acquittal 2026-09-01; acquittal 2026-09-02, 2026-09-03, 2026-10-03",
        "conviction 2026-03-01; appeal-allowed 2026-09-01; conviction 2026-09-01, 2027-03-02, 2027-03-02",
        // An acquittal ends no conviction: it may be one of another defendant.
        "conviction 2026-09-01; acquittal 2026-10-01, 2027-03-02, 2027-03-02",
    })
    void keeps(String told, String until, LocalDate review) {
        Recording recording = desk.deposit("officer");

        List<String> outcomes = List.of(told.split("; "));
        outcomes.forEach(one -> assertThat(tell(recording, CASE, one).word()).isEqualTo("taken"));

        Recording now = desk.find(recording);
        assertThat(now.retained()).isTrue();
        assertThat(now.directions().keptUntil())
                .isEqualTo(until.equals("open") ? Directions.OPEN : midnight(LocalDate.parse(until)));
        assertThat(now.reviewAt()).isEqualTo(midnight(review));
    }

    @Test
    void comesToTheSameInWhateverOrderItIsTold() {
        List<String> told = new ArrayList<>(List.of(
                "charge 2026-03-02",
                "conviction 2026-09-01 until 2028-01-15",
                "appeal 2026-10-01",
                "appeal-dismissed 2027-05-05",
                "release-from-custody 2027-08-10"));
        Random random = new Random(5);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(told, random);
            Recording recording = desk.deposit("officer");
            told.forEach(one -> tell(recording, CASE, one));

            assertThat(desk.find(recording).directions().keptUntil())
                    .as("told as %s", told)
                    .isEqualTo(midnight(LocalDate.parse("2027-08-11")));
            assertThat(desk.find(recording).reviewAt()).isEqualTo(midnight(LocalDate.parse("2027-09-11")));
        }
    }

    @Test
    void changesNothingTheSecondTime() {
        Recording recording = desk.deposit("officer");
        tell(recording, CASE, "conviction 2026-09-01");
        List<String> acts = desk.acts(recording);

        assertThat(tell(recording, CASE, "conviction 2026-09-01").word()).isEqualTo("already");
        assertThat(desk.acts(recording)).isEqualTo(acts);
        assertThat(desk.docket().outcomes().of(recording.id())).hasSize(1);
    }

    @Test
    void ofSeveralCasesTheLongestCounts() {
        Recording recording = desk.deposit("officer");
        tell(recording, CASE, "conviction 2026-09-01");
        tell(recording, "01MP/9/26", "charge 2026-10-01");
        assertThat(desk.find(recording).directions().keptUntil()).isEqualTo(Directions.OPEN);

        tell(recording, "01MP/9/26", "acquittal 2026-11-01");

        assertThat(desk.find(recording).directions().keptUntil()).isEqualTo(midnight(LocalDate.parse("2027-03-02")));
    }

    @Test
    void tellsDefendantsOfOneCaseApart() {
        Recording recording = desk.deposit("officer");
        take(recording, CASE, new Outcome("charge", LocalDate.parse("2026-03-02"), null, false, null, "D1"));
        take(recording, CASE, new Outcome("charge", LocalDate.parse("2026-03-02"), null, false, null, "D2"));

        take(recording, CASE, new Outcome("acquittal", LocalDate.parse("2026-09-01"), null, false, null, "D1"));

        assertThat(desk.find(recording).directions().keptUntil()).isEqualTo(Directions.OPEN);
    }

    @Test
    void asksNoSoonerThanItWasToAskAnyway() {
        Recording recording = desk.deposit("proof");
        Instant review = recording.reviewAt();

        tell(recording, CASE, "no-further-action 2026-09-01");

        assertThat(desk.find(recording).reviewAt()).isEqualTo(review);
    }

    @Test
    void refusesToReleaseWhatIsKeptForACaseWithoutAnEnd() {
        Recording recording = desk.deposit("officer");
        tell(recording, CASE, "charge 2026-03-02");

        assertThat(release(recording))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("the charge of 2026-03-02 in case " + CASE));
        tell(recording, CASE, "acquittal 2026-04-01");
        assertThat(release(recording).word()).isEqualTo("taken");
    }

    @Test
    void disposesOfNothingBeforeTheOutcomesAllowHoweverEarlyItIsReleased() {
        Recording recording = desk.deposit("officer");
        LocalDate today = desk.now().atZone(ZoneId.of("Europe/London")).toLocalDate();
        tell(recording, CASE, "conviction " + today);
        Instant until = midnight(today.plusMonths(6).plusDays(1));

        release(recording);

        assertThat(desk.find(recording).dueAt()).isEqualTo(until);
        desk.pass(40);
        assertThat(desk.docket()
                        .decisions()
                        .deleteEarly(desk.word(recording, SUPERVISOR))
                        .word())
                .isEqualTo("already");
        assertThat(desk.lastLook(recording).dueAt()).isEqualTo(until);
    }

    @Test
    void retainsAgainWhatWasReleasedWhenTheCaseGoesOn() {
        Recording recording = desk.deposit("officer");
        tell(recording, CASE, "acquittal 2026-09-01");
        release(recording);

        tell(recording, CASE, "appeal 2026-10-01");

        assertThat(desk.find(recording).retained()).isTrue();
        assertThat(release(recording).word()).isEqualTo("refused");
    }

    @Test
    void endsAnEarlyDeletion() {
        Recording recording = desk.deposit("officer");
        desk.docket().decisions().deleteEarly(desk.word(recording, SUPERVISOR));

        tell(recording, CASE, "charge 2026-03-02");

        assertThat(desk.find(recording).retained()).isTrue();
        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hung 2026-03-02, is no outcome that retention.yaml has a rule for",
        "charge 2999-03-02, is still to come",
        "conviction 2026-03-02 until 2026-03-01, ends before the outcome",
        "charge 1899-12-31, give a day from 1900-01-01 to 2999-12-31",
        "charge -999999999-01-01, give a day from 1900-01-01 to 2999-12-31",
        "conviction 2026-03-02 until 3000-01-01, give a day from 1900-01-01 to 2999-12-31",
        "conviction 2026-03-02 until +999999999-12-31, give a day from 1900-01-01 to 2999-12-31",
    })
    void refusesWhatCannotBe(String told, String reason) {
        Recording recording = desk.deposit("officer");

        assertThat(tell(recording, CASE, told))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains(reason));
        assertThat(desk.find(recording)).isEqualTo(recording);
    }

    @Test
    void refusesAnOutcomeOfNoCase() {
        Recording recording = desk.deposit("officer");

        assertThat(tell(recording, null, "charge 2026-03-02"))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("give the reference of the case"));
    }

    @Test
    void keepsWhatRulesMakeOfNoOutcomeForSomebodyToLook() {
        RetentionRules rules = RetentionRules.of(Path.of("retention.yaml"), """
                zone: Europe/London
                decisions: {retain: {review: P6M}, release: {keep: P31D}}
                outcomes:
                  one: {ends: [other], keep: P1M}
                  other: {ends: [one], keep: P1M}
                categories:
                  rest: {title: Rest, keep: P31D}
                """);
        LocalDate day = LocalDate.parse("2026-09-01");
        List<Outcomes.Told> told = List.of(
                new Outcomes.Told(CASE, new Outcome("one", day, null, false, null, null), "DS Rao", "so", desk.now()),
                new Outcomes.Told(
                        CASE, new Outcome("other", day, null, false, null, null), "DS Rao", "so", desk.now()));

        assertThat(OutcomeTerm.of(told, rules)).get().satisfies(term -> {
            assertThat(term.until()).isEqualTo(midnight(day.plusDays(1)));
            assertThat(term.review()).isAfter(term.until());
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "review: P1M}, review: P1M}, 0, false",
        "'no-further-action: {ends: [charge], review: P1M}', 'no-further-action: {keep: P20Y, ends: [charge], review: P1M}',"
                + " 20, false",
        "'no-further-action: {ends: [charge], review: P1M}',"
                + " 'no-further-action: {open-until: [acquittal], ends: [charge], review: P1M}', 0, true",
    })
    void keepsWhatWasReleasedForLongerIfTheRulesForItsOutcomesAskForThat(
            String before, String after, int years, boolean retained, @TempDir Path config) throws IOException {
        try (DecisionDesk other = new DecisionDesk(config)) {
            other.docket().takingUp().begin();
            other.pass(365);
            Recording recording = other.deposit("officer");
            LocalDate day = LocalDate.parse("2026-12-01");
            Outcome outcome = new Outcome("no-further-action", day, null, false, null, null);
            other.docket().outcomes().take(other.about(recording, CASE), outcome);
            other.docket().decisions().release(other.word(recording, ANYBODY));
            Instant due = other.find(recording).dueAt();

            other.takeUp(before, after);

            Recording now = other.find(recording);
            assertThat(now.retained()).isEqualTo(retained);
            assertThat(now.dueAt())
                    .isEqualTo(
                            retained
                                    ? null
                                    : years == 0
                                            ? due
                                            : midnight(day.plusYears(years).plusDays(1)));
            assertThat(now.reviewAt() != null).isEqualTo(retained);
        }
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneId.of("Europe/London")).toInstant();
    }

    private Answer release(Recording recording) {
        return desk.docket().decisions().release(desk.word(recording, ANYBODY));
    }

    /** Such as {@code conviction 2026-09-01 until 2028-01-15}. */
    private Answer tell(Recording recording, @Nullable String about, String told) {
        String[] words = told.split(" ", -1);
        LocalDate until = words.length == 4 ? LocalDate.parse(words[3]) : null;
        return take(
                recording,
                about,
                new Outcome(words[0], LocalDate.parse(words[1]), until, words.length == 3, null, null));
    }

    private Answer take(Recording recording, @Nullable String about, Outcome outcome) {
        return desk.docket().outcomes().take(desk.about(recording, about), outcome);
    }
}
