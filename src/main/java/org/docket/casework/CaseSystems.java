package org.docket.casework;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;

/** The case-management systems that {@code config/casework.yaml} lists. */
public final class CaseSystems {
    private final List<CaseSystem> all;

    private CaseSystems(List<CaseSystem> all) {
        this.all = all;
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
                CaseSystem system =
                        new CaseSystem(map.text("id").name(), map.text("title").value(), categories(map, categories));
                if (systems.put(system.id(), system) != null && !system.id().isEmpty()) {
                    map.wrong("id", "the case system '" + system.id() + "' is listed twice; remove one of the two");
                }
            }
            return new CaseSystems(List.copyOf(systems.values()));
        });
    }

    /** All case systems, in the order of the file; there may be none. */
    public List<CaseSystem> all() {
        return all;
    }

    /** The case systems that are told of recordings of that category, in the order of the file. */
    public List<CaseSystem> receiving(String category) {
        return all.stream().filter(system -> system.receives(category)).toList();
    }

    /** The case system of that id. */
    public Optional<CaseSystem> system(String id) {
        return all.stream().filter(system -> system.id().equals(id)).findFirst();
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
