package org.docket.intake;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/** A file in a dock's folder, and how it looked the last time. There may be very many: it holds little, and its index guards it. */
final class IndexedFile {
    static final Comparator<IndexedFile> BY_AGE =
            Comparator.comparingLong((IndexedFile file) -> file.modified).thenComparing(IndexedFile::inOrderOfNames);

    /** Moments of the steady counter are compared by their distance, because the counter may pass its end. */
    static final Comparator<IndexedFile> BY_NEXT_LOOK =
            ((Comparator<IndexedFile>) (one, other) -> Long.signum(one.next - other.next)).thenComparing(BY_AGE);

    private static final long NEVER_SEEN = -1;

    private final IndexedFolder folder;
    private final String name;
    private long bytes = NEVER_SEEN;
    private long modified;
    private long begun;
    private long still;
    private long next;
    private long taken;
    private boolean settled;
    private boolean marked;

    IndexedFile(IndexedFolder folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /**
     * How it looks.
     *
     * @param seenFor how long ago it was first seen, or first seen to change after it was done with
     * @param stillFor for how long it has looked so
     * @param settled whether it is done with
     */
    record Look(long bytes, Duration seenFor, Duration stillFor, boolean settled) {
        /** The first look at a file. */
        static Look first(long bytes) {
            return new Look(bytes, Duration.ZERO, Duration.ZERO, false);
        }
    }

    private static int inOrderOfNames(IndexedFile one, IndexedFile other) {
        return one.folder == other.folder
                ? one.name.compareTo(other.name)
                : one.folder.path().compareTo(other.folder.path());
    }

    IndexedFolder folder() {
        return folder;
    }

    String name() {
        return name;
    }

    Path path() {
        return folder.path().resolve(name);
    }

    /**
     * Remembers since when it looks as it does now.
     *
     * @param settle after how many nanoseconds without a change it counts as whole
     */
    Look look(BasicFileAttributes attributes, long now, long settle) {
        long size = attributes.size();
        long time = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        if (bytes == NEVER_SEEN || bytes != size || modified != time) {
            // What was done with, or was whole by its looks, and changes now is written anew: it has not been growing
            // since the first was seen.
            begun = bytes == NEVER_SEEN || settled || now - still >= settle ? now : begun;
            still = now;
            settled = false;
            bytes = size;
            modified = time;
        }
        return new Look(size, Duration.ofNanos(now - begun), Duration.ofNanos(now - still), settled);
    }

    /** For how long it has been waiting to be taken in; zero if it is done with or was never looked at. */
    Duration waitingFor(long now) {
        return bytes == NEVER_SEEN || settled ? Duration.ZERO : Duration.ofNanos(now - begun);
    }

    /** It must be in no order meanwhile. */
    void lookAgainAt(long moment) {
        next = moment;
    }

    boolean isDue(long now) {
        return next - now <= 0;
    }

    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = bytes != NEVER_SEEN;
    }

    /** Whether it looked like that the last time. */
    boolean looksLike(Source source) {
        return bytes == source.bytes()
                && Math.floorDiv(modified, 1_000) == ChronoUnit.MICROS.between(Instant.EPOCH, source.modifiedAt());
    }

    void takenAt(long moment) {
        taken = moment;
    }

    /** Whether it has looked as it does now since before another was taken. */
    boolean isOlderThan(IndexedFile other) {
        return bytes != NEVER_SEEN && still - other.taken <= 0;
    }

    boolean isMarked() {
        return marked;
    }

    void mark(boolean isMarked) {
        marked = isMarked;
    }
}
