package org.docket.retention;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.retention.RetentionRule.From;
import org.docket.retention.RetentionRule.Period;
import org.docket.retention.RetentionRule.UntilReview;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/**
 * The categories and how long each is kept, from {@code config/retention.yaml}. Days, months and years are counted on the calendar
 * of one zone: 31 days end at the same time of day, whether or not the clocks change in between.
 */
public final class RetentionRules {
    private final String version;
    private final ZoneId zone;
    private final @Nullable PeriodDuration believed;
    private final DecisionRules decisions;
    private final SpokenRules spoken;
    private final Map<String, Category> categories;
    private final TierRules tiers;

    private RetentionRules(
            String version,
            ZoneId zone,
            DecisionRules decisions,
            @Nullable PeriodDuration believed,
            SpokenRules spoken,
            Map<String, Category> categories,
            TierRules tiers) {
        this.version = version;
        this.zone = zone;
        this.decisions = decisions;
        this.believed = believed;
        this.spoken = spoken;
        this.categories = Collections.unmodifiableMap(categories);
        this.tiers = tiers;
    }

    /**
     * Reads and checks the rules.
     *
     * @throws ConfigurationException naming every error with its line and column
     */
    public static RetentionRules load(Path path) {
        return YamlFile.read(path, file -> read(file, null, OutcomeRule::refuseCircles));
    }

    /**
     * Reads the text of rules, which may have been in force for long.
     *
     * @param path what the errors name
     * @throws ConfigurationException naming every error with its line and column
     */
    public static RetentionRules of(Path path, String text) {
        return YamlFile.read(path, text, file -> read(file, null, (root, outcomes) -> {}));
    }

    /**
     * Checks the text of rules that are to come into force: also that the case systems there are which categories name.
     *
     * @param path what the errors name
     * @param caseSystems the ids of all case systems
     * @throws ConfigurationException naming every error with its line and column
     */
    public static void check(Path path, String text, Set<String> caseSystems) {
        YamlFile.read(path, text, file -> read(file, caseSystems, OutcomeRule::refuseCircles));
    }

    /**
     * Reads a file.
     *
     * @param more what has to be right besides in rules that are to come into force
     */
    private static RetentionRules read(
            YamlFile file, @Nullable Set<String> caseSystems, BiConsumer<YamlMap, Map<String, OutcomeRule>> more) {
        YamlMap root = file.root();
        ZoneId zone = root.text("zone").zone();
        Optional<YamlText> believe = root.optionalText("believe-recorded-within");
        DecisionRules decisions = DecisionRules.read(root.map("decisions"));
        CategoryReading reading = new CategoryReading(root, believe.isPresent(), caseSystems);
        Map<String, Category> categories = new LinkedHashMap<>();
        root.map("categories").named().forEach((name, map) -> {
            Category category = reading.read(name, map);
            categories.put(category.name(), category);
        });
        if (root.has("categories") && categories.isEmpty()) {
            root.wrong("categories", "there is no category; add at least the default one");
        }
        SpokenRules spoken = SpokenRules.read(root, root.map("decisions"));
        more.accept(root, spoken.outcomes());
        return new RetentionRules(
                file.version(),
                zone,
                decisions,
                believe.map(YamlText::period).orElse(null),
                spoken,
                categories,
                TierRules.read(root, zone));
    }

    /** The first 12 hex digits of the SHA-256 of the file: which rules were in force. */
    public String version() {
        return version;
    }

    /** The zone whose calendar counts. */
    public ZoneId zone() {
        return zone;
    }

    /** How far before its receipt a recording's own time is believed; absent if no category counts from it. */
    @Nullable
    PeriodDuration believed() {
        return believed;
    }

    /** What holds for a recording about which somebody decided. */
    DecisionRules decisions() {
        return decisions;
    }

    /** When retained recordings move to colder access tiers. */
    public TierRules tiers() {
        return tiers;
    }

    /** What people and case systems may say of recordings, and what comes of it. */
    public SpokenRules spoken() {
        return spoken;
    }

    /** All categories, in the order of the file. */
    public Collection<Category> categories() {
        return categories.values();
    }

    /** The names of all categories, in the order of the file. */
    public Set<String> names() {
        return categories.keySet();
    }

    /** The category of that name; empty if the file has none (any more). */
    public Optional<Category> category(String name) {
        return Optional.ofNullable(categories.get(name));
    }

    /**
     * What the rules say of a recording with these categories.
     *
     * @param recorded when it was recorded, as retention counts
     * @return empty if the file has none of these categories (any more); one that it has not counts for nothing beside others
     */
    public Optional<Retention> retention(Collection<String> names, Instant receivedAt, RecordedTime recorded) {
        return retention(names, List.of(), receivedAt, recorded);
    }

    /**
     * The same of one that had other categories before, by which it is not kept any longer, but as strictly.
     *
     * @param former those it had before
     */
    public Optional<Retention> retention(
            Collection<String> names, Collection<String> former, Instant receivedAt, RecordedTime recorded) {
        Set<String> ever = new LinkedHashSet<>(names);
        ever.addAll(former);
        List<Retention.Term> terms = names.stream()
                .distinct()
                .map(categories::get)
                .filter(Objects::nonNull)
                .map(category -> term(category, receivedAt, recorded))
                .toList();
        return terms.isEmpty()
                ? Optional.empty()
                : Optional.of(Retention.of(terms, minimumUntil(ever, receivedAt), early(ever)));
    }

    /** The same of a deposited recording, with the categories that it has in the catalogue. */
    public Optional<Retention> retention(Recording recording) {
        RecordedTime recorded = recording.countedFrom();
        return recorded == null
                ? Optional.empty()
                : retention(recording.categories(), recording.formerCategories(), recording.receivedAt(), recorded);
    }

    private Retention.Term term(Category category, Instant receivedAt, RecordedTime recorded) {
        Instant from = countsFrom(category, receivedAt, recorded);
        PeriodDuration period =
                category.rule() instanceof UntilReview rule ? rule.review() : ((Period) category.rule()).keep();
        return new Retention.Term(category, from, after(period, from));
    }

    /**
     * Who may ask that a recording with these categories is deleted early: by the strictest of them. One that the file has not (any
     * more) is as strict as can be.
     */
    public EarlyDeletion early(Collection<String> names) {
        return EarlyDeletion.strictest(names.stream()
                .map(name -> category(name).map(Category::early).orElse(EarlyDeletion.NEVER))
                .toList());
    }

    /**
     * Before that instant nobody may delete a recording with these categories, whatever is decided: the longest of their minimums,
     * counted from receipt. Without one it is the instant of receipt.
     */
    public Instant earliest(Collection<String> names, Instant receivedAt) {
        return minimumUntil(names, receivedAt).orElse(receivedAt);
    }

    /** Who may ask that a deposited recording is deleted early: by the strictest of all categories that it has or ever had. */
    public EarlyDeletion early(Recording recording) {
        return early(recording.everCategories());
    }

    /** Before that instant nobody may delete a deposited recording: by all categories that it has or ever had. */
    public Instant earliest(Recording recording) {
        return earliest(recording.everCategories(), recording.receivedAt());
    }

    private Optional<Instant> minimumUntil(Collection<String> names, Instant receivedAt) {
        return names.stream()
                .map(categories::get)
                .filter(category -> category != null && !category.minimum().isZero())
                .map(category -> after(category.minimum(), receivedAt))
                .max(Comparator.naturalOrder());
    }

    /** When a person is asked to look again at a recording that somebody decided to retain. */
    public Instant reviewAfterDecision(Instant decidedAt) {
        return after(decisions.reviewAfterRetain(), decidedAt);
    }

    /** Until when at least a recording is kept from its release on. */
    public Instant dueAfterRelease(Instant releasedAt) {
        return after(decisions.keepAfterRelease(), releasedAt);
    }

    /**
     * When a recording is due that somebody released: after the time that is promised then, or when its categories say if that is
     * later, and never before its minimum is over. A category that is kept until a person decides says nothing, and hides nothing that
     * another one said before it.
     */
    public Instant dueAfterRelease(Recording recording, Instant releasedAt) {
        Instant promised = dueAfterRelease(releasedAt);
        return retention(recording)
                .map(retention -> retention.notBefore(retention
                        .dueAt()
                        .or(() -> latestDate(recording))
                        .filter(promised::isBefore)
                        .orElse(promised)))
                .orElse(promised);
    }

    /** The latest date that those categories say which a recording has or ever had, and which are kept for a time. */
    Optional<Instant> latestDate(Recording recording) {
        RecordedTime recorded = recording.countedFrom();
        return recorded == null
                ? Optional.empty()
                : recording.everCategories().stream()
                        .map(categories::get)
                        .filter(category -> category != null && !category.isUntilReview())
                        .map(category ->
                                term(category, recording.receivedAt(), recorded).until())
                        .max(Comparator.naturalOrder());
    }

    /** When an early deletion that is approved then may begin, as far as people may still object. */
    public Instant afterCoolingOff(Instant approvedAt) {
        return after(spoken.coolingOff(), approvedAt);
    }

    /**
     * From when on the period of a category counts. A recorded time that cannot be right counts as the time of receipt, which is
     * later: late rather than wrong.
     */
    public Instant countsFrom(Category category, Instant receivedAt, RecordedTime recorded) {
        return start(category.rule().from(), receivedAt, recorded);
    }

    private Instant start(From from, Instant receivedAt, RecordedTime recorded) {
        if (from == From.RECEIVED || believed == null || recorded.source() == RecordedTime.Source.ARRIVAL) {
            return receivedAt;
        }
        Instant earliest = receivedAt.atZone(zone).minus(believed).toInstant();
        boolean sane = !recorded.at().isAfter(receivedAt) && !recorded.at().isBefore(earliest);
        return sane ? recorded.at() : receivedAt;
    }

    /** How long before a recording of that category is due people are told; a time that is longer than it is kept is left out. */
    List<PeriodDuration> noticePeriods(Category category, Instant now) {
        PeriodDuration keep = category.rule() instanceof Period rule ? rule.keep() : decisions.keepAfterRelease();
        return category.notices().stream()
                .filter(notice -> !after(notice, now).isAfter(after(keep, now)))
                .toList();
    }

    /** The end of a period that begins at an instant, on the calendar of the zone. */
    Instant after(PeriodDuration period, Instant start) {
        ZonedDateTime day = start.atZone(zone);
        if (!period.getPeriod().isZero()) {
            // When the clocks go back, a time of day can come twice on the last day; only after the later one is the
            // day over.
            day = day.plus(period.getPeriod()).withLaterOffsetAtOverlap();
        }
        return day.plus(period.getDuration()).toInstant();
    }
}
