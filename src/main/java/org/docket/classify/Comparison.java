package org.docket.classify;

import java.time.Instant;
import java.util.Optional;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Dates;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of recordings when one rulebook follows another. Only a date that the old rulebook gave is brought forward. One
 * that is later than the old rulebook says is so for another reason, such as something that was learnt late: it stays.
 */
final class Comparison {
    private final Reappraisal reappraisal;
    private final @Nullable Rulebook before;
    private final Rulebook after;

    /**
     * Compares two rulebooks.
     *
     * @param before that which is followed; null if that is not known, and then no date is brought forward
     */
    Comparison(Reappraisal reappraisal, @Nullable Rulebook before, Rulebook after) {
        this.reappraisal = reappraisal;
        this.before = before;
        this.after = after;
    }

    /**
     * What becomes of a recording.
     *
     * @param careful if no date may be brought forward
     * @param earlier if dates may be brought forward; empty if that of this recording is not
     */
    record Compared(Recording careful, Optional<Recording> earlier) {}

    /** What becomes of a recording. Changes nothing. */
    Compared of(Recording recording) {
        Recording free = reappraisal.appraise(after, recording, Dates.AS_THE_RULES_SAY);
        Instant due = free.dueAt();
        if (recording.retained() || due == null || !isBefore(due, recording.dueAt())) {
            return new Compared(free, Optional.empty());
        }
        Recording careful = reappraisal.appraise(after, recording, Dates.NEVER_EARLIER);
        return new Compared(careful, isFromBefore(recording) ? Optional.of(free) : Optional.empty());
    }

    /**
     * The recording as it is once the pass of the old rulebook has reached it: what comes of the new one must not depend on how far that
     * is. Changes nothing.
     */
    Recording reached(Recording recording) {
        return before == null ? recording : reappraisal.appraise(before, recording, Dates.NEVER_EARLIER);
    }

    /** Whether the date of a recording is no later than the old rulebook says. */
    private boolean isFromBefore(Recording recording) {
        if (before == null) {
            return false;
        }
        Instant said =
                reappraisal.appraise(before, recording, Dates.AS_THE_RULES_SAY).dueAt();
        Instant due = recording.dueAt();
        return said != null && due != null && !said.isBefore(due);
    }

    /** A recording without a due date is never due. */
    private static boolean isBefore(Instant due, @Nullable Instant other) {
        return other == null || due.isBefore(other);
    }
}
