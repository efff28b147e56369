package org.docket.casework;

import java.util.function.Function;

/** Whether this process sends to a case system. */
public final class Relaying {
    private volatile Function<String, State> asking = system -> State.SUSPENDED;

    /** Whether it sends. */
    public enum State {
        /** As soon as there is something to send. */
        RUNNING,
        /** Not until an operator resumes it. */
        SUSPENDED
    }

    /** From now on finds out with that, by the id of a case system. Before, nothing is sent. */
    public void askWith(Function<String, State> other) {
        asking = other;
    }

    /** Whether it sends to the case system of that id. */
    public State of(String system) {
        return asking.apply(system);
    }
}
