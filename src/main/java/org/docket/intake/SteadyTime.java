package org.docket.intake;

import java.time.Duration;

/**
 * A moment by the counter of the machine that nobody sets. What waits for some time to pass goes by it: a clock that is set forward
 * must not make a growing recording look whole, and one that is set back must not keep a recording waiting.
 */
record SteadyTime(long nanoseconds) {
    static SteadyTime now() {
        return new SteadyTime(System.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - nanoseconds);
    }

    boolean isOver(Duration time) {
        return elapsed().compareTo(time) >= 0;
    }
}
