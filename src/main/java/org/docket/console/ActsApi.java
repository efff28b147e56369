package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.retention.Answer;
import org.docket.retention.Decisions;
import org.docket.retention.Holds;
import org.docket.retention.Outcome;
import org.docket.retention.Outcomes;
import org.docket.retention.RequestKey;
import org.docket.retention.Speaker;
import org.docket.retention.Word;
import org.jspecify.annotations.Nullable;

/** Below {@code /api/v1/recordings/{id}}: what people say of a recording. The rules are those of every other way in. */
public final class ActsApi {
    private static final int MOST_CHARACTERS = 250;
    private static final int MOST_OF_A_REASON = 2_000;
    private static final int MOST_CATEGORIES = 20;
    private static final int ACCEPTED = 202;
    private static final String DECISION = "decision";
    private static final String CATEGORIES = "categories";
    private static final String RECATEGORISE = "recategorise";
    private static final String KIND = "kind";
    private static final String REFERENCE = "reference";
    private static final List<String> DECISIONS =
            List.of("retain", "release", "delete-early", "approve", "keep", RECATEGORISE);

    private final Catalogue catalogue;
    private final Decisions decisions;
    private final Holds holds;
    private final Outcomes outcomes;
    private final RecordingViews views;

    public ActsApi(Catalogue catalogue, Decisions decisions, Holds holds, Outcomes outcomes, RecordingViews views) {
        this.catalogue = catalogue;
        this.decisions = decisions;
        this.holds = holds;
        this.outcomes = outcomes;
        this.views = views;
    }

    /**
     * What became of it.
     *
     * @param answer {@code taken}, {@code already} or {@code waiting}
     * @param reason what it waits for; absent unless it waits
     * @param recording as it is now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AnswerView(String answer, @Nullable String reason, RecordingView recording) {}

    /** Decides what becomes of a recording. */
    public ApiReply decide(ApiRequest request, Speaker speaker) {
        ApiBody body = body(request);
        String decision = body.oneOf(DECISION, DECISIONS);
        List<String> categories = body.texts(CATEGORIES, MOST_CHARACTERS, MOST_CATEGORIES);
        if (decision.equals(RECATEGORISE) && categories.isEmpty()) {
            body.wrong(CATEGORIES, "It is missing.", "Say of which categories the recording is.");
        } else if (!decision.equals(RECATEGORISE) && !categories.isEmpty()) {
            body.wrong(CATEGORIES, "It goes only with recategorise.", "Leave it out.");
        }
        Map<String, Function<Word, Answer>> acts = Map.of(
                "retain",
                decisions::retain,
                "release",
                decisions::release,
                "delete-early",
                decisions::deleteEarly,
                "approve",
                decisions::approve,
                "keep",
                decisions::keep,
                RECATEGORISE,
                word -> decisions.recategorise(word, categories));
        return say(word(request, body, speaker), acts.getOrDefault(decision, decisions::retain));
    }

    /** Forbids its disposal for a named reason. */
    public ApiReply hold(ApiRequest request, Speaker speaker) {
        ApiBody body = body(request);
        String kind = body.text(KIND, MOST_CHARACTERS);
        String reference = body.text(REFERENCE, MOST_CHARACTERS);
        Instant until = body.optionalInstant("until");
        return say(word(request, body, speaker), word -> holds.place(word, kind, reference, until));
    }

    /** Lifts a hold. */
    public ApiReply lift(ApiRequest request, Speaker speaker) {
        ApiBody body = body(request);
        String kind = body.text(KIND, MOST_CHARACTERS);
        String reference = body.text(REFERENCE, MOST_CHARACTERS);
        return say(word(request, body, speaker), word -> holds.lift(word, kind, reference));
    }

    /** Says what became of the case that it belongs to. */
    public ApiReply outcome(ApiRequest request, Speaker speaker) {
        ApiBody body = body(request);
        Outcome outcome = new Outcome(
                body.text("outcome", MOST_CHARACTERS),
                body.date("at"),
                body.optionalDate("until"),
                body.truth("custody"),
                body.optionalText("sentence", MOST_OF_A_REASON),
                body.optionalText("defendant", MOST_CHARACTERS));
        body.text("case", MOST_CHARACTERS);
        return say(word(request, body, speaker), word -> outcomes.take(word, outcome));
    }

    private static ApiBody body(ApiRequest request) {
        request.query().only();
        return request.body();
    }

    /** Ends the reading of the body: from here on nothing in it is wrong. */
    private Word word(ApiRequest request, ApiBody body, Speaker speaker) {
        UUID id = request.recording();
        String reason = body.text("reason", MOST_OF_A_REASON);
        String caseReference = body.optionalText("case", MOST_CHARACTERS);
        RequestKey key = request.idempotencyKey()
                .map(said -> RequestKey.of(speaker.id(), said))
                .orElse(null);
        if (catalogue.find(id).isEmpty()) {
            throw ApiRefusal.noRecording(id.toString());
        }
        body.end();
        return new Word(id, speaker, reason, caseReference, key);
    }

    private ApiReply say(Word word, Function<Word, Answer> act) {
        Answer answer = act.apply(word);
        if (answer instanceof Answer.Taken taken) {
            return reply(200, answer, null, taken.recording());
        } else if (answer instanceof Answer.AlreadySo same) {
            return reply(200, answer, null, same.recording());
        } else if (answer instanceof Answer.Waiting waiting) {
            return reply(ACCEPTED, answer, waiting.reason(), waiting.recording());
        } else if (answer instanceof Answer.Refused refused) {
            Problem problem = refused.ground() == Answer.Ground.AUTHORITY ? Problem.NOT_ALLOWED : Problem.REFUSED;
            throw new ApiRefusal(problem.because(
                    sentence(refused.reason()),
                    "Nothing changed. GET " + ApiDocument.BASE + "/recordings/" + word.recordingId()
                            + "/explanation says what holds now."));
        }
        throw new IllegalStateException("there is no answer " + answer.word());
    }

    private ApiReply reply(int status, Answer answer, @Nullable String reason, Recording recording) {
        RecordingView view = views.of(List.of(recording)).get(0);
        return ApiReply.json(
                        status,
                        ApiReply.JSON,
                        new AnswerView(answer.word(), reason == null ? null : sentence(reason), view))
                .outcome(answer.word());
    }

    /** Reasons go on after a colon; here they stand alone. */
    static String sentence(String reason) {
        String text = reason.isEmpty()
                ? "It is refused"
                : reason.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + reason.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }
}
