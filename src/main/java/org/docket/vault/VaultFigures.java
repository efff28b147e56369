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

    /** Verified deposits. */
    public long depositedRecordings() {
        return recordings.get();
    }

    /** Bytes that were sent and verified. */
    public long depositedBytes() {
        return bytes.get();
    }

    /** Deposits that did not end verified, each try counted. */
    public long failedDeposits() {
        return failed.get();
    }

    /** The last of them; empty if there was none. */
    public String lastFailure() {
        return lastFailure;
    }
}
