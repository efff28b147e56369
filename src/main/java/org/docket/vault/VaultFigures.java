package org.docket.vault;

import java.util.concurrent.atomic.AtomicLong;

/** Counts since the start of this hub. */
public final class VaultFigures {
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

    public long getDepositedRecordings() {
        return recordings.get();
    }

    public long getDepositedBytes() {
        return bytes.get();
    }

    public long getFailedDeposits() {
        return failed.get();
    }

    public String getLastFailure() {
        return lastFailure;
    }
}
