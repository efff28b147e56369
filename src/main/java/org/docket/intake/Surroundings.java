package org.docket.intake;

/** What is known of a file in a dock's folder and of what lies beside it: from the disk, or from what was listed. */
interface Surroundings {
    /** How it looks, and for how long it has looked so. */
    IndexedFile.Look look();

    /** Whether its marker is beside it. */
    boolean isMarked();

    /** Whether its sidecar has not changed for the settle time; also if it has none. */
    boolean isSidecarStill();

    /** Whether a recording lies beside it, if it is a sidecar. */
    boolean hasRecording();

    /** Whether it leads to a folder, if it is a link. */
    boolean leadsToFolder();
}
