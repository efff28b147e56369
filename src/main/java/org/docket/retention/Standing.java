package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;

/** What was said of recordings stands when they are appraised again, unless they are to be kept for longer by then. */
public final class Standing {
    private Standing() {}

    /** A recording as it is without the early deletion that was approved. */
    public static Recording apart(Recording recording) {
        Instant otherwise = recording.directions().dueOtherwise();
        return otherwise == null
                ? recording
                : recording.with(otherwise, null, recording.directions().withDueOtherwise(null));
    }

    /**
     * A recording that was appraised again, with what was said of it before. An early deletion stands only if the recording is of the
     * same categories, and is not to be kept for longer; then it is due no later than it was.
     *
     * @param before as it was
     * @param after as it was appraised {@link #apart} from an early deletion
     */
    public static Recording together(RetentionRules rules, Recording before, Recording after) {
        Instant due = after.dueAt();
        Instant otherwise = before.directions().dueOtherwise();
        Instant early = before.dueAt();
        if (due == null) {
            return after;
        }
        Instant kept = after.directions().keptUntil();
        if (kept != null && kept.isAfter(due)) {
            return after.with(kept, null, after.directions());
        }
        if (otherwise == null
                || early == null
                || due.isAfter(otherwise)
                || !after.categories().equals(before.categories())
                || rules.earliest(after.categories(), after.receivedAt()).isAfter(early)) {
            return after;
        }
        return after.with(
                early.isBefore(due) ? early : due, null, after.directions().withDueOtherwise(due));
    }

    /** Whether a recording that was appraised again is kept for longer than whoever wanted it deleted early could know. */
    public static boolean endsEarlyDeletion(Recording before, Recording after) {
        boolean approved = before.directions().dueOtherwise() != null;
        return (approved && after.directions().dueOtherwise() == null) || (after.retained() && !before.retained());
    }

    /** A recording as rules would have it if it were of these categories, the one that keeps it for the longest time governing. */
    public static Recording by(RetentionRules rules, Recording recording, List<String> categories) {
        Optional<Retention> known = rules.names().containsAll(categories)
                ? rules.retention(categories, recording.receivedAt(), counted(recording))
                : Optional.empty();
        // What is not in the rules any more may have been kept until a person decides.
        String governing = known.map(retention -> retention.category().name()).orElse(categories.get(0));
        Instant due = known.flatMap(Retention::dueAt).orElse(null);
        Instant review =
                known.flatMap(Retention::reviewAt).orElseGet(() -> rules.reviewAfterDecision(recording.receivedAt()));
        return recording
                .change()
                .category(governing, categories)
                .rule(Recategorisation.RULE, recording.policyVersion())
                .dates(due == null, due, due == null ? review : null)
                .directions(recording.directions().withCategories(categories))
                .build();
    }

    /** Whether the one keeps a recording for longer than the other. */
    public static boolean isLonger(Recording one, Recording other) {
        Instant due = one.dueAt();
        Instant than = other.dueAt();
        return than != null && (due == null || due.isAfter(than));
    }

    private static RecordedTime counted(Recording recording) {
        RecordedTime counted = recording.countedFrom();
        return counted == null ? new RecordedTime(recording.receivedAt(), RecordedTime.Source.ARRIVAL) : counted;
    }
}
