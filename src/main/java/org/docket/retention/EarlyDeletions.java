package org.docket.retention;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Outbox;
import org.docket.catalogue.Officer;
import org.docket.catalogue.Recording;
import org.docket.retention.EarlyDeletion.Ask;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.EarlyRequests.Wish;
import org.docket.retention.Hearing.Heard;
import org.docket.retention.Speaker.As;

/**
 * Deleting a recording before its time: somebody asks, a second person approves where the rules want one, and then it cools off, so that
 * everybody can object. The officer of a recording never decides alone.
 */
public final class EarlyDeletions {
    private final Hearing hearing;
    private final EarlyRequests requests;
    private final Outbox outbox;

    public EarlyDeletions(Hearing hearing, EarlyRequests requests, Outbox outbox) {
        this.hearing = hearing;
        this.requests = requests;
        this.outbox = outbox;
    }

    Answer ask(Heard heard) {
        Optional<String> forbidden = forbidden(heard);
        if (forbidden.isPresent()) {
            return new Answer.Refused(forbidden.get());
        }
        Optional<EarlyRequest> open =
                EarlyRequests.open(heard.handle(), heard.recording().id());
        if (open.isPresent()) {
            return askAgain(heard, open.get());
        }
        if (!mayAsk(heard)) {
            return Answer.Refused.unauthorised(mayNot(heard));
        }
        if (!changes(heard)) {
            return new Answer.AlreadySo(heard.recording());
        }
        requests.ask(heard.handle(), heard.word(), List.of(), heard.now());
        hearing.note(heard, Wish.DELETION.asked(), ground(heard), Map.of());
        return needsSecond(heard)
                ? waiting(heard, heard.speaker().id())
                : begin(heard, heard.speaker().id());
    }

    private Answer askAgain(Heard heard, EarlyRequest open) {
        if (open.recategorises()) {
            return new Answer.Refused("somebody asks that recording "
                    + heard.recording().id() + " is " + String.join(", ", open.categories())
                    + "; that has to be approved or objected to first");
        }
        if (heard.speaker().as() != As.OFFICER && mayAsk(heard)) {
            requests.askedByPerson(heard.handle(), heard.recording().id());
        }
        return open.waits() ? waiting(heard, open.askedBy()) : new Answer.AlreadySo(heard.recording());
    }

    static Answer waiting(Heard heard, String asker) {
        return new Answer.Waiting(
                heard.recording(),
                "it waits for a second person with the authority '" + Speaker.SUPERVISOR
                        + "', who is neither its officer nor " + asker + ", to approve it");
    }

    Answer approve(Heard heard, EarlyRequest request) {
        if (!request.waits()) {
            return new Answer.AlreadySo(heard.recording());
        }
        Optional<String> forbidden = forbidden(heard);
        if (forbidden.isPresent()) {
            return new Answer.Refused(forbidden.get());
        }
        Optional<String> mayNot = mayNotApprove(heard, request);
        if (mayNot.isPresent()) {
            return Answer.Refused.unauthorised(mayNot.get());
        }
        if (!changes(heard)) {
            end(heard, Ending.OVERTAKEN);
            return new Answer.AlreadySo(hearing.after(heard));
        }
        return begin(heard, request.askedBy());
    }

    /** Why the speaker cannot be the second person; empty if they can. */
    static Optional<String> mayNotApprove(Heard heard, EarlyRequest request) {
        Speaker speaker = heard.speaker();
        if (!speaker.has(Speaker.SUPERVISOR)) {
            return Optional.of(speaker.id() + " does not have the authority '" + Speaker.SUPERVISOR
                    + "'; let somebody approve it who has, by authorities.yaml");
        } else if (isOfficer(heard)) {
            return Optional.of(speaker.id() + " is the officer of the recording; let another supervisor approve it");
        }
        return speaker.is(request.askedBy())
                ? Optional.of(speaker.id() + " asked for it; let another supervisor approve it")
                : Optional.empty();
    }

    private Answer begin(Heard heard, String asker) {
        Recording recording = heard.recording();
        Instant until = heard.rules().afterCoolingOff(heard.now());
        Instant due = due(heard);
        Instant before = Objects.requireNonNull(recording.dueAt());
        requests.approve(heard.handle(), recording.id(), heard.speaker().id(), heard.now(), until);
        hearing.catalogue().setDue(heard.handle(), recording.id(), due, before);
        hearing.note(
                heard,
                "early-deletion-approved",
                ground(heard),
                Map.of("askedBy", asker, "coolingUntil", until, "dueAt", due, "before", before));
        Recording after = hearing.after(heard);
        outbox.follow(heard.handle(), after, EvidenceMessage.UPDATED);
        return new Answer.Taken(after);
    }

    Answer keep(Heard heard) {
        return end(heard, Ending.KEPT)
                ? new Answer.Taken(hearing.after(heard))
                : new Answer.AlreadySo(heard.recording());
    }

    Answer withdraw(Heard heard) {
        UUID id = heard.recording().id();
        return requests.isOfSidecar(heard.handle(), id) && end(heard, Ending.WITHDRAWN)
                ? new Answer.Taken(hearing.after(heard))
                : new Answer.AlreadySo(heard.recording());
    }

    /**
     * Ends what is open, and gives the recording back the date that it had.
     *
     * @return false if nothing is open
     */
    boolean end(Heard heard, Ending ending) {
        Recording recording = heard.recording();
        Wish ended = requests.end(
                        heard.handle(),
                        List.of(recording.id()),
                        ending,
                        heard.speaker().id(),
                        heard.now())
                .get(recording.id());
        if (ended == null) {
            return false;
        }
        Instant otherwise = recording.directions().dueOtherwise();
        if (otherwise != null) {
            hearing.catalogue().setDue(heard.handle(), recording.id(), otherwise, null);
            outbox.follow(heard.handle(), hearing.after(heard), EvidenceMessage.UPDATED);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("because", ending.words());
        if (otherwise != null) {
            details.put("dueAt", otherwise);
        }
        hearing.note(heard, ended.ended(), ground(heard), details);
        return true;
    }

    private Optional<String> forbidden(Heard heard) {
        Recording recording = heard.recording();
        if (recording.retained()) {
            return Optional.of("recording " + recording.id() + " is retained; release it first");
        }
        List<Hold> standing = Holds.standing(heard.handle(), List.of(recording.id()), heard.now());
        if (!standing.isEmpty()) {
            Hold hold = standing.get(0);
            return Optional.of("recording " + recording.id() + " is held: " + hold.kind() + " " + hold.reference()
                    + "; it is not deleted early while that stands");
        }
        return early(heard).ask() == Ask.NOBODY
                ? Optional.of("nothing that is or was of one of the categories "
                        + String.join(", ", recording.everCategories()) + " is deleted early")
                : Optional.empty();
    }

    private static boolean mayAsk(Heard heard) {
        return heard.speaker().has(Speaker.SUPERVISOR) || (early(heard).ask() == Ask.OFFICER && isOfficer(heard));
    }

    private static String mayNot(Heard heard) {
        return heard.speaker().id() + " may not ask for it: "
                + (early(heard).ask() == Ask.OFFICER ? "the officer of the recording may, and " : "")
                + "whoever has the authority '" + Speaker.SUPERVISOR + "'";
    }

    /** What is not known of the officer may be that it is the one who asks. */
    static boolean needsSecond(Heard heard) {
        return early(heard).secondPerson()
                || isOfficer(heard)
                || Officer.of(heard.recording().facts()).isEmpty();
    }

    /** The strictest of all categories that it has or ever had. */
    private static EarlyDeletion early(Heard heard) {
        return heard.rules().early(heard.recording());
    }

    static boolean isOfficer(Heard heard) {
        return Officer.of(heard.recording().facts()).filter(heard.speaker()::is).isPresent();
    }

    private static boolean changes(Heard heard) {
        Instant dueAt = heard.recording().dueAt();
        return dueAt != null && due(heard).isBefore(dueAt);
    }

    /** When it would be due if it were approved now. */
    private static Instant due(Heard heard) {
        Recording recording = heard.recording();
        Instant cooled = heard.rules().afterCoolingOff(heard.now());
        Instant earliest = heard.rules().earliest(recording);
        return recording.directions().notBefore(earliest.isAfter(cooled) ? earliest : cooled);
    }

    private static String ground(Heard heard) {
        return "decision: " + heard.word().reason();
    }
}
