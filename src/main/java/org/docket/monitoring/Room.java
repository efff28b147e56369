package org.docket.monitoring;

import java.util.EnumMap;
import java.util.Map;

/**
 * How much more a reconciliation may find of each kind. When a whole vault is away, looking a second time at millions of recordings and
 * writing a row for each would help nobody: from some number on they are only counted.
 */
final class Room {
    private final int most;
    private final Map<Found.Kind, Long> seen;
    private final Map<Found.Kind, Long> onlyCounted;

    Room(int most, Map<Found.Kind, Long> seen, Map<Found.Kind, Long> onlyCounted) {
        this.most = most;
        this.seen = copy(seen);
        this.onlyCounted = copy(onlyCounted);
    }

    private static Map<Found.Kind, Long> copy(Map<Found.Kind, Long> counts) {
        Map<Found.Kind, Long> copy = new EnumMap<>(Found.Kind.class);
        copy.putAll(counts);
        return copy;
    }

    /** Whether there is room for one more; if not, it is counted. */
    boolean isThereFor(Found.Kind kind) {
        if (seen.getOrDefault(kind, 0L) < most) {
            return true;
        }
        onlyCounted.merge(kind, 1L, Long::sum);
        return false;
    }

    /** One more was found. */
    Found taken(Found found) {
        seen.merge(found.kind(), 1L, Long::sum);
        return found;
    }

    /** How many of each kind were only counted. */
    Map<Found.Kind, Long> onlyCounted() {
        return copy(onlyCounted);
    }
}
