package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.retention.DecisionDesk.ANYBODY;
import static org.docket.retention.DecisionDesk.OFFICER;
import static org.docket.retention.DecisionDesk.OTHER_SUPERVISOR;
import static org.docket.retention.DecisionDesk.SUPERVISOR;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Officer;
import org.docket.catalogue.Recording;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deleting before the time needs the right people, time to object, and nothing that keeps the recording for longer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlyDeletionTest {
    private final DecisionDesk desk;

    EarlyDeletionTest(@TempDir Path config) throws IOException {
        desk = new DecisionDesk(config);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @ParameterizedTest(name = "of a recording of {0}, {1} asks: {2}")
    @CsvSource({
        "officer, MP7421, waiting",
        "officer, mp 7421, waiting",
        "officer, MP2201, taken",
        "officer, MP9001, refused",
        "pair, MP7421, waiting",
        "pair, MP2201, waiting",
        "pair, MP9001, refused",
        "supervisor, MP7421, refused",
        "supervisor, MP2201, taken",
        "supervisor, MP9001, refused",
        "nobody, MP7421, refused",
        "nobody, MP2201, refused",
        "evidence, MP2201, refused",
    })
    void lets(String category, String who, String answer) {
        Recording recording = desk.deposit(category.equals("evidence") ? "proof" : category);

        assertThat(ask(recording, who).word()).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0} asked for a recording of {1}; {2} approves: {3}")
    @CsvSource({
        "MP7421, officer, MP2201, taken",
        "MP7421, officer, MP7421, refused",
        "MP7421, officer, MP9001, refused",
        "MP2201, pair, MP2202, taken",
        "MP2201, pair, MP2201, refused",
        "MP2201, pair, MP7421, refused",
    })
    void approves(String asker, String category, String who, String answer) {
        Recording recording = desk.deposit(category);
        assertThat(ask(recording, asker).word()).isEqualTo("waiting");

        assertThat(approve(recording, who).word()).isEqualTo(answer);
    }

    @Test
    void neverLetsTheOfficerOfARecordingDecideAloneWhateverTheirAuthority() {
        Recording own = desk.deposit("supervisor", new Officer("mp2201", null, null, null));

        assertThat(ask(own, SUPERVISOR).word()).isEqualTo("waiting");
        assertThat(approve(own, SUPERVISOR))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("is the officer of the recording"));
        assertThat(approve(own, OTHER_SUPERVISOR).word()).isEqualTo("taken");
    }

    @ParameterizedTest(name = "of which the officer stands as {0}")
    @ValueSource(strings = {"MP\u00a02201", "MP\u200b2201", "mp2201\u202e", "\uff2d\uff302201", "\ufeffMP2201"})
    void takesNobodyForAnotherPersonForWhatDoesNotShow(String id) {
        Recording own = desk.deposit("supervisor", new Officer(id, null, null, null));
        Recording others = desk.deposit("pair");

        assertThat(ask(own, SUPERVISOR).word()).isEqualTo("waiting");
        assertThat(approve(own, SUPERVISOR).word()).isEqualTo("refused");
        ask(others, SUPERVISOR);
        assertThat(approve(others, id))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("asked for it; let another supervisor"));
    }

    @Test
    void wantsASecondPersonIfNothingOfTheOfficerShows() {
        Recording nobodys = desk.deposit("supervisor", new Officer("\u00a0\u200b", null, null, null));

        assertThat(ask(nobodys, SUPERVISOR).word()).isEqualTo("waiting");
    }

    @ParameterizedTest(name = "of {0} by {1}, who turns out to be of {2}: {3}")
    @CsvSource({
        // The officer has asked for it and let it begin, or has let it begin.
        "supervisor, MP7421, MP2201, ended",
        "pair, MP7421, MP2202, ended",
        // Who asked as its officer was not.
        "pair, MP7421, MP9001, ended",
        "supervisor, MP7421, '', ended",
        "pair, '', MP2201, ended",
        "pair, '', MP9001, stands",
        "supervisor, MP7421, mp 7421, stands",
    })
    void isJudgedAgainWhenAnotherOfficerTurnsOut(String category, String was, String is, String outcome) {
        Recording recording = desk.deposit(category, officer(was));
        ask(recording, SUPERVISOR);
        approve(recording, OTHER_SUPERVISOR);
        Instant early = desk.find(recording).dueAt();
        assertThat(early).isBefore(recording.dueAt());

        desk.learn(recording, facts -> ofOfficer(facts, officer(is)));

        boolean ends = outcome.equals("ended");
        assertThat(desk.find(recording).dueAt()).isEqualTo(ends ? recording.dueAt() : early);
        assertThat(desk.docket().earlyRequests().open(recording.id()).isEmpty()).isEqualTo(ends);
        assertThat(desk.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("early-deletion-ended"))
                .hasSize(ends ? 1 : 0)
                .allSatisfy(entry -> assertThat(entry.authority()).startsWith("another officer of the recording"));
    }

    @Test
    void endsAlsoWhileItWaitsForTheOneWhoTurnsOutToBeTheOfficer() {
        Recording recording = desk.deposit("pair", null);
        ask(recording, SUPERVISOR);

        desk.learn(recording, facts -> ofOfficer(facts, officer(SUPERVISOR)));

        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
    }

    private static Facts ofOfficer(Facts facts, @Nullable Officer officer) {
        return with(facts, officer, facts.tags());
    }

    private static @Nullable Officer officer(String id) {
        return id.isEmpty() ? null : new Officer(id, null, null, null);
    }

    @Test
    void isNotDueBeforeWhatWasPromisedAtARelease() {
        Recording recording = desk.deposit("officer");
        desk.docket().decisions().retain(desk.word(recording, ANYBODY));
        desk.docket().decisions().release(desk.word(recording, ANYBODY));
        Instant promised = desk.in(31);

        assertThat(ask(recording, SUPERVISOR).word()).isEqualTo("taken");

        assertThat(desk.find(recording).dueAt()).isEqualTo(promised);
        assertThat(desk.lastLook(recording).dueAt()).isEqualTo(promised);
    }

    @Test
    void saysBesidesWhatElseKeepsItOrIsAboutToEndIt() {
        Recording recording = desk.deposit("pair");
        Word asked = new Word(
                recording.id(), desk.docket().authorities().person(OFFICER), "so", null, RequestKey.of(OFFICER, "E-1"));
        desk.docket().decisions().deleteEarly(asked);

        assertThat(desk.docket().decisions().deleteEarly(asked).words())
                .startsWith("nothing changed: ")
                .endsWith("; its early deletion waits for a second person to approve it");
        desk.docket().holds().place(desk.word(recording, ANYBODY), "legal", "C1", null);
        assertThat(desk.docket()
                        .decisions()
                        .release(desk.word(recording, ANYBODY))
                        .words())
                .endsWith("; it is held (legal C1) and not disposed of while it is");
    }

    @Test
    void endsWhenTheDockThatAloneAskedForItDoesNotAnyMore() {
        Recording alone = desk.deposit("pair");
        Recording both = desk.deposit("pair");
        for (Recording recording : List.of(alone, both)) {
            desk.jdbi().useTransaction(handle -> desk.docket().decisions().deleteEarly(handle, sidecar(recording)));
        }
        ask(both, SUPERVISOR);

        for (Recording recording : List.of(alone, both)) {
            desk.jdbi().useTransaction(handle -> desk.docket().decisions().withdraw(handle, sidecar(recording)));
        }

        assertThat(desk.docket().earlyRequests().open(alone.id())).isEmpty();
        assertThat(desk.docket().ledger().history(alone.id())).last().satisfies(entry -> {
            assertThat(entry.act()).isEqualTo("early-deletion-ended");
            assertThat(entry.details()).contains("the sidecar that asked for it was corrected");
        });
        assertThat(desk.docket().earlyRequests().open(both.id())).isPresent();
    }

    private static Word sidecar(Recording recording) {
        return Word.of(recording.id(), Speaker.officer(OFFICER), "sidecar a.json");
    }

    @Test
    void endsAlsoWhileItWaitsWhenItIsLearntThatItIsSomethingElse() {
        Recording recording = desk.deposit("officer");
        ask(recording, OFFICER);

        desk.learn(recording, facts -> tagged(facts, "pair"));

        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
    }

    @Test
    void wantsASecondPersonWhileNobodyKnowsWhoseRecordingItIs() {
        Recording nobodys = desk.deposit("supervisor", null);

        assertThat(ask(nobodys, SUPERVISOR).word()).isEqualTo("waiting");
    }

    @Test
    void isDueAfterTheCoolingOffButNotBeforeTheMinimum() {
        Recording young = desk.deposit("officer");
        Instant minimum = desk.in(10);
        Recording old = desk.deposit("officer");
        ask(young, SUPERVISOR);
        desk.pass(20);
        Instant cooled = desk.in(7);
        ask(old, SUPERVISOR);

        assertThat(desk.find(young).dueAt()).isEqualTo(minimum);
        assertThat(desk.find(old).dueAt()).isEqualTo(cooled);
        assertThat(desk.acts(old)).endsWith("early-deletion-asked", "early-deletion-approved");
    }

    @Test
    void isNeverDueLaterThanItWas() {
        Recording recording = desk.deposit("officer");
        desk.pass(85);

        assertThat(ask(recording, SUPERVISOR).word()).isEqualTo("already");
        assertThat(desk.find(recording)).isEqualTo(recording);
    }

    @Test
    void endsWhatBecameOfNoUseWhileItWaited() {
        Recording recording = desk.deposit("pair");
        ask(recording, OFFICER);
        desk.pass(85);

        assertThat(approve(recording, SUPERVISOR).word()).isEqualTo("already");
        assertThat(desk.find(recording).dueAt()).isEqualTo(recording.dueAt());
        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
    }

    @Test
    void listsWhatWaitsAndWhatCoolsOff() {
        Recording waits = desk.deposit("pair");
        ask(waits, OFFICER);
        Recording cools = desk.deposit("officer");
        Instant cooled = desk.in(7);
        ask(cools, SUPERVISOR);

        EarlyRequest waiting = desk.docket().earlyRequests().open(waits.id()).orElseThrow();
        EarlyRequest cooling = desk.docket().earlyRequests().open(cools.id()).orElseThrow();
        assertThat(waiting.waits()).isTrue();
        assertThat(waiting.askedBy()).isEqualTo(OFFICER);
        assertThat(cooling.approvedBy()).isEqualTo(SUPERVISOR);
        assertThat(cooling.coolingUntil()).isEqualTo(cooled);
        assertThat(cooling.dueBefore()).isEqualTo(cools.dueAt());
        assertThat(cooling.dueAt()).isEqualTo(desk.find(cools).dueAt());
        assertThat(desk.docket().earlyRequests().open())
                .extracting(EarlyRequest::recordingId)
                .contains(waits.id(), cools.id());
    }

    @Test
    void changesNothingTheSecondTime() {
        Recording recording = desk.deposit("pair");
        ask(recording, OFFICER);
        assertThat(ask(recording, OFFICER).word()).isEqualTo("waiting");
        approve(recording, SUPERVISOR);
        List<String> acts = desk.acts(recording);

        assertThat(approve(recording, OTHER_SUPERVISOR).word()).isEqualTo("already");
        assertThat(ask(recording, OFFICER).word()).isEqualTo("already");
        assertThat(desk.acts(recording)).isEqualTo(acts);
    }

    @Test
    void saysThatThereIsNothingToApprove() {
        assertThat(approve(desk.deposit("officer"), SUPERVISOR))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("nothing to approve"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "retain", "hold"})
    void givesTheRecordingItsDateBackWhenAnybodyObjects(String how) {
        Recording recording = desk.deposit("officer");
        ask(recording, SUPERVISOR);
        assertThat(desk.find(recording).dueAt()).isBefore(recording.dueAt());

        Answer answer = object(recording, how);

        assertThat(answer.word()).isEqualTo("taken");
        Recording now = desk.find(recording);
        assertThat(now.dueAt()).isEqualTo(how.equals("retain") ? null : recording.dueAt());
        assertThat(now.directions().dueOtherwise()).isNull();
        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
        assertThat(desk.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("early-deletion-ended"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details())
                        .contains("\"because\":\""
                                + switch (how) {
                                    case "keep" -> "somebody objects";
                                    case "retain" -> "it is retained";
                                    default -> "it is held";
                                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "retain", "hold"})
    void endsAlsoWhatStillWaits(String how) {
        Recording recording = desk.deposit("pair");
        ask(recording, OFFICER);

        object(recording, how);

        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
        assertThat(approve(recording, SUPERVISOR).word()).isEqualTo("refused");
    }

    private Answer object(Recording recording, String how) {
        Word word = desk.word(recording, ANYBODY);
        return switch (how) {
            case "keep" -> desk.docket().decisions().keep(word);
            case "retain" -> desk.docket().decisions().retain(word);
            default -> desk.docket().holds().place(word, "legal", "C1", null);
        };
    }

    @Test
    void keepsNothingThatNobodyWantsDeleted() {
        Recording recording = desk.deposit("officer");

        assertThat(desk.docket().decisions().keep(desk.word(recording, ANYBODY)).word())
                .isEqualTo("already");
    }

    @Test
    void isNotAskedForWhatIsHeld() {
        Recording recording = desk.deposit("officer");
        desk.docket().holds().place(desk.word(recording, ANYBODY), "legal", "C1", null);

        assertThat(ask(recording, SUPERVISOR))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("is held: legal C1"));
    }

    @Test
    void standsWhenTheRecordingIsLookedAtAgainAndNothingKeepsItLonger() {
        Recording recording = desk.deposit("officer");
        ask(recording, SUPERVISOR);
        Recording early = desk.find(recording);

        desk.learn(recording, facts -> facts.withProblems(List.of("the sidecar has a typing error")));

        assertThat(desk.lastLook(recording).dueAt()).isEqualTo(early.dueAt());
        assertThat(desk.find(recording).dueAt()).isEqualTo(early.dueAt());
        assertThat(desk.find(recording).directions().dueOtherwise()).isEqualTo(recording.dueAt());
        assertThat(desk.docket().earlyRequests().open(recording.id())).isPresent();
    }

    @ParameterizedTest(name = "learns that it is {0}")
    @CsvSource({"long, false", "proof, true"})
    void endsWhenSomethingIsLearntThatKeepsItLonger(String tag, boolean retained) {
        Recording recording = desk.deposit("officer");
        ask(recording, SUPERVISOR);

        desk.learn(recording, facts -> tagged(facts, tag));

        Recording now = desk.find(recording);
        assertThat(now.retained()).isEqualTo(retained);
        assertThat(retained || now.dueAt().isAfter(recording.dueAt())).isTrue();
        assertThat(now.directions().dueOtherwise()).isNull();
        assertThat(desk.docket().earlyRequests().open(recording.id())).isEmpty();
        assertThat(desk.acts(recording)).endsWith("early-deletion-ended");
    }

    @Test
    void endsWhenItTurnsOutToBeOfACategoryThatIsNotDeletedEarly() {
        Recording recording = desk.deposit("officer");
        ask(recording, SUPERVISOR);

        desk.learn(recording, facts -> tagged(facts, "nobody"));

        assertThat(desk.find(recording).dueAt()).isEqualTo(recording.dueAt());
        assertThat(desk.acts(recording)).endsWith("early-deletion-ended");
    }

    static Facts tagged(Facts facts, String tag) {
        return with(facts, facts.officer(), List.of(tag));
    }

    private static Facts with(Facts facts, @Nullable Officer officer, List<String> tags) {
        return new Facts(
                facts.dock(),
                facts.station(),
                facts.borough(),
                facts.name(),
                facts.bytes(),
                facts.receivedAt(),
                facts.recorded(),
                facts.endedAt(),
                facts.sourceId(),
                officer,
                facts.camera(),
                facts.incident(),
                tags,
                facts.location(),
                facts.notes(),
                facts.media(),
                facts.problems(),
                facts.sidecarProblems(),
                facts.match());
    }

    private Answer ask(Recording recording, String by) {
        return say(recording, by, Decisions::deleteEarly);
    }

    private Answer approve(Recording recording, String by) {
        return say(recording, by, Decisions::approve);
    }

    private Answer say(Recording recording, String by, BiFunction<Decisions, Word, Answer> act) {
        return act.apply(desk.docket().decisions(), desk.word(recording, by));
    }
}
