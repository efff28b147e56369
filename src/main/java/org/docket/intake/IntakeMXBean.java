package org.docket.intake;

/** What waits in the folder of one dock: {@code org.docket:type=Intake,dock=<id>}. */
public interface IntakeMXBean {
    /** Recordings that could not be taken in yet and are tried again. */
    int getWaitingRecordings();

    /** For how long the oldest recording that is not taken in has been seen; 0 if there is none. */
    long getOldestWaitingSeconds();

    /** Why the last of those that wait does; empty if none does. */
    String getLastFailure();

    /** Files and folders that are left where they are, because they cannot be taken or looked into. */
    int getPassedOver();

    /** The first of those and why; empty if there is none. */
    String getFirstPassedOver();
}
