package org.docket.enrich;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes a person's word to which incident a recording belongs. It stands whatever is learnt later, until a person says otherwise. */
public final class IncidentWord {
    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Matching matching;
    private final Clock clock;

    public IncidentWord(Jdbi jdbi, Catalogue catalogue, Ledger ledger, Matching matching, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.matching = matching;
        this.clock = clock;
    }

    /**
     * What a person says.
     *
     * @param incident its reference; absent if the recording belongs to none
     */
    public record Word(UUID recordingId, @Nullable String incident, String by, String reason) {}

    /** What became of it. */
    public sealed interface Answer {
        /** It is so from now on. */
        record Taken(Recording recording) implements Answer {}

        /** Somebody had said so already; nothing changed. */
        record AlreadySo(Recording recording) implements Answer {}

        /** It cannot be taken. The reason says what a person can do. */
        record Refused(String reason) implements Answer {}
    }

    /** Takes a person's word. */
    public Answer settle(Word word) {
        return jdbi.inTransaction(handle -> settle(handle, word));
    }

    private Answer settle(Handle handle, Word word) {
        Optional<Recording> found = catalogue.findForUpdate(handle, word.recordingId());
        if (found.isEmpty()) {
            return new Answer.Refused("there is no recording " + word.recordingId());
        }
        Recording recording = found.get();
        if (recording.state() != RecordingState.DEPOSITED) {
            return new Answer.Refused("recording " + recording.id() + " is " + recording.state()
                    + ": only one that is DEPOSITED can be matched");
        }
        String incident = word.incident();
        if (incident != null && !Incidents.isKnown(handle, incident)) {
            return new Answer.Refused("there is no incident " + incident + ": './docket show " + recording.id()
                    + "' lists those that fit, and the control room has to tell of any other one first");
        }
        IncidentSettled.Word said = new IncidentSettled.Word(incident);
        boolean again =
                IncidentSettled.of(handle, recording.id()).filter(said::equals).isPresent();
        Instant now = clock.instant();
        IncidentSettled.write(handle, recording.id(), incident, now);
        String authority = "decision: " + word.reason();
        Optional<Recording> changed = matching.matchAgain(handle, recording, word.by(), authority);
        if (changed.isEmpty()) {
            // Who else wanted it so is part of the history.
            ledger.append(
                    handle,
                    recording.id(),
                    now,
                    word.by(),
                    again ? "matched-again" : "matched",
                    authority,
                    Map.of("incident", incident == null ? "none" : incident));
        }
        return again ? new Answer.AlreadySo(recording) : new Answer.Taken(changed.orElse(recording));
    }
}
