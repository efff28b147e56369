package org.docket.retention;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.retention.RetentionRule.From;
import org.docket.retention.RetentionRule.Period;
import org.docket.retention.RetentionRule.UntilReview;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/** Reads the categories of {@code retention.yaml}. */
final class CategoryReading {
    private static final String UNTIL_REVIEW = "until-review";
    private static final String RECORDED = "recorded";
    private static final List<String> STARTING_POINTS = List.of("received", RECORDED);
    private static final Set<String> NONE = Set.of("none", "P0D");

    /** When people are told where nothing else is said. */
    static final List<PeriodDuration> USUAL_NOTICES = List.of(PeriodDuration.parse("P7D"), PeriodDuration.parse("P1D"));

    /** Months differ in length: two periods are compared from the beginning of each month of four years. */
    private static final LocalDateTime FIRST_MONTH = LocalDateTime.of(2027, 1, 1, 0, 0);

    private static final int MONTHS = 48;

    private final boolean believes;
    private final List<PeriodDuration> notices;
    private final @Nullable Set<String> caseSystems;

    /**
     * Reads categories of a file.
     *
     * @param believes whether the file says how far recorded times are believed
     * @param caseSystems the ids of all case systems; null if they are not known here
     */
    CategoryReading(YamlMap root, boolean believes, @Nullable Set<String> caseSystems) {
        this.believes = believes;
        this.notices = notices(root).orElse(USUAL_NOTICES);
        this.caseSystems = caseSystems;
    }

    Category read(YamlText name, YamlMap map) {
        String title = map.text("title").value();
        RetentionRule rule = rule(map);
        if (rule.from() == From.RECORDED && !believes) {
            map.wrong(
                    "from",
                    "'from: recorded' trusts clocks of cameras; add 'believe-recorded-within: P30D' (or another"
                            + " period) at the top of the file, so that a clock gone wrong cannot make a recording due at once");
        }
        return new Category(
                name.name(),
                title,
                rule,
                minimum(map, rule),
                notices(map).orElse(notices),
                EarlyDeletion.read(map),
                systems(map));
    }

    private static RetentionRule rule(YamlMap map) {
        YamlText keep = map.text("keep");
        From from = map.optionalText("from")
                .filter(text -> text.oneOf("starting point", STARTING_POINTS).equals(RECORDED))
                .map(text -> From.RECORDED)
                .orElse(From.RECEIVED);
        if (keep.value().equals(UNTIL_REVIEW)) {
            return new UntilReview(map.text("review").period(), from);
        }
        if (map.has("review")) {
            map.wrong("review", "'review' goes only with 'keep: " + UNTIL_REVIEW + "'; remove one of the two");
        }
        return new Period(keep.period(), from);
    }

    private static PeriodDuration minimum(YamlMap map, RetentionRule rule) {
        Optional<YamlText> text = map.optionalText("minimum").filter(said -> !NONE.contains(said.value()));
        if (text.isEmpty()) {
            return PeriodDuration.ZERO;
        }
        PeriodDuration minimum = text.get().period();
        if (rule instanceof Period period && !period.keep().isZero() && canBeLonger(minimum, period.keep())) {
            text.get()
                    .wrong("the minimum " + minimum + " is longer than 'keep: " + period.keep()
                            + "', or can be; make it shorter, or keep the category for longer");
        }
        return minimum;
    }

    /** Whether the first ends later than the other from some month on: months differ in length. */
    static boolean canBeLonger(PeriodDuration one, PeriodDuration other) {
        for (int month = 0; month < MONTHS; month++) {
            LocalDateTime start = FIRST_MONTH.plusMonths(month);
            if (start.plus(one).isAfter(start.plus(other))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<List<PeriodDuration>> notices(YamlMap map) {
        return map.optionalTexts("notices").map(texts -> {
            List<PeriodDuration> periods = new ArrayList<>();
            for (YamlText text : texts) {
                PeriodDuration period = text.period();
                if (periods.contains(period)) {
                    text.wrong("'" + text.value() + "' stands here twice; remove one of the two");
                }
                periods.add(period);
            }
            periods.sort(Comparator.comparing((PeriodDuration period) -> FIRST_MONTH.plus(period))
                    .reversed());
            return periods;
        });
    }

    private Optional<Set<String>> systems(YamlMap map) {
        Optional<List<YamlText>> listed = map.optionalTexts("systems");
        return listed.map(texts -> {
            Set<String> systems = new LinkedHashSet<>();
            texts.forEach(
                    text -> systems.add(caseSystems == null ? text.name() : text.oneOf("case system", caseSystems)));
            return systems;
        });
    }
}
