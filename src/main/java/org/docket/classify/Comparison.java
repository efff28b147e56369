package org.docket.classify;

import java.time.Instant;
import java.util.Optional;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Dates;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of recordings when one rulebook follows another. A date that is later than both say, because it was promised or
 * because something was learnt late, is brought forward only where the new rulebook says an earlier one than the old: a change that has
 * nothing to do with a recording does nothing to it.
 */
final class Comparison {
    private final Reappraisal reappraisal;
    private final @Nullable Rulebook before;
    private final Rulebook after;

    /**
     * Compares two rulebooks.
     *
     * @param before that which is followed; null if that is not known, and then every date that is brought forward counts
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
        boolean changes = before == null
                || isBefore(
                        due,
                        reappraisal
                                .appraise(before, recording, Dates.AS_THE_RULES_SAY)
                                .dueAt());
        return new Compared(careful, changes ? Optional.of(free) : Optional.empty());
    }

    /** A recording without a due date is never due. */
    private static boolean isBefore(Instant due, @Nullable Instant other) {
        return other == null || due.isBefore(other);
    }
}
