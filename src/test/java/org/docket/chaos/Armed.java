package org.docket.chaos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The fault point that is armed in this process, if any. Whoever passes it for the n-th time says so and stays there for ever.
 */
final class Armed {
    static final String AT = "AT ";

    private final @Nullable FaultPoint point;
    private final AtomicInteger left;

    Armed(@Nullable FaultPoint point, int nth) {
        this.point = point;
        this.left = new AtomicInteger(nth);
    }

    /** Comes back unless this is the point. */
    void pass(Step.Moment moment, Step step) {
        if (isReached(moment, step)) {
            stay();
        }
    }

    /** Whether this is the point, and the caller is the one who must not go on; it is printed then. */
    boolean isReached(Step.Moment moment, Step step) {
        boolean reached = point != null && point.is(moment, step) && left.decrementAndGet() == 0;
        if (reached) {
            System.out.println(AT + point);
        }
        return reached;
    }

    private static void stay() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Whoever wants this thread to end is told nothing: only the end of the process ends it.
                Thread.interrupted();
            }
        }
    }
}
