package org.docket.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.docket.model.World.Answer;
import org.jspecify.annotations.Nullable;

/** The rules of retention as the documentation says them, each as what becomes of one recording. */
final class Retention {
    private Retention() {}

    /** What is answered, and what becomes of the recording by it. */
    record Said(Answer answer, Fate fate) {
        static Said taken(Fate fate) {
            return new Said(Answer.TAKEN, fate);
        }
    }

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
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                saysRetain ? List.of("retained") : List.of());
    }

    /** Keep it as evidence. */
    static Said retain(Fate before, Book book, Instant now) {
        if (before.retained()) {
            return new Said(Answer.ALREADY_SO, before);
        }
        Instant review = book.reviewAfterDecision(now);
        return Said.taken(before.change()
                .endEarly()
                .retained(review)
                .kept(before.keptUntil(), review)
                .promised(null)
                .decided(Fate.RETAINED)
                .act("retained")
                .done());
    }

    /** It is no evidence any more: kept from now for a time, and as long as its category and its cases say if that is longer. */
    static Said release(Fate before, Kept kept, Book book, Instant now) {
        if (!before.retained()) {
            return new Said(Answer.ALREADY_SO, before);
        }
        Optional<Case.Term> term = Case.term(kept.outcomes());
        if (term.filter(asked -> asked.until().equals(Case.OPEN)).isPresent()) {
            return new Said(Answer.REFUSED, before);
        }
        Instant until = term.map(Case.Term::until).orElse(null);
        Instant promised = book.dueAfterRelease(now);
        Instant said = latest(promised, dated(before, kept, book), until);
        Instant due = book.notBeforeMinimum(before.ever(), kept.received(), said);
        return Said.taken(before.change()
                .due(due)
                .kept(until, null)
                .promised(promised)
                .decided(Fate.RELEASED)
                .act("released")
                .done());
    }

    /** What its category says; one that is kept until a person decides hides nothing that one before it said. */
    private static @Nullable Instant dated(Fate fate, Kept kept, Book book) {
        Instant said = book.due(fate.category(), kept.received(), kept.recorded());
        if (said != null) {
            return said;
        }
        return fate.former().stream()
                .flatMap(former -> Stream.ofNullable(book.dated(former, kept.received(), kept.recorded())))
                .max(Instant::compareTo)
                .orElse(null);
    }

    static Instant latest(Instant one, @Nullable Instant... others) {
        Instant latest = one;
        for (Instant other : others) {
            latest = other != null && other.isAfter(latest) ? other : latest;
        }
        return latest;
    }

    /** An outcome of a case makes it evidence. */
    static Said tell(Fate before, Kept kept, Case.Told told, Instant now) {
        if (told.day().isAfter(now.atZone(Book.ZONE).toLocalDate())
                || (told.until() != null && told.until().isBefore(told.day()))) {
            return new Said(Answer.REFUSED, before);
        } else if (kept.outcomes().contains(told)) {
            return new Said(Answer.ALREADY_SO, before);
        }
        Set<Case.Told> all = new HashSet<>(kept.outcomes());
        all.add(told);
        Case.Term term = Case.term(all).orElseThrow();
        Instant without = before.keptUntil() == null ? before.review() : before.reviewOtherwise();
        return Said.taken(before.change()
                .endEarly()
                .retained(latest(term.review(), without))
                .kept(term.until(), without)
                .promised(null)
                .decided(Fate.RETAINED)
                .act("outcome-told")
                .done());
    }

    /** Delete it before its time. */
    static Said askEarly(Fate before, Kept kept, Book book, Person by, Instant now) {
        Keeping keeping = book.strictest(before.ever());
        boolean officer = kept.officer().equals(by.id());
        boolean may = by.isSupervisor() || (keeping.early() == Keeping.Early.OFFICER && officer);
        if (isForbidden(before, kept, keeping, now)) {
            return new Said(Answer.REFUSED, before);
        } else if (before.wish() != null) {
            return new Said(Answer.REFUSED, before);
        } else if (before.asker() != null) {
            return new Said(before.waits() ? Answer.WAITING : Answer.ALREADY_SO, before);
        } else if (!may) {
            return new Said(Answer.REFUSED, before);
        } else if (!isSooner(before, kept, book, now)) {
            return new Said(Answer.ALREADY_SO, before);
        }
        Draft asked = before.change().asker(by.id()).act("early-deletion-asked");
        boolean needsSecond = keeping.second() || officer || kept.officer().isEmpty();
        return needsSecond ? new Said(Answer.WAITING, asked.done()) : Said.taken(begun(asked, before, kept, book, now));
    }

    /** A second person, who is neither its officer nor who asked, lets it begin. */
    static Said approve(Fate before, Kept kept, Book book, Person by, Instant now) {
        if (before.asker() == null) {
            return new Said(Answer.REFUSED, before);
        } else if (!before.waits()) {
            return new Said(Answer.ALREADY_SO, before);
        }
        boolean second = by.isSupervisor()
                && !kept.officer().equals(by.id())
                && !before.asker().equals(by.id());
        boolean forbidden = before.wish() == null && isForbidden(before, kept, book.strictest(before.ever()), now);
        if (forbidden || !second) {
            return new Said(Answer.REFUSED, before);
        } else if (before.wish() != null) {
            return Said.taken(Recategorising.become(before, kept, book, before.wish(), now));
        }
        return isSooner(before, kept, book, now)
                ? Said.taken(begun(before.change(), before, kept, book, now))
                : new Said(Answer.ALREADY_SO, before.change().endEarly().done());
    }

    /** It is due when it was before. */
    static Said object(Fate before) {
        return before.asker() == null
                ? new Said(Answer.ALREADY_SO, before)
                : Said.taken(before.change().endEarly().done());
    }

    private static boolean isForbidden(Fate fate, Kept kept, Keeping keeping, Instant now) {
        return fate.retained() || kept.isHeld(now) || keeping.early() == Keeping.Early.NOBODY;
    }

    private static Instant early(Fate fate, Kept kept, Book book, Instant now) {
        return latest(
                book.afterCoolingOff(now),
                book.earliest(fate.ever(), kept.received()),
                fate.keptUntil(),
                fate.promised());
    }

    private static boolean isSooner(Fate fate, Kept kept, Book book, Instant now) {
        return fate.due() != null && early(fate, kept, book, now).isBefore(fate.due());
    }

    private static Fate begun(Draft draft, Fate before, Kept kept, Book book, Instant now) {
        return draft.due(early(before, kept, book, now))
                .otherwise(before.due())
                .act("early-deletion-approved")
                .done();
    }

    /** By a rulebook that came into force. */
    static Fate appraised(Fate before, Kept kept, Book book, boolean mayBecomeEarlier, Instant now) {
        String category = before.said() != null ? before.said() : book.category(kept.tag());
        Draft after = before.change().category(category);
        Instant earliest = book.earliest(after.done().ever(), kept.received());
        Instant said = book.due(category, kept.received(), kept.recorded());
        Instant had = before.otherwise() == null ? before.due() : before.otherwise();
        boolean becomesRetained = !before.retained() && !before.isReleased() && said == null;
        boolean ends = becomesRetained || !category.equals(before.category());
        if (becomesRetained) {
            Instant review = book.review(category, kept.received(), kept.recorded(), now);
            after.retained(review).kept(before.keptUntil(), review);
        } else if (!before.retained()) {
            Instant dated = date(before, had, said, mayBecomeEarlier);
            Instant due =
                    latest(book.notBeforeMinimum(after.done().ever(), kept.received(), dated), before.keptUntil());
            boolean stands = before.otherwise() != null
                    && !due.isAfter(before.otherwise())
                    && category.equals(before.category())
                    && before.due() != null
                    && !earliest.isAfter(before.due())
                    && (before.promised() == null || !before.promised().isAfter(before.due()));
            ends = ends || (before.otherwise() != null && !stands) || (had != null && due.isAfter(had));
            after.due(stands && before.due() != null && before.due().isBefore(due) ? before.due() : due)
                    .otherwise(stands ? due : null);
        }
        Fate then = after.done();
        if (then.equals(before)) {
            return before;
        }
        boolean shows = !category.equals(before.category())
                || then.retained() != before.retained()
                || !Objects.equals(then.due(), before.due());
        Draft traced = then.change();
        if (shows) {
            traced.act("classified-again");
        }
        if (ends && before.asker() != null) {
            traced.asker(null)
                    .wish(null)
                    .act(before.wish() == null ? "early-deletion-ended" : "recategorisation-ended");
        }
        return traced.done();
    }

    private static Instant date(Fate before, @Nullable Instant had, @Nullable Instant said, boolean mayBecomeEarlier) {
        if (had == null) {
            throw new IllegalStateException("neither retained nor due: " + before);
        }
        boolean free = mayBecomeEarlier && before.decided() == null;
        return said == null ? had : free ? said : latest(had, said);
    }

    /** Whether an accepted rulebook brings its date forward: one that the rulebook before gave it. */
    static boolean becomesEarlier(Fate before, Kept kept, Book last, Book next, Instant now) {
        Instant due = before.due();
        Instant then = appraised(before, kept, next, true, now).due();
        Instant said = appraised(before, kept, last, true, now).due();
        return due != null && then != null && then.isBefore(due) && said != null && !said.isBefore(due);
    }

    /** Whether it would be deleted sooner by another rulebook, or by the word of others, whatever its date is. */
    static boolean isProtectedLess(Fate before, Kept kept, Book last, Book next, Instant now) {
        boolean free = becomesEarlier(before, kept, last, next, now);
        String was = before.category();
        String is = appraised(before, kept, next, free, now).category();
        return next.earliest(is, kept.received()).isBefore(last.earliest(was, kept.received()))
                || last.keeping(was).isStricterThan(next.keeping(is));
    }

    /** What can have become of it when a purge has got as far as it: the last one if nothing cuts the purge short. */
    static List<Fate> purged(Kept kept, Book book, Instant now) {
        Fate before = kept.fate();
        if (before.state() == Fate.State.DISPOSING) {
            return List.of(before, ended(before));
        } else if (!before.isDue(now)
                || kept.isHeld(now)
                || book.earliest(before.ever(), kept.received()).isAfter(now)) {
            return List.of(before);
        }
        Fate looked = appraised(before, kept, book, false, now);
        List<Fate> fates = new ArrayList<>(List.of(before));
        if (looked.isDue(now)) {
            Fate condemned =
                    looked.change().to(Fate.State.DISPOSING).act("condemned").done();
            fates.add(condemned);
            fates.add(ended(condemned));
        } else {
            fates.add(looked);
        }
        return fates;
    }

    private static Fate ended(Fate condemned) {
        return condemned.change().to(Fate.State.DISPOSED).act("disposed").done();
    }
}
