package org.docket.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A fate that is being changed. */
final class Draft {
    private Fate.State state;
    private String category;
    private boolean retained;
    private @Nullable Instant due;
    private @Nullable Instant review;
    private @Nullable String decided;
    private @Nullable Instant otherwise;
    private @Nullable Instant keptUntil;
    private @Nullable Instant reviewOtherwise;
    private @Nullable String asker;
    private @Nullable String wish;
    private @Nullable String said;
    private @Nullable Instant promised;
    private final TreeSet<String> former;
    private final List<String> acts;

    Draft(Fate from) {
        state = from.state();
        category = from.category();
        retained = from.retained();
        due = from.due();
        review = from.review();
        decided = from.decided();
        otherwise = from.otherwise();
        keptUntil = from.keptUntil();
        reviewOtherwise = from.reviewOtherwise();
        asker = from.asker();
        wish = from.wish();
        said = from.said();
        promised = from.promised();
        former = new TreeSet<>(from.former());
        acts = new ArrayList<>(from.acts());
    }

    Draft to(Fate.State next) {
        state = next;
        return this;
    }

    Draft category(String name) {
        former.add(category);
        former.remove(name);
        category = name;
        return this;
    }

    Draft due(@Nullable Instant at) {
        retained = false;
        due = at;
        review = null;
        return this;
    }

    Draft retained(@Nullable Instant reviewAt) {
        retained = true;
        due = null;
        otherwise = null;
        review = reviewAt;
        return this;
    }

    Draft decided(String what) {
        decided = what;
        return this;
    }

    Draft otherwise(@Nullable Instant at) {
        otherwise = at;
        return this;
    }

    Draft kept(@Nullable Instant until, @Nullable Instant reviewWithout) {
        keptUntil = until;
        reviewOtherwise = reviewWithout;
        return this;
    }

    Draft asker(@Nullable String by) {
        asker = by;
        return this;
    }

    Draft wish(@Nullable String category) {
        wish = category;
        return this;
    }

    Draft said(String name) {
        said = name;
        return category(name);
    }

    Draft promised(@Nullable Instant until) {
        promised = until;
        return this;
    }

    Draft act(String act) {
        acts.add(act);
        return this;
    }

    /** What was asked for stands no more: it is due as without it. */
    Draft endEarly() {
        if (asker != null) {
            asker = null;
            due = otherwise == null ? due : otherwise;
            otherwise = null;
            acts.add(wish == null ? "early-deletion-ended" : "recategorisation-ended");
            wish = null;
        }
        return this;
    }

    Fate done() {
        return new Fate(
                state,
                category,
                retained,
                due,
                review,
                decided,
                otherwise,
                keptUntil,
                reviewOtherwise,
                asker,
                wish,
                said,
                promised,
                List.copyOf(former),
                List.copyOf(acts));
    }
}
