package org.docket.vault;

import java.util.concurrent.atomic.AtomicLong;

/** Counts since the start of this hub. */
public final class VaultFigures implements VaultMXBean {
    private final AtomicLong recordings = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile String lastFailure = "";

    void count(Deposit outcome) {
        if (outcome instanceof Deposit.Verified verified) {
            recordings.incrementAndGet();
            bytes.addAndGet(verified.alreadyThere() ? 0 : verified.bytes());
        } else {
            failed.incrementAndGet();
            lastFailure = outcome.toString();
        }
    }

    @Override
    public long getDepositedRecordings() {
        return recordings.get();
    }

    @Override
    public long getDepositedBytes() {
        return bytes.get();
    }

    @Override
    public long getFailedDeposits() {
        return failed.get();
    }

    @Override
    public String getLastFailure() {
        return lastFailure;
    }
}
