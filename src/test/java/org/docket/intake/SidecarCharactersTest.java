package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.docket.dialect.Dialect;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarCharactersTest {
    /** The catalogue refuses U+0000, so the recording would be tried again for ever; half a pair would become a question mark. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude00"})
    void leavesOutWhatCannotBeKeptAndSaysSo(String escape, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("X81-000417.json"), """
                {"notes": "seen%1$s", "incident": "INC-7", "tags": ["arrest", "night%1$s"], "officer": {"id": "MP%1$s"}}
                """.formatted(escape));

        Sidecar sidecar = new SidecarReader()
                .read(folder.resolve("X81-000417.avi"), SidecarDock.writing(Dialect.DOCKET))
                .orElseThrow();

        assertThat(sidecar.notes()).isNull();
        assertThat(sidecar.officer()).isNull();
        assertThat(sidecar.incident()).isEqualTo("INC-7");
        assertThat(sidecar.tags()).containsExactly("arrest");
        assertThat(sidecar.problems())
                .anyMatch(problem -> problem.startsWith(
                        "the sidecar X81-000417.json has a wrong notes: it has the character U+0000"))
                .anyMatch(problem -> problem.startsWith(
                        "the sidecar X81-000417.json has a wrong tags: it has the character U+0000"));
    }
}
