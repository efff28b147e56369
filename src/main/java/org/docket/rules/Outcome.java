package org.docket.rules;

/** What came of trying one rule on one recording. Only {@link Matched} gives the category. */
public sealed interface Outcome {
    /** The rule holds. */
    record Matched() implements Outcome {}

    /** The rule does not hold. */
    record NotMatched() implements Outcome {}

    /**
     * The rule depends on a fact that is not known of the recording.
     *
     * @param fact as the rule writes it: {@code officer.unit}
     */
    record FactAbsent(String fact) implements Outcome {}

    /**
     * The rule could not be evaluated on this recording, such as for dividing by zero or for more work than is allowed.
     *
     * @param reason for a person
     */
    record Failed(String reason) implements Outcome {}
}
