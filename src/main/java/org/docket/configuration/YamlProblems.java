package org.docket.configuration;

import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is wrong with one file: everything is collected, so that a person mends it in one round. */
final class YamlProblems {
    private final Path path;
    private final SortedMap<YamlPosition, Set<String>> found = new TreeMap<>();

    YamlProblems(Path path) {
        this.path = path;
    }

    /**
     * Notes one problem.
     *
     * @param what what is wrong and what to do, without the place
     */
    void add(YamlPosition at, String what) {
        found.computeIfAbsent(at, position -> new TreeSet<>()).add(what);
    }

    /** Throws all problems together, one a line, in the order of the file; returns if there are none. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationException(found.entrySet().stream()
                    .flatMap(place -> place.getValue().stream()
                            .map(what -> path + ":" + place.getKey().line() + ":"
                                    + place.getKey().column() + ": " + what))
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }
}
