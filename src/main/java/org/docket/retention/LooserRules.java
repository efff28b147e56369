package org.docket.retention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.docket.catalogue.Recording;
import org.docket.retention.EarlyDeletion.Ask;
import org.docket.retention.RetentionRule.From;
import org.docket.retention.RetentionRule.Period;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/**
 * Where retention rules protect recordings less than those before them: something may go sooner by them, or by the word of more people
 * or of fewer. What people are told, which case systems are, and in which tier a recording lies protects nothing and counts for nothing.
 */
public final class LooserRules {
    private final RetentionRules before;
    private final RetentionRules after;
    private final List<String> found = new ArrayList<>();

    private LooserRules(RetentionRules before, RetentionRules after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Each rule that is looser, in words.
     *
     * @param before those in force
     * @param after those that would follow them
     */
    public static List<String> of(RetentionRules before, RetentionRules after) {
        LooserRules looser = new LooserRules(before, after);
        looser.calendar();
        looser.decisions();
        looser.holds();
        looser.outcomes();
        before.categories()
                .forEach(category -> after.category(category.name()).ifPresent(now -> looser.category(category, now)));
        return List.copyOf(looser.found);
    }

    /**
     * Whether a recording is protected less by other categories or other rules, whatever its date is: its minimum ends sooner, or more
     * people may ask for its early deletion, or fewer have to agree; by the categories that it has, or by all that it ever had.
     *
     * @param becomes the recording as the rules that would follow make it
     */
    public static boolean protectLess(
            RetentionRules before, Recording recording, RetentionRules after, Recording becomes) {
        Collection<String> was = recording.categories();
        Collection<String> is = becomes.categories();
        return after.earliest(is, recording.receivedAt()).isBefore(before.earliest(was, recording.receivedAt()))
                || after.earliest(becomes).isBefore(before.earliest(recording))
                || after.early(is).isLooserThan(before.early(was))
                || after.early(becomes).isLooserThan(before.early(recording));
    }

    private void calendar() {
        if (!before.zone().equals(after.zone())) {
            found.add("days end by the clocks of " + after.zone() + " instead of " + before.zone());
        }
        boolean counts =
                after.categories().stream().anyMatch(category -> category.rule().from() == From.RECORDED);
        if (counts && isShorter(after.believed(), before.believed())) {
            found.add("recorded times are believed within " + after.believed() + " instead of " + before.believed());
        }
    }

    private void decisions() {
        shorter(
                "what is released",
                "kept",
                before.decisions().keepAfterRelease(),
                after.decisions().keepAfterRelease());
        shorter(
                "an approved early deletion",
                "waiting",
                before.spoken().coolingOff(),
                after.spoken().coolingOff());
    }

    private void holds() {
        before.spoken().holds().forEach((kind, hold) -> {
            Optional<HoldKind> now = after.spoken().hold(kind);
            if (now.isEmpty()) {
                found.add("holds of the kind " + kind + " can be placed no more");
            } else {
                added(hold.lift(), now.get().lift())
                        .ifPresent(
                                more -> found.add("holds of the kind " + kind + " may be lifted by " + more + " too"));
            }
        });
    }

    private void outcomes() {
        Map<String, OutcomeRule> rules = before.spoken().outcomes();
        rules.forEach((kind, rule) -> after.spoken()
                .outcome(kind)
                .ifPresentOrElse(
                        now -> outcome(rule, now),
                        () -> found.add("the outcome " + kind + " can be told no more, and keeps nothing")));
        after.spoken().outcomes().forEach((kind, now) -> {
            Set<String> ended = rules.containsKey(kind) ? rules.get(kind).ends() : Set.of();
            Set<String> known = new TreeSet<>(now.ends());
            known.retainAll(rules.keySet());
            added(ended, known).ifPresent(more -> found.add("the outcome " + kind + " ends " + more + " too"));
        });
    }

    private void outcome(OutcomeRule was, OutcomeRule is) {
        String outcome = "the outcome " + was.kind();
        if (was.keep() != null) {
            shorter("what has " + outcome, "kept", was.keep(), is.keep() == null ? PeriodDuration.ZERO : is.keep());
        }
        if (!was.openUntil().isEmpty()
                && (is.openUntil().isEmpty() || !was.openUntil().containsAll(is.openUntil()))) {
            found.add(outcome + " is open until " + listed(is.openUntil()) + " instead of " + listed(was.openUntil()));
        }
        // One fewer can be looser as well: the last of those days counts.
        if (!was.custodyUntil().isEmpty() && !was.custodyUntil().equals(is.custodyUntil())) {
            found.add(outcome + " with custody keeps until " + listed(is.custodyUntil()) + " instead of "
                    + listed(was.custodyUntil()));
        }
    }

    private void category(Category was, Category is) {
        String name = "the category " + was.name();
        if (was.isUntilReview() && is.rule() instanceof Period period) {
            found.add(name + " is kept for " + period.keep() + " instead of until a review");
        } else if (was.rule() instanceof Period before && is.rule() instanceof Period now) {
            shorter(name, "kept", before.keep(), now.keep());
        }
        if (was.rule().from() == From.RECEIVED
                && is.rule() instanceof Period period
                && period.from() == From.RECORDED) {
            found.add(name + " counts from when it was recorded instead of from receipt");
        }
        if (isShorter(was.minimum(), is.minimum())) {
            found.add(name + " has the minimum " + is.minimum() + " instead of " + was.minimum());
        }
        if (is.early().isLooserThan(was.early())) {
            found.add(name + " may be deleted early when " + words(is.early()) + " instead of " + words(was.early()));
        }
    }

    private static String words(EarlyDeletion early) {
        return early.ask() == Ask.NOBODY
                ? "nobody asks"
                : (early.ask() == Ask.OFFICER ? "its officer asks" : "a supervisor asks")
                        + (early.secondPerson() ? " and a second person approves" : ", and nobody else has to approve");
    }

    private void shorter(String what, String how, PeriodDuration was, PeriodDuration is) {
        if (isShorter(was, is)) {
            found.add(what + " is " + how + " for " + is + " instead of " + was);
        }
    }

    /** Whether the second can end sooner than the first, from whichever month they count. */
    private static boolean isShorter(@Nullable PeriodDuration was, @Nullable PeriodDuration is) {
        return was != null && CategoryReading.canBeLonger(was, is == null ? PeriodDuration.ZERO : is);
    }

    /** What the second has and the first has not, in words. */
    private static Optional<String> added(Set<String> before, Set<String> after) {
        Set<String> added = new TreeSet<>(after);
        added.removeAll(before);
        return added.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", added));
    }

    private static String listed(Set<String> names) {
        return names.isEmpty() ? "nothing" : String.join(" or ", new TreeSet<>(names));
    }
}
