package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in the folder of one dock, kept from one look to the next, so that a look costs what has changed and not what is there: a
 * folder is listed when its time says that it has changed, and a file is looked at when there is something to be expected. One thread
 * lists and looks; any thread may say what became of a file. The disk is never waited for under the lock.
 */
final class DockIndex {
    private static final Logger LOG = LoggerFactory.getLogger(DockIndex.class);

    /** How many folders a recording may lie below its dock's. */
    static final int DEEPEST = 32;

    /** Of what is done with in a folder that has changed, so many are looked at in each round: a name may have been used again. */
    private static final int CHECKED_AT_ONCE = 100;

    private final Path root;
    private final long sweep;
    private final long soon;
    private final long settle;
    private final LongSupplier steady;
    private final IndexedFolder top;
    private final TreeSet<IndexedFile> schedule = new TreeSet<>(IndexedFile.BY_NEXT_LOOK);
    private final TreeSet<IndexedFile> ready = new TreeSet<>(IndexedFile.BY_AGE);
    private final Map<IndexedFolder, Deque<IndexedFile>> toCheck = new LinkedHashMap<>();
    private final Map<Path, String> passedOver = new TreeMap<>();
    private long round;

    /**
     * Makes one that knows of nothing.
     *
     * @param root the dock's folder
     * @param sweep time after which everything is looked at again, whatever the folder's time says
     * @param soon time between two looks at what may be ready at any moment
     * @param settle time without a change after which a file counts as whole
     * @param steady a counter of nanoseconds that nobody sets
     */
    DockIndex(Path root, Duration sweep, Duration soon, Duration settle, LongSupplier steady) {
        this.root = root;
        this.sweep = sweep.toNanos();
        this.settle = settle.toNanos();
        this.soon = Math.max(1, soon.toNanos());
        this.steady = steady;
        this.top = new IndexedFolder(root, 0);
    }

    /**
     * Begins a round: lists the folders that have changed since they were listed.
     *
     * @return whether the dock's folder is there. If not, it may be on a disk that is away for a while: what is known of it stays
     */
    boolean refresh() {
        begin();
        if (!refresh(top)) {
            return false;
        }
        Deque<IndexedFolder> folders = new ArrayDeque<>(below(top));
        while (!folders.isEmpty()) {
            IndexedFolder folder = folders.pop();
            if (refresh(folder)) {
                folders.addAll(below(folder));
            }
        }
        return true;
    }

    private synchronized void begin() {
        round = steady.getAsLong();
        int share = Math.max(1, CHECKED_AT_ONCE / Math.max(1, toCheck.size()));
        for (Iterator<Deque<IndexedFile>> turns = toCheck.values().iterator(); turns.hasNext(); ) {
            Deque<IndexedFile> files = turns.next();
            for (int number = 0; number < share && !files.isEmpty(); number++) {
                IndexedFile file = files.pop();
                if (file.isSettled() && isKnown(file)) {
                    lookAt(file, round);
                }
            }
            if (files.isEmpty()) {
                turns.remove();
            }
        }
    }

    private synchronized List<IndexedFolder> below(IndexedFolder folder) {
        return List.copyOf(folder.folders().values());
    }

    /** Lists a folder if it has changed; whether it is there. */
    private boolean refresh(IndexedFolder folder) {
        try {
            BasicFileAttributes attributes = attributes(folder.path());
            if (!attributes.isDirectory()) {
                throw new NoSuchFileException(folder.path().toString(), null, "it is no folder any more");
            }
            FileTime modified = attributes.lastModifiedTime();
            long begun = steady.getAsLong();
            if (isToBeListed(folder, modified, begun)) {
                FolderListing listing = FolderListing.of(folder.path());
                take(folder, listing, modified, begun);
            }
            return true;
        } catch (NoSuchFileException e) {
            gone(folder, e);
        } catch (IOException e) {
            passOver(folder, "the folder cannot be looked into: " + e);
        }
        return false;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private synchronized boolean isToBeListed(IndexedFolder folder, FileTime modified, long now) {
        return folder.isToBeListed(modified, now, sweep);
    }

    private synchronized void take(IndexedFolder folder, FolderListing listing, FileTime modified, long begun) {
        boolean changed = folder.hasChanged(modified);
        folder.listed(modified, begun, steady.getAsLong());
        int known = folder.files().size() + folder.folders().size();
        for (String name : listing.names()) {
            boolean isNew = !folder.folders().containsKey(name)
                    && take(folder, name, listing.marked().contains(name));
            known -= isNew ? 0 : 1;
        }
        if (known > 0) {
            dropAllBut(new HashSet<>(listing.names()), folder);
        }
        passOverOnly(folder, listing.unreadable());
        if (changed && !toCheck.containsKey(folder)) {
            Deque<IndexedFile> settled = new ArrayDeque<>();
            folder.files().values().stream().filter(IndexedFile::isSettled).forEach(settled::add);
            toCheck.put(folder, settled);
        }
    }

    /** Whether it is new. */
    private boolean take(IndexedFolder folder, String name, boolean marked) {
        IndexedFile known = folder.files().get(name);
        IndexedFile file = known == null ? new IndexedFile(folder, name) : known;
        if (known == null || known.isMarked() != marked) {
            folder.files().put(name, file);
            file.mark(marked);
            lookAt(file, round);
        }
        return known == null;
    }

    private void dropAllBut(Set<String> names, IndexedFolder folder) {
        List.copyOf(folder.files().values()).stream()
                .filter(file -> !names.contains(file.name()))
                .forEach(this::drop);
        for (IndexedFolder below : List.copyOf(folder.folders().values())) {
            if (!names.contains(Names.fileName(below.path()))) {
                drop(folder, below);
            }
        }
    }

    private void drop(IndexedFolder parent, IndexedFolder folder) {
        dropAllBut(Set.of(), folder);
        parent.folders().remove(Names.fileName(folder.path()));
        passedOver.keySet().removeIf(path -> path.startsWith(folder.path()));
        toCheck.remove(folder);
    }

    private synchronized void gone(IndexedFolder folder, IOException reason) {
        if (folder == top) {
            folder.distrust();
            passOver(root, "the folder is not there: " + reason.getMessage());
        } else {
            parent(folder.path()).ifPresent(parent -> {
                drop(parent, folder);
                // Its parent may not show that, where a file has its name now.
                parent.distrust();
            });
        }
    }

    /**
     * Files to be looked at in this round, and those that were found since it was asked last. Each is looked at again soon, unless it
     * is said when.
     */
    synchronized List<IndexedFile> due() {
        List<IndexedFile> due = new ArrayList<>();
        while (!schedule.isEmpty() && schedule.first().isDue(round)) {
            due.add(schedule.pollFirst());
        }
        long now = steady.getAsLong();
        due.forEach(file -> lookAt(file, now + soon));
        return due;
    }

    private static boolean isKnown(IndexedFile file) {
        return file.folder().files().get(file.name()) == file;
    }

    /** Remembers how a file looks. */
    synchronized IndexedFile.Look look(IndexedFile file, BasicFileAttributes attributes) {
        boolean isReady = ready.remove(file);
        boolean isScheduled = schedule.remove(file);
        IndexedFile.Look look = file.look(attributes, steady.getAsLong(), settle);
        if (isReady) {
            ready.add(file);
        } else if (isScheduled) {
            schedule.add(file);
        }
        return look;
    }

    /** The file of that path, if it is known. */
    synchronized Optional<IndexedFile> file(Path path) {
        return parent(path).map(folder -> folder.files().get(Names.fileName(path)));
    }

    /** Whether something lies there, as far as is known. */
    synchronized boolean knows(Path path) {
        String name = Names.fileName(path);
        return parent(path)
                .filter(folder ->
                        folder.files().containsKey(name) || folder.folders().containsKey(name))
                .isPresent();
    }

    /** A file that was listed in the same folder as another. */
    synchronized Optional<IndexedFile> beside(IndexedFile file, String name) {
        return Optional.ofNullable(file.folder().files().get(name));
    }

    private Optional<IndexedFolder> parent(Path path) {
        IndexedFolder folder = top;
        Path below = root.relativize(path);
        for (int i = 0; i < below.getNameCount() - 1 && folder != null; i++) {
            folder = folder.folders().get(below.getName(i).toString());
        }
        return Optional.ofNullable(folder);
    }

    /** It turned out to be a folder: it is listed at once. */
    void enter(IndexedFile file) {
        IndexedFolder folder = new IndexedFolder(file.path(), file.folder().depth() + 1);
        if (folder.depth() > DEEPEST) {
            passOver(file.path(), "it lies deeper than " + DEEPEST + " folders: move it up");
            later(file, Duration.ofNanos(sweep));
            return;
        }
        synchronized (this) {
            drop(file);
            file.folder().folders().put(file.name(), folder);
        }
        refresh(folder);
    }

    /** It may be taken. */
    synchronized void ready(IndexedFile file) {
        if (isKnown(file)) {
            schedule.remove(file);
            ready.add(file);
        }
    }

    /** It is looked at again after that time. */
    synchronized void later(IndexedFile file, Duration time) {
        if (isKnown(file)) {
            lookAt(file, steady.getAsLong() + Math.max(1, time.toNanos()));
        }
    }

    private void lookAt(IndexedFile file, long moment) {
        ready.remove(file);
        schedule.remove(file);
        file.lookAgainAt(moment);
        schedule.add(file);
    }

    /** That is done with, until it changes; what lies there instead by now is looked at again at once. */
    synchronized void settle(IndexedFile file, Source source) {
        if (file.looksLike(source)) {
            settle(file);
        } else {
            later(file, Duration.ZERO);
        }
    }

    /** It is done with, until it changes. Not all of what was done with together is looked at together. */
    synchronized void settle(IndexedFile file) {
        if (isKnown(file)) {
            file.settle();
            lookAt(
                    file,
                    steady.getAsLong()
                            + sweep
                            - (long) (sweep / 4.0 * ThreadLocalRandom.current().nextDouble()));
        }
    }

    /** It is being taken in, with what lies beside it now. */
    synchronized void taken(IndexedFile file) {
        file.takenAt(steady.getAsLong());
    }

    /** It is done with if it looks as it did when another was taken; else it is looked at again at once. */
    synchronized void settleUnchanged(IndexedFile file, BasicFileAttributes attributes, IndexedFile other) {
        look(file, attributes);
        if (file.isOlderThan(other)) {
            settle(file);
        } else {
            later(file, Duration.ZERO);
        }
    }

    /** It is gone. */
    synchronized void drop(IndexedFile file) {
        ready.remove(file);
        schedule.remove(file);
        file.folder().files().remove(file.name(), file);
        passedOver.remove(file.path());
    }

    /**
     * Offers what is ready, the oldest first. What is offered is looked at again soon: it stays in the folder, and who takes it may
     * fail.
     *
     * @param most how many are taken
     * @param taker whether it takes that one
     */
    synchronized void offer(int most, Predicate<Path> taker) {
        long now = steady.getAsLong();
        for (int taken = 0; taken < most && !ready.isEmpty(); ) {
            IndexedFile file = ready.first();
            lookAt(file, now + soon);
            taken += taker.test(file.path()) ? 1 : 0;
        }
    }

    /** For how long the oldest has been waiting to be taken in; zero if none is. */
    synchronized Duration oldest() {
        long now = steady.getAsLong();
        Duration oldest = Duration.ZERO;
        Deque<IndexedFolder> folders = new ArrayDeque<>(List.of(top));
        while (!folders.isEmpty()) {
            IndexedFolder folder = folders.pop();
            folders.addAll(folder.folders().values());
            for (IndexedFile file : folder.files().values()) {
                Duration waiting = file.waitingFor(now);
                oldest = waiting.compareTo(oldest) > 0 ? waiting : oldest;
            }
        }
        return oldest;
    }

    private synchronized void passOver(IndexedFolder folder, String reason) {
        folder.distrust();
        passOver(folder.path(), reason);
    }

    /** Nothing can be done about what lies there; a person is told once. */
    synchronized void passOver(Path path, String reason) {
        if (passedOver.put(path, reason) == null) {
            LOG.warn("{} is passed over: {}", path, reason);
        }
    }

    /** It is a file like any other. */
    synchronized void noLongerPassOver(Path path) {
        passedOver.remove(path);
    }

    private void passOverOnly(IndexedFolder folder, List<Path> unreadable) {
        passedOver.remove(folder.path());
        Set<Path> all = new HashSet<>(unreadable);
        passedOver
                .keySet()
                .removeIf(path -> folder.path().equals(path.getParent())
                        && !all.contains(path)
                        && !folder.files().containsKey(Names.fileName(path))
                        && !folder.folders().containsKey(Names.fileName(path)));
        unreadable.forEach(path -> passOver(
                path,
                "its name is not in the character set of Docket, which is UTF-8 if"
                        + " LC_ALL=C.UTF-8 is set: rename it, or set that"));
    }

    /** What cannot be looked at or taken, and why. */
    synchronized Map<Path, String> passedOver() {
        return new TreeMap<>(passedOver);
    }
}
