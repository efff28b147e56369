package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No sidecar is deleted of which not every byte is kept. */
class RemovalTest {
    @TempDir
    private Path folder;

    private Path sidecar;

    @BeforeEach
    void name() {
        sidecar = folder.resolve("a.json");
    }

    @Test
    void takesAwayWhatIsKept() throws IOException {
        Files.writeString(sidecar, "kept");

        assertThat(Removal.of(sidecar, RemovalTest::isKept)).isTrue();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void putsBackWhatHasMoreToSay() throws IOException {
        Files.writeString(sidecar, "more");

        assertThat(Removal.of(sidecar, RemovalTest::isKept)).isFalse();

        assertThat(sidecar).hasContent("more");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void carriesOnWhatWasCutShort() throws IOException {
        Files.writeString(sidecar, "kept");
        assertThatThrownBy(() -> Removal.of(sidecar, bytes -> {
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(sidecar).doesNotExist();
        assertThat(Removal.isDue(sidecar)).isTrue();

        assertThat(Removal.of(sidecar, RemovalTest::isKept)).isTrue();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void carriesOnWithoutTouchingWhatLiesThereByNow() throws IOException {
        Files.writeString(sidecar, "kept");
        Files.move(sidecar, Removal.aside(sidecar));
        Files.writeString(sidecar, "kept");

        Removal.carryOn(sidecar, RemovalTest::isKept);

        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void deletesNeitherOfTwoThatAreNotKept() throws IOException {
        Files.writeString(sidecar, "one");
        assertThatThrownBy(() -> Removal.of(sidecar, bytes -> {
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        Files.writeString(sidecar, "two");

        assertThat(Removal.of(sidecar, RemovalTest::isKept)).isFalse();

        assertThat(sidecar).hasContent("two");
        assertThat(names()).hasSize(2);
    }

    @Test
    void leavesLinksAlone() throws IOException {
        Files.createSymbolicLink(sidecar, Path.of("elsewhere"));

        assertThat(Removal.isDue(sidecar)).isFalse();
        assertThat(Removal.of(sidecar, RemovalTest::isKept)).isFalse();

        assertThat(Files.isSymbolicLink(sidecar)).isTrue();
    }

    private static boolean isKept(byte[] content) {
        return Arrays.equals(content, "kept".getBytes(StandardCharsets.US_ASCII));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
