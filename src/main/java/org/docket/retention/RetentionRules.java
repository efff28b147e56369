package org.docket.retention;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.docket.catalogue.RecordedTime;
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
    private static final String UNTIL_REVIEW = "until-review";
    private static final String RECORDED = "recorded";
    private static final List<String> STARTING_POINTS = List.of("received", RECORDED);

    private final String version;
    private final ZoneId zone;
    private final @Nullable PeriodDuration believed;
    private final PeriodDuration reviewAfterDecision;
    private final PeriodDuration keepAfterRelease;
    private final SpokenRules spoken;
    private final Map<String, Category> categories;

    private RetentionRules(
            String version,
            ZoneId zone,
            PeriodDuration reviewAfterDecision,
            PeriodDuration keepAfterRelease,
            @Nullable PeriodDuration believed,
            SpokenRules spoken,
            Map<String, Category> categories) {
        this.version = version;
        this.zone = zone;
        this.reviewAfterDecision = reviewAfterDecision;
        this.keepAfterRelease = keepAfterRelease;
        this.believed = believed;
        this.spoken = spoken;
        this.categories = Collections.unmodifiableMap(categories);
    }

    /**
     * Reads and checks the rules.
     *
     * @throws ConfigurationException naming every error with its line and column
     */
    public static RetentionRules load(Path path) {
        return YamlFile.read(path, RetentionRules::read);
    }

    /**
     * Checks the text of rules.
     *
     * @param path what the errors name
     * @throws ConfigurationException naming every error with its line and column
     */
    public static RetentionRules of(Path path, String text) {
        return YamlFile.read(path, text, RetentionRules::read);
    }

    private static RetentionRules read(YamlFile file) {
        YamlMap root = file.root();
        ZoneId zone = root.text("zone").zone();
        Optional<YamlText> believe = root.optionalText("believe-recorded-within");
        YamlMap decisions = root.map("decisions");
        PeriodDuration review = decisions.map("retain").text("review").period();
        PeriodDuration release = decisions.map("release").text("keep").period();
        Map<String, Category> categories = new LinkedHashMap<>();
        YamlMap list = root.map("categories");
        list.named().forEach((name, map) -> {
            Category category = category(name, map);
            categories.put(category.name(), category);
            if (category.rule().from() == From.RECORDED && believe.isEmpty()) {
                map.wrong(
                        "from",
                        "'from: recorded' trusts clocks of cameras; add 'believe-recorded-within: P30D' (or another"
                                + " period) at the top of the file, so that a clock gone wrong cannot make a recording due at once");
            }
        });
        if (root.has("categories") && categories.isEmpty()) {
            root.wrong("categories", "there is no category; add at least the default one");
        }
        return new RetentionRules(
                file.version(),
                zone,
                review,
                release,
                believe.map(YamlText::period).orElse(null),
                SpokenRules.read(root, decisions),
                categories);
    }

    private static Category category(YamlText name, YamlMap map) {
        String title = map.text("title").value();
        PeriodDuration minimum =
                map.optionalText("minimum").map(YamlText::period).orElse(null);
        EarlyDeletion early = map.optionalMap("early-deletion")
                .map(map2 -> new EarlyDeletion(
                        EarlyDeletion.Ask.valueOf(map2.text("ask").value().toUpperCase(java.util.Locale.ROOT)),
                        map2.text("second-person").truth()))
                .orElse(new EarlyDeletion(EarlyDeletion.Ask.SUPERVISOR, true));
        YamlText keep = map.text("keep");
        From from = map.optionalText("from")
                .filter(text -> text.oneOf("starting point", STARTING_POINTS).equals(RECORDED))
                .map(text -> From.RECORDED)
                .orElse(From.RECEIVED);
        RetentionRule rule;
        if (keep.value().equals(UNTIL_REVIEW)) {
            rule = new UntilReview(map.text("review").period(), from);
        } else {
            if (map.has("review")) {
                map.wrong("review", "'review' goes only with 'keep: " + UNTIL_REVIEW + "'; remove one of the two");
            }
            rule = new Period(keep.period(), from);
        }
        return new Category(name.name(), title, rule, minimum, early);
    }

    /** The first 12 hex digits of the SHA-256 of the file: which rules were in force. */
    public String version() {
        return version;
    }

    /** The zone whose calendar counts. */
    public ZoneId zone() {
        return zone;
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
     * From when on a recording may be disposed of.
     *
     * @return empty if the category is kept until a person decides
     */
    public Optional<Instant> dueAt(Category category, Instant receivedAt, RecordedTime recorded) {
        return category.rule() instanceof Period rule
                ? Optional.of(after(rule.keep(), start(rule.from(), receivedAt, recorded)))
                : Optional.empty();
    }

    /**
     * When a person is asked to look at a recording that is kept until a review.
     *
     * @return empty if the category is kept for a set time
     */
    public Optional<Instant> reviewAt(Category category, Instant receivedAt, RecordedTime recorded) {
        return category.rule() instanceof UntilReview rule
                ? Optional.of(after(rule.review(), start(rule.from(), receivedAt, recorded)))
                : Optional.empty();
    }

    /** When a person is asked to look again at a recording that somebody decided to retain. */
    public Instant reviewAfterDecision(Instant decidedAt) {
        return after(reviewAfterDecision, decidedAt);
    }

    /** The earliest instant at which a recording that somebody released may be disposed of. */
    public Instant dueAfterRelease(Instant releasedAt) {
        return after(keepAfterRelease, releasedAt);
    }

    /** When an early deletion that is approved then may begin, as far as people may still object. */
    public Instant afterCoolingOff(Instant approvedAt) {
        return after(spoken.coolingOff(), approvedAt);
    }

    /**
     * Before that nobody may delete a recording.
     *
     * @param categories all that it has
     */
    public Instant earliest(Collection<String> categories, Instant receivedAt) {
        return categories.stream()
                .flatMap(name -> category(name).stream())
                .flatMap(category -> Optional.ofNullable(category.minimum()).stream())
                .map(minimum -> after(minimum, receivedAt))
                .max(Instant::compareTo)
                .orElse(receivedAt);
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

    private Instant after(PeriodDuration period, Instant start) {
        ZonedDateTime day = start.atZone(zone);
        if (!period.getPeriod().isZero()) {
            // When the clocks go back, a time of day can come twice on the last day; only after the later one is the
            // day over.
            day = day.plus(period.getPeriod()).withLaterOffsetAtOverlap();
        }
        return day.plus(period.getDuration()).toInstant();
    }
}
