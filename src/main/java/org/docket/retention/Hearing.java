package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.docket.casework.Seen;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Where everything that people, docks and case systems say of a recording is heard, whichever way it comes: once, in one transaction,
 * with the row of the recording locked, and only while the vault has the recording.
 */
public final class Hearing {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Function<Handle, RetentionRules> rules;
    private final Clock clock;

    /**
     * Hears what is said of the recordings of that catalogue.
     *
     * @param rules those that hold now, asked in the transaction of each word
     */
    public Hearing(Jdbi jdbi, Catalogue catalogue, Ledger ledger, Function<Handle, RetentionRules> rules, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * A word that is heard now.
     *
     * @param recording as it is before that; its row is locked
     */
    record Heard(Handle handle, Word word, Recording recording, RetentionRules rules, Instant now) {
        Speaker speaker() {
            return word.speaker();
        }
    }

    /**
     * Hears a word in a transaction of its own.
     *
     * @param said what makes it another word if the rest is the same: the act, and all that it is done with
     * @param act does it; whatever it writes stays only if it does not refuse
     */
    Answer hear(Word word, List<?> said, Function<Heard, Answer> act) {
        return jdbi.inTransaction(handle -> hear(handle, word, said, act));
    }

    /** The same within a transaction of the caller. */
    Answer hear(Handle handle, Word word, List<?> said, Function<Heard, Answer> act) {
        RequestKey key = word.key();
        if (key != null) {
            switch (Seen.note(handle, key.source(), key.id(), fingerprint(word, said), clock.instant())) {
                case NEW -> {}
                case SAME -> {
                    return catalogue
                            .findForUpdate(handle, word.recordingId())
                            .map(recording -> new Answer.AlreadySo(recording).with(besides(handle, recording)))
                            .orElseGet(() -> unknown(word));
                }
                case OTHER -> {
                    return new Answer.Refused("the request id '" + key.id() + "' of " + key.source()
                            + " came before with another content; give every request an id of its own");
                }
            }
        }
        Answer answer = answer(handle, word, act);
        if (key != null && answer instanceof Answer.Refused) {
            Seen.forget(handle, key.source(), key.id());
        }
        return answer;
    }

    private Answer answer(Handle handle, Word word, Function<Heard, Answer> act) {
        Optional<Recording> found = catalogue.findForUpdate(handle, word.recordingId());
        if (found.isEmpty()) {
            return unknown(word);
        }
        Recording recording = found.get();
        if (recording.state() != RecordingState.DEPOSITED) {
            return new Answer.Refused(tooLateOrTooEarly(handle, recording));
        }
        // Not before its row is locked: whoever had it locked may have changed it at a later instant.
        Instant now = clock.instant();
        Answer answer = act.apply(new Heard(handle, word, recording, rules.apply(handle), now));
        return answer.with(besides(handle, recording));
    }

    /** What keeps a recording, or is about to keep it no longer, beside what its date says. */
    private List<String> besides(Handle handle, Recording recording) {
        List<String> besides = new ArrayList<>();
        EarlyRequests.open(handle, recording.id())
                .filter(EarlyRequest::waits)
                .map(request -> request.recategorises()
                        ? "that it is " + String.join(", ", request.categories())
                                + " waits for a second person to approve it"
                        : "its early deletion waits for a second person to approve it")
                .ifPresent(besides::add);
        Holds.standing(handle, List.of(recording.id()), clock.instant()).stream()
                .map(hold ->
                        "it is held (" + hold.kind() + " " + hold.reference() + ") and not disposed of while it is")
                .forEach(besides::add);
        return besides;
    }

    private static Answer unknown(Word word) {
        return new Answer.Refused("there is no recording " + word.recordingId());
    }

    private static String tooLateOrTooEarly(Handle handle, Recording recording) {
        return switch (recording.state()) {
            case DISPOSING ->
                "too late: recording " + recording.id() + " was condemned at " + recording.condemnedAt()
                        + " and is being disposed of; its certificate comes when that is done";
            case DISPOSED ->
                "too late: recording " + recording.id() + " was condemned at " + recording.condemnedAt()
                        + " and disposed of at " + recording.disposedAt() + "; its certificate is "
                        + certificate(handle, recording);
            default ->
                "too early: recording " + recording.id() + " is " + recording.state()
                        + " and not in the vault yet; say it again when it is DEPOSITED";
        };
    }

    private static String certificate(Handle handle, Recording recording) {
        return handle.createQuery("select blob from certificate where recording_id = :id")
                .bind("id", recording.id())
                .mapTo(String.class)
                .findOne()
                .orElse("not written yet");
    }

    private static String fingerprint(Word word, List<?> said) {
        List<Object> parts = new ArrayList<>();
        parts.add(word.recordingId());
        parts.add(word.speaker().id());
        parts.add(word.reason());
        parts.add(String.valueOf(word.caseReference()));
        parts.addAll(said);
        return Seen.content(parts);
    }

    /** The recording as it is by now, after something was written of it. */
    Recording after(Heard heard) {
        return catalogue.findForUpdate(heard.handle(), heard.recording().id()).orElseThrow();
    }

    /** Writes into the history of the recording what the speaker did, on the ground of what they say. */
    void note(Heard heard, String act, String authority, Map<String, ?> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        Word word = heard.word();
        if (word.caseReference() != null) {
            all.put("caseReference", word.caseReference());
        }
        if (word.speaker().system() != null) {
            all.put("system", word.speaker().system());
        }
        ledger.append(
                heard.handle(),
                heard.recording().id(),
                heard.now(),
                word.speaker().id(),
                act,
                authority,
                all);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Clock clock() {
        return clock;
    }
}
