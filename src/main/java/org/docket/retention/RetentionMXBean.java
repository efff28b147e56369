package org.docket.retention;

/** Retention since this hub started: {@code org.docket:type=Retention}. */
public interface RetentionMXBean {
    /** Recordings that are due and not retained; holds may still forbid their disposal. */
    long getDueRecordings();

    /** Recordings that were disposed of. */
    long getDisposedRecordings();

    /** Disposals that failed, each try counted. */
    long getFailedDisposals();

    /** When the last run began, ISO 8601; empty if there was none. */
    String getLastRun();

    /** The last failure; empty if there was none. */
    String getLastFailure();
}
