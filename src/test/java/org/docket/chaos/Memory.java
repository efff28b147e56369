package org.docket.chaos;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was put into the folders of the docks, and what the docks did there afterwards. */
final class Memory {
    private final List<Fed> all = new CopyOnWriteArrayList<>();
    private final Map<String, Fed> last = new ConcurrentHashMap<>();
    private final Set<Fed> replaced = ConcurrentHashMap.newKeySet();
    private final Set<Fed> erased = ConcurrentHashMap.newKeySet();

    /** Another memory of the same. */
    Memory copy() {
        Memory copy = new Memory();
        all.forEach(copy::fed);
        copy.replaced.addAll(replaced);
        copy.erased.addAll(erased);
        return copy;
    }

    /** It lies in its folder now. */
    void fed(Fed fed) {
        all.add(fed);
        last.put(key(fed.dock().id(), fed.name()), fed);
    }

    /** Another source takes its place, although there was no receipt for it. Said before it happens. */
    void replaces(Fed old) {
        replaced.add(old);
    }

    /** The dock erases it, because its receipt fits. Said before it happens. */
    void erases(Fed old) {
        erased.add(old);
    }

    /** All that was ever fed, in its order. */
    List<Fed> all() {
        return List.copyOf(all);
    }

    /** What was put last under that name. */
    Optional<Fed> last(String dock, String name) {
        return Optional.ofNullable(last.get(key(dock, name)));
    }

    boolean isLast(Fed fed) {
        return Objects.equals(last.get(key(fed.dock().id(), fed.name())), fed);
    }

    boolean isReplaced(Fed fed) {
        return replaced.contains(fed);
    }

    boolean isErased(Fed fed) {
        return erased.contains(fed);
    }

    private static String key(String dock, String name) {
        return dock + "/" + name;
    }
}
