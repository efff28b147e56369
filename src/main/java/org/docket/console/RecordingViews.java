package org.docket.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.casework.Outbox;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.console.RecordingView.HandoverView;
import org.docket.console.RecordingView.HoldView;
import org.docket.console.RecordingView.WaitView;
import org.docket.custody.Ledger;
import org.docket.enrich.Candidates;
import org.docket.intake.Retries;
import org.docket.preservation.Keeping;
import org.docket.retention.Hold;
import org.docket.retention.Holds;

/** Puts together what the outside sees of recordings, from all the capabilities that know something of them. */
public final class RecordingViews {
    private final Holds holds;
    private final Outbox outbox;
    private final Retries retries;
    private final Ledger ledger;
    private final Candidates candidates;
    private final Function<List<UUID>, Map<UUID, Keeping>> keepings;

    /**
     * Asks these.
     *
     * @param keepings how the vault keeps recordings, by their ids
     */
    public RecordingViews(
            Holds holds,
            Outbox outbox,
            Retries retries,
            Ledger ledger,
            Candidates candidates,
            Function<List<UUID>, Map<UUID, Keeping>> keepings) {
        this.holds = holds;
        this.outbox = outbox;
        this.retries = retries;
        this.ledger = ledger;
        this.candidates = candidates;
        this.keepings = keepings;
    }

    /** The views of these recordings, in their order. */
    public List<RecordingView> of(List<Recording> recordings) {
        List<UUID> ids = recordings.stream().map(Recording::id).toList();
        Map<UUID, List<Hold>> standing = holds.standing(ids).stream().collect(Collectors.groupingBy(Hold::recordingId));
        Map<UUID, List<Handover>> handovers = outbox.of(ids);
        Map<UUID, Retries.Wait> waiting = retries.of(recordings.stream()
                .filter(recording -> recording.state() == RecordingState.RECEIVED)
                .map(Recording::id)
                .toList());
        Map<UUID, Keeping> kept = keepings.apply(ids);
        return recordings.stream()
                .map(recording -> RecordingView.of(
                        recording,
                        standing.getOrDefault(recording.id(), List.of()).stream()
                                .map(HoldView::of)
                                .toList(),
                        latest(handovers.getOrDefault(recording.id(), List.of())),
                        WaitView.of(waiting.get(recording.id())),
                        kept.get(recording.id())))
                .toList();
    }

    /** The view of one recording, with its whole history. */
    public RecordingHistory withHistory(Recording recording) {
        return new RecordingHistory(
                of(List.of(recording)).get(0),
                candidates.of(recording.id()),
                ledger.history(recording.id()).stream().map(LedgerView::of).toList(),
                null);
    }

    /** Of each case system the last handover that told it to keep the recording. */
    private static List<HandoverView> latest(List<Handover> oldestFirst) {
        Map<String, HandoverView> latest = new LinkedHashMap<>();
        oldestFirst.stream()
                .filter(handover -> handover.type().equals(EvidenceMessage.RETAINED))
                .forEach(handover -> latest.put(handover.system(), HandoverView.of(handover)));
        return List.copyOf(latest.values());
    }
}
