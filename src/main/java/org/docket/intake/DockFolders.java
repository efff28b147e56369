package org.docket.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what lies in the dock folders and says what is ready to be presented. It changes nothing there, and knows nothing that it
 * could not find out again after a restart.
 */
public final class DockFolders {
    /** A dock's name stands in route ids, MBean names and blob metadata: nothing in it needs quoting. */
    private static final Pattern DOCK_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final IntakeConfiguration configuration;
    private final Docks docks;
    private final Clock clock;
    private final Judge judge;
    private final SidecarReader sidecars = new SidecarReader();
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    public DockFolders(IntakeConfiguration configuration, Docks docks, Clock clock) {
        this.configuration = configuration;
        this.docks = docks;
        this.clock = clock;
        this.judge = new Judge(configuration);
    }

    /**
     * Why something that was presented is still in its folder.
     *
     * @param reason of the last failure, one sentence
     * @param attempts how often it was tried
     * @param until when it is tried again
     */
    public record Waiting(String dock, String name, String reason, int attempts, Instant until) {}

    /** The folder of every dock that there is. Links and folders with unusable names are not docks. */
    public SortedSet<String> docks() throws IOException {
        Files.createDirectories(configuration.root());
        SortedSet<String> found = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(configuration.root())) {
            for (Path child : children) {
                String name = Names.fileName(child);
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) && isDockName(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** The folders under the root that cannot be docks because of their names. */
    public SortedSet<String> unusable() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(configuration.root())) {
            for (Path child : children) {
                String name = Names.fileName(child);
                if (Files.isDirectory(child) && !name.startsWith(".") && !isDockName(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private static boolean isDockName(String name) {
        return DOCK_NAME.matcher(name).matches();
    }

    Path folder(String dock) {
        return configuration.root().resolve(dock);
    }

    /** What is known of a dock's folder. */
    private record Watched(DockIndex index, Postponements postponements) {}

    private Watched watched(String dock) {
        return watched.computeIfAbsent(
                dock,
                key -> new Watched(
                        new DockIndex(
                                folder(key),
                                configuration.sweep(),
                                configuration.lookAgain(),
                                configuration.settle(),
                                () -> SteadyTime.now().nanoseconds()),
                        new Postponements(configuration, clock)));
    }

    /**
     * Looks into a dock's folder, and offers what there is something to do about, the oldest first. Only one thread may do that for a
     * dock at a time.
     *
     * @param most how many are taken
     * @param taker whether it takes that one; it is offered again until it is settled
     */
    void offer(String dock, int most, Predicate<Path> taker) {
        Watched known = watched(dock);
        DockIndex index = known.index();
        if (!index.refresh()) {
            return;
        }
        for (List<IndexedFile> due = index.due(); !due.isEmpty(); due = index.due()) {
            due.forEach(file -> look(known, docks.dock(dock), file));
        }
        known.postponements().forgetIf(path -> !index.knows(path));
        index.offer(most, taker);
    }

    private void look(Watched known, Dock dock, IndexedFile file) {
        DockIndex index = known.index();
        Path path = file.path();
        try {
            BasicFileAttributes attributes = attributes(path);
            if (attributes.isDirectory()) {
                index.enter(file);
                return;
            }
            Duration rest = known.postponements().rest(path);
            Judgement judgement = rest.isZero()
                    ? judge.judge(dock, path, attributes, new Listed(index, dock, file, attributes))
                    : new Judgement.Leave(rest);
            if (judgement instanceof Judgement.Leave leave) {
                index.later(file, leave.again());
            } else {
                index.ready(file);
            }
            if (attributes.isSymbolicLink() && judgement instanceof Judgement.Leave) {
                index.passOver(path, "it is a link to a folder, which is not followed: have the dock use a folder");
            } else {
                index.noLongerPassOver(path);
            }
        } catch (NoSuchFileException e) {
            index.drop(file);
        } catch (IOException e) {
            index.passOver(path, "it cannot be looked at: " + e);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is to be done about a path now. Links to folders are never followed. */
    Judgement judge(Path path) {
        Dock dock = dockOf(path);
        Watched known = watched(dock.id());
        Duration rest = known.postponements().rest(path);
        if (!rest.isZero()) {
            return new Judgement.Leave(rest);
        }
        Judgement judgement;
        try {
            BasicFileAttributes attributes = attributes(path);
            judgement = judge.judge(dock, path, attributes, new OnDisk(known.index(), dock, path, attributes));
        } catch (IOException e) {
            // Gone since it was offered, or not readable now: the next look says which.
            return new Judgement.Leave(configuration.lookAgain());
        }
        if (judgement instanceof Judgement.Leave leave) {
            known.index().file(path).ifPresent(file -> known.index().later(file, leave.again()));
        } else if (judgement instanceof Judgement.Present) {
            known.index().file(path).ifPresent(file -> beginToTake(known.index(), file));
        }
        return judgement;
    }

    /** From here on its sidecar is read as it is: whether it changes later is told from how it looks now. */
    private static void beginToTake(DockIndex index, IndexedFile recording) {
        sidecars(index, recording).forEach(sidecar -> {
            try {
                index.look(sidecar, attributes(sidecar.path()));
            } catch (IOException e) {
                index.later(sidecar, Duration.ZERO);
            }
        });
        index.taken(recording);
    }

    /** Reads what docks write about recordings. */
    SidecarReader sidecars() {
        return sidecars;
    }

    /** Whether all of these have not changed for the settle time. */
    private boolean areStill(DockIndex index, List<Path> files) throws IOException {
        for (Path path : files) {
            Optional<IndexedFile> file = index.file(path);
            if (file.isEmpty() || !judge.isStill(index.look(file.get(), attributes(path)))) {
                return false;
            }
        }
        return true;
    }

    /** As it was listed, so that what is not ready costs one look at the disk. */
    private final class Listed implements Surroundings {
        private final DockIndex index;
        private final Dock dock;
        private final IndexedFile file;
        private final BasicFileAttributes attributes;

        Listed(DockIndex index, Dock dock, IndexedFile file, BasicFileAttributes attributes) {
            this.index = index;
            this.dock = dock;
            this.file = file;
            this.attributes = attributes;
        }

        @Override
        public IndexedFile.Look look() {
            return index.look(file, attributes);
        }

        @Override
        public boolean isMarked() {
            return file.isMarked();
        }

        private List<Path> places() throws IOException {
            List<Path> beside = Judge.sidecarsOf(file.name())
                    .flatMap(name -> index.beside(file, name).stream())
                    .map(IndexedFile::path)
                    .limit(1)
                    .toList();
            return beside.isEmpty() && dock.dialect().hasShiftFiles() ? sidecars.places(file.path(), dock) : beside;
        }

        @Override
        public boolean hasSidecar() {
            try {
                return !places().isEmpty();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public boolean isSidecarStill() {
            try {
                return areStill(index, places());
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public boolean isTakenWithRecording() {
            return !SidecarReader.isShiftFile(file.path(), dock)
                    && judge.recordingsOf(file.name())
                            .flatMap(name -> index.beside(file, name).stream())
                            .anyMatch(recording -> !recording.isSettled());
        }

        @Override
        public boolean leadsToFolder() {
            return Files.isDirectory(file.path());
        }
    }

    /** As it is at this moment: what is taken in now must be so. */
    private final class OnDisk implements Surroundings {
        private final DockIndex index;
        private final Dock dock;
        private final Path path;
        private final BasicFileAttributes attributes;

        OnDisk(DockIndex index, Dock dock, Path path, BasicFileAttributes attributes) {
            this.index = index;
            this.dock = dock;
            this.path = path;
            this.attributes = attributes;
        }

        @Override
        public IndexedFile.Look look() {
            return index.file(path)
                    .map(file -> index.look(file, attributes))
                    .orElse(IndexedFile.Look.first(attributes.size()));
        }

        @Override
        public boolean isMarked() {
            return Files.exists(Names.beside(path, Names.MARKER), LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public boolean hasSidecar() {
            try {
                return !sidecars.places(path, dock).isEmpty();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public boolean isSidecarStill() {
            try {
                return areStill(index, sidecars.places(path, dock));
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public boolean isTakenWithRecording() {
            return !SidecarReader.isShiftFile(path, dock)
                    && judge.recordingsOf(Names.fileName(path))
                            .map(path::resolveSibling)
                            .filter(recording -> Files.exists(recording, LinkOption.NOFOLLOW_LINKS))
                            .anyMatch(recording -> index.file(recording)
                                    .filter(IndexedFile::isSettled)
                                    .isEmpty());
        }

        @Override
        public boolean leadsToFolder() {
            return Files.isDirectory(path);
        }
    }

    /** Whether a name is that of the recording of a sidecar, both below the folder of the dock. */
    boolean isRecordingOf(String sidecar, String recording) {
        return judge.isRecordingOf(sidecar, recording);
    }

    /** The names that the recording of a sidecar may have, below the folder of its dock. */
    List<String> recordingsOf(String sidecar) {
        return judge.recordingsOf(sidecar).toList();
    }

    /** Whether a recording lies beside a sidecar; asked by name, because a folder may hold very many. */
    boolean hasRecording(Path sidecar) {
        return judge.recordingsOf(Names.fileName(sidecar))
                .anyMatch(name -> Files.exists(sidecar.resolveSibling(name), LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Makes sure that a path still leads into its dock's folder, and not over a link that somebody has put into the place of a folder
     * on the way.
     *
     * @throws NoSuchFileException if it does not
     */
    void requireInside(Path path) throws IOException {
        for (Path folder : foldersTo(path)) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(path.toString(), null, folder + " is no folder of a dock any more");
            }
        }
    }

    /** Makes the folders of a dock that a path needs; none is made beyond a link. */
    void createFoldersTo(Path path) throws IOException {
        for (Path folder : foldersTo(path)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(folder + " is no folder: move it away", e);
                }
            }
        }
    }

    /** From the dock's folder down. */
    private List<Path> foldersTo(Path path) {
        Path below = configuration.root().relativize(path);
        return IntStream.range(1, below.getNameCount())
                .mapToObj(count -> configuration.root().resolve(below.subpath(0, count)))
                .toList();
    }

    /** Whether it is a recording of a dock that has to mark what is whole. */
    boolean waitsForMarker(Path path) {
        return dockOf(path).markersOnly()
                && configuration.recordingExtensions().contains(Names.extension(Names.fileName(path)));
    }

    /** The source as it lies there now. */
    Source source(Path path) throws IOException {
        requireInside(path);
        BasicFileAttributes attributes = attributes(path);
        Dock dock = dockOf(path);
        String name = nameOf(path, dock.id());
        return new Source(dock, name, path, attributes.size(), modifiedAt(attributes));
    }

    private String nameOf(Path path, String dock) {
        return folder(dock).relativize(path).toString().replace(File.separatorChar, '/');
    }

    /** The dock of a path in its folder, and the name of what lies there. */
    record Place(String dock, String name) {}

    Place place(Path path) {
        String dock = dockOf(path).id();
        return new Place(dock, nameOf(path, dock));
    }

    /** The catalogue keeps microseconds: what is compared with it must not have more. */
    static Instant modifiedAt(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    private Dock dockOf(Path path) {
        Path below = configuration.root().relativize(path);
        return docks.dock(below.getName(0).toString());
    }

    /** Nothing more is to be done for what lies there, until it changes. */
    void settle(Source source) {
        Watched known = watched(source.dock().id());
        known.postponements().forget(source.path());
        known.index().file(source.path()).ifPresent(file -> {
            known.index().settle(file, source);
            // A sidecar that came while its recording was on its way is one that came late.
            sidecars(known.index(), file).forEach(sidecar -> known.index().later(sidecar, Duration.ZERO));
        });
    }

    /** The sidecar beside a recording is kept with it, as it was when the recording was taken: it is done with. */
    void settleSidecar(Source source, Sidecar kept) {
        DockIndex index = watched(source.dock().id()).index();
        // Of a file of the shift only a row is kept, and of one that could not be read nothing.
        boolean whole = kept.content().hasRemaining()
                && !SidecarReader.isShiftFile(source.path().resolveSibling(kept.name()), source.dock());
        index.file(source.path()).filter(recording -> whole).ifPresent(recording -> index.beside(recording, kept.name())
                .ifPresent(sidecar -> {
                    try {
                        index.settleUnchanged(sidecar, attributes(sidecar.path()), recording);
                    } catch (IOException e) {
                        // It is gone, or is looked at again like one that came late.
                        index.later(sidecar, Duration.ZERO);
                    }
                }));
    }

    private static Stream<IndexedFile> sidecars(DockIndex index, IndexedFile recording) {
        return Judge.sidecarsOf(recording.name())
                .flatMap(name -> index.beside(recording, name).stream())
                .filter(sidecar -> !sidecar.isSettled());
    }

    /** There is nothing to be done for a sidecar now; its recording may still come. */
    void lookAgain(Source sidecar, Duration after) {
        DockIndex index = watched(sidecar.dock().id()).index();
        index.file(sidecar.path()).ifPresent(file -> index.later(file, after));
    }

    /** The source is gone: what comes next under its name is looked at anew. */
    void forget(Path path) {
        Watched known = watched(dockOf(path).id());
        known.postponements().forget(path);
        known.index().file(path).ifPresent(known.index()::drop);
    }

    /**
     * Puts a source off after a failure: each time for about twice as long, up to a limit, and never for good.
     *
     * @param atLeast what the vault asks for, if it does
     */
    Waiting postpone(Path path, String reason, @Nullable Duration atLeast) {
        Place place = place(path);
        Watched known = watched(place.dock());
        Postponements.Postponed put = known.postponements().afterFailure(path, place, reason, atLeast);
        lookAgainAfter(known, path, put);
        return put.waiting();
    }

    /** Looks again after a while at what another hub is at. */
    void leaveToAnotherHub(Source source) {
        Watched known = watched(source.dock().id());
        lookAgainAfter(known, source.path(), known.postponements().forAnotherHub(source.path(), source.place()));
    }

    private static void lookAgainAfter(Watched known, Path path, Postponements.Postponed put) {
        known.index().file(path).ifPresent(file -> known.index().later(file, put.delay()));
    }

    /** What could not be taken in yet, and why. */
    public List<Waiting> waiting() {
        return watched.values().stream()
                .flatMap(known -> known.postponements().failures().stream())
                .toList();
    }

    /** What could not be taken in yet from a dock, and why. */
    public List<Waiting> waiting(String dock) {
        return watched(dock).postponements().failures();
    }

    /** For how long the oldest that is not taken in has been seen in a dock's folder; zero if there is none. */
    public Duration oldestWaiting(String dock) {
        return watched(dock).index().oldest();
    }

    /** What is left where it is in a dock's folder because it cannot be taken or looked into, and why. */
    public Map<Path, String> passedOver(String dock) {
        return watched(dock).index().passedOver();
    }
}
