package org.docket.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.retention.RetentionRule;
import org.jspecify.annotations.Nullable;

/**
 * Why a recording has its category and its date.
 *
 * @param category the one that governs
 * @param categories all that it has
 * @param rule that gave it the category that governs, or {@link Policy#DEFAULT_RULE}
 * @param policyVersion the version of the policy that said so
 * @param rulebook the version of the rulebook that is explained by; absent if none is kept that has that policy, and then that in force
 *     is
 * @param tried the rules up to the one that held, with what came of each
 * @param facts those that these rules mention
 * @param term how the date came about; absent if the category is in no rules any more
 * @param others what its other categories say by themselves
 * @param earliest before that instant nobody may delete it, whatever is decided; absent if its categories have no minimum
 * @param now what the rulebook in force would say; absent if that is the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
        UUID recording,
        String category,
        List<String> categories,
        String rule,
        String policyVersion,
        @Nullable String rulebook,
        boolean retained,
        @Nullable Instant dueAt,
        @Nullable Instant reviewAt,
        List<Tried> tried,
        List<Fact> facts,
        @Nullable Term term,
        List<Term> others,
        @Nullable Instant earliest,
        @Nullable Decision decision,
        @Nullable Otherwise now) {

    /** What came of a rule. */
    public enum Result {
        MATCHED,
        NOT_MATCHED,
        FACT_UNKNOWN,
        FAILED
    }

    /**
     * One rule.
     *
     * @param category the first that it gives
     * @param categories all that it gives
     * @param adds whether later rules were tried as well where it held
     * @param detail the fact that is not known, or why it could not be evaluated
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tried(
            String rule,
            String when,
            String category,
            List<String> categories,
            boolean adds,
            String why,
            Result result,
            @Nullable String detail) {}

    /**
     * One fact.
     *
     * @param value as text; absent if it is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fact(String name, @Nullable String value) {}

    /**
     * The term that the retention rules set for a category.
     *
     * @param period ISO 8601
     * @param untilReview whether a person is asked after it, and it is not disposed of
     * @param from what the period is counted from
     * @param countedFrom when that was
     * @param until when the period ends
     * @param version of the retention rules
     */
    public record Term(
            String category,
            String title,
            String period,
            boolean untilReview,
            RetentionRule.From from,
            Instant countedFrom,
            Instant until,
            String version) {}

    /** What somebody decided about it last. */
    public record Decision(String act, String by, Instant at, String authority) {}

    /**
     * What the rulebook in force would say.
     *
     * @param dueAt absent if it would be kept until a person decides
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Otherwise(
            String rulebook,
            String category,
            List<String> categories,
            String rule,
            boolean retained,
            @Nullable Instant dueAt) {}
}
