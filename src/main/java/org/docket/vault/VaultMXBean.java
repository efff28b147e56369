package org.docket.vault;

/** The vault since this hub started: {@code org.docket:type=Vault}. */
public interface VaultMXBean {
    /** Verified deposits. */
    long getDepositedRecordings();

    /** Bytes that were sent and verified. */
    long getDepositedBytes();

    /** Deposits that did not end verified, each try counted. */
    long getFailedDeposits();

    /** The last of them; empty if there was none. */
    String getLastFailure();
}
