package org.docket.intake;

/** Why something was put into quarantine. A closed list: each constant is documented for the operators of docks. */
public enum QuarantineReason {
    EMPTY("it has no bytes", "let the dock send it again"),
    STILL_GROWING("it was still growing after docket.intake.patience", "see whether the dock hangs, then retry"),
    WRONG_TYPE(
            "its name does not end like a recording's",
            "add the ending to docket.intake.extensions if it is a recording, then retry"),
    ESCAPES_FOLDER(
            "it is a link that leads out of the dock's folder", "have the dock copy recordings, not link them", false),
    SIDECAR_ALONE("it is a sidecar whose recording never came", "look for the recording in the dock, then retry"),
    SIDECAR_TOO_LATE(
            "it is a sidecar of a recording that is disposed of",
            "keep it or delete it: there is nothing left that it could be added to",
            false),
    NOT_A_FILE("it is a pipe, a socket or a device", "see what put it there, and delete it", false),
    TOO_LARGE(
            "it is larger than docket.intake.largest",
            "set docket.intake.largest higher if it is a recording, then retry"),
    NAME_TOO_LONG(
            "its name is so long that no receipt can be written beside it",
            "have the dock send it under a name of at most 242 bytes",
            false);

    private final String explanation;
    private final String remedy;
    private final boolean curable;

    QuarantineReason(String explanation, String remedy) {
        this(explanation, remedy, true);
    }

    QuarantineReason(String explanation, String remedy, boolean curable) {
        this.explanation = explanation;
        this.remedy = remedy;
        this.curable = curable;
    }

    /** Whether it can be taken in after all, once somebody has done what is to be done. */
    public boolean isCurable() {
        return curable;
    }

    /** What is wrong, as the end of a sentence. */
    public String explanation() {
        return explanation;
    }

    /** What a person can do. */
    public String remedy() {
        return remedy;
    }
}
