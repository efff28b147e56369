package org.docket.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The docks: puts recordings into their folders all the time, whether a hub runs or not, and remembers each. It keeps some work
 * in the folders and never heaps it up.
 */
final class Feeder implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final long PAUSE_MILLIS = 40;
    private static final List<FedDock> DOCKS = List.of(FedDock.values());
    private static final Fed.Says[] SAYS = {
        null, null, Fed.Says.ROUTINE, Fed.Says.EVIDENCE, Fed.Says.RETAIN, Fed.Says.RIGHT_HASH
    };

    /** What docks do. */
    enum Habit {
        /** A new recording. */
        NEW(26),
        /** A new recording of many blocks. */
        LONG(1),
        /** The same new recording from two docks at the same instant. */
        TWINS(4),
        /** A recording that was receipted, under another name. */
        AGAIN(6),
        /** A new recording under a name that was used before. */
        SAME_NAME(5),
        /** Another recording in the place of one that has no receipt yet. */
        REPLACE(4),
        /** The same with a recording of many blocks, which is likely to be on its way to the vault. */
        ABANDON(1),
        /** A dock of its own ways erases what has its receipt. */
        ERASE(4),
        /** A recording whose sidecar is of another version. */
        MISTAKEN(1);

        private final int often;

        Habit(int often) {
            this.often = often;
        }
    }

    private static final List<Habit> USUAL = Stream.of(Habit.values())
            .flatMap(habit -> Collections.nCopies(habit.often, habit).stream())
            .toList();

    private final Path docks;
    private final SplittableRandom random;
    private final Memory memory = new Memory();
    private final List<Fed> waiting = new ArrayList<>();
    private final List<Fed> receipted = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private volatile @Nullable Habit favourite;
    private @Nullable Future<?> feeding;
    private long number;
    private int fed;

    /**
     * Feeds nothing yet.
     *
     * @param docks the intake root
     */
    Feeder(Path docks, long seed) throws IOException {
        this.docks = docks;
        this.random = new SplittableRandom(seed);
        // Other runs have other contents, even where they share a vault.
        this.number = seed << 20;
        for (FedDock dock : FedDock.values()) {
            Files.createDirectories(docks.resolve(dock.id()));
        }
    }

    Memory memory() {
        return memory;
    }

    /** Feeds until it is told to stop. */
    void start() {
        feeding = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        turn();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                0,
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** From now on every other thing that docks do is that; null for no preference. */
    void favour(@Nullable Habit habit) {
        favourite = habit;
    }

    /** Feeds no more; what lies in the folders stays there. */
    void stop() {
        Future<?> future = feeding;
        if (future == null) {
            return;
        }
        boolean failed = future.isDone();
        future.cancel(false);
        executor.shutdown();
        try {
            executor.awaitTermination(1, TimeUnit.MINUTES);
            if (failed) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the docks could not go on", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws IOException {
        for (Fed fed : List.copyOf(waiting)) {
            if (memory.isReplaced(fed)) {
                waiting.remove(fed);
            } else if (hasItsReceipt(fed)) {
                waiting.remove(fed);
                receipted.add(fed);
            }
        }
        if (waiting.size() < AT_ONCE) {
            perform(choose());
        }
    }

    private static boolean hasItsReceipt(Fed fed) throws IOException {
        Optional<ReceiptFile> receipt = ReceiptFile.read(fed.receipt());
        return receipt.isPresent() && receipt.get().fits(fed);
    }

    private Habit choose() {
        Habit favoured = favourite;
        if (favoured != null && random.nextBoolean()) {
            return favoured;
        }
        return USUAL.get(random.nextInt(USUAL.size()));
    }

    private void perform(Habit habit) throws IOException {
        number++;
        switch (habit) {
            case NEW -> feed(anyDock(), Content.any(random, number), says());
            case LONG -> feed(anyDock(), Content.ofManyBlocks(number), says());
            case TWINS -> twins();
            case AGAIN -> again();
            case SAME_NAME -> sameName();
            case REPLACE -> replace();
            case ABANDON -> abandon();
            case ERASE -> erase();
            case MISTAKEN -> feed(anyDock(), Content.any(random, number), Fed.Says.WRONG_HASH);
        }
    }

    private FedDock anyDock() {
        return DOCKS.get(random.nextInt(DOCKS.size()));
    }

    private Fed.@Nullable Says says() {
        return SAYS[random.nextInt(SAYS.length)];
    }

    /** What a sidecar may say of a recording that another sidecar may speak of, too. */
    private Fed.@Nullable Says saysOfAnother() {
        return random.nextInt(3) == 0 ? Fed.Says.RETAIN : null;
    }

    private void twins() throws IOException {
        Content content = random.nextBoolean() ? Content.ofManyBlocks(number) : Content.any(random, number);
        feed(FedDock.NORTH, content, saysOfAnother());
        feed(FedDock.WEST, content, saysOfAnother());
    }

    private void again() throws IOException {
        if (!receipted.isEmpty()) {
            feed(anyDock(), receipted.get(random.nextInt(receipted.size())).content(), saysOfAnother());
        }
    }

    /** Puts one recording there, under a name of its own. */
    Fed feed(FedDock dock, Content content, Fed.@Nullable Says says) throws IOException {
        return put(dock, "R" + content.number() + "-" + fed++ + content.ending(), content, says);
    }

    private void sameName() throws IOException {
        if (receipted.isEmpty()) {
            return;
        }
        Fed old = receipted.get(random.nextInt(receipted.size()));
        // Docket takes marker and sidecar away after the source: with all of them gone, the name is the dock's again.
        boolean free = !old.dock().isCleared()
                || (Files.notExists(old.path())
                        && Files.notExists(marker(old.path()))
                        && Files.notExists(sidecar(old.path())));
        if (free && memory.isLast(old) && hasItsReceipt(old)) {
            Content content = new Content(old.content().sample(), number);
            put(old.dock(), old.name(), content, says());
        }
    }

    private void replace() throws IOException {
        if (!waiting.isEmpty()) {
            replace(waiting.get(random.nextInt(waiting.size())));
        }
    }

    private void abandon() throws IOException {
        List<Fed> many =
                waiting.stream().filter(fed -> fed.content().isOfManyBlocks()).toList();
        Instant longAgo = Instant.now().minusMillis(300);
        Optional<Fed> underWay =
                many.stream().filter(fed -> fed.modifiedAt().isBefore(longAgo)).findFirst();
        if (underWay.isPresent()) {
            replace(underWay.get());
        } else if (many.size() < 2) {
            feed(anyDock(), Content.ofManyBlocks(number), null);
        }
    }

    private void replace(Fed old) throws IOException {
        if (old.says() == null && memory.isLast(old) && Files.exists(old.path())) {
            memory.replaces(old);
            put(old.dock(), old.name(), new Content(old.content().sample(), number), null);
        }
    }

    private void erase() throws IOException {
        for (Fed fed : receipted) {
            if (fed.dock() == FedDock.WEST
                    && memory.isLast(fed)
                    && !memory.isErased(fed)
                    && hasItsReceipt(fed)
                    && random.nextBoolean()) {
                memory.erases(fed);
                Files.delete(fed.path());
                return;
            }
        }
    }

    /** In the order in which docks are told to write: sidecar, recording under a hidden name, its real name, marker. */
    private Fed put(FedDock dock, String name, Content content, Fed.@Nullable Says says) throws IOException {
        Path path = docks.resolve(dock.id()).resolve(name);
        byte[] bytes = content.bytes();
        String sha256 = Content.sha256(bytes);
        Path sidecar = sidecar(path);
        if (says == null) {
            Files.deleteIfExists(sidecar);
        } else {
            Files.writeString(sidecar, says.json(sha256));
        }
        Path hidden = path.resolveSibling("." + name + ".part");
        Files.write(hidden, bytes);
        Fed fed = new Fed(
                dock,
                name,
                path,
                content,
                sha256,
                bytes.length,
                Files.getLastModifiedTime(hidden).toInstant().truncatedTo(ChronoUnit.MICROS),
                says);
        Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
        memory.fed(fed);
        if (!fed.isWithheld()) {
            waiting.add(fed);
        }
        Path marker = marker(path);
        if ((dock.isMarkersOnly() || random.nextInt(4) > 0) && Files.notExists(marker)) {
            Files.createFile(marker);
        }
        return fed;
    }

    private static Path sidecar(Path path) {
        String name = path.getFileName().toString();
        return path.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".json");
    }

    private static Path marker(Path path) {
        return path.resolveSibling(path.getFileName() + ".done");
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
