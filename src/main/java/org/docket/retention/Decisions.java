package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Outbox;
import org.docket.catalogue.Recording;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.Hearing.Heard;
import org.jdbi.v3.core.Handle;

/** What officers, supervisors and case systems decide about a recording: one set of rules for every way in. */
public final class Decisions {
    private final Hearing hearing;
    private final EarlyDeletions early;
    private final Outcomes outcomes;
    private final Recategorisation recategorisation;
    private final Outbox outbox;

    public Decisions(Hearing hearing, EarlyDeletions early, Outcomes outcomes, Outbox outbox) {
        this.hearing = hearing;
        this.early = early;
        this.outcomes = outcomes;
        this.recategorisation = new Recategorisation(hearing, early, outbox);
        this.outbox = outbox;
    }

    /** Keep it as evidence until a review. */
    public Answer retain(Word word) {
        return hearing.hear(word, List.of("retain"), this::retain);
    }

    /** The same within a transaction of the caller. */
    public Answer retain(Handle handle, Word word) {
        return hearing.hear(handle, word, List.of("retain"), this::retain);
    }

    private Answer retain(Heard heard) {
        Recording recording = heard.recording();
        if (recording.retained()) {
            // Nothing changes, but who else wanted it so is part of the history.
            hearing.note(heard, "retained-again", ground(heard), Map.of());
            return new Answer.AlreadySo(recording);
        }
        early.end(heard, Ending.RETAINED);
        Instant review = heard.rules().reviewAfterDecision(heard.now());
        hearing.catalogue().setRetained(heard.handle(), recording.id(), true, review);
        hearing.note(heard, "retained", ground(heard), Map.of("reviewAt", review));
        Recording after = hearing.after(heard);
        outbox.retained(heard.handle(), after);
        return new Answer.Taken(after);
    }

    /** It is no evidence any more: it is disposed of when its time is over. */
    public Answer release(Word word) {
        return hearing.hear(word, List.of("release"), this::release);
    }

    private Answer release(Heard heard) {
        Recording recording = heard.recording();
        if (!recording.retained()) {
            hearing.note(heard, "released-again", ground(heard), Map.of());
            return new Answer.AlreadySo(recording);
        }
        Optional<OutcomeTerm> term = outcomes.term(heard);
        if (term.filter(OutcomeTerm::isOpen).isPresent()) {
            return new Answer.Refused("recording " + recording.id() + " is kept for "
                    + term.get().words() + ", of which the end is not known yet; tell what became of that first");
        }
        Instant due = heard.rules().dueAfterRelease(recording, heard.now());
        due = term.map(OutcomeTerm::until).filter(due::isBefore).orElse(due);
        hearing.catalogue().setRetained(heard.handle(), recording.id(), false, due);
        hearing.catalogue()
                .setKeptUntil(
                        heard.handle(),
                        recording.id(),
                        term.map(OutcomeTerm::until).orElse(null));
        hearing.note(heard, "released", ground(heard), Map.of("dueAt", due));
        Recording after = hearing.after(heard);
        outbox.follow(heard.handle(), after, EvidenceMessage.RELEASED);
        return new Answer.Taken(after);
    }

    private static String ground(Heard heard) {
        return "decision: " + heard.word().reason();
    }

    /** Delete it before its time: a request, which may need a second person, and cools off once it is approved. */
    public Answer deleteEarly(Word word) {
        return hearing.hear(word, List.of("delete-early"), early::ask);
    }

    /** The same within a transaction of the caller. */
    public Answer deleteEarly(Handle handle, Word word) {
        return hearing.hear(handle, word, List.of("delete-early"), early::ask);
    }

    /** Let the early deletion begin that somebody else asked for. */
    public Answer approve(Word word) {
        return hearing.hear(word, List.of("approve"), early::approve);
    }

    /** Let it not be deleted early after all; it is due when it was before. */
    public Answer keep(Word word) {
        return hearing.hear(word, List.of("keep"), early::keep);
    }

    /**
     * It is of other categories than policy says.
     *
     * @param categories at least one of those of {@code retention.yaml}
     */
    public Answer recategorise(Word word, List<String> categories) {
        return hearing.hear(
                word, List.of("recategorise", categories), heard -> recategorisation.recategorise(heard, categories));
    }
}
