package org.docket.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.Docket;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.console.Words;
import org.docket.custody.LedgerEntry;
import org.docket.intake.DockFolders;
import org.jspecify.annotations.Nullable;

/** The way of one sample, as it can be seen in its dock's folder, the catalogue, the ledger and the outbox. */
final class Journey {
    private static final String RECEIPTED = "receipted";

    /** Told by the folder and by the handovers, with the name of the case system. */
    private static final Set<String> TOLD_ELSEWHERE =
            Set.of("source-removed", "handed-over", "acknowledged", "rejected");

    private final Sample sample;
    private final SampleDock dock;
    private final Docket docket;
    private final boolean releases;
    private final Map<UUID, Handover.State> handovers = new HashMap<>();
    private @Nullable UUID recordingId;
    private int entriesTold;
    private boolean duplicate;
    private boolean receipted;
    private boolean receiptTold;
    private boolean released;

    /**
     * The way of a sample that is about to be dropped.
     *
     * @param held the recording in the vault that it is, if it is one
     * @param releases whether the dock's copy is taken away after the receipt
     */
    Journey(Sample sample, SampleDock dock, Docket docket, Optional<Recording> held, boolean releases) {
        this.sample = sample;
        this.dock = dock;
        this.docket = docket;
        this.releases = releases;
        held.ifPresent(recording -> {
            recordingId = recording.id();
            entriesTold = docket.ledger().history(recording.id()).size();
            docket.outbox().of(recording.id()).forEach(handover -> handovers.put(handover.id(), handover.state()));
        });
    }

    Sample sample() {
        return sample;
    }

    /** Whether the vault held it already when it was dropped. */
    boolean isDuplicate() {
        return duplicate;
    }

    /** The recording that the sample is, once that is known. */
    Optional<Recording> recording() {
        return Optional.ofNullable(recordingId).flatMap(docket.catalogue()::find);
    }

    /**
     * Looks again, and gives what has happened since the last look, one line for each step.
     *
     * @param latest the recordings that were received last
     */
    List<String> look(List<Recording> latest) throws IOException {
        Optional<SampleDock.Receipt> receipt = dock.receipt(sample);
        receipted = receipt.isPresent();
        duplicate = receipt.filter(written -> written.duplicateOf() != null).isPresent();
        if (receipt.isPresent()) {
            recordingId = receipt.get().recordingId();
        } else if (recordingId == null) {
            latest.stream()
                    .filter(recording -> recording.dock().equals(sample.dock())
                            && recording.name().equals(sample.name()))
                    .findFirst()
                    .ifPresent(recording -> recordingId = recording.id());
        }
        UUID id = recordingId;
        List<String> steps = new ArrayList<>();
        if (id != null) {
            entries(id, steps);
            handovers(id, steps);
        }
        if (receiptTold && !released && dock.isReleased(sample)) {
            released = true;
            steps.add("taken away from the dock's folder");
        }
        return steps;
    }

    private void entries(UUID id, List<String> steps) {
        List<LedgerEntry> history = docket.ledger().history(id);
        for (LedgerEntry entry : history.subList(Math.min(entriesTold, history.size()), history.size())) {
            if (!TOLD_ELSEWHERE.contains(entry.act())) {
                steps.add(words(entry));
            }
            receiptTold |= entry.act().equals(RECEIPTED);
        }
        entriesTold = history.size();
    }

    private String words(LedgerEntry entry) {
        return switch (entry.act()) {
            case "received" -> "received from the dock";
            case "deposited" -> "in the vault: " + entry.authority();
            case "classified" -> recording().map(Journey::classified).orElse("classified");
            case RECEIPTED -> "receipt written: " + entry.authority();
            case "presented-again" -> "presented again: the vault holds it already";
            default -> entry.act() + ": " + entry.authority();
        };
    }

    private static String classified(Recording recording) {
        return recording.category() + " by rule " + recording.categoryRule() + ": "
                + Words.kept(recording.retained(), recording.dueAt(), recording.reviewAt());
    }

    private void handovers(UUID id, List<String> steps) {
        for (Handover handover : docket.outbox().of(id)) {
            Handover.State before = handovers.put(handover.id(), handover.state());
            if (before != handover.state()) {
                steps.add(words(handover));
            }
        }
    }

    private static String words(Handover handover) {
        return switch (handover.state()) {
            case PENDING -> "to be handed over to " + handover.system();
            case SENT -> "handed over to " + handover.system();
            case ACKNOWLEDGED -> "acknowledged by " + handover.system();
            case REJECTED -> "rejected by " + handover.system() + ": " + Words.orNone(handover.lastError());
            case OVERDUE -> "not acknowledged by " + handover.system() + " in time";
        };
    }

    /** How far each case system is with it. */
    String handover() {
        UUID id = recordingId;
        if (id == null || handovers.isEmpty()) {
            return Words.NONE;
        }
        return docket.outbox().of(id).stream()
                .filter(handover -> handover.type().equals(EvidenceMessage.RETAINED))
                .map(handover -> handover.system() + " " + handover.state())
                .collect(Collectors.joining(", "));
    }

    /** Why it is not through yet; empty when it is. */
    Optional<String> missing() {
        Optional<Recording> recording = recording().filter(found -> found.state() == RecordingState.DEPOSITED);
        if (!receipted || recording.isEmpty()) {
            return Optional.of(docket.folders().waiting().stream()
                    .filter(waiting -> waiting.dock().equals(sample.dock())
                            && waiting.name().equals(sample.name()))
                    .map(DockFolders.Waiting::reason)
                    .findFirst()
                    .orElse("it has no receipt"));
        }
        if (releases && !released) {
            return Optional.of("it has its receipt, but is still in the dock's folder");
        }
        return recording.get().retained() ? notAcknowledged(recording.get()) : Optional.empty();
    }

    private Optional<String> notAcknowledged(Recording recording) {
        Set<String> acknowledged = docket.outbox().of(recording.id()).stream()
                .filter(handover -> handover.type().equals(EvidenceMessage.RETAINED))
                .filter(handover -> handover.state() == Handover.State.ACKNOWLEDGED)
                .map(Handover::system)
                .collect(Collectors.toSet());
        return docket.caseSystems().receiving(recording.categories()).stream()
                .filter(system -> !acknowledged.contains(system.id()))
                .map(system -> system.id() + " has not acknowledged it")
                .findFirst();
    }
}
