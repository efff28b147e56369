package org.docket.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.docket.configuration.ConfigurationException;
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
    private final Set<String> extensions;
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Path, Delayed> waiting = new ConcurrentHashMap<>();

    public DockFolders(IntakeConfiguration configuration, Docks docks, Clock clock) {
        this.configuration = configuration;
        this.docks = docks;
        this.clock = clock;
        this.extensions = configuration.recordingExtensions();
        // Camel reads the folder out of a URI, where these two mean something else.
        if (configuration.root().toString().matches(".*[%?].*")) {
            throw new ConfigurationException("docket.intake.root is '" + configuration.root()
                    + "' but must not contain % or ?: choose another folder.");
        }
    }

    /** What is to be done about a path in a dock's folder. */
    sealed interface Judgement {
        /** A whole recording. */
        record Present() implements Judgement {}

        /** No recording, and not going to be one. */
        record Refuse(QuarantineReason reason) implements Judgement {}

        /** Nothing now: it is not whole yet, is done with, or is no concern of intake. */
        record Leave() implements Judgement {}
    }

    /**
     * Why something that was presented is still in its folder.
     *
     * @param reason of the last failure, one sentence
     * @param attempts how often it was tried
     * @param until when it is tried again
     */
    public record Waiting(String dock, String name, String reason, int attempts, Instant until) {}

    private record Delayed(Waiting waiting, SteadyTime since, Duration delay) {}

    /**
     * How a path looked the last time.
     *
     * @param begun when it was first seen, or first seen to change after it was done with
     * @param still since when it looks so
     * @param settled whether it is done with
     */
    private record Seen(long bytes, Instant modifiedAt, SteadyTime begun, SteadyTime still, boolean settled) {}

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

    /** Whether there is something to do about this path now. Links to folders are never followed. */
    boolean isReady(Path path) {
        return !(judge(path) instanceof Judgement.Leave);
    }

    Judgement judge(Path path) {
        String fileName = Names.fileName(path);
        if (Names.isCompanion(fileName)) {
            return new Judgement.Leave();
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            // Gone between the listing and this look, or not readable now: the next poll looks again.
            return new Judgement.Leave();
        }
        if (attributes.isSymbolicLink()) {
            return new Judgement.Refuse(QuarantineReason.ESCAPES_FOLDER);
        }
        if (!attributes.isRegularFile()) {
            return new Judgement.Leave();
        }
        Delayed put = waiting.get(path);
        if (put != null && !put.since().isOver(put.delay())) {
            return new Judgement.Leave();
        }
        String extension = Names.extension(fileName);
        if (extensions.contains(extension)) {
            return judgeRecording(path, attributes);
        }
        if (Names.SIDECARS.contains(extension) && hasRecording(path)) {
            return new Judgement.Leave();
        }
        if (!look(path, attributes).still().isOver(configuration.patience())) {
            return new Judgement.Leave();
        }
        return new Judgement.Refuse(
                Names.SIDECARS.contains(extension) ? QuarantineReason.SIDECAR_ALONE : QuarantineReason.WRONG_TYPE);
    }

    private Judgement judgeRecording(Path path, BasicFileAttributes attributes) {
        Seen look = look(path, attributes);
        if (look.settled()) {
            return new Judgement.Leave();
        }
        boolean marked = Files.exists(Names.beside(path, Names.MARKER), LinkOption.NOFOLLOW_LINKS);
        boolean markersOnly = dockOf(path).markersOnly();
        boolean still = isStill(look) && sidecarIsStill(path);
        if (marked || (still && !markersOnly)) {
            return attributes.size() == 0 ? new Judgement.Refuse(QuarantineReason.EMPTY) : new Judgement.Present();
        }
        // First seen by this hub: a recording whose copy keeps its old times is not one that has been growing for
        // years.
        return look.begun().isOver(configuration.patience()) && !isStill(look)
                ? new Judgement.Refuse(QuarantineReason.STILL_GROWING)
                : new Judgement.Leave();
    }

    private boolean isStill(Seen look) {
        return look.still().isOver(configuration.settle());
    }

    /** A sidecar that is half written says half of what it has to say. */
    private boolean sidecarIsStill(Path recording) {
        Optional<Path> sidecar = SidecarReader.find(recording);
        if (sidecar.isEmpty()) {
            return true;
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(sidecar.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return isStill(look(sidecar.get(), attributes));
        } catch (IOException e) {
            return false;
        }
    }

    /** Remembers since when a path looks as it does now. */
    private Seen look(Path path, BasicFileAttributes attributes) {
        long bytes = attributes.size();
        Instant modifiedAt = attributes.lastModifiedTime().toInstant();
        return seen.compute(path, (key, before) -> {
            SteadyTime now = SteadyTime.now();
            if (before == null) {
                return new Seen(bytes, modifiedAt, now, now, false);
            }
            boolean same = before.bytes() == bytes && before.modifiedAt().equals(modifiedAt);
            // What was done with and changes now is another source: it has not been growing since the first was seen.
            SteadyTime begun = before.settled() ? now : before.begun();
            return same ? before : new Seen(bytes, modifiedAt, begun, now, false);
        });
    }

    /** Whether a recording lies beside a sidecar; asked by name, because a folder may hold very many. */
    boolean hasRecording(Path sidecar) {
        String base = Names.base(Names.fileName(sidecar));
        return extensions.stream()
                .flatMap(extension -> Stream.of(extension, extension.toUpperCase(Locale.ROOT)))
                .anyMatch(extension ->
                        Files.exists(sidecar.resolveSibling(base + "." + extension), LinkOption.NOFOLLOW_LINKS));
    }

    /** The source as it lies there now. */
    Source source(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
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
        waiting.remove(source.path());
        seen.computeIfPresent(
                source.path(),
                (path, before) -> new Seen(before.bytes(), before.modifiedAt(), before.begun(), before.still(), true));
    }

    /** The source is gone: what comes next under its name is looked at anew. */
    void forget(Path path) {
        waiting.remove(path);
        seen.remove(path);
    }

    /**
     * Puts a source off after a failure: each time for about twice as long, up to a limit, and never for good. Chance spreads what
     * failed together.
     *
     * @param atLeast what the vault asks for, if it does
     */
    Waiting postpone(Path path, String reason, @Nullable Duration atLeast) {
        String dock = dockOf(path).id();
        String name = nameOf(path, dock);
        Delayed put = waiting.compute(path, (key, before) -> {
            int attempts = before == null ? 1 : before.waiting().attempts() + 1;
            Duration delay = delay(attempts);
            Duration chosen = atLeast != null && atLeast.compareTo(delay) > 0 ? atLeast : delay;
            Waiting entry =
                    new Waiting(dock, name, reason, attempts, clock.instant().plus(chosen));
            return new Delayed(entry, SteadyTime.now(), chosen);
        });
        return put.waiting();
    }

    private Duration delay(int attempts) {
        Duration doubled = configuration.firstRetry().multipliedBy(1L << Math.min(attempts - 1, 20));
        Duration most = doubled.compareTo(configuration.mostRetry()) > 0 ? configuration.mostRetry() : doubled;
        long half = most.toMillis() / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    /** Looks again after a while at what another hub is at. That is no failure. */
    void leaveToAnotherHub(Source source) {
        Duration delay = configuration.lookAtOthers();
        Instant until = clock.instant().plus(delay);
        Waiting entry = new Waiting(source.dock().id(), source.name(), "another hub takes it in", 0, until);
        waiting.put(source.path(), new Delayed(entry, SteadyTime.now(), delay));
    }

    /** What could not be taken in yet, and why. */
    public List<Waiting> waiting() {
        return waiting.values().stream()
                .map(Delayed::waiting)
                .filter(entry -> entry.attempts() > 0)
                .toList();
    }

    /** For how long the oldest that is not taken in has been seen in a dock's folder; zero if there is none. */
    public Duration oldestWaiting(String dock) {
        return seen.entrySet().stream()
                .filter(entry -> !entry.getValue().settled() && entry.getKey().startsWith(folder(dock)))
                .map(entry -> entry.getValue().begun().elapsed())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Drops what is remembered of paths that are gone. */
    void forgetWhatIsGone() {
        seen.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        waiting.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }
}
