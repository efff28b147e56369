package org.docket.catalogue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recording was to go from one state to another that does not follow it. Nothing was changed. */
public final class IllegalMove extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IllegalMove(UUID recording, @Nullable RecordingState from, RecordingState to) {
        super("Recording " + recording + " is " + (from == null ? "not in the catalogue" : from) + " and cannot become "
                + to + ". Look at its history with 'docket show " + recording + "'.");
    }
}
