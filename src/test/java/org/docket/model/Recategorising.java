package org.docket.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.docket.model.Retention.Said;
import org.docket.model.World.Answer;
import org.jspecify.annotations.Nullable;

/** That a person says of what category a recording is, as the documentation has it. */
final class Recategorising {
    private Recategorising() {}

    static Said say(Fate before, Kept kept, Book book, Person by, String category, Instant now) {
        boolean officer = kept.officer().equals(by.id());
        if (category.equals(before.said())) {
            return new Said(Answer.ALREADY_SO, before);
        } else if (isLessStrict(before, kept, book, category) && (!by.isSupervisor() || officer)) {
            return new Said(Answer.REFUSED, before);
        }
        boolean second = book.strictest(before.ever()).second()
                || officer
                || kept.officer().isEmpty();
        if (!isShorter(before, kept, book, category) || !second) {
            return Said.taken(become(before, kept, book, category, now));
        } else if (category.equals(before.wish())) {
            return new Said(Answer.WAITING, before);
        }
        Draft asked = before.change().endEarly();
        return new Said(
                Answer.WAITING,
                asked.asker(by.id())
                        .wish(category)
                        .act("recategorisation-asked")
                        .done());
    }

    /** It is of that category from now on. What is retained stays so. */
    static Fate become(Fate before, Kept kept, Book book, String category, Instant now) {
        Fate ended = before.change().endEarly().done();
        Draft after = ended.change().said(category);
        List<String> ever = after.done().ever();
        Instant said = due(kept, book, category, ever);
        Instant had = ended.due();
        if (had == null) {
            return after.act("recategorised").done();
        } else if (said == null) {
            Instant review = book.review(category, kept.received(), kept.recorded(), now);
            return after.retained(review)
                    .kept(ended.keptUntil(), review)
                    .act("recategorised")
                    .done();
        }
        Instant date = Retention.latest(said, had);
        if (isShorter(before, kept, book, category)) {
            // People have time to object, and what was promised stands.
            Instant objected = Retention.latest(said, book.afterCoolingOff(now), ended.keptUntil());
            date = ended.isReleased() || objected.isAfter(had) ? had : objected;
        }
        return after.due(Retention.latest(date, book.earliest(ever, kept.received())))
                .act("recategorised")
                .done();
    }

    private static @Nullable Instant due(Kept kept, Book book, String category, List<String> ever) {
        Instant said = book.due(category, kept.received(), kept.recorded());
        return said == null ? null : book.notBeforeMinimum(ever, kept.received(), said);
    }

    private static List<String> with(List<String> ever, String category) {
        List<String> all = new ArrayList<>(ever);
        all.add(category);
        return all;
    }

    /** When it would be due if it were released: what is kept until a person decides hides no date that it had. */
    private static @Nullable Instant date(Kept kept, Book book, String category, List<String> ever) {
        Instant due = due(kept, book, category, ever);
        return due != null
                ? due
                : ever.stream()
                        .flatMap(one -> Stream.ofNullable(book.dated(one, kept.received(), kept.recorded())))
                        .max(Instant::compareTo)
                        .orElse(null);
    }

    private static boolean isShorter(Fate before, Kept kept, Book book, String category) {
        Instant had = date(kept, book, before.category(), before.ever());
        Instant has = date(kept, book, category, with(before.ever(), category));
        return had != null && has != null && has.isBefore(had);
    }

    private static boolean isLessStrict(Fate before, Kept kept, Book book, String category) {
        Keeping was = book.keeping(before.category());
        Keeping is = book.keeping(category);
        Instant had = due(kept, book, before.category(), before.ever());
        Instant has = due(kept, book, category, with(before.ever(), category));
        if (has == null && had != null) {
            return false;
        }
        boolean sooner = has != null && (had == null || had.isAfter(has));
        boolean minimum =
                book.earliest(category, kept.received()).isBefore(book.earliest(before.category(), kept.received()));
        return sooner || minimum || was.isStricterThan(is);
    }
}
