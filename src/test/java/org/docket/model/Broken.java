package org.docket.model;

/** The product did something else than the model. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final int number;

    /**
     * Something is wrong.
     *
     * @param number of the recording; 0 if it is not about a single one
     */
    Broken(int number, String what) {
        super(what);
        this.number = number;
    }

    Broken(Kept kept, String what) {
        this(kept.number(), what + ": " + kept);
    }

    int number() {
        return number;
    }
}
