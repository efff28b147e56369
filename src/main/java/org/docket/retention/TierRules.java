package org.docket.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.vault.Tier;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/**
 * When retained recordings move to colder access tiers of the vault, from {@code tiers} in {@code retention.yaml}: at the top for all
 * categories, and in a category for that one instead. Without them everything stays as it was deposited.
 */
public final class TierRules {
    private static final String TIERS = "tiers";
    private static final List<String> COLDER = List.of("cool", "cold", "archive");
    private static final List<String> READABLE = List.of("hot", "cool", "cold");
    private static final PeriodDuration USUAL_STAY = PeriodDuration.parse("P30D");

    private final ZoneId zone;
    private final List<Step> all;
    private final Map<String, List<Step>> byCategory;
    private final Tier retrievedTo;
    private final PeriodDuration stay;

    private TierRules(
            ZoneId zone, List<Step> all, Map<String, List<Step>> byCategory, Tier retrievedTo, PeriodDuration stay) {
        this.zone = zone;
        this.all = all;
        this.byCategory = Collections.unmodifiableMap(byCategory);
        this.retrievedTo = retrievedTo;
        this.stay = stay;
    }

    /**
     * A move.
     *
     * @param after counted from the deposit
     */
    public record Step(PeriodDuration after, Tier tier) {}

    /** Reads what the file says of tiers; what is wrong is noted there. */
    static TierRules read(YamlMap root, ZoneId zone) {
        Map<String, List<Step>> own = new LinkedHashMap<>();
        root.optionalMap("categories")
                .ifPresent(categories -> categories.named().forEach((name, category) -> {
                    if (category.has(TIERS)) {
                        own.put(name.value(), steps(category));
                    }
                }));
        Optional<YamlMap> retrieval = root.optionalMap("retrieval");
        Tier to = retrieval
                .flatMap(map -> map.optionalText("tier"))
                .map(text -> tier(text, READABLE))
                .orElse(Tier.HOT);
        PeriodDuration stay = retrieval
                .flatMap(map -> map.optionalText("stay"))
                .map(YamlText::period)
                .orElse(USUAL_STAY);
        return new TierRules(zone, steps(root), own, to, stay);
    }

    private static List<Step> steps(YamlMap map) {
        if (!map.has(TIERS)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        @Nullable Step before = null;
        for (YamlMap entry : map.maps(TIERS)) {
            YamlText after = entry.text("after");
            YamlText tier = entry.text("tier");
            Step step = new Step(after.period(), tier(tier, COLDER));
            if (before != null && COLDER.contains(tier.value()) && !step.tier().isColderThan(before.tier())) {
                tier.wrong("'" + tier.value() + "' is not colder than '"
                        + before.tier().word() + "' before it; write the tiers from the warmest to the coldest");
            }
            if (before != null && !isLonger(step.after(), before.after())) {
                after.wrong("'" + after.value() + "' is not longer than '" + before.after()
                        + "' before it; write the periods from the shortest to the longest");
            }
            steps.add(step);
            before = step;
        }
        return List.copyOf(steps);
    }

    private static Tier tier(YamlText text, List<String> allowed) {
        return allowed.contains(text.oneOf("tier that goes here", allowed)) ? Tier.of(text.value()) : Tier.HOT;
    }

    private static boolean isLonger(PeriodDuration period, PeriodDuration than) {
        var day = Instant.parse("2026-01-01T00:00:00Z").atZone(java.time.ZoneOffset.UTC);
        return day.plus(period).isAfter(day.plus(than));
    }

    /** The moves of a category, the coldest last; none if it stays where it is. */
    public List<Step> of(String category) {
        return byCategory.getOrDefault(category, all);
    }

    /** What was deposited then or before makes a move now. Days, months and years are those of the calendar in the zone of the rules. */
    public Instant depositedBefore(Step step, Instant now) {
        return now.atZone(zone).minus(step.after()).toInstant();
    }

    /** The tier that recordings are brought back to from the archive. */
    public Tier retrievedTo() {
        return retrievedTo;
    }

    /** Until when a recording that was brought back is left where it is. */
    public Instant staysUntil(Instant ready) {
        return ready.atZone(zone).plus(stay).toInstant();
    }
}
