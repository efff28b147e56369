package org.docket.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of retention as the documentation says them, each as what becomes of one recording. */
final class Retention {
    private Retention() {}

    /** What a recording is at its deposit. */
    static Fate deposited(
            Book book, String tag, Instant received, @Nullable Instant recorded, boolean saysRetain, Instant now) {
        String category = book.category(tag);
        Instant due = book.due(category, received, recorded);
        boolean retained = saysRetain || due == null;
        return new Fate(
                Fate.State.DEPOSITED,
                category,
                retained,
                retained ? null : due,
                retained ? book.review(category, received, recorded, now) : null,
                saysRetain ? Fate.RETAINED : null,
                saysRetain ? List.of("retained") : List.of());
    }

    /** Keep it as evidence. */
    static Fate retain(Fate before, Book book, Instant now) {
        return before.retained() ? before : before.retained(book.reviewAfterDecision(now), "retained");
    }

    /** It is no evidence any more: kept from now for a time, and as long as its category says if that is longer. */
    static Fate release(Fate before, Kept kept, Book book, Instant now) {
        if (!before.retained()) {
            return before;
        }
        Instant promised = book.dueAfterRelease(now);
        Instant due = book.due(before.category(), kept.received(), kept.recorded());
        return before.released(due != null && due.isAfter(promised) ? due : promised, "released");
    }

    /** By a rulebook that came into force. */
    static Fate appraised(Fate before, Kept kept, Book book, boolean mayBecomeEarlier, Instant now) {
        String category = book.category(kept.tag());
        Instant due = book.due(category, kept.received(), kept.recorded());
        boolean becomesRetained = !before.retained() && !before.isReleased() && due == null;
        boolean retained = before.retained() || becomesRetained;
        Instant dueThen = retained ? null : laterOf(before, due, mayBecomeEarlier);
        Instant review = becomesRetained
                ? book.review(category, kept.received(), kept.recorded(), now)
                : before.review();
        boolean changes = !category.equals(before.category())
                || retained != before.retained()
                || !Objects.equals(dueThen, before.due());
        Fate after = new Fate(before.state(), category, retained, dueThen, review, before.decided(), before.acts());
        return changes ? after.trace("classified-again") : before;
    }

    private static @Nullable Instant laterOf(Fate before, @Nullable Instant due, boolean mayBecomeEarlier) {
        Instant had = before.due();
        if (due == null || had == null) {
            return had;
        }
        boolean free = mayBecomeEarlier && before.decided() == null;
        return free || due.isAfter(had) ? due : had;
    }

    /** Whether an accepted rulebook brings its date forward: one that the rulebook before gave it. */
    static boolean becomesEarlier(Fate before, Kept kept, Book last, Book next, Instant now) {
        Instant due = before.due();
        Instant then = appraised(before, kept, next, true, now).due();
        Instant said = appraised(before, kept, last, true, now).due();
        return due != null && then != null && then.isBefore(due) && said != null && !said.isBefore(due);
    }

    /** What can have become of it when a purge has got as far as it: the last one if nothing cuts the purge short. */
    static List<Fate> purged(Kept kept, Book book, Instant now) {
        Fate before = kept.fate();
        if (before.state() == Fate.State.DISPOSING) {
            return List.of(before, before.to(Fate.State.DISPOSED, "disposed"));
        } else if (!before.isDue(now) || kept.isHeld(now)) {
            return List.of(before);
        }
        Fate looked = appraised(before, kept, book, false, now);
        if (!looked.isDue(now)) {
            return List.of(before, looked);
        }
        Fate condemned = looked.to(Fate.State.DISPOSING, "condemned");
        return List.of(before, condemned, condemned.to(Fate.State.DISPOSED, "disposed"));
    }
}
