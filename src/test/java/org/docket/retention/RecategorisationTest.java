package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.retention.DecisionDesk.ANYBODY;
import static org.docket.retention.DecisionDesk.OFFICER;
import static org.docket.retention.DecisionDesk.OTHER_SUPERVISOR;
import static org.docket.retention.DecisionDesk.SUPERVISOR;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.docket.catalogue.Officer;
import org.docket.catalogue.Recording;
import org.docket.classify.Explanation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person says that a recording is stands against policy, lets go of nothing, and is late rather than wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecategorisationTest {
    private final DecisionDesk desk;

    RecategorisationTest(@TempDir Path config) throws IOException {
        desk = new DecisionDesk(config);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @ParameterizedTest(name = "{1} says of a recording of {0} that it is {2}: {3}")
    @CsvSource({
        "officer, MP9001, long, taken",
        "officer, MP7421, long, taken",
        "officer, MP9001, evidence, taken",
        "officer, MP9001, short, refused",
        "officer, MP7421, short, refused",
        "officer, MP2201, short, taken",
        // As long, but its minimum is shorter.
        "officer, MP9001, pair, refused",
        // As long, but others may delete it sooner, or with nobody else.
        "nobody, MP9001, officer, refused",
        "nobody, MP7421, officer, refused",
        "nobody, MP2201, officer, taken",
        "supervisor, MP9001, pair, refused",
        "pair, MP9001, supervisor, refused",
        "pair, MP9001, nobody, taken",
        // Shorter, and of a category for whose early deletion a second person is wanted.
        "pair, MP2201, short, waiting",
        "nobody, MP2201, short, waiting",
        "long, MP2201, officer, waiting",
        "long, MP9001, officer, refused",
        "proof, MP9001, long, refused",
        "proof, MP2201, long, taken",
        "officer, MP2201, unheard-of, refused",
    })
    void lets(String tag, String who, String category, String answer) {
        assertThat(say(desk.deposit(tag), who, category).word()).isEqualTo(answer);
    }

    @Test
    void letsNoOfficerShortenTheirOwnWhateverTheirAuthority() {
        Recording own = desk.deposit("officer", new Officer(SUPERVISOR, null, null, null));

        assertThat(say(own, SUPERVISOR, "short"))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("who is not its officer"));
    }

    @Test
    void keepsItForTheLongestOfAllCategories() {
        Recording recording = desk.deposit("officer");

        say(recording, ANYBODY, "short", "long");

        Recording now = desk.find(recording);
        assertThat(now.category()).isEqualTo("long");
        assertThat(now.dueAt()).isAfter(recording.dueAt());
        assertThat(now.directions().categories()).containsExactly("short", "long");
    }

    @Test
    void leavesTimeToObjectBeforeAShorterTimeIsOver() {
        Recording recording = desk.deposit("officer");
        desk.pass(60);
        Instant cooled = desk.in(7);

        say(recording, SUPERVISOR, "short");

        assertThat(desk.find(recording).dueAt()).isEqualTo(cooled);
    }

    @Test
    void makesNothingDueBeforeItsMinimum() {
        Recording recording = desk.deposit("nobody");
        Instant minimum = desk.in(60);

        // Kept for longer as 'long'; a supervisor then says that it was 'officer' after all.
        say(recording, ANYBODY, "long");
        say(recording, SUPERVISOR, "officer");

        assertThat(desk.find(recording).dueAt()).isAfter(minimum);
    }

    @Test
    void neverLetsGoOfWhatIsRetained() {
        Recording recording = desk.deposit("proof");

        say(recording, SUPERVISOR, "short");

        Recording now = desk.find(recording);
        assertThat(now.retained()).isTrue();
        assertThat(now.reviewAt()).isEqualTo(recording.reviewAt());
        assertThat(now.category()).isEqualTo("short");
    }

    @Test
    void retainsWhatIsEvidence() {
        Recording recording = desk.deposit("officer");

        assertThat(say(recording, ANYBODY, "evidence").word()).isEqualTo("taken");

        assertThat(desk.find(recording).retained()).isTrue();
    }

    @Test
    void keepsWhatWasPromisedWhenItWasReleased() {
        Recording recording = desk.deposit("proof");
        desk.docket().decisions().release(desk.word(recording, ANYBODY));
        Instant promised = desk.find(recording).dueAt();

        say(recording, SUPERVISOR, "short");

        assertThat(desk.find(recording).dueAt()).isEqualTo(promised);
    }

    @Test
    void standsWhenPolicyLooksAgain() {
        Recording recording = desk.deposit("officer");
        say(recording, SUPERVISOR, "short");
        Recording said = desk.find(recording);

        desk.learn(recording, facts -> facts);
        desk.learn(recording, facts -> facts.withProblems(List.of("a typing error")));

        assertThat(desk.lastLook(recording).category()).isEqualTo("short");
        assertThat(desk.find(recording).category()).isEqualTo("short");
        assertThat(desk.find(recording).dueAt()).isEqualTo(said.dueAt());
        assertThat(desk.find(recording).categoryRule()).isEqualTo("decision");
    }

    @Test
    void givesWayToWhatIsLearntThatKeepsItLonger() {
        Recording recording = desk.deposit("officer");
        say(recording, SUPERVISOR, "short");

        desk.learn(recording, facts -> EarlyDeletionTest.tagged(facts, "long"));

        assertThat(desk.find(recording).category()).isEqualTo("long");
        assertThat(desk.find(recording).directions().categories()).isEmpty();
        assertThat(desk.find(recording).dueAt()).isAfter(recording.dueAt());
    }

    @Test
    void givesNoWayToWhatIsLearntThatKeepsItShorter() {
        Recording recording = desk.deposit("officer");
        say(recording, ANYBODY, "long");
        Recording said = desk.find(recording);

        desk.learn(recording, facts -> EarlyDeletionTest.tagged(facts, "short"));

        assertThat(desk.find(recording).category()).isEqualTo("long");
        assertThat(desk.find(recording).dueAt()).isEqualTo(said.dueAt());
    }

    @Test
    void endsAnEarlyDeletionThatWasAskedForBefore() {
        Recording recording = desk.deposit("officer");
        desk.docket().decisions().deleteEarly(desk.word(recording, SUPERVISOR));

        say(recording, OFFICER, "long");

        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
        assertThat(desk.find(recording).dueAt()).isAfter(recording.dueAt());
    }

    @Test
    void saysWhatItWasBeforeAndNothingTheSecondTime() {
        Recording recording = desk.deposit("officer");
        say(recording, ANYBODY, "long");
        List<String> acts = desk.acts(recording);

        assertThat(say(recording, ANYBODY, "long").word()).isEqualTo("already");
        assertThat(desk.acts(recording)).isEqualTo(acts);
        assertThat(desk.docket().ledger().history(recording.id())).last().satisfies(entry -> assertThat(entry.details())
                .contains("\"before\":[\"officer\"]", "\"categories\":[\"long\"]"));
    }

    @Test
    void isExplained() {
        Recording recording = desk.deposit("officer");
        say(recording, ANYBODY, "long");

        Explanation explanation =
                desk.docket().explanations().explain(desk.find(recording)).orElseThrow();

        assertThat(explanation.rule()).isEqualTo("decision");
        assertThat(explanation.decision()).satisfies(decision -> {
            assertThat(decision.act()).isEqualTo("recategorised");
            assertThat(decision.by()).isEqualTo(ANYBODY);
        });
        assertThat(explanation.now()).satisfies(now -> assertThat(now).isNull());
    }

    @Test
    void isDeletedByNobodyAloneAfterSomebodyRecategorisedIt() {
        Recording pair = desk.deposit("pair");
        Recording nobodys = desk.deposit("nobody");
        say(pair, SUPERVISOR, "officer");
        say(nobodys, SUPERVISOR, "officer");

        assertThat(delete(pair, SUPERVISOR).word()).isEqualTo("waiting");
        assertThat(delete(nobodys, SUPERVISOR))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("is or was of one of the categories officer, nobody"));
        assertThat(desk.find(pair).formerCategories()).containsExactly("pair");
    }

    @Test
    void keepsTheMinimumOfWhateverItWas() {
        Instant minimum = desk.in(60);
        Recording recording = desk.deposit("long");
        say(recording, SUPERVISOR, "short");
        approve(recording, OTHER_SUPERVISOR);

        assertThat(desk.find(recording).category()).isEqualTo("short");
        assertThat(desk.find(recording).dueAt()).isEqualTo(minimum);
        delete(recording, SUPERVISOR);
        approve(recording, OTHER_SUPERVISOR);
        assertThat(desk.find(recording).dueAt()).isEqualTo(minimum);
        assertThat(desk.lastLook(recording).dueAt()).isEqualTo(minimum);
        assertThat(Condemnation.blocked(
                        desk.docket().policy().now().retention(),
                        desk.find(recording)
                                .with(desk.now(), null, desk.find(recording).directions()),
                        desk.now()))
                .contains(Blocked.MINIMUM);
    }

    @Test
    void keepsWhatASidecarThatComesLateMadeItNoLonger() {
        Recording recording = desk.deposit("pair");

        desk.learn(recording, facts -> EarlyDeletionTest.tagged(facts, "officer"));

        assertThat(desk.find(recording).category()).isEqualTo("officer");
        assertThat(desk.find(recording).formerCategories()).containsExactly("pair");
        assertThat(delete(recording, SUPERVISOR).word()).isEqualTo("waiting");
        desk.learn(recording, facts -> EarlyDeletionTest.tagged(facts, "pair"));
        assertThat(desk.find(recording).formerCategories()).containsExactly("officer");
    }

    @Test
    void isNotBoundByWhatItWasTakenForAsLongAsNoRuleKnewIt() {
        Recording unknown = desk.deposit("unheard-of");
        assertThat(unknown.categoryRule()).isEqualTo("default");

        desk.learn(unknown, facts -> EarlyDeletionTest.tagged(facts, "officer"));

        assertThat(desk.find(unknown).formerCategories()).isEmpty();
    }

    @Test
    void isKeptNoShorterByWayOfEvidence() {
        Recording recording = desk.deposit("long");
        Instant due = recording.dueAt();
        say(recording, ANYBODY, "evidence");

        assertThat(say(recording, SUPERVISOR, "short").word()).isEqualTo("waiting");
        desk.docket().decisions().release(desk.word(recording, ANYBODY));

        assertThat(desk.find(recording).dueAt()).isEqualTo(due);
    }

    @Test
    void waitsForASecondPersonWhoIsNeitherItsOfficerNorAsked() {
        Recording recording = desk.deposit("pair");
        assertThat(say(recording, SUPERVISOR, "short").word()).isEqualTo("waiting");

        EarlyRequest request =
                desk.docket().earlyRequests().open(recording.id()).orElseThrow();
        assertThat(request.categories()).containsExactly("short");
        assertThat(request.askedBy()).isEqualTo(SUPERVISOR);
        assertThat(desk.find(recording)).isEqualTo(recording);
        assertThat(say(recording, SUPERVISOR, "short").word()).isEqualTo("waiting");
        assertThat(delete(recording, SUPERVISOR).word()).isEqualTo("refused");
        assertThat(approve(recording, SUPERVISOR).word()).isEqualTo("refused");
        assertThat(approve(recording, OFFICER).word()).isEqualTo("refused");
        assertThat(approve(recording, OTHER_SUPERVISOR).word()).isEqualTo("taken");
        assertThat(desk.find(recording).category()).isEqualTo("short");
        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
        assertThat(desk.acts(recording)).endsWith("recategorisation-asked", "recategorisation-ended", "recategorised");
    }

    @Test
    void isObjectedToByAnybodyWhileItWaits() {
        Recording recording = desk.deposit("pair");
        say(recording, SUPERVISOR, "short");

        assertThat(desk.docket().decisions().keep(desk.word(recording, ANYBODY)).word())
                .isEqualTo("taken");

        assertThat(approve(recording, OTHER_SUPERVISOR).word()).isEqualTo("refused");
        assertThat(desk.find(recording)).isEqualTo(recording);
        assertThat(desk.docket().ledger().history(recording.id())).last().satisfies(entry -> {
            assertThat(entry.act()).isEqualTo("recategorisation-ended");
            assertThat(entry.details()).contains("\"because\":\"somebody objects\"");
        });
    }

    @Test
    void tellsTheReviewThatItSetToTheOutcomesThatFollow() {
        Recording recording = desk.deposit("officer");
        Word court = new Word(recording.id(), desk.docket().authorities().person("DS Rao"), "court", "01MP/1/26", null);
        Outcome over = new Outcome("no-further-action", LocalDate.parse("2026-01-02"), null, false, null, null);
        desk.docket().outcomes().take(court, over);
        desk.docket().decisions().release(desk.word(recording, ANYBODY));
        say(recording, ANYBODY, "evidence");
        Instant review = desk.find(recording).reviewAt();

        Outcome again = new Outcome("no-further-action", LocalDate.parse("2026-01-03"), null, false, null, null);
        assertThat(desk.docket().outcomes().take(court, again).word()).isEqualTo("taken");

        assertThat(desk.find(recording).reviewAt()).isEqualTo(review);
    }

    @Test
    void isExplainedByTheRulesByWhichItWasSaid(@TempDir Path config) throws IOException {
        try (DecisionDesk other = new DecisionDesk(config)) {
            other.docket().takingUp().begin();
            Recording recording = other.deposit("officer");
            other.takeUp("keep: P31D, early", "keep: P32D, early");
            other.docket().decisions().recategorise(other.word(recording, ANYBODY), List.of("long"));

            Explanation explanation =
                    other.docket().explanations().explain(other.find(recording)).orElseThrow();

            assertThat(explanation.rulebook())
                    .isEqualTo(other.docket().policy().now().version());
        }
    }

    private Answer delete(Recording recording, String by) {
        return desk.docket().decisions().deleteEarly(desk.word(recording, by));
    }

    private Answer approve(Recording recording, String by) {
        return desk.docket().decisions().approve(desk.word(recording, by));
    }

    private Answer say(Recording recording, String by, String... categories) {
        return desk.docket().decisions().recategorise(desk.word(recording, by), List.of(categories));
    }
}
