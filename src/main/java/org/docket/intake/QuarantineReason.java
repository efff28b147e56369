package org.docket.intake;

/** Why something was put into quarantine. A closed list: each constant is documented for the operators of docks. */
public enum QuarantineReason {
    EMPTY("it has no bytes", "let the dock send it again"),
    STILL_GROWING("it was still growing after docket.intake.patience", "see whether the dock hangs, then retry"),
    WRONG_TYPE(
            "its name does not end like a recording's",
            "add the ending to docket.intake.extensions if it is a recording, then retry"),
    ESCAPES_FOLDER("it is a link that leads out of the dock's folder", "have the dock copy recordings, not link them"),
    SIDECAR_ALONE("it is a sidecar whose recording never came", "look for the recording in the dock, then retry");

    private final String explanation;
    private final String remedy;

    QuarantineReason(String explanation, String remedy) {
        this.explanation = explanation;
        this.remedy = remedy;
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
