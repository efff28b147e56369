package org.docket.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.docket.chaos.TalkingCaseSystem.Answered;
import org.docket.chaos.TalkingCaseSystem.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damage of every kind, done to what a run leaves behind in good order, is found. */
class CaseworkCheckTest {
    private final List<Fed> fed = new ArrayList<>();
    private final List<Tables.Row> rows = new ArrayList<>();
    private final List<Tables.Handover> handovers = new ArrayList<>();
    private final List<Tables.Hold> holds = new ArrayList<>();
    private final List<Tables.Entry> entries = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Answered> answers = new ArrayList<>();

    /** One recording of each course. */
    @BeforeEach
    void letARunEnd() {
        for (Course course : Course.values()) {
            Fed source = LongStream.range(0, 1_000)
                    .mapToObj(number -> source(course, number))
                    .filter(candidate -> Course.of(candidate.sha256(), Course.TRAINING) == course)
                    .findFirst()
                    .orElseThrow();
            fed.add(source);
            live(source, course);
        }
    }

    private static Fed source(Course course, long number) {
        String name = course + "-" + number + ".mp4";
        return new Fed(
                FedDock.WEST,
                name,
                Path.of(name),
                Content.ofOneBlock(number),
                Content.sha256(name.getBytes(StandardCharsets.UTF_8)),
                1,
                Instant.EPOCH,
                Fed.Says.RETAIN);
    }

    private void live(Fed source, Course course) {
        UUID id = UUID.randomUUID();
        rows.add(new Tables.Row(
                id,
                course.isDisposed() ? "DISPOSED" : "DEPOSITED",
                source.dock().id(),
                source.name(),
                1,
                source.sha256(),
                course == Course.RECATEGORISE ? Course.CRIME : Course.TRAINING,
                course.isRetained(),
                Instant.EPOCH,
                "blob",
                0));
        course.messages().forEach(type -> handOver(id, CaseworkCheck.DECIDING, type));
        if (course == Course.RECATEGORISE) {
            handOver(id, CaseworkCheck.OTHER, "docket.evidence.retained.v1");
        }
        for (Course.Say say : course.says()) {
            entries.add(entry(id, say.act(), "decision: course of " + id, "{}"));
            answers.add(new Answered(say.id(id.toString()), "taken", "it is"));
        }
        if (course.says().contains(Course.Say.HOLD)) {
            holds.add(new Tables.Hold(id, "review", Course.reference(id.toString()), course.isHeld()));
        }
    }

    private void handOver(UUID recording, String system, String type) {
        boolean mayReject = system.equals(CaseworkCheck.OTHER) || !type.contains("retained");
        UUID id = UUID.randomUUID();
        Conduct conduct = Conduct.of(id.toString(), mayReject);
        handovers.add(new Tables.Handover(id, recording, system, type, conduct.end()));
        conduct.answers()
                .forEach(act -> entries.add(entry(recording, act, "it says so", "{\"handover\":\"" + id + "\"}")));
        told.add(new Told(system, id.toString(), type, recording.toString(), "body of " + id));
    }

    private static Tables.Entry entry(UUID recording, String act, String authority, String details) {
        return new Tables.Entry(recording, 1, Instant.EPOCH, "somebody", act, authority, details, "", "");
    }

    private CaseworkCheck check() {
        return new CaseworkCheck(fed, rows, handovers, holds, entries, told, answers);
    }

    private Tables.Row row(Course course) {
        return rows.stream()
                .filter(row -> row.name().startsWith(course + "-"))
                .findFirst()
                .orElseThrow();
    }

    private int first(Course course, String type) {
        for (int i = 0; i < handovers.size(); i++) {
            if (handovers.get(i).recording().equals(row(course).id())
                    && handovers.get(i).type().contains(type)) {
                return i;
            }
        }
        throw new IllegalStateException(course + " has no " + type);
    }

    private static Predicate<String> about(String... words) {
        return finding -> List.of(words).stream().allMatch(finding::contains);
    }

    @Test
    void findsNothingWhereNothingIsWrongAndAllIsAtRest() {
        assertThat(check().findings()).isEmpty();
        assertThat(check().isAtRest()).isTrue();
    }

    @Test
    void findsAMessageThatNobodyWasTold() {
        Told lost = told.remove(first(Course.RELEASE, "released"));

        assertThat(check().findings()).singleElement().matches(about("was told of", lost.handover()));
    }

    @Test
    void findsAFollowUpThatWasNeverWritten() {
        int place = first(Course.RELEASE, "disposed");
        UUID id = handovers.remove(place).id();
        told.remove(place);
        entries.removeIf(entry -> entry.details().contains(id.toString()));

        assertThat(check().findings()).singleElement().matches(about("the handovers of", "released", "and not"));
    }

    @Test
    void findsAMessageThatOvertookAnother() {
        int place = first(Course.RELEASE, "released");
        Told overtaken = told.remove(place);
        told.add(place + 1, overtaken);

        assertThat(check().findings()).singleElement().matches(about("was told of", "and not by"));
    }

    @Test
    void passesOverWhatIsToldAgainInTheSameWordsAndFindsOtherWords() {
        Told once = told.get(0);
        told.add(once);
        assertThat(check().findings()).isEmpty();

        told.add(new Told(once.system(), once.handover(), once.type(), once.recording(), "other words"));
        assertThat(check().findings())
                .containsExactly("the message " + once.handover() + " was told in different words");
    }

    @Test
    void findsAMessageThatTheOutboxDoesNotKnow() {
        UUID unknown = UUID.randomUUID();
        told.add(new Told(
                "cms",
                unknown.toString(),
                "docket.evidence.retained.v1",
                UUID.randomUUID().toString(),
                "a body"));

        assertThat(check().findings()).singleElement().matches(about(unknown.toString(), "outbox has null"));
    }

    @Test
    void findsAHandoverThatEndedAsNobodySaid() {
        Tables.Handover ended = handovers.get(0);
        String other = ended.state().equals("REJECTED") ? "ACKNOWLEDGED" : "REJECTED";
        handovers.set(0, new Tables.Handover(ended.id(), ended.recording(), ended.system(), ended.type(), other));

        assertThat(check().findings()).singleElement().matches(about(ended.id().toString(), "is " + other));
    }

    @Test
    void findsAHandoverThatDidNotEnd() {
        Tables.Handover open = handovers.get(0);
        handovers.set(0, new Tables.Handover(open.id(), open.recording(), open.system(), open.type(), "SENT"));

        assertThat(check().findings()).singleElement().matches(about("is SENT"));
        assertThat(check().isAtRest()).isFalse();
    }

    @Test
    void findsAnAnswerThatTheLedgerDoesNotHaveOrHasTwice() {
        UUID id = handovers.get(0).id();
        Tables.Entry act = entries.stream()
                .filter(entry -> entry.details().contains(id.toString()))
                .findFirst()
                .orElseThrow();
        entries.add(act);
        assertThat(check().findings()).singleElement().matches(about("the ledger says", id.toString()));

        entries.removeIf(entry -> entry.details().contains(id.toString()));
        assertThat(check().findings()).singleElement().matches(about("the ledger says", "[]"));
    }

    @Test
    void findsAHoldThatWasTakenAndDoesNotStand() {
        holds.removeIf(hold -> hold.recording().equals(row(Course.HOLD).id()));

        assertThat(check().findings()).singleElement().matches(about("is not held after HOLD"));
    }

    @Test
    void findsARecordingThatWasDisposedOfAlthoughItWasHeld() {
        Tables.Row held = row(Course.HOLD_AND_RELEASE);
        rows.set(
                rows.indexOf(held),
                new Tables.Row(
                        held.id(),
                        "DISPOSED",
                        held.dock(),
                        held.name(),
                        held.bytes(),
                        held.sha256(),
                        held.category(),
                        held.retained(),
                        held.depositedAt(),
                        held.blob(),
                        held.duplicates()));

        assertThat(check().findings()).singleElement().matches(about("is DISPOSED", "HOLD_AND_RELEASE"));
        assertThat(check().isAtRest()).isFalse();
    }

    @Test
    void findsADecisionThatStandsTwiceInTheLedger() {
        entries.add(entry(
                row(Course.RELEASE).id(),
                "released",
                "decision: course of " + row(Course.RELEASE).id(),
                "{}"));

        assertThat(check().findings()).singleElement().matches(about("RELEASE of", "in the ledger 2 times"));
    }

    @Test
    void findsAWordThatWasRefusedOrNotAnswered() {
        String id = Course.Say.HOLD.id(row(Course.HOLD).id().toString());
        answers.removeIf(answer -> answer.id().equals(id));
        assertThat(check().isAtRest()).isFalse();
        assertThat(check().findings()).singleElement().matches(about("was not answered"));

        answers.add(new Answered(id, "refused", "no such kind"));
        assertThat(check().findings()).singleElement().matches(about("refused: no such kind"));
    }

    @Test
    void findsARecordingThatIsLost() {
        rows.remove(row(Course.NONE));

        assertThat(check().findings()).singleElement().matches(about("is in the catalogue 0 times"));
    }
}
