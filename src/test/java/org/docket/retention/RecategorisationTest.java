package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.retention.DecisionDesk.ANYBODY;
import static org.docket.retention.DecisionDesk.OFFICER;
import static org.docket.retention.DecisionDesk.SUPERVISOR;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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

    private Answer say(Recording recording, String by, String... categories) {
        return desk.docket().decisions().recategorise(desk.word(recording, by), List.of(categories));
    }
}
