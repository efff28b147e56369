package org.docket.casework;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How many messages may be sent to a case system now: so many in a second, evenly, a tenth of them at once. */
final class Pace {
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final double atOnce;
    private final Clock clock;
    private double left;
    private Instant counted;

    /**
     * A pace.
     *
     * @param perSecond 0 for as many as there are
     */
    Pace(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.atOnce = Math.max(1, perSecond / 10.0);
        this.clock = clock;
        this.left = atOnce;
        this.counted = clock.instant();
    }

    /**
     * Takes what may be sent now; what is not sent is to be given back. It gives nothing until there is enough for a batch: many small
     * ones would cost more.
     *
     * @param most how many are wanted
     * @return that many, or as many as may be sent at once, or 0
     */
    synchronized int take(int most) {
        if (perSecond == 0) {
            return most;
        }
        count();
        int batch = batch(most);
        if (left < batch) {
            return 0;
        }
        left -= batch;
        return batch;
    }

    synchronized void giveBack(int number) {
        left = Math.min(atOnce, left + number);
    }

    /** How long it is until so many may be sent, or as many as may be sent at once. */
    synchronized Duration untilNext(int most) {
        double missing = Math.max(0, batch(most) - left);
        return Duration.ofNanos((long) Math.ceil(missing / Math.max(1, perSecond) * NANOS));
    }

    private int batch(int most) {
        return (int) Math.min(most, atOnce);
    }

    /** A clock that is set back gives nothing, and one that is set forward no more than may be sent at once. */
    private void count() {
        Instant now = clock.instant();
        double passed = Math.max(0, Duration.between(counted, now).toNanos() / NANOS);
        left = Math.min(atOnce, left + passed * perSecond);
        counted = now;
    }
}
