package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.docket.casework.Outbox;
import org.docket.catalogue.Recording;
import org.docket.catalogue.Recording.Decided;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.EarlyRequests.Wish;
import org.docket.retention.Hearing.Heard;
import org.jspecify.annotations.Nullable;

/** Saying that a recording is something else than policy found. It stands against policy, and lets go of nothing that is retained. */
public final class Recategorisation {
    /** What stands as the rule in place of one of the policy. */
    public static final String RULE = "decision";

    private final Hearing hearing;
    private final EarlyDeletions early;
    private final EarlyRequests requests;
    private final Outbox outbox;

    Recategorisation(Hearing hearing, EarlyDeletions early, EarlyRequests requests, Outbox outbox) {
        this.hearing = hearing;
        this.early = early;
        this.requests = requests;
        this.outbox = outbox;
    }

    Answer recategorise(Heard heard, List<String> said) {
        List<String> categories = said.stream().distinct().toList();
        Optional<Answer> wrong = wrong(heard.rules(), categories);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Recording recording = heard.recording();
        if (recording.directions().categories().equals(categories)) {
            return new Answer.AlreadySo(recording);
        }
        if (isLessStrict(heard, categories) && !mayShorten(heard)) {
            return Answer.Refused.unauthorised("as " + String.join(", ", categories)
                    + " it is kept for a shorter time, or less strictly, than as "
                    + String.join(", ", recording.categories()) + "; that needs somebody with the authority '"
                    + Speaker.SUPERVISOR + "' who is not its officer");
        }
        return isShorter(heard, categories) && EarlyDeletions.needsSecond(heard)
                ? ask(heard, categories)
                : take(heard, categories);
    }

    private static Optional<Answer> wrong(RetentionRules rules, List<String> categories) {
        List<String> unknown = categories.stream()
                .filter(name -> rules.category(name).isEmpty())
                .toList();
        return categories.isEmpty() || !unknown.isEmpty()
                ? Optional.of(new Answer.Refused("there is no category '" + String.join("', '", unknown)
                        + "'; say some of " + String.join(", ", rules.names())))
                : Optional.empty();
    }

    private static boolean mayShorten(Heard heard) {
        return heard.speaker().has(Speaker.SUPERVISOR) && !EarlyDeletions.isOfficer(heard);
    }

    private Answer ask(Heard heard, List<String> categories) {
        Optional<EarlyRequest> open =
                EarlyRequests.open(heard.handle(), heard.recording().id());
        if (open.filter(request -> request.categories().equals(categories)).isPresent()) {
            return EarlyDeletions.waiting(heard, open.get().askedBy());
        }
        early.end(heard, Ending.RECATEGORISED);
        requests.ask(heard.handle(), heard.word(), categories, heard.now());
        hearing.note(heard, Wish.RECATEGORISATION.asked(), ground(heard), Map.of("categories", categories));
        return EarlyDeletions.waiting(heard, heard.speaker().id());
    }

    /** A second person agrees to categories that keep it for a shorter time. */
    Answer approve(Heard heard, EarlyRequest request) {
        Optional<Answer> wrong = wrong(heard.rules(), request.categories());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<String> mayNot = EarlyDeletions.mayNotApprove(heard, request);
        return mayNot.isPresent() ? Answer.Refused.unauthorised(mayNot.get()) : take(heard, request.categories());
    }

    private static String ground(Heard heard) {
        return "decision: " + heard.word().reason();
    }

    private Answer take(Heard heard, List<String> categories) {
        Recording before = heard.recording();
        early.end(heard, Ending.RECATEGORISED);
        Recording after = after(heard, hearing.after(heard), categories);
        hearing.catalogue().recategorised(heard.handle(), after);
        hearing.note(
                heard,
                "recategorised",
                ground(heard),
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
        Instant date = isShorter(heard, categories) ? shortened(heard, recording, due) : latest(recording.dueAt(), due);
        return by.with(latest(heard.rules().earliest(by), date), null, by.directions());
    }

    /** Never later than it was, and never before people had the time to object. Who released it promised a time. */
    private static Instant shortened(Heard heard, Recording recording, Instant due) {
        Instant before = Objects.requireNonNull(recording.dueAt());
        Instant date = latest(due, heard.rules().afterCoolingOff(heard.now()));
        date = latest(recording.directions().keptUntil(), date);
        return recording.decided() == Decided.RELEASED || date.isAfter(before) ? before : date;
    }

    private static Instant latest(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }

    private static Recording as(Heard heard, List<String> categories) {
        return Standing.by(heard.rules(), heard.recording(), categories);
    }

    /** Whether it would be due sooner, once it is not retained. */
    private static boolean isShorter(Heard heard, List<String> categories) {
        Optional<Instant> before = date(heard, as(heard, heard.recording().categories()));
        Optional<Instant> after = date(heard, as(heard, categories));
        return before.isPresent() && after.filter(before.get()::isAfter).isPresent();
    }

    private static Optional<Instant> date(Heard heard, Recording recording) {
        return Optional.ofNullable(recording.dueAt()).or(() -> heard.rules().latestDate(recording));
    }

    /** Whether these categories by themselves let anybody delete it sooner, or more easily, unless it becomes evidence by them. */
    private static boolean isLessStrict(Heard heard, List<String> categories) {
        Recording recording = heard.recording();
        RetentionRules rules = heard.rules();
        Recording before = as(heard, recording.categories());
        Recording after = as(heard, categories);
        boolean minimum = rules.earliest(categories, recording.receivedAt())
                .isBefore(rules.earliest(recording.categories(), recording.receivedAt()));
        boolean looser = rules.early(categories).isLooserThan(rules.early(recording.categories()));
        boolean becomesEvidence = after.dueAt() == null && before.dueAt() != null;
        return Standing.isLonger(before, after) || (!becomesEvidence && (minimum || looser));
    }
}
