package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    public Decisions(Hearing hearing, EarlyDeletions early, EarlyRequests requests, Outcomes outcomes, Outbox outbox) {
        this.hearing = hearing;
        this.early = early;
        this.outcomes = outcomes;
        this.recategorisation = new Recategorisation(hearing, early, requests, outbox);
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
        hearing.catalogue().retained(heard.handle(), recording.id(), review);
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
        Instant kept = term.map(OutcomeTerm::until).orElse(null);
        Instant due = heard.rules().dueAfterRelease(recording, heard.now());
        due = kept != null && kept.isAfter(due) ? kept : due;
        Instant promised = heard.rules().dueAfterRelease(heard.now());
        hearing.catalogue().released(heard.handle(), recording.id(), due, promised, kept);
        hearing.note(heard, "released", ground(heard), Map.of("dueAt", due, "promisedUntil", promised));
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

    /** Let the early deletion begin, or the categories hold, that somebody else asked for. */
    public Answer approve(Word word) {
        return hearing.hear(word, List.of("approve"), this::approve);
    }

    private Answer approve(Heard heard) {
        UUID id = heard.recording().id();
        Optional<EarlyRequest> open = EarlyRequests.open(heard.handle(), id);
        return open.isEmpty()
                ? new Answer.Refused("nobody asks that recording " + id
                        + " is deleted early or kept for a shorter time; there is nothing to approve")
                : open.get().recategorises()
                        ? recategorisation.approve(heard, open.get())
                        : early.approve(heard, open.get());
    }

    /** A dock takes back that the recording is deleted early, within a transaction of the caller. Who else asks for it stays asking. */
    public Answer withdraw(Handle handle, Word word) {
        return hearing.hear(handle, word, List.of("withdraw"), early::withdraw);
    }

    /** Let it not be deleted early or kept for a shorter time after all; it is due when it was before. */
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
