package org.docket.intake;

import java.time.Clock;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.retention.Answer;
import org.docket.retention.Decisions;
import org.docket.retention.Word;
import org.jdbi.v3.core.Handle;

/** Hears what officers decided at the dock, in the transaction in which their sidecar is kept. */
public final class SidecarDecisions {
    private static final String RETAIN_REFUSED = "retain-refused";

    private final Decisions decisions;
    private final Ledger ledger;
    private final Notices notices;
    private final Clock clock;

    public SidecarDecisions(Decisions decisions, Ledger ledger, Notices notices, Clock clock) {
        this.decisions = decisions;
        this.ledger = ledger;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Keeps a recording that the vault has if its officer wants that. Whoever presents it again may say no more than this. What is
     * refused, as the recording is being disposed of, is told to people once.
     */
    void retain(Handle handle, Sidecar sidecar, Recording recording, Source source) {
        if (!sidecar.saysRetain()) {
            return;
        }
        Word word = sidecar.word(recording.id(), source);
        if (decisions.retain(handle, word) instanceof Answer.Refused refused && !isNoted(recording, word, refused)) {
            refused(
                    handle,
                    recording,
                    new Refusal(
                            word,
                            RETAIN_REFUSED,
                            refused.reason(),
                            "the sidecar asks that the recording is retained, and that is refused",
                            "see './docket show " + recording.id()
                                    + "' for the reason; if the dock still has the recording, let it present it again"));
        }
    }

    /** A file of a shift is looked at again and again. */
    private boolean isNoted(Recording recording, Word word, Answer.Refused refused) {
        return ledger.history(recording.id()).stream()
                .anyMatch(entry -> entry.act().equals(RETAIN_REFUSED)
                        && entry.authority().equals(authority(word, refused.reason())));
    }

    /** Takes back what another sidecar of the recording asked for before, if its officer does not want it any more. */
    void withdraw(Handle handle, Sidecar sidecar, Recording recording, Source source) {
        if (!sidecar.saysDelete() && !sidecar.saysNothing()) {
            decisions.withdraw(handle, sidecar.word(recording.id(), source));
        }
    }

    /** Asks for the early deletion of a recording if its officer wants that. A request that is refused is told to people. */
    void delete(Handle handle, Sidecar sidecar, Recording recording, Source source) {
        if (!sidecar.saysDelete()) {
            return;
        }
        Word word = sidecar.word(recording.id(), source);
        if (decisions.deleteEarly(handle, word) instanceof Answer.Refused refused) {
            refused(
                    handle,
                    recording,
                    new Refusal(
                            word,
                            "early-deletion-refused",
                            refused.reason(),
                            "the sidecar asks that the recording is deleted early, and that is refused; the recording is kept",
                            "see './docket show " + recording.id()
                                    + "' for the reason, and decide what becomes of it"));
        }
    }

    /** What is written down of a word that was not taken. */
    private record Refusal(Word word, String act, String reason, String what, String remedy) {}

    private void refused(Handle handle, Recording recording, Refusal refusal) {
        ledger.append(
                handle,
                recording.id(),
                clock.instant(),
                refusal.word().speaker().id(),
                refusal.act(),
                authority(refusal.word(), refusal.reason()),
                Map.of());
        notices.add(handle, Notice.of(Notice.Kind.SIDECAR_WRONG, recording, refusal.what(), refusal.remedy()));
    }

    private static String authority(Word word, String reason) {
        return word.reason() + ": " + reason;
    }
}
