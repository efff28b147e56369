package org.docket.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.docket.casework.Incoming;
import org.docket.casework.RefusedMessage;
import org.jspecify.annotations.Nullable;

/** Hears what case systems say of recordings, by the rules of every other way in. The speaker is whom the system speaks for. */
public final class CaseworkWords {
    private final Authorities authorities;
    private final Decisions decisions;
    private final Holds holds;
    private final Outcomes outcomes;

    public CaseworkWords(Authorities authorities, Decisions decisions, Holds holds, Outcomes outcomes) {
        this.authorities = authorities;
        this.decisions = decisions;
        this.holds = holds;
        this.outcomes = outcomes;
    }

    /**
     * Takes a decision.
     *
     * @throws RefusedMessage if it cannot be taken
     */
    public Answer decision(Incoming message) {
        Word word = word(message);
        String decision = message.text("decision");
        return orRefuse(
                switch (decision) {
                    case "retain" -> decisions.retain(word);
                    case "release" -> decisions.release(word);
                    case "delete-early" -> decisions.deleteEarly(word);
                    case "approve" -> decisions.approve(word);
                    case "keep" -> decisions.keep(word);
                    case "recategorise" -> decisions.recategorise(word, categories(message));
                    default -> throw new IllegalArgumentException("the schema has no decision '" + decision + "'");
                });
    }

    private static List<String> categories(Incoming message) {
        List<String> categories = new ArrayList<>();
        message.data().path("categories").forEach(name -> categories.add(name.textValue()));
        return categories;
    }

    /**
     * Places a hold.
     *
     * @throws RefusedMessage if it cannot be placed
     */
    public Answer hold(Incoming message) {
        @Nullable Instant until = message.data().hasNonNull("until") ? message.instant("until") : null;
        return orRefuse(holds.place(word(message), message.text("kind"), message.text("reference"), until));
    }

    /**
     * Lifts a hold.
     *
     * @throws RefusedMessage if it cannot be lifted
     */
    public Answer holdLifted(Incoming message) {
        return orRefuse(holds.lift(word(message), message.text("kind"), message.text("reference")));
    }

    /**
     * Keeps a recording as the outcome of a case says.
     *
     * @throws RefusedMessage if it cannot be taken
     */
    public Answer outcome(Incoming message) {
        LocalDate until = message.data().hasNonNull("custodyUntil") ? message.day("custodyUntil") : null;
        return orRefuse(outcomes.take(
                word(message),
                new Outcome(
                        message.text("outcome"),
                        message.day("at"),
                        until,
                        message.data().path("custody").asBoolean(false),
                        optional(message, "sentence"),
                        optional(message, "defendant"))));
    }

    private Word word(Incoming message) {
        UUID recording = message.uuid("recordingId");
        Speaker speaker = authorities.caseSystem(message.source(), message.text("by"));
        return new Word(
                recording, speaker, message.text("reason"), optional(message, "caseReference"), RequestKey.of(message));
    }

    private static @Nullable String optional(Incoming message, String field) {
        return message.data().hasNonNull(field) ? message.text(field) : null;
    }

    private static Answer orRefuse(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            throw new RefusedMessage(refused.reason());
        }
        return answer;
    }
}
