package org.docket.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds of a recording after its deposit.
 *
 * @param due absent while it is retained
 * @param review absent unless it is retained
 * @param decided what a person decided last: {@code RETAINED}, {@code RELEASED}, or nothing
 * @param otherwise when it would be due without the early deletion that was approved
 * @param keptUntil until when outcomes of cases keep it; {@link Case#OPEN} while one is open
 * @param reviewOtherwise when it would be reviewed without them
 * @param asker who asked that it is deleted early, or kept for a shorter time, if that stands
 * @param wish of what category it is to be then; absent if it is to be deleted early
 * @param said what a person said that it is
 * @param promised until when whoever released it promised to keep it
 * @param former what it was of before and is not any more, sorted
 * @param acts those of its history that retention is about, in order
 */
record Fate(
        State state,
        String category,
        boolean retained,
        @Nullable Instant due,
        @Nullable Instant review,
        @Nullable String decided,
        @Nullable Instant otherwise,
        @Nullable Instant keptUntil,
        @Nullable Instant reviewOtherwise,
        @Nullable String asker,
        @Nullable String wish,
        @Nullable String said,
        @Nullable Instant promised,
        List<String> former,
        List<String> acts) {

    /** How far its disposal is. */
    enum State {
        DEPOSITED,
        DISPOSING,
        DISPOSED
    }

    static final String RETAINED = "RETAINED";
    static final String RELEASED = "RELEASED";

    /** All categories that it has or ever had. */
    List<String> ever() {
        List<String> ever = new ArrayList<>(former);
        ever.add(category);
        return ever;
    }

    boolean lives() {
        return state == State.DEPOSITED;
    }

    boolean isReleased() {
        return RELEASED.equals(decided);
    }

    /** Whether its early deletion is asked for and waits for a second person. */
    boolean waits() {
        return asker != null && otherwise == null;
    }

    boolean isDue(Instant now) {
        return lives() && !retained && due != null && !due.isAfter(now);
    }

    Draft change() {
        return new Draft(this);
    }
}
