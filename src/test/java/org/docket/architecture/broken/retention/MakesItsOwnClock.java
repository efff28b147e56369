package org.docket.architecture.broken.retention;

import java.time.Clock;

/** Two clocks never agree. */
public final class MakesItsOwnClock {
    private final Clock clock = Clock.systemUTC();

    public long millis() {
        return clock.millis();
    }
}
