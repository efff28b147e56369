package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.docket.casework.Outbox;
import org.docket.catalogue.Recording;
import org.docket.catalogue.Recording.Decided;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.Hearing.Heard;
import org.jspecify.annotations.Nullable;

/** Saying that a recording is something else than policy found. It stands against policy, and lets go of nothing that is retained. */
public final class Recategorisation {
    /** What stands as the rule in place of one of the policy. */
    public static final String RULE = "decision";

    private final Hearing hearing;
    private final EarlyDeletions early;
    private final Outbox outbox;

    Recategorisation(Hearing hearing, EarlyDeletions early, Outbox outbox) {
        this.hearing = hearing;
        this.early = early;
        this.outbox = outbox;
    }

    Answer recategorise(Heard heard, List<String> said) {
        RetentionRules rules = heard.rules();
        List<String> categories = said.stream().distinct().toList();
        List<String> unknown = categories.stream()
                .filter(name -> rules.category(name).isEmpty())
                .toList();
        if (categories.isEmpty() || !unknown.isEmpty()) {
            return new Answer.Refused("there is no category '" + String.join("', '", unknown) + "'; say some of "
                    + String.join(", ", rules.names()));
        }
        Recording recording = heard.recording();
        if (recording.directions().categories().equals(categories)) {
            return new Answer.AlreadySo(recording);
        }
        if (isShorter(heard, categories) && !mayShorten(heard)) {
            return Answer.Refused.unauthorised(
                    "as " + String.join(", ", categories) + " it is kept for a shorter time than as "
                            + String.join(", ", recording.categories()) + "; that needs somebody with the authority '"
                            + Speaker.SUPERVISOR + "' who is not its officer");
        }
        return take(heard, categories);
    }

    private static boolean mayShorten(Heard heard) {
        return heard.speaker().has(Speaker.SUPERVISOR) && !EarlyDeletions.isOfficer(heard);
    }

    private Answer take(Heard heard, List<String> categories) {
        Recording before = heard.recording();
        early.end(heard, Ending.RECATEGORISED);
        Recording after = after(heard, hearing.after(heard), categories);
        hearing.catalogue().recategorised(heard.handle(), after);
        hearing.note(
                heard,
                "recategorised",
                "decision: " + heard.word().reason(),
                Map.of(
                        "categories",
                        categories,
                        "before",
                        before.categories(),
                        "retained",
                        after.retained(),
                        after.retained() ? "reviewAt" : "dueAt",
                        String.valueOf(after.retained() ? after.reviewAt() : after.dueAt()),
                        "retentionRules",
                        heard.rules().version()));
        if (after.retained() && !before.retained()) {
            outbox.retained(heard.handle(), after);
        } else {
            outbox.updated(heard.handle(), after);
        }
        return new Answer.Taken(after);
    }

    private static Recording after(Heard heard, Recording recording, List<String> categories) {
        Recording by = Standing.by(heard.rules(), recording, categories);
        if (recording.retained()) {
            return by.with(null, recording.reviewAt(), by.directions());
        }
        Instant due = by.dueAt();
        if (due == null) {
            return by;
        }
        Instant date = isShorter(heard, categories)
                ? shortened(heard, recording, due, categories)
                : latest(recording.dueAt(), due);
        Instant earliest = heard.rules().earliest(categories, recording.receivedAt());
        return by.with(latest(earliest, date), null, by.directions());
    }

    /** Never later than it was, and never before people had the time to object. Who released it promised a time. */
    private static Instant shortened(Heard heard, Recording recording, Instant due, List<String> categories) {
        Instant before = Objects.requireNonNull(recording.dueAt());
        Instant date = latest(due, heard.rules().afterCoolingOff(heard.now()));
        date = latest(recording.directions().keptUntil(), date);
        return recording.decided() == Decided.RELEASED || date.isAfter(before) ? before : date;
    }

    private static Instant latest(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }

    private static boolean isShorter(Heard heard, List<String> categories) {
        Recording recording = heard.recording();
        RetentionRules rules = heard.rules();
        Recording before = Standing.by(rules, recording, recording.categories());
        Recording after = Standing.by(rules, recording, categories);
        boolean minimum = rules.earliest(categories, recording.receivedAt())
                .isBefore(rules.earliest(recording.categories(), recording.receivedAt()));
        return Standing.isLonger(before, after) || (after.dueAt() != null && minimum);
    }
}
