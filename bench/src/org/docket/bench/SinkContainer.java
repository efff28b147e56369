package org.docket.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What one container holds: blobs, and blocks that are not part of a blob yet. */
final class SinkContainer {
    private final NavigableMap<String, SinkBlob> blobs = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, SinkBlock>> uncommitted = new ConcurrentHashMap<>();

    NavigableMap<String, SinkBlob> blobs() {
        return blobs;
    }

    @Nullable
    SinkBlob blob(String name) {
        return blobs.get(name);
    }

    void stage(String name, String id, SinkBlock block) {
        uncommitted.compute(name, (same, blocks) -> {
            Map<String, SinkBlock> more = blocks == null ? new LinkedHashMap<>() : blocks;
            more.put(id, block);
            return more;
        });
    }

    /** A copy of the blocks of this name that belong to no blob yet. */
    Map<String, SinkBlock> uncommitted(String name) {
        Map<String, SinkBlock> copy = new LinkedHashMap<>();
        uncommitted.computeIfPresent(name, (same, blocks) -> {
            copy.putAll(blocks);
            return blocks;
        });
        return copy;
    }

    /** False, and nothing is done, if it must be new and is not. */
    boolean put(String name, SinkBlob blob, boolean mustBeNew) {
        if (mustBeNew) {
            if (blobs.putIfAbsent(name, blob) != null) {
                return false;
            }
        } else {
            blobs.put(name, blob);
        }
        uncommitted.remove(name);
        return true;
    }

    boolean remove(String name, SinkBlob blob) {
        return blobs.remove(name, blob);
    }
}
