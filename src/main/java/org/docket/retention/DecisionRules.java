package org.docket.retention;

import org.docket.configuration.YamlMap;
import org.threeten.extra.PeriodDuration;

/**
 * The section {@code decisions} of {@code retention.yaml}: what holds for a recording about which somebody decided.
 *
 * @param reviewAfterRetain after it a person is asked to look again at what was retained
 * @param keepAfterRelease for how long at least what was released is kept from then on
 */
record DecisionRules(PeriodDuration reviewAfterRetain, PeriodDuration keepAfterRelease) {
    static DecisionRules read(YamlMap decisions) {
        return new DecisionRules(
                decisions.map("retain").text("review").period(),
                decisions.map("release").text("keep").period());
    }
}
