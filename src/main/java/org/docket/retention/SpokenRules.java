package org.docket.retention;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.threeten.extra.PeriodDuration;

/**
 * What people and case systems may say of recordings, and what comes of it: sections of {@code config/retention.yaml}.
 *
 * @param coolingOff how long an early deletion waits once it is approved
 */
public record SpokenRules(PeriodDuration coolingOff, Map<String, HoldKind> holds, Map<String, OutcomeRule> outcomes) {
    /** Rules that were written before they spoke of it mean this. */
    private static final PeriodDuration USUAL_COOLING_OFF = PeriodDuration.parse("P7D");

    static SpokenRules read(YamlMap root, YamlMap decisions) {
        PeriodDuration coolingOff = decisions
                .optionalMap("delete-early")
                .map(map -> map.text("cooling-off"))
                .map(YamlText::period)
                .orElse(USUAL_COOLING_OFF);
        return new SpokenRules(coolingOff, HoldKind.read(root), OutcomeRule.read(root));
    }

    /** The kind of hold of that name; empty if there is none. */
    public Optional<HoldKind> hold(String kind) {
        return Optional.ofNullable(holds.get(kind));
    }

    /** The rule for that kind of outcome; empty if there is none. */
    public Optional<OutcomeRule> outcome(String kind) {
        return Optional.ofNullable(outcomes.get(kind));
    }

    /** The names of the kinds of holds, for people to choose from. */
    String holdNames() {
        return sorted(holds.keySet());
    }

    /** The names of the kinds of outcomes, for people to choose from. */
    String outcomeNames() {
        return sorted(outcomes.keySet());
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
