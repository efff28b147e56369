package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Outbox;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Officer;
import org.docket.catalogue.Recording;
import org.docket.retention.EarlyDeletion.Ask;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.Hearing.Heard;
import org.jspecify.annotations.Nullable;

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
                requests.open(heard.handle(), heard.recording().id());
        if (open.isPresent()) {
            return open.get().waits() ? waiting(heard, open.get().askedBy()) : new Answer.AlreadySo(heard.recording());
        }
        if (!mayAsk(heard)) {
            return Answer.Refused.unauthorised(mayNot(heard));
        }
        if (!changes(heard)) {
            return new Answer.AlreadySo(heard.recording());
        }
        requests.ask(heard.handle(), heard.word(), heard.now());
        hearing.note(heard, "early-deletion-asked", ground(heard), Map.of());
        return needsSecond(heard)
                ? waiting(heard, heard.speaker().id())
                : begin(heard, heard.speaker().id());
    }

    private Answer waiting(Heard heard, String asker) {
        return new Answer.Waiting(
                heard.recording(),
                "it waits for a second person with the authority '" + Speaker.SUPERVISOR
                        + "', who is neither its officer nor " + asker + ", to approve it");
    }

    Answer approve(Heard heard) {
        Optional<EarlyRequest> open =
                requests.open(heard.handle(), heard.recording().id());
        if (open.isEmpty()) {
            return new Answer.Refused("nobody asks that recording "
                    + heard.recording().id() + " is deleted early; there is nothing to approve");
        } else if (!open.get().waits()) {
            return new Answer.AlreadySo(heard.recording());
        }
        EarlyRequest request = open.get();
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

    private static Optional<String> mayNotApprove(Heard heard, EarlyRequest request) {
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

    /**
     * Ends what is open, and gives the recording back the date that it had.
     *
     * @return false if nothing is open
     */
    boolean end(Heard heard, Ending ending) {
        Recording recording = heard.recording();
        if (requests.end(
                        heard.handle(),
                        List.of(recording.id()),
                        ending,
                        heard.speaker().id(),
                        heard.now())
                .isEmpty()) {
            return false;
        }
        Instant otherwise = recording.directions().dueOtherwise();
        if (otherwise != null) {
            hearing.catalogue().setDue(heard.handle(), recording.id(), otherwise, null);
            outbox.follow(heard.handle(), hearing.after(heard), EvidenceMessage.UPDATED);
        }
        hearing.note(
                heard,
                "early-deletion-ended",
                ground(heard),
                otherwise == null ? Map.of() : Map.of("dueAt", otherwise));
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
                ? Optional.of("no recording of the category " + recording.category() + " is deleted early")
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
    private static boolean needsSecond(Heard heard) {
        return early(heard).secondPerson() || isOfficer(heard) || officer(heard.recording()) == null;
    }

    /** The strictest of all its categories. */
    private static EarlyDeletion early(Heard heard) {
        return heard.rules().early(heard.recording().categories());
    }

    static boolean isOfficer(Heard heard) {
        return heard.speaker().is(officer(heard.recording()));
    }

    private static @Nullable String officer(Recording recording) {
        Facts facts = recording.facts();
        Officer officer = facts == null ? null : facts.officer();
        return officer == null || officer.id().isBlank() ? null : officer.id();
    }

    private static boolean changes(Heard heard) {
        Instant dueAt = heard.recording().dueAt();
        return dueAt != null && due(heard).isBefore(dueAt);
    }

    /** When it would be due if it were approved now. */
    private static Instant due(Heard heard) {
        Recording recording = heard.recording();
        Instant cooled = heard.rules().afterCoolingOff(heard.now());
        Instant earliest = heard.rules().earliest(recording.categories(), recording.receivedAt());
        Instant kept = recording.directions().keptUntil();
        Instant due = earliest.isAfter(cooled) ? earliest : cooled;
        return kept != null && kept.isAfter(due) ? kept : due;
    }

    private static String ground(Heard heard) {
        return "decision: " + heard.word().reason();
    }
}
