package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Incoming;
import org.docket.casework.Outbox;
import org.docket.casework.RefusedMessage;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes what officers, supervisors and case systems decide about a recording: one set of rules for every way in. */
public final class Decisions {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Function<Handle, RetentionRules> rules;
    private final Clock clock;

    /**
     * Decides over that catalogue.
     *
     * @param rules those that hold now, asked in the transaction of each decision
     */
    public Decisions(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Outbox outbox,
            Function<Handle, RetentionRules> rules,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.outbox = outbox;
        this.rules = rules;
        this.clock = clock;
    }

    /** What can be decided. */
    public enum Kind {
        /** Keep it as evidence until a review. */
        RETAIN,
        /** It is no evidence any more: it is disposed of when its time is over. */
        RELEASE
    }

    /**
     * A decision.
     *
     * @param by who decides
     * @param reason why, with the reference of a case if there is one
     * @param message that brought it; null if it came another way
     */
    public record Decision(
            UUID recordingId,
            Kind kind,
            String by,
            String reason,
            @Nullable Incoming message) {}

    /** What became of a decision. */
    public sealed interface Answer {
        /** It holds from now on. */
        record Taken(Recording recording) implements Answer {}

        /** It was so already; nothing changed. */
        record AlreadySo(Recording recording) implements Answer {}

        /** It cannot be taken. The reason says what a person can do. */
        record Refused(String reason) implements Answer {}
    }

    /** Takes a decision. */
    public Answer decide(Decision decision) {
        return jdbi.inTransaction(handle -> decide(handle, decision));
    }

    /** Takes a decision within a transaction of the caller. */
    public Answer decide(Handle handle, Decision decision) {
        Optional<Recording> found = catalogue.findForUpdate(handle, decision.recordingId());
        if (found.isEmpty()) {
            return new Answer.Refused("there is no recording " + decision.recordingId());
        }
        Recording recording = found.get();
        if (recording.state() != RecordingState.DEPOSITED) {
            return new Answer.Refused(tooLateOrTooEarly(recording));
        }
        boolean retain = decision.kind() == Kind.RETAIN;
        Instant now = clock.instant();
        if (decision.message() != null && !decision.message().isNew(handle, now)) {
            return new Answer.AlreadySo(recording);
        }
        if (recording.retained() == retain) {
            // Nothing changes, but who else wanted it so is part of the history.
            trace(handle, decision, now, retain ? "retained-again" : "released-again", Map.of());
            return new Answer.AlreadySo(recording);
        }
        RetentionRules inForce = rules.apply(handle);
        Instant date = retain ? inForce.reviewAfterDecision(now) : dueAfterRelease(inForce, recording, now);
        catalogue.setRetained(handle, recording.id(), retain, date);
        trace(handle, decision, now, retain ? "retained" : "released", Map.of(retain ? "reviewAt" : "dueAt", date));
        Recording changed = catalogue.findForUpdate(handle, recording.id()).orElseThrow();
        if (retain) {
            outbox.retained(handle, changed);
        } else {
            outbox.follow(handle, changed, EvidenceMessage.RELEASED);
        }
        return new Answer.Taken(changed);
    }

    private static String tooLateOrTooEarly(Recording recording) {
        return switch (recording.state()) {
            case DISPOSING -> "too late: recording " + recording.id() + " was condemned at " + recording.condemnedAt();
            case DISPOSED ->
                "too late: recording " + recording.id() + " was disposed of at " + recording.disposedAt()
                        + "; its certificate says why";
            default ->
                "too early: recording " + recording.id() + " is " + recording.state()
                        + " and not in the vault yet; decide when it is DEPOSITED";
        };
    }

    private static Instant dueAfterRelease(RetentionRules now, Recording recording, Instant at) {
        RecordedTime recorded = recording.countedFrom();
        Instant released = now.dueAfterRelease(at);
        if (recorded == null) {
            return released;
        }
        return now.category(String.valueOf(recording.category()))
                .flatMap(category -> now.dueAt(category, recording.receivedAt(), recorded))
                .filter(due -> due.isAfter(released))
                .orElse(released);
    }

    private void trace(Handle handle, Decision decision, Instant now, String act, Map<String, ?> details) {
        ledger.append(
                handle, decision.recordingId(), now, decision.by(), act, "decision: " + decision.reason(), details);
    }

    /**
     * Takes a decision that a case system sent.
     *
     * @throws RefusedMessage if it cannot be taken
     */
    public void receive(Incoming message) {
        Kind kind =
                switch (message.text("decision")) {
                    case "retain" -> Kind.RETAIN;
                    case "release" -> Kind.RELEASE;
                    default ->
                        throw new RefusedMessage(
                                "data.decision is '" + message.text("decision") + "' but must be retain or release");
                };
        Decision decision =
                new Decision(message.uuid("recordingId"), kind, message.text("by"), message.text("reason"), message);
        if (decide(decision) instanceof Answer.Refused refused) {
            throw new RefusedMessage(refused.reason());
        }
    }
}
