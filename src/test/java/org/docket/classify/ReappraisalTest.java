package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Reappraisal.Result;
import org.docket.custody.LedgerEntry;
import org.docket.retention.Word;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What is learnt late changes what a recording is, and disposes of nothing early. */
class ReappraisalTest {
    private static final DataSource DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE);

    private final Docket docket = TestDocket.over(DATABASE, Map.of());
    private final Catalogue catalogue = new Catalogue(JDBI);

    @Test
    void retainsWhatTurnsOutToBeEvidenceAndTellsTheCaseSystems() {
        Recording before = deposit(Recordings.unretained(UUID.randomUUID()));

        assertThat(learn(before, ReappraisalTest::ofAnIncident)).isInstanceOf(Result.Changed.class);

        Recording after = find(before);
        assertThat(after.category()).isEqualTo("crime-evidence");
        assertThat(after.categoryRule()).isEqualTo("incident");
        assertThat(after.retained()).isTrue();
        assertThat(after.dueAt()).isNull();
        assertThat(after.reviewAt()).isAfter(before.dueAt());
        assertThat(after.facts()).isEqualTo(ofAnIncident(before.facts()));
        assertThat(told(before)).containsExactly(EvidenceMessage.RETAINED);
        assertThat(acts(before)).containsExactly("enriched", "classified-again");
    }

    @Test
    void tellsCaseSystemsThatHaveItWhatElseIsKnown() {
        Recording before = deposit(Recordings.unretained(UUID.randomUUID()));
        learn(before, ReappraisalTest::ofAnIncident);

        learn(before, facts -> facts.withProblems(List.of("the picture is black from the fourth second on")));

        assertThat(told(before)).containsExactly(EvidenceMessage.RETAINED, EvidenceMessage.UPDATED);
        assertThat(acts(before)).containsExactly("enriched", "classified-again", "enriched");
    }

    @Test
    void letsGoOfNothingThatIsRetained() {
        Recording before = deposit(Recordings.retained(UUID.randomUUID()));

        learn(before, facts -> tagged(facts.withIncident(null, null).withProblems(List.of()), "training"));

        Recording after = find(before);
        assertThat(after.category()).isEqualTo("training");
        assertThat(after.retained()).isTrue();
        assertThat(after.reviewAt()).isEqualTo(before.reviewAt());
    }

    @Test
    void movesADueDateToALaterTimeOnly() {
        Recording before = deposit(Recordings.unretained(UUID.randomUUID()));

        learn(before, facts -> tagged(facts, "stop-and-search"));
        Recording later = find(before);
        learn(before, facts -> tagged(facts, "training"));
        Recording stays = find(before);

        assertThat(later.category()).isEqualTo("stop-and-search");
        assertThat(later.dueAt()).isAfter(before.dueAt().plus(Duration.ofDays(300)));
        assertThat(stays.category()).isEqualTo("training");
        assertThat(stays.dueAt()).isEqualTo(later.dueAt());
    }

    @Test
    void countsFromTheTimeThatWasBelievedAtTheDeposit() {
        Recording before = deposit(Recordings.retained(UUID.randomUUID()));
        Instant longAgo = Instant.parse("2026-02-01T04:05:06Z");

        learn(before, facts -> recordedAt(facts, longAgo));

        assertThat(find(before).facts().recorded().at()).isEqualTo(longAgo);
        assertThat(find(before).countedFrom()).isEqualTo(before.facts().recorded());
    }

    @Test
    void writesNothingWhenNothingIsLearnt() {
        Recording before = deposit(Recordings.unretained(UUID.randomUUID()));
        learn(before, UnaryOperator.identity());
        List<String> acts = acts(before);

        assertThat(learn(before, UnaryOperator.identity())).isInstanceOf(Result.AlreadySo.class);

        assertThat(acts(before)).isEqualTo(acts);
    }

    @Test
    void keepsToADecisionUntilSomethingIsLearnt() {
        Recording before = deposit(Recordings.unretained(UUID.randomUUID()));
        learn(before, ReappraisalTest::ofAnIncident);
        release(before);
        Instant due = find(before).dueAt();

        learn(before, UnaryOperator.identity());
        assertThat(find(before).retained()).isFalse();
        assertThat(find(before).dueAt()).isEqualTo(due);

        learn(before, facts -> tagged(facts, "murder"));
        assertThat(find(before).retained()).isTrue();
        assertThat(told(before))
                .containsExactly(EvidenceMessage.RETAINED, EvidenceMessage.RELEASED, EvidenceMessage.RETAINED);
    }

    @Test
    void takesWhatAnIncidentTurnedOutToBeForNewsOfAReleasedRecording() {
        Recording before = deposit(Recordings.unretained(UUID.randomUUID()));
        learn(before, ReappraisalTest::ofAnIncident);
        release(before);

        learn(before, facts -> ofAnIncident(facts, "BURGLARY", 3));
        assertThat(find(before).retained()).isFalse();

        learn(before, facts -> ofAnIncident(facts, "MURDER", 3));
        assertThat(find(before).retained()).isTrue();
    }

    @Test
    void waitsForTheDepositAndLeavesAloneWhatIsDisposedOf() {
        Recording received = Recordings.unretained(UUID.randomUUID());
        JDBI.useTransaction(handle -> Recordings.receive(handle, catalogue, received));
        Recording condemned = deposit(Recordings.unretained(UUID.randomUUID()));
        JDBI.useTransaction(handle -> catalogue.condemned(handle, List.of(condemned.id()), TestDocket.NOW));

        assertThat(learn(received, ReappraisalTest::ofAnIncident)).isInstanceOf(Result.TooEarly.class);
        assertThat(learn(condemned, ReappraisalTest::ofAnIncident)).isInstanceOf(Result.TooLate.class);

        assertThat(find(condemned).state()).isEqualTo(RecordingState.DISPOSING);
        assertThat(acts(condemned)).isEmpty();
    }

    private void release(Recording recording) {
        docket.decisions()
                .release(Word.of(recording.id(), docket.authorities().person("DS Okafor"), "charges were dropped"));
    }

    private Recording deposit(Recording recording) {
        JDBI.useTransaction(handle -> Recordings.deposit(handle, catalogue, recording));
        return find(recording);
    }

    private Recording find(Recording recording) {
        return catalogue.find(recording.id()).orElseThrow();
    }

    private Result learn(Recording recording, UnaryOperator<Facts> change) {
        Reappraisal.Cause cause = Reappraisal.Cause.learnt(
                "docket", "enriched", "the control room sent an incident", Map.of("incident", "CAD-2026-0315-0071"));
        return JDBI.inTransaction(handle -> docket.reappraisal().appraise(handle, recording.id(), cause, change));
    }

    private List<String> told(Recording recording) {
        return docket.outbox().of(recording.id()).stream().map(Handover::type).toList();
    }

    private List<String> acts(Recording recording) {
        return docket.ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .filter(act -> !act.equals("released"))
                .toList();
    }

    private static Facts ofAnIncident(Facts facts) {
        return ofAnIncident(facts, "BURGLARY", 1);
    }

    private static Facts ofAnIncident(Facts facts, String type, int candidates) {
        Instant from = Instant.parse("2026-03-14T22:31:00Z");
        return facts.withIncident(
                "CAD-2026-0315-0071", new IncidentMatch(IncidentMatch.How.MATCHED, type, from, null, null, candidates));
    }

    private static Facts tagged(Facts facts, String tag) {
        return copy(facts, facts.recorded().at(), List.of(tag));
    }

    private static Facts recordedAt(Facts facts, Instant at) {
        return copy(facts, at, facts.tags());
    }

    private static Facts copy(Facts facts, Instant recordedAt, List<String> tags) {
        return new Facts(
                facts.dock(),
                facts.station(),
                facts.borough(),
                facts.name(),
                facts.bytes(),
                facts.receivedAt(),
                new RecordedTime(recordedAt, facts.recorded().source()),
                facts.endedAt(),
                facts.sourceId(),
                facts.officer(),
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
}
