package org.docket.classify;

import java.nio.file.Path;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;

/**
 * What recordings are and how long they are kept: the policy of {@code classification.yaml} and the rules of {@code retention.yaml}.
 * The one names categories of the other, so they are taken up together.
 */
public record Rulebook(Policy policy, RetentionRules retention) {
    /**
     * Reads and checks both.
     *
     * @throws ConfigurationException naming every error of the first file that is wrong with its line and column
     */
    public static Rulebook load(Path classification, Path retention) {
        RetentionRules rules = RetentionRules.load(retention);
        return new Rulebook(Policy.load(classification, rules.names()), rules);
    }
}
