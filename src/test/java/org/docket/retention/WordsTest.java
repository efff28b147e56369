package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.retention.DecisionDesk.ANYBODY;
import static org.docket.retention.DecisionDesk.SUPERVISOR;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.docket.catalogue.Recording;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said is heard once, by who may say it, and not too late. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordsTest {
    private final DecisionDesk desk;

    WordsTest(@TempDir Path config) throws IOException {
        desk = new DecisionDesk(config);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @ParameterizedTest(name = "{1} lifts a hold of the kind {0}: {2}")
    @CsvSource({
        "legal, L1, taken",
        "legal, l 1, taken",
        "legal, MP2201, refused",
        "legal, MP9001, refused",
        "review, MP2201, taken",
        "review, L1, taken",
        "review, MP9001, refused",
    })
    void isLiftedOnlyByTheAuthorityOfItsKind(String kind, String who, String answer) {
        Recording recording = desk.deposit("officer");
        desk.docket().holds().place(desk.word(recording, ANYBODY), kind, "C1", null);

        assertThat(desk.docket()
                        .holds()
                        .lift(desk.word(recording, who), kind, "C1")
                        .word())
                .isEqualTo(answer);
        assertThat(desk.docket().holds().standing(List.of(recording.id())).isEmpty())
                .isEqualTo(answer.equals("taken"));
    }

    @Test
    void whoPlacedAHoldMayNotLiftItForThat() {
        Recording recording = desk.deposit("officer");
        desk.docket().holds().place(desk.word(recording, ANYBODY), "legal", "C1", null);

        assertThat(desk.docket().holds().lift(desk.word(recording, ANYBODY), "legal", "C1"))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("needs the authority legal"));
    }

    @Test
    void aHoldThatIsPlacedAgainEndsByTheLaterTime() {
        Recording recording = desk.deposit("officer");
        Holds holds = desk.docket().holds();
        Instant soon = desk.now().plus(Duration.ofDays(9));
        Instant later = desk.now().plus(Duration.ofDays(90));
        holds.place(desk.word(recording, ANYBODY), "legal", "C1", soon);

        assertThat(holds.place(desk.word(recording, ANYBODY), "legal", "C1", later)
                        .word())
                .isEqualTo("taken");
        assertThat(holds.place(desk.word(recording, ANYBODY), "legal", "C1", soon)
                        .word())
                .isEqualTo("already");
        assertThat(holds.standing(List.of(recording.id())))
                .extracting(Hold::until)
                .containsExactly(later);
        assertThat(holds.place(desk.word(recording, ANYBODY), "legal", "C1", null)
                        .word())
                .isEqualTo("taken");
        assertThat(holds.place(desk.word(recording, ANYBODY), "legal", "C1", later)
                        .word())
                .isEqualTo("already");
        assertThat(holds.standing(List.of(recording.id())))
                .extracting(Hold::until)
                .containsOnlyNulls();
        assertThat(desk.acts(recording)).endsWith("held", "hold-extended", "hold-extended");
    }

    @Test
    void placesAndLiftsOnce() {
        Recording recording = desk.deposit("officer");
        Holds holds = desk.docket().holds();
        assertThat(holds.place(desk.word(recording, ANYBODY), "legal", "C1", null)
                        .word())
                .isEqualTo("taken");
        assertThat(holds.place(desk.word(recording, ANYBODY), "legal", "C1", null)
                        .word())
                .isEqualTo("already");
        assertThat(holds.lift(desk.word(recording, "L1"), "legal", "C1").word()).isEqualTo("taken");
        assertThat(holds.lift(desk.word(recording, "L1"), "legal", "C1").word()).isEqualTo("already");
        assertThat(desk.acts(recording)).containsOnlyOnce("held", "hold-lifted");
    }

    @Test
    void isHeardAtTheInstantAtWhichTheRowIsFree() throws Exception {
        Recording recording = desk.deposit("officer");
        Instant later = desk.now().plus(Duration.ofHours(2));
        Answer answer;
        try (Handle handle = desk.jdbi().open()) {
            handle.begin();
            desk.docket().catalogue().findForUpdate(handle, recording.id());
            CompletableFuture<Answer> heard = CompletableFuture.supplyAsync(
                    () -> desk.docket().decisions().retain(desk.word(recording, ANYBODY)));
            Awaitility.await().until(this::isSomebodyWaiting);
            desk.moveTo(later);
            handle.commit();
            answer = heard.get(30, TimeUnit.SECONDS);
        }

        assertThat(answer.word()).isEqualTo("taken");
        assertThat(desk.docket().ledger().history(recording.id())).last().satisfies(entry -> assertThat(entry.at())
                .isEqualTo(later));
    }

    private boolean isSomebodyWaiting() {
        return desk.jdbi().withHandle(handle -> handle.createQuery("select exists (select from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock')")
                .mapTo(Boolean.class)
                .one());
    }

    @Test
    void isHeardOncePerRequest() {
        Recording recording = desk.deposit("officer");
        Word word = keyed(recording, "because", "R-1");
        assertThat(desk.docket().decisions().retain(word).word()).isEqualTo("taken");
        desk.docket().decisions().release(desk.word(recording, ANYBODY));

        assertThat(desk.docket().decisions().retain(word).word()).isEqualTo("already");
        assertThat(desk.find(recording).retained()).isFalse();
    }

    @Test
    void isRefusedIfItComesAgainUnderTheSameIdWithAnotherContent() {
        Recording recording = desk.deposit("officer");
        desk.docket().decisions().retain(keyed(recording, "because", "R-2"));

        for (Answer other : List.of(
                desk.docket().decisions().retain(keyed(recording, "why not", "R-2")),
                desk.docket().decisions().release(keyed(recording, "because", "R-2")),
                desk.docket().decisions().retain(keyed(desk.deposit("officer"), "because", "R-2")))) {
            assertThat(other).isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                    .contains("'R-2'"));
        }
        assertThat(desk.find(recording).retained()).isTrue();
    }

    @Test
    void haveIdsOfTheirOwnForEachPerson() {
        Recording recording = desk.deposit("officer");
        desk.docket().decisions().retain(keyed(recording, "because", "R-7"));
        Word other = new Word(
                recording.id(),
                desk.docket().authorities().person(SUPERVISOR),
                "over",
                null,
                RequestKey.of(SUPERVISOR, "R-7"));

        assertThat(desk.docket().decisions().release(other)).isInstanceOf(Answer.Taken.class);
        assertThat(RequestKey.of("mp 7421", "R-8")).isEqualTo(RequestKey.of("MP7421", "R-8"));
        assertThat(RequestKey.of("x".repeat(4_000), "R-8").source()).hasSizeLessThan(250);
    }

    @Test
    void mayComeAgainUnderTheSameIdOnceItCanBeTaken() {
        Recording recording = desk.deposit("officer");
        Word lift = new Word(
                recording.id(), desk.docket().authorities().person(ANYBODY), "over", null, RequestKey.of("L1", "R-3"));
        assertThat(desk.docket().holds().lift(lift, "legal", "C1").word()).isEqualTo("refused");
        Word other = new Word(
                recording.id(), desk.docket().authorities().person("L1"), "over", null, RequestKey.of("L1", "R-3"));

        assertThat(desk.docket().holds().lift(other, "legal", "C1").word()).isEqualTo("already");
    }

    @Test
    void noteTheCaseThatTheyAreAbout() {
        Recording recording = desk.deposit("officer");

        desk.docket().decisions().retain(desk.about(recording, "01MP/4471/26"));

        assertThat(desk.docket().ledger().history(recording.id())).last().satisfies(entry -> assertThat(entry.details())
                .contains("\"caseReference\":\"01MP/4471/26\""));
    }

    @Test
    void comeTooLateOnceItIsCondemned() {
        Recording recording = desk.deposit("officer");
        desk.docket().holds().place(desk.word(recording, ANYBODY), "review", "C1", null);
        desk.dispose(recording, "certificates/2026/03/02/x.json");

        for (Answer late : List.of(
                desk.docket().decisions().retain(desk.word(recording, SUPERVISOR)),
                desk.docket().decisions().keep(desk.word(recording, SUPERVISOR)),
                desk.docket().decisions().deleteEarly(desk.word(recording, SUPERVISOR)),
                desk.docket().decisions().recategorise(desk.word(recording, SUPERVISOR), List.of("long")),
                desk.docket().holds().place(desk.word(recording, SUPERVISOR), "legal", "C2", null),
                desk.docket().holds().lift(desk.word(recording, SUPERVISOR), "review", "C1"))) {
            assertThat(late).isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                    .startsWith("too late: recording " + recording.id() + " was condemned at ")
                    .contains("disposed of at ", "certificates/2026/03/02/x.json"));
        }
    }

    @Test
    void ofACaseSystemHaveItsAuthority() {
        Authorities authorities = desk.docket().authorities();

        assertThat(authorities.caseSystem("urn:cms", "DS Rao").has(Speaker.SUPERVISOR))
                .isTrue();
        assertThat(authorities.caseSystem("urn:other", SUPERVISOR).authorities())
                .isEmpty();
        assertThat(Speaker.officer(SUPERVISOR).authorities()).isEmpty();
    }

    private Word keyed(Recording recording, String reason, String id) {
        return new Word(
                recording.id(), desk.docket().authorities().person(ANYBODY), reason, null, RequestKey.of(ANYBODY, id));
    }
}
