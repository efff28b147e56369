package org.docket.catalogue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a recording is on its way. Retained, holds, category and due date are facts beside the state, not states. */
public enum RecordingState {
    /** It has an identity; the vault does not hold it yet. */
    RECEIVED,
    /** It lies in quarantine with the reason beside it. */
    QUARANTINED,
    /** The vault holds a verified copy. */
    DEPOSITED,
    /** It is condemned; its blob is being deleted. */
    DISPOSING,
    /** It is gone, and a certificate proves it. */
    DISPOSED;

    private static final Map<RecordingState, Set<RecordingState>> LEGAL = new EnumMap<>(Map.of(
            RECEIVED, EnumSet.of(DEPOSITED, QUARANTINED),
            QUARANTINED, EnumSet.of(RECEIVED),
            DEPOSITED, EnumSet.of(DISPOSING),
            DISPOSING, EnumSet.of(DISPOSED),
            DISPOSED, EnumSet.noneOf(RecordingState.class)));

    /** Whether a recording in this state may go to the other. */
    public boolean mayBecome(RecordingState next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }
}
