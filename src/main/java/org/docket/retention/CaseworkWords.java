package org.docket.retention;

import java.time.Instant;
import java.util.UUID;
import org.docket.casework.Incoming;
import org.docket.casework.RefusedMessage;
import org.jspecify.annotations.Nullable;

/** Hears what case systems say of recordings, by the rules of every other way in. The speaker is whom the system speaks for. */
public final class CaseworkWords {
    private final Authorities authorities;
    private final Decisions decisions;
    private final Holds holds;

    public CaseworkWords(Authorities authorities, Decisions decisions, Holds holds) {
        this.authorities = authorities;
        this.decisions = decisions;
        this.holds = holds;
    }

    /**
     * Takes a decision.
     *
     * @throws RefusedMessage if it cannot be taken
     */
    public Answer decision(Incoming message) {
        Word word = word(message);
        return orRefuse(
                switch (message.text("decision")) {
                    case "retain" -> decisions.retain(word);
                    case "release" -> decisions.release(word);
                    default ->
                        throw new RefusedMessage(
                                "data.decision is '" + message.text("decision") + "' but must be retain or release");
                });
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

    private Word word(Incoming message) {
        UUID recording = message.uuid("recordingId");
        Speaker speaker = authorities.caseSystem(message.source(), message.text("by"));
        @Nullable String reference = message.data().hasNonNull("caseReference") ? message.text("caseReference") : null;
        return new Word(recording, speaker, message.text("reason"), reference, RequestKey.of(message));
    }

    private static Answer orRefuse(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            throw new RefusedMessage(refused.reason());
        }
        return answer;
    }
}
