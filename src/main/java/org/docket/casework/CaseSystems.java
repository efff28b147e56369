package org.docket.casework;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;

/** The case-management systems that {@code config/casework.yaml} lists. */
public final class CaseSystems {
    private final List<CaseSystem> all;
    private final Function<String, Optional<Set<String>>> told;

    private CaseSystems(List<CaseSystem> all, Function<String, Optional<Set<String>>> told) {
        this.all = all;
        this.told = told;
    }

    /**
     * The same case systems, of which only some are told of a category.
     *
     * @param systems the ids of those that are told of a category, as the retention rules in force say; empty if they leave it to
     *     {@code casework.yaml}
     */
    public CaseSystems told(Function<String, Optional<Set<String>>> systems) {
        return new CaseSystems(all, systems);
    }

    /**
     * Reads and checks the case systems.
     *
     * @param categories the names of all categories, from the retention rules
     * @throws ConfigurationException naming every error with its line and column
     */
    public static CaseSystems load(Path path, Set<String> categories) {
        return YamlFile.read(path, file -> {
            Map<String, CaseSystem> systems = new LinkedHashMap<>();
            for (YamlMap map : file.root().maps("systems")) {
                CaseSystem system = new CaseSystem(
                        map.text("id").name(), map.text("title").value(), categories(map, categories), patience(map));
                if (systems.put(system.id(), system) != null && !system.id().isEmpty()) {
                    map.wrong("id", "the case system '" + system.id() + "' is listed twice; remove one of the two");
                }
            }
            return new CaseSystems(List.copyOf(systems.values()), category -> Optional.empty());
        });
    }

    /** All case systems, in the order of the file; there may be none. */
    public List<CaseSystem> all() {
        return all;
    }

    /** The case systems that are told of a recording of any of these categories, in the order of the file. */
    public List<CaseSystem> receiving(Collection<String> categories) {
        return all.stream()
                .filter(system -> categories.stream().anyMatch(category -> receives(system, category)))
                .toList();
    }

    private boolean receives(CaseSystem system, String category) {
        return system.receives(category)
                && told.apply(category).map(ids -> ids.contains(system.id())).orElse(true);
    }

    /** The ids of all case systems. */
    public Set<String> ids() {
        return all.stream().map(CaseSystem::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The case system of that id. */
    public Optional<CaseSystem> system(String id) {
        return all.stream().filter(system -> system.id().equals(id)).findFirst();
    }

    private static Patience patience(YamlMap map) {
        Optional<YamlMap> said = map.optionalMap("answer");
        return new Patience(
                said.flatMap(answer -> answer.optionalText("within"))
                        .map(YamlText::duration)
                        .orElse(Patience.DEFAULT.within()),
                said.flatMap(answer -> answer.optionalText("longest"))
                        .map(YamlText::duration)
                        .orElse(Patience.DEFAULT.longest()));
    }

    private static Set<String> categories(YamlMap map, Set<String> known) {
        Optional<List<YamlText>> listed = map.optionalTexts("categories");
        if (listed.isPresent() && listed.get().isEmpty()) {
            map.wrong("categories", "no category is listed; list some, or remove the key to send all");
        }
        Set<String> categories = new LinkedHashSet<>();
        listed.orElse(List.of()).forEach(name -> categories.add(name.oneOf("category", known)));
        return categories;
    }
}
