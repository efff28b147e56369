package org.docket.intake;

import java.time.Duration;

/** What is to be done about a path in a dock's folder. */
sealed interface Judgement {
    /** A whole recording. */
    record Present() implements Judgement {}

    /**
     * A sidecar whose recording is done with, or is not there.
     *
     * @param alone for how long it has been so at most
     * @param overdue whether that is longer than its recording is waited for
     */
    record Late(Duration alone, boolean overdue) implements Judgement {}

    /** No recording, and not going to be one. */
    record Refuse(QuarantineReason reason) implements Judgement {}

    /**
     * Nothing now: it is not whole yet, is done with, or is no concern of intake.
     *
     * @param again after which time another look makes sense
     */
    record Leave(Duration again) implements Judgement {}
}
