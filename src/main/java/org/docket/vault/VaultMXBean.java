package org.docket.vault;

import java.util.Map;

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

    /** Recordings whose blob the vault was told to hold. */
    long getProtectedRecordings();

    /** Recordings whose legal hold has to be set or lifted and is not yet. */
    long getWaitingForProtection();

    /** Legal holds that could not be set or lifted, each try counted. */
    long getFailedProtections();

    /** The last of them; empty if there was none. */
    String getLastProtectionFailure();

    /** Retained recordings by the access tier that the vault was told last. */
    Map<String, Long> getRetainedRecordingsByTier();

    /** Moves to a colder tier that the vault did not make, each try counted. */
    long getFailedTierChanges();

    /** Recordings that somebody asked to have back from the archive and that are not there yet. */
    long getOpenRetrievals();
}
