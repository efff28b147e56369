package org.docket.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs on, and can be moved. */
public final class MovableClock extends Clock {
    private final Clock running = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    /** Moves it forward by that much. */
    public void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Moves it back by that much. */
    public void setBack(Duration by) {
        ahead = ahead.minus(by);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only instants are asked for");
    }

    @Override
    public Instant instant() {
        return running.instant().plus(ahead);
    }
}
