package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look into a dock's folder costs, counted in files that are looked at and folders that are listed. Time stands still. */
class DockIndexTest {
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final Instant MARCH = Instant.parse("2026-03-14T18:15:02Z");

    private final AtomicLong steady = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Path folder;
    private final DockIndex index;

    DockIndexTest(@TempDir Path home) {
        folder = home.resolve("north-1");
        index = new DockIndex(folder, SWEEP, Duration.ofSeconds(1), Duration.ofSeconds(10), steady::get);
    }

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder);
    }

    @Test
    void offersAHundredThousandFilesOldestFirstAndLooksAtEachOnce() throws IOException {
        int many = 100_000;
        for (int number = 0; number < many; number++) {
            Files.createFile(folder.resolve(name(number)));
        }
        for (int number : List.of(70_001, 12, 99_999)) {
            Files.setLastModifiedTime(folder.resolve(name(number)), FileTime.from(MARCH.minusSeconds(number)));
        }

        assertThat(look()).hasSize(many);
        assertThat(offer(3)).containsExactly(name(99_999), name(70_001), name(12));
        assertThat(offer(1_000)).hasSize(1_000).doesNotContain(name(12));
        assertThat(look()).isEmpty();
    }

    private static String name(int number) {
        return "X81-" + number + ".mp4";
    }

    @Test
    void looksAtNothingButTheNewOneAmongManyThatAreDoneWith() throws IOException {
        settled(5_000);
        pass(Duration.ofSeconds(10));
        look();

        Files.createFile(folder.resolve("new.mp4"));

        assertThat(look()).containsExactly("new.mp4");
        pass(Duration.ofSeconds(10));
        // And in the next rounds at a few of the others, because one of them may have been replaced.
        assertThat(look().size()).isBetween(2, 101);
    }

    @Test
    void doesNotListAFolderWhoseTimeIsTheSameUntilTheSweep() throws IOException {
        settled(1);
        pass(Duration.ofSeconds(10));
        look();
        FileTime before = Files.getLastModifiedTime(folder);
        Files.createFile(folder.resolve("unseen.mp4"));
        Files.setLastModifiedTime(folder, before);

        assertThat(look()).doesNotContain("unseen.mp4");
        pass(SWEEP);
        assertThat(look()).contains("unseen.mp4");
    }

    @Test
    void listsAFolderOnceMoreWhenAChangeMayHaveLeftItWithTheSameTime() throws IOException {
        look();
        FileTime before = Files.getLastModifiedTime(folder);
        Files.createFile(folder.resolve("right-after.mp4"));
        Files.setLastModifiedTime(folder, before);

        pass(Duration.ofMillis(1_900));
        assertThat(look()).isEmpty();
        pass(Duration.ofMillis(200));
        assertThat(look()).containsExactly("right-after.mp4");
    }

    @Test
    void noticesAtTheSweepWhatWasOverwrittenInPlace() throws IOException {
        settled(1);
        Files.writeString(folder.resolve(name(0)), "another recording");
        pass(Duration.ofMinutes(1));
        assertThat(look()).isEmpty();

        pass(SWEEP);

        assertThat(look()).containsExactly(name(0));
        assertThat(index.oldest()).isZero();
        pass(Duration.ofSeconds(7));
        assertThat(index.oldest()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void noticesSoonWhatReplacedAnotherOfItsName() throws IOException {
        settled(100);
        pass(Duration.ofSeconds(10));
        look();
        Path other = Files.writeString(folder.resolve(".part"), "another recording");
        Files.move(other, folder.resolve(name(42)), StandardCopyOption.REPLACE_EXISTING);

        look();
        assertThat(look()).contains(name(42));
        assertThat(offer(100)).containsExactly(name(42));
    }

    @Test
    void looksAgainWhenTheMarkerAppears() throws IOException {
        Files.createFile(folder.resolve("waits.mp4"));
        look(file -> index.later(file, Duration.ofHours(1)));
        pass(Duration.ofSeconds(10));
        Files.createFile(folder.resolve("waits.mp4.done"));

        assertThat(look()).containsExactly("waits.mp4");
        assertThat(index.file(folder.resolve("waits.mp4")).orElseThrow().isMarked())
                .isTrue();
    }

    @Test
    void forgetsWhatIsGone() throws IOException {
        Path below = Files.createDirectories(folder.resolve("shift-2"));
        Files.createFile(below.resolve("a.mp4"));
        Files.createFile(folder.resolve("b.mp4"));
        look();
        assertThat(index.knows(below.resolve("a.mp4"))).isTrue();

        Files.delete(below.resolve("a.mp4"));
        Files.delete(below);
        Files.delete(folder.resolve("b.mp4"));
        pass(Duration.ofSeconds(1));
        look();

        assertThat(index.knows(below.resolve("a.mp4"))).isFalse();
        assertThat(index.knows(folder.resolve("b.mp4"))).isFalse();
        assertThat(offer(10)).isEmpty();
    }

    @Test
    void keepsWhatItKnowsWhileTheFolderIsAwayAndGoesOnWhenItIsBack() throws IOException {
        settled(1);
        Path elsewhere = folder.resolveSibling("elsewhere");
        Files.move(folder, elsewhere);
        pass(SWEEP);
        assertThat(look()).isEmpty();
        assertThat(index.passedOver()).containsOnlyKeys(folder);
        assertThat(index.knows(folder.resolve(name(0)))).isTrue();

        Files.createFile(elsewhere.resolve("new.mp4"));
        Files.move(elsewhere, folder);

        assertThat(look()).contains("new.mp4");
        assertThat(index.passedOver()).isEmpty();
    }

    @Test
    void goesDownThirtyTwoFoldersAndNoFurther() throws IOException {
        Path deep = folder;
        for (int depth = 1; depth <= DockIndex.DEEPEST; depth++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep.resolve("too-deep"));
        Files.createFile(deep.resolve("deep.mp4"));
        Files.createFile(deep.resolve("too-deep/deeper.mp4"));

        assertThat(look()).contains("deep.mp4").doesNotContain("deeper.mp4");
        assertThat(index.passedOver()).containsOnlyKeys(deep.resolve("too-deep"));
    }

    @Test
    void doesNotOfferAgainSoonerThanItLooksAgain() throws IOException {
        Files.createFile(folder.resolve("a.mp4"));
        look();
        assertThat(offer(10)).containsExactly("a.mp4");
        look();
        assertThat(offer(10)).isEmpty();
        pass(Duration.ofSeconds(1));
        look();
        assertThat(offer(10)).containsExactly("a.mp4");
    }

    private void settled(int number) throws IOException {
        IntStream.range(0, number).forEach(one -> write(folder.resolve(name(one))));
        look(index::settle);
    }

    private static void write(Path path) {
        try {
            Files.writeString(path, "a recording");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(Duration time) {
        steady.addAndGet(time.toNanos());
    }

    private List<String> look() throws IOException {
        return look(file -> {
            if (!file.isSettled()) {
                index.ready(file);
            }
        });
    }

    /** The names of all that a round looks at, folders left out. */
    private List<String> look(Consumer<IndexedFile> then) throws IOException {
        List<String> looked = new ArrayList<>();
        boolean isThere = index.refresh();
        for (List<IndexedFile> due = index.due(); isThere && !due.isEmpty(); due = index.due()) {
            for (IndexedFile file : due) {
                BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    index.enter(file);
                } else {
                    index.look(file, attributes);
                    then.accept(file);
                    looked.add(file.name());
                }
            }
        }
        return looked;
    }

    private List<String> offer(int most) {
        List<String> names = new ArrayList<>();
        index.offer(most, path -> names.add(Names.fileName(path)));
        return names;
    }
}
