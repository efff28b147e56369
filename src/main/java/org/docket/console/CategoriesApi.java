package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.docket.retention.Category;
import org.docket.retention.RetentionRule;
import org.docket.retention.RetentionRules;
import org.docket.retention.TierRules;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/categories}: what kinds of footage there are, how long each is kept, and what can be said of it. */
public final class CategoriesApi {
    private final Supplier<RetentionRules> rules;

    /**
     * Answers for these rules.
     *
     * @param rules those in force now
     */
    public CategoriesApi(Supplier<RetentionRules> rules) {
        this.rules = rules;
    }

    /**
     * What the rules know.
     *
     * @param version of the retention rules
     * @param holds the kinds of holds
     * @param outcomes the outcomes of cases that have a rule
     * @param coolingOff for how long an approved early deletion waits
     */
    record CategoriesView(
            String version,
            List<CategoryView> categories,
            List<HoldKindView> holds,
            List<String> outcomes,
            String coolingOff) {}

    /** A kind of holds, and the authorities of which one is needed to lift one. */
    record HoldKindView(String kind, List<String> lift) {}

    /**
     * One category.
     *
     * @param keep an ISO 8601 period, or {@code until-review}
     * @param review the period after which a person is asked; absent unless it is kept until a review
     * @param from what the period is counted from: {@code received} or {@code recorded}
     * @param minimum before it is over nobody may delete it, counted from receipt
     * @param notices how long before it is due people are told
     * @param systems the case systems that are told of it; absent if casework.yaml says
     * @param tiers when what is retained moves to colder access tiers, counted from the deposit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CategoryView(
            String name,
            String title,
            String keep,
            @Nullable String review,
            String from,
            String minimum,
            List<String> notices,
            EarlyView earlyDeletion,
            @Nullable List<String> systems,
            List<TierView> tiers) {
        static CategoryView of(Category category, TierRules tiers) {
            RetentionRule rule = category.rule();
            return new CategoryView(
                    category.name(),
                    category.title(),
                    rule instanceof RetentionRule.Period period ? period.keep().toString() : "until-review",
                    rule instanceof RetentionRule.UntilReview until
                            ? until.review().toString()
                            : null,
                    rule.from().name().toLowerCase(Locale.ROOT),
                    category.minimum().toString(),
                    category.notices().stream().map(Object::toString).toList(),
                    new EarlyView(
                            category.early().ask().name().toLowerCase(Locale.ROOT),
                            category.early().secondPerson()),
                    category.systems()
                            .map(systems -> systems.stream().sorted().toList())
                            .orElse(null),
                    tiers.of(category.name()).stream()
                            .map(step -> new TierView(
                                    step.after().toString(), step.tier().word()))
                            .toList());
        }
    }

    /** Who may ask for an early deletion, {@code nobody}, {@code officer} or {@code supervisor}; and whether a second person approves. */
    record EarlyView(String ask, boolean secondPerson) {}

    /** A move to a colder access tier. */
    record TierView(String after, String tier) {}

    /** All categories of the rules in force, in the order of their file. */
    public ApiReply list(ApiRequest request) {
        request.query().only();
        RetentionRules now = rules.get();
        return ApiReply.ok(new CategoriesView(
                now.version(),
                now.categories().stream()
                        .map(category -> CategoryView.of(category, now.tiers()))
                        .toList(),
                now.spoken().holds().entrySet().stream()
                        .map(hold -> new HoldKindView(
                                hold.getKey(),
                                hold.getValue().lift().stream().sorted().toList()))
                        .toList(),
                List.copyOf(now.spoken().outcomes().keySet()),
                now.spoken().coolingOff().toString()));
    }
}
