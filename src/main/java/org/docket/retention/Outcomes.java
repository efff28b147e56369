package org.docket.retention;

import java.util.List;
import java.util.UUID;

/** What became of the cases that recordings belong to. It says until when they are kept at least. */
public final class Outcomes {
    private final Hearing hearing;

    public Outcomes(Hearing hearing) {
        this.hearing = hearing;
    }

    /**
     * An outcome that was told.
     *
     * @param by id of who told it
     */
    public record Told(String caseReference, Outcome outcome, String by, String reason) {}

    /**
     * Keeps a recording as the rule for that outcome says.
     *
     * @param word with the reference of the case
     */
    public Answer take(Word word, Outcome outcome) {
        return hearing.hear(
                word, List.of("outcome", outcome), heard -> new Answer.Refused("outcomes are not taken yet"));
    }

    /** What was told of a recording, in the order in which it happened. */
    public List<Told> of(UUID recordingId) {
        return List.of();
    }
}
