package org.docket.model;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that happens. Recordings are named by the number of the source that brought them, so that steps can be repeated. */
sealed interface Step {
    /** The number of the recording that it concerns; 0 if it concerns all. */
    default int concerns() {
        return 0;
    }

    /**
     * A dock presents a source.
     *
     * @param number a new one
     * @param content sources with the same have the same content
     * @param tag of its sidecar; none if it is empty
     * @param recorded as the sidecar says it
     * @param officer as the sidecar says it; none if it is empty
     * @param saysRetain whether the officer decided so at the dock
     */
    record Arrive(
            int number,
            String content,
            String tag,
            @Nullable Instant recorded,
            String officer,
            boolean saysRetain) implements Step {
        @Override
        public int concerns() {
            return number;
        }
    }

    /** The hub looks again at the sources that were cut short. */
    record Retry() implements Step {}

    /** A person wants a recording retained. */
    record Retain(int concerns, String by) implements Step {}

    /** A person releases a recording. */
    record Release(int concerns, String by) implements Step {}

    /** Somebody places a hold. */
    record Hold(
            int concerns,
            String by,
            String reference,
            @Nullable Instant until) implements Step {}

    /** Somebody lifts a hold. */
    record Lift(int concerns, String by, String reference) implements Step {}

    /** Somebody asks that a recording is deleted early. */
    record AskEarly(int concerns, String by) implements Step {}

    /** Somebody approves that. */
    record Approve(int concerns, String by) implements Step {}

    /** Somebody objects to that. */
    record Objection(int concerns, String by) implements Step {}

    /** Somebody says of what category it is. */
    record Recategorise(int concerns, String by, String category) implements Step {}

    /** Somebody tells an outcome of a case. */
    record Tell(int concerns, String by, Case.Told outcome) implements Step {}

    /** Somebody releases the run that waits for a person. */
    record LetGo(String by) implements Step {}

    /** Time passes. */
    record Advance(Instant to) implements Step {}

    /** A disposal run. */
    record Purge() implements Step {}

    /**
     * Other files are put into the configuration.
     *
     * @param accept whether somebody accepts them if they have to be accepted; otherwise the old ones come back
     */
    record Change(Book book, boolean accept) implements Step {}

    /** The hub looks after its rulebook, so that a pass over all recordings can go on. */
    record Look() implements Step {}

    /**
     * The hub dies in the midst of a step, and is started again.
     *
     * @param at at which statement, commit or call to the vault, counted from 1
     */
    record Cut(Step step, int at) implements Step {
        @Override
        public int concerns() {
            return step.concerns();
        }
    }

    /**
     * Something happens in the midst of a step.
     *
     * @param at at which moment of it that is outside of transactions, counted from 1
     */
    record Meanwhile(Step step, int at, Step other) implements Step {
        @Override
        public int concerns() {
            return step.concerns() == 0 ? other.concerns() : step.concerns();
        }
    }

    /** The arrival that it is, or is cut short or disturbed by it. */
    static Optional<Arrive> arrival(Step step) {
        if (step instanceof Cut cut) {
            return arrival(cut.step());
        } else if (step instanceof Meanwhile meanwhile) {
            return arrival(meanwhile.step());
        }
        return step instanceof Arrive arrival ? Optional.of(arrival) : Optional.empty();
    }

    /** Whether it is of no interest where only those recordings are looked at. */
    default boolean isOfOthers(Set<Integer> wanted) {
        return concerns() != 0 && !wanted.contains(concerns());
    }
}
