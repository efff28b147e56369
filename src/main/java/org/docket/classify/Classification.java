package org.docket.classify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.docket.rules.Outcome;

/**
 * The categories of a recording and how they came about. Which of them governs depends on the recording's dates; the retention rules
 * say so.
 *
 * @param given the categories, each once, in the order in which rules gave them; at least one
 * @param policyVersion the version of the policy that said so
 * @param trials every rule that was tried, in order; the last one is the one that matched and adds nothing, if any did
 */
public record Classification(List<Given> given, String policyVersion, List<Trial> trials) {
    public Classification {
        given = List.copyOf(given);
        trials = List.copyOf(trials);
    }

    /**
     * A category.
     *
     * @param rule the first rule that gave it, or {@link Policy#DEFAULT_RULE}
     */
    public record Given(String category, String rule) {}

    static Classification of(List<Given> all, String policyVersion, List<Trial> trials) {
        Map<String, Given> once = new LinkedHashMap<>();
        all.forEach(given -> once.putIfAbsent(given.category(), given));
        return new Classification(List.copyOf(once.values()), policyVersion, trials);
    }

    /** The names of all categories. */
    public List<String> categories() {
        return given.stream().map(Given::category).toList();
    }

    /** The rule that gave that category. */
    public String ruleOf(String category) {
        return given.stream()
                .filter(one -> one.category().equals(category))
                .findFirst()
                .map(Given::rule)
                .orElseThrow(() -> new IllegalArgumentException("no rule gave the category " + category));
    }

    /** The rules that could not be evaluated, of which a person should know: one of them might have matched. */
    public List<Trial> failures() {
        return trials.stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Failed)
                .toList();
    }
}
