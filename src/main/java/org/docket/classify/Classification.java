package org.docket.classify;

import java.util.List;

/**
 * The category of a recording and how it came about.
 *
 * @param rule the rule that matched, or {@link Policy#DEFAULT_RULE}
 * @param policyVersion the version of the policy that said so
 * @param trials every rule that was tried, in order; the last one is the one that matched, if any did
 */
public record Classification(String category, String rule, String policyVersion, List<Trial> trials) {
    public Classification {
        trials = List.copyOf(trials);
    }

    /** The rules that could not be evaluated, of which a person should know: one of them might have matched. */
    public List<Trial> failures() {
        return trials.stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Failed)
                .toList();
    }
}
