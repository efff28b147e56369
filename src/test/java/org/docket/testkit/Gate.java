package org.docket.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Where calls are held until a test lets them go. */
public final class Gate {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger arrived = new AtomicInteger();

    void pass() throws InterruptedException {
        arrived.incrementAndGet();
        opened.await();
    }

    /** Waits until that many calls have come here. */
    public void awaitCalls(int number) {
        TestHub.eventually().until(() -> arrived.get() >= number);
    }

    /** Lets all go that are held here, and all that come later. */
    public void open() {
        opened.countDown();
    }
}
