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
 * @param acts those of its history that retention is about, in order
 */
record Fate(
        State state,
        String category,
        boolean retained,
        @Nullable Instant due,
        @Nullable Instant review,
        @Nullable String decided,
        List<String> acts) {

    /** How far its disposal is. */
    enum State {
        DEPOSITED,
        DISPOSING,
        DISPOSED
    }

    static final String RETAINED = "RETAINED";
    static final String RELEASED = "RELEASED";

    boolean lives() {
        return state == State.DEPOSITED;
    }

    boolean isReleased() {
        return RELEASED.equals(decided);
    }

    boolean isDue(Instant now) {
        return lives() && !retained && due != null && !due.isAfter(now);
    }

    Fate to(State next, String act) {
        return new Fate(next, category, retained, due, review, decided, and(act));
    }

    Fate trace(String act) {
        return new Fate(state, category, retained, due, review, decided, and(act));
    }

    Fate retained(Instant reviewAt, String act) {
        return new Fate(state, category, true, null, reviewAt, RETAINED, and(act));
    }

    Fate released(Instant dueAt, String act) {
        return new Fate(state, category, false, dueAt, null, RELEASED, and(act));
    }

    private List<String> and(String act) {
        List<String> more = new ArrayList<>(acts);
        more.add(act);
        return List.copyOf(more);
    }
}
