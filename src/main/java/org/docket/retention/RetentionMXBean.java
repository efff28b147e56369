package org.docket.retention;

/** Retention: {@code org.docket:type=Retention}. Numbers of disposals are those of this hub since it started; runs are those of all hubs. */
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

    /** Whether a run waits for a person. Nothing is disposed of meanwhile. */
    boolean isStopped();

    /** The id of that run; empty if none waits. */
    String getStoppedRun();

    /** When that run was planned, ISO 8601; empty if none waits. */
    String getStoppedSince();

    /** Why that run waits and what to look at, a line for each reason; empty if none waits. */
    String getStoppedFor();

    /** Recordings that the last run was to dispose of, by its plan. */
    long getPlannedRecordings();

    /** Bytes of these together. */
    long getPlannedBytes();

    /**
     * Lets the run that waits go on. Who released it and why stands in its row and in the custody ledger.
     *
     * @param run its id, so that nobody releases another one than they looked at
     * @param by who says so
     * @param reason why it may go on
     */
    String release(String run, String by, String reason);
}
