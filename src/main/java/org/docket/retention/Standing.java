package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.jspecify.annotations.Nullable;

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
                || rules.earliest(after).isAfter(early)
                || after.directions().notBefore(early).isAfter(early)) {
            return after;
        }
        return after.with(
                early.isBefore(due) ? early : due, null, after.directions().withDueOtherwise(due));
    }

    /**
     * Whether a recording that was appraised again is something else, or kept for longer, than whoever asked that it goes sooner could
     * know; whether that is approved or waits makes no difference.
     */
    public static boolean endsRequest(Recording before, Recording after) {
        boolean approved = before.directions().dueOtherwise() != null;
        Instant due = apart(before).dueAt();
        Instant then = apart(after).dueAt();
        return (approved && after.directions().dueOtherwise() == null)
                || (after.retained() && !before.retained())
                || !after.categories().equals(before.categories())
                || (due != null && then != null && then.isAfter(due));
    }

    /**
     * Whether a request that a recording goes sooner was asked for and approved by people who might not have, now that another officer
     * of it is known: that one decides about it with nobody else.
     */
    public static boolean endsRequest(EarlyRequest request, @Nullable Facts before, @Nullable Facts after) {
        Optional<String> was = Officer.of(before);
        Optional<String> is = Officer.of(after);
        boolean decided = is.filter(
                        officer -> Stream.of(Optional.of(request.askedBy()), Optional.ofNullable(request.approvedBy()))
                                .flatMap(Optional::stream)
                                .anyMatch(person -> Officer.compared(person).equals(officer)))
                .isPresent();
        return !was.equals(is) && (was.isPresent() || decided);
    }

    /** A recording as rules would have it if it were of these categories, the one that keeps it for the longest time governing. */
    public static Recording by(RetentionRules rules, Recording recording, List<String> categories) {
        Optional<Retention> known = rules.names().containsAll(categories)
                ? rules.retention(categories, former(recording, categories), recording.receivedAt(), counted(recording))
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

    private static List<String> former(Recording recording, List<String> categories) {
        return recording.everCategories().stream()
                .filter(name -> !categories.contains(name))
                .toList();
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
