package org.docket.intake;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder of a dock, what was in it when it was listed, and whether it has to be listed again. Its index guards it. */
final class IndexedFolder {
    /** Two changes within so long may leave a folder with the same time, on the coarsest of file systems. */
    private static final long GRANULE = Duration.ofSeconds(2).toNanos();

    /** Of the time of a dock's thread, listing one folder takes a fifth at most. */
    private static final int SHARE = 4;

    private final Path path;
    private final int depth;
    private final Map<String, IndexedFile> files = new HashMap<>();
    private final Map<String, IndexedFolder> folders = new HashMap<>();
    private @Nullable FileTime time;
    private long sameSince;
    private long listed;
    private long notBefore;
    private boolean isFinal;

    /**
     * Makes one that was not listed yet.
     *
     * @param depth how many folders of the dock lie above it
     */
    IndexedFolder(Path path, int depth) {
        this.path = path;
        this.depth = depth;
    }

    Path path() {
        return path;
    }

    int depth() {
        return depth;
    }

    Map<String, IndexedFile> files() {
        return files;
    }

    Map<String, IndexedFolder> folders() {
        return folders;
    }

    /** Whether it was changed since it was listed, as far as its time says. */
    boolean hasChanged(FileTime now) {
        return !now.equals(time);
    }

    /**
     * Whether it has to be listed now.
     *
     * @param modified its time as it is
     * @param sweep after which it is listed in any case, in nanoseconds
     */
    boolean isToBeListed(FileTime modified, long now, long sweep) {
        if (time == null) {
            return true;
        }
        if (hasChanged(modified)) {
            return now - notBefore >= 0;
        }
        // The last listing may have missed what came right after it and left the folder with the same time.
        return (!isFinal && now - sameSince >= GRANULE) || now - listed >= sweep;
    }

    /** It was listed after it had that time. */
    void listed(FileTime modified, long begun, long ended) {
        if (hasChanged(modified)) {
            time = modified;
            sameSince = begun;
        }
        isFinal = begun - sameSince >= GRANULE;
        listed = begun;
        notBefore = ended + SHARE * (ended - begun);
    }

    /** It could not be looked into: what is known of it does not count any more. */
    void distrust() {
        time = null;
    }
}
