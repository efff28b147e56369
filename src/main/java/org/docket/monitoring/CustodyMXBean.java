package org.docket.monitoring;

import java.util.Map;

/** Whether the vault holds what the catalogue says, by the last looks at it of any hub: {@code org.docket:type=Custody}. */
public interface CustodyMXBean {
    /** When vault and catalogue were last held against each other to the end, ISO 8601; empty if they never were. */
    String getLastReconciliation();

    /** Recordings whose blob must be in the vault, as that counted them. */
    long getCataloguedRecordings();

    /** Blobs in the container of recordings, as that counted them. */
    long getListedBlobs();

    /** How many findings of each kind stand now. */
    Map<String, Long> getStandingFindings();

    /** When a share of the vault was last read again, ISO 8601; empty if it never was. */
    String getLastFixityCheck();

    /** Why that ended: share, budget, all, vault or stop; empty if there was none. */
    String getFixityCheckEndedBy();

    /** Recordings that were read from end to end by it. */
    long getReadRecordings();

    /** Bytes that were read by it. */
    long getReadBytes();

    /** Deposited recordings that had never been read again when it ended. */
    long getUnreadRecordings();

    /** For how long the recording has not been read again that was read longest ago; 0 if none was. */
    long getOldestReadSeconds();
}
