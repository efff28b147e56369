package org.docket.intake;

/** What is known of a file in a dock's folder and of what lies beside it: from the disk, or from what was listed. */
interface Surroundings {
    /** How it looks, and for how long it has looked so. */
    IndexedFile.Look look();

    /** Whether its marker is beside it. */
    boolean isMarked();

    /** Whether what says something about it, if it is a recording, is there. */
    boolean hasSidecar();

    /** Whether that has not changed for the settle time; also if there is nothing. */
    boolean isSidecarStill();

    /** Whether a recording lies beside it, if it is a sidecar, that takes it with it when it is taken in. */
    boolean isTakenWithRecording();

    /** Whether it leads to a folder, if it is a link. */
    boolean leadsToFolder();
}
