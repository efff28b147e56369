package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.configuration.YamlFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples in docs/docks.md: a sidecar, and the dialect that reads it. */
class DocumentedDialectsTest {
    @ParameterizedTest
    @CsvSource({
        "JSON, north-json, PC2841, retain, use-of-force, 2026-03-14T18:15:02.500Z",
        "XML, north-xml, MP4417, retain, use-of-force, 2026-07-04T22:58:10Z",
        "CSV, north-csv, MP7421, , taser, 2026-03-14T18:15:02Z"
    })
    void readTheSidecarsBesideThem(
            String heading,
            String name,
            String officer,
            String decision,
            String tag,
            Instant startedAt,
            @TempDir Path folder)
            throws IOException {
        String page = Files.readString(Path.of("docs", "docks.md"));
        String section = page.substring(page.indexOf("\n### " + heading + "\n"));
        Path file = Files.writeString(folder.resolve("docks.yaml"), block(section, "yaml"));
        Dialect dialect = YamlFile.read(file, yaml -> Dialects.read(yaml.root()).get(name));

        Reading reading = DialectFile.read(dialect, block(section, heading.toLowerCase(Locale.ROOT)));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.officer().id()).isEqualTo(officer);
        assertThat(reading.decision()).isEqualTo(decision);
        assertThat(reading.tags()).hasSize(2).endsWith(tag);
        assertThat(reading.startedAt()).isEqualTo(startedAt);
    }

    private static String block(String section, String language) {
        Matcher block = Pattern.compile("```" + language + "\n(?<content>.*?)```", Pattern.DOTALL)
                .matcher(section);
        assertThat(block.find()).as(language).isTrue();
        return block.group("content");
    }
}
