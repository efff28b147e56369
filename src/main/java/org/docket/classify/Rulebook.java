package org.docket.classify;

import java.nio.file.Path;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;

/**
 * What decides over recordings: the policy of {@code classification.yaml} and the retention rules of {@code retention.yaml}.
 * The one names categories of the other, so they are taken up together.
 *
 * @param text what it was read from
 */
public record Rulebook(RulebookText text, Policy policy, RetentionRules retention) {
    /**
     * Reads and checks both files.
     *
     * @throws ConfigurationException naming every error of the first file that is wrong with its line and column
     */
    public static Rulebook load(Path classification, Path retention) {
        return of(RulebookText.read(classification, retention), classification, retention);
    }

    /**
     * Checks what stands in both files.
     *
     * @param classification what errors in the policy name
     * @param retention what errors in the retention rules name
     * @throws ConfigurationException naming every error of the first file that is wrong with its line and column
     */
    static Rulebook of(RulebookText text, Path classification, Path retention) {
        RetentionRules rules = RetentionRules.of(retention, text.retention());
        return new Rulebook(text, Policy.of(classification, text.classification(), rules), rules);
    }

    /** The name of both together: 12 hex digits that change with every change of either file. */
    public String version() {
        return text.version();
    }
}
