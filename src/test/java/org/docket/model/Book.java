package org.docket.model;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook as the model understands it, and as the files say it.
 *
 * @param review after which somebody looks again at what was decided to be retained
 * @param keepAfterRelease for how long at least what was released is kept
 * @param categoryOf the category of each tag
 * @param categories how long each is kept
 */
record Book(
        Span review,
        Span keepAfterRelease,
        SortedMap<String, String> categoryOf,
        SortedMap<String, Keeping> categories) {
    static final ZoneId ZONE = ZoneId.of("Europe/London");

    /** The category of what no tag says more of. */
    static final String REST = "rest";

    private static final Span COOLING_OFF = new Span("P7D");
    private static final Span BELIEVED = new Span("P30D");

    Book with(String category, Keeping keeping) {
        SortedMap<String, Keeping> changed = new TreeMap<>(categories);
        changed.put(category, keeping);
        return new Book(review, keepAfterRelease, categoryOf, changed);
    }

    Book withTag(String tag, String category) {
        SortedMap<String, String> changed = new TreeMap<>(categoryOf);
        changed.put(tag, category);
        return new Book(review, keepAfterRelease, changed, categories);
    }

    Book withRelease(Span keep) {
        return new Book(review, keep, categoryOf, categories);
    }

    String category(String tag) {
        return categoryOf.getOrDefault(tag, REST);
    }

    /** When an early deletion may begin that is approved now. */
    Instant afterCoolingOff(Instant now) {
        return COOLING_OFF.after(now, ZONE);
    }

    Keeping keeping(String category) {
        Keeping found = categories.get(category);
        if (found == null) {
            throw new IllegalArgumentException("no category " + category);
        }
        return found;
    }

    /** When a recording of that category is due; null if it is kept until a person decides. */
    @Nullable
    Instant due(String category, Instant received, @Nullable Instant recorded) {
        Keeping keeping = keeping(category);
        return keeping.untilReview() ? null : notBeforeMinimum(category, received, end(keeping, received, recorded));
    }

    /** The same whatever its minimum is. */
    @Nullable
    Instant dated(String category, Instant received, @Nullable Instant recorded) {
        Keeping keeping = keeping(category);
        return keeping.untilReview() ? null : end(keeping, received, recorded);
    }

    /** Before that nobody may delete it. */
    Instant earliest(String category, Instant received) {
        Span minimum = keeping(category).minimum();
        return minimum == null ? received : minimum.after(received, ZONE);
    }

    /** Before that nobody may delete what is or was of these categories. */
    Instant earliest(Collection<String> ever, Instant received) {
        return ever.stream()
                .map(category -> earliest(category, received))
                .max(Instant::compareTo)
                .orElse(received);
    }

    Instant notBeforeMinimum(Collection<String> ever, Instant received, Instant date) {
        Instant latest = date;
        for (String category : ever) {
            latest = notBeforeMinimum(category, received, latest);
        }
        return latest;
    }

    /** As strictly as any of these categories says. */
    Keeping strictest(Collection<String> ever) {
        return ever.stream().map(this::keeping).reduce(Keeping::strictest).orElseThrow();
    }

    Instant notBeforeMinimum(String category, Instant received, Instant date) {
        Instant earliest = earliest(category, received);
        return keeping(category).minimum() != null && earliest.isAfter(date) ? earliest : date;
    }

    /** Whether that one protects less: people accept it by name before it comes into force. */
    boolean isTighterThan(Book next) {
        return next.keepAfterRelease.canEndBefore(keepAfterRelease)
                || categories.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().isTighterThan(next.keeping(entry.getKey())));
    }

    /** When a person looks at a recording of that category that is retained at that instant. */
    Instant review(String category, Instant received, @Nullable Instant recorded, Instant now) {
        Keeping keeping = keeping(category);
        return keeping.untilReview() ? end(keeping, received, recorded) : review.after(now, ZONE);
    }

    private static Instant end(Keeping keeping, Instant received, @Nullable Instant recorded) {
        boolean believed = keeping.fromRecorded()
                && recorded != null
                && !recorded.isAfter(received)
                && !recorded.isBefore(BELIEVED.before(received, ZONE));
        return keeping.span().after(believed ? recorded : received, ZONE);
    }

    Instant reviewAfterDecision(Instant now) {
        return review.after(now, ZONE);
    }

    Instant dueAfterRelease(Instant now) {
        return keepAfterRelease.after(now, ZONE);
    }

    String classification() {
        StringBuilder yaml = new StringBuilder("default: " + REST + "\nrules:\n");
        for (Map.Entry<String, String> entry : categoryOf.entrySet()) {
            yaml.append("  - name: tag-").append(entry.getKey()).append('\n');
            yaml.append("    when: tagged(\"").append(entry.getKey()).append("\")\n");
            yaml.append("    category: ").append(entry.getValue()).append('\n');
            yaml.append("    why: The tag says so.\n");
        }
        return yaml.toString();
    }

    String retention() {
        StringBuilder yaml =
                new StringBuilder("zone: " + ZONE + "\nbelieve-recorded-within: " + BELIEVED.text() + "\n");
        yaml.append("decisions: {retain: {review: ").append(review.text());
        yaml.append("}, release: {keep: ").append(keepAfterRelease.text());
        yaml.append("}, delete-early: {cooling-off: ")
                .append(COOLING_OFF.text())
                .append("}}\n");
        yaml.append("holds: {legal: {lift: [legal]}}\noutcomes:\n");
        Case.RULES.forEach((kind, asks) ->
                yaml.append("  ").append(kind).append(": ").append(asks.yaml()).append('\n'));
        yaml.append("categories:\n");
        categories.forEach((name, keeping) -> yaml.append("  ")
                .append(name)
                .append(": {title: Category ")
                .append(name)
                .append(", ")
                .append(keeping.yaml())
                .append("}\n"));
        return yaml.toString();
    }
}
