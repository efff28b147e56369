package org.docket.retention;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;

/**
 * How long an outcome of a case keeps the recordings that belong to it.
 *
 * @param keep for so long from the end of its day; absent if it asks for no time
 * @param openUntil the kinds of outcomes one of which has to follow; until then nobody knows how long
 * @param custodyUntil the same, if the sentence is custody or a hospital order whose end is not known
 * @param ends the kinds of outcomes of the same case that ask for nothing any more from then on
 * @param review after which time a person is asked to look; absent for the end of {@code keep}
 */
public record OutcomeRule(
        String kind,
        @Nullable PeriodDuration keep,
        Set<String> openUntil,
        Set<String> custodyUntil,
        Set<String> ends,
        @Nullable PeriodDuration review) {
    public OutcomeRule {
        openUntil = Set.copyOf(openUntil);
        custodyUntil = Set.copyOf(custodyUntil);
        ends = Set.copyOf(ends);
    }

    static Map<String, OutcomeRule> read(YamlMap root) {
        Map<String, OutcomeRule> rules = new LinkedHashMap<>();
        Map<YamlText, YamlMap> listed =
                root.optionalMap("outcomes").map(YamlMap::named).orElse(Map.of());
        Set<String> kinds = new LinkedHashSet<>();
        listed.keySet().forEach(name -> kinds.add(name.name()));
        listed.forEach((name, map) -> rules.put(name.value(), rule(name.value(), map, kinds)));
        return rules;
    }

    private static OutcomeRule rule(String kind, YamlMap map, Set<String> kinds) {
        OutcomeRule rule = new OutcomeRule(
                kind,
                map.optionalText("keep").map(YamlText::period).orElse(null),
                named(map, "open-until", kinds),
                named(map, "custody-until", kinds),
                named(map, "ends", kinds),
                map.optionalText("review").map(YamlText::period).orElse(null));
        if (rule.openUntil().contains(kind) || rule.custodyUntil().contains(kind)) {
            map.wrong("'" + kind + "' cannot wait for an outcome of its own kind; name others");
        }
        if (rule.keep() == null && rule.review() == null) {
            map.wrong("'" + kind + "' neither keeps for a time nor asks for a review; add 'keep', 'review' or both");
        }
        return rule;
    }

    /** Outcomes of one day that end each other would leave nothing of the case. */
    static void refuseCircles(YamlMap root, Map<String, OutcomeRule> rules) {
        rules.keySet().stream()
                .filter(kind -> endedBy(kind, rules).contains(kind))
                .findFirst()
                .ifPresent(kind -> root.wrong(
                        "outcomes",
                        "by 'ends', '" + kind
                                + "' ends itself, at once or through others; take one out of that circle"));
    }

    /** The kinds that it ends, and those that these end, and so on. */
    private static Set<String> endedBy(String kind, Map<String, OutcomeRule> rules) {
        Set<String> ended = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(kind));
        while (!open.isEmpty()) {
            OutcomeRule rule = rules.get(open.pop());
            if (rule != null) {
                rule.ends().stream().filter(ended::add).forEach(open::push);
            }
        }
        return ended;
    }

    private static Set<String> named(YamlMap map, String key, Set<String> kinds) {
        Set<String> named = new LinkedHashSet<>();
        if (map.has(key)) {
            List<YamlText> texts = map.oneOrMore(key);
            texts.forEach(text -> named.add(text.oneOf("outcome", kinds)));
        }
        return named;
    }
}
