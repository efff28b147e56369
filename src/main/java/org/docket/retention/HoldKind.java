package org.docket.retention;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;

/**
 * What can be the reason of a hold.
 *
 * @param lift the authorities of which one is needed to lift it
 */
public record HoldKind(String name, Set<String> lift) {
    /** Rules that were written before they spoke of holds mean these. */
    private static final Map<String, String> USUAL = Map.of(
            "legal", "legal",
            "complaint", "professional-standards",
            "subject-access", "information-rights",
            "review", Speaker.SUPERVISOR);

    public HoldKind {
        lift = Set.copyOf(lift);
    }

    static Map<String, HoldKind> read(YamlMap root) {
        Map<String, HoldKind> kinds = new LinkedHashMap<>();
        if (!root.has("holds")) {
            USUAL.forEach((name, authority) -> kinds.put(name, new HoldKind(name, Set.of(authority))));
            return kinds;
        }
        root.map("holds").named().forEach((name, map) -> kinds.put(name.name(), new HoldKind(name.name(), lift(map))));
        if (kinds.isEmpty()) {
            root.wrong("holds", "there is no kind of hold; add at least one, such as 'legal: {lift: [legal]}'");
        }
        return kinds;
    }

    private static Set<String> lift(YamlMap map) {
        Set<String> lift = new LinkedHashSet<>();
        List<YamlText> listed = map.has("lift") ? map.oneOrMore("lift") : List.of(map.text("lift"));
        listed.forEach(authority -> lift.add(authority.name()));
        return lift;
    }
}
