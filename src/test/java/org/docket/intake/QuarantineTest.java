package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.configuration.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put aside, where it lies then, and how it comes back. */
class QuarantineTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-03-15T06:39:10.25Z"), ZoneOffset.UTC);

    private final Path home;
    private final DockFolders folders;
    private final Quarantine quarantine;

    QuarantineTest(@TempDir Path home) throws IOException {
        this.home = home;
        Path config = Files.createDirectories(home.resolve("config"));
        String shipped = Files.readString(Path.of("config", "docks.yaml"));
        Files.writeString(config.resolve("docks.yaml"), shipped + "\n  - id: marks\n    markers-only: true\n");
        Settings settings = Settings.load(
                Path.of(""), config, Map.of(), Map.of("docket.home", home.toString()), Docket.CONFIGURATION);
        IntakeConfiguration configuration = settings.read(IntakeConfiguration.class);
        folders = new DockFolders(configuration, Docks.load(settings.file("docks.yaml")), NOW);
        quarantine = new Quarantine(configuration, folders, NOW);
    }

    @Test
    void putsAThingBackUnderTheNameThatItHad() throws IOException {
        Path source = put("north-1", "shift-2/notes.txt", "no recording", QuarantineReason.WRONG_TYPE);
        Files.delete(source.getParent());

        assertThat(retry("shift-2/notes.txt")).isEqualTo(new Quarantine.Retried.Back(source));

        assertThat(source).hasContent("no recording");
        assertThat(quarantine.kept()).isEmpty();
        assertThat(files(home.resolve("quarantine"))).isEmpty();
        assertThat(files(home.resolve("docks"))).containsExactly(source);
    }

    @Test
    void marksAsWholeWhatADockWouldHaveToMark() throws IOException {
        Path source = put("marks", "slow.mp4", "a recording", QuarantineReason.STILL_GROWING);

        retry("slow.mp4");

        assertThat(Names.beside(source, Names.MARKER)).exists();
    }

    @Test
    void replacesNothingThatLiesInTheFolder() throws IOException {
        Path source = put("north-1", "a.mp4", "the first", QuarantineReason.STILL_GROWING);
        Files.writeString(source, "the second");

        assertThat(retry("a.mp4")).isInstanceOf(Quarantine.Retried.Refused.class);

        assertThat(source).hasContent("the second");
        assertThat(home.resolve("quarantine/north-1/a.mp4")).hasContent("the first");
        assertThat(quarantine.kept()).hasSize(1);
    }

    @Test
    void keepsWhatNoRetryCanCure() throws IOException {
        for (QuarantineReason reason : QuarantineReason.values()) {
            String name = reason + ".mp4";
            put("north-1", name, "x", reason);

            assertThat(retry(name) instanceof Quarantine.Retried.Back).as(name).isEqualTo(reason.isCurable());
        }
        assertThat(quarantine.list())
                .extracting(Quarantine.Reason::reason)
                .containsExactlyInAnyOrder(
                        QuarantineReason.ESCAPES_FOLDER,
                        QuarantineReason.SIDECAR_TOO_LATE,
                        QuarantineReason.NOT_A_FILE,
                        QuarantineReason.NAME_TOO_LONG);
    }

    @Test
    void doesNotListWhatACrashLeftOfAMove() throws IOException {
        put("north-1", "a.mp4", "the first", QuarantineReason.STILL_GROWING);
        Files.delete(home.resolve("quarantine/north-1/a.mp4"));

        assertThat(quarantine.kept()).isEmpty();
    }

    @Test
    void numbersWhatHasANameThatIsTaken() throws IOException {
        put("north-1", "a.mp4", "one", QuarantineReason.STILL_GROWING);
        put("north-1", "a.mp4", "two", QuarantineReason.STILL_GROWING);
        put("north-1", "a.mp4/b.mp4", "three", QuarantineReason.STILL_GROWING);

        assertThat(quarantine.kept())
                .extracting(Quarantine.Kept::keptAs)
                .containsExactlyInAnyOrder("a.mp4", "a~2.mp4", "a~3.mp4/b.mp4");
    }

    @Test
    void hasTheSameReasonsInTheCodeTheSchemaAndThePageForDocks() throws IOException {
        List<String> reasons =
                Arrays.stream(QuarantineReason.values()).map(Enum::name).toList();
        JsonNode schema = Json.MAPPER.readTree(
                Path.of("docs/api/quarantine-reason.schema.json").toFile());
        assertThat(schema.at("/properties/reason/enum").elements())
                .toIterable()
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(reasons);
        assertThat(table("docs/docks.md")).containsExactlyElementsOf(reasons);
        assertThat(table("docs/operations.md")).containsExactlyElementsOf(reasons);
    }

    /** The reasons that begin the rows of the table under that heading, in its order. */
    private static List<String> table(String page) throws IOException {
        return Files.readAllLines(Path.of(page)).stream()
                .dropWhile(line -> !line.matches("#+ Quarantine"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                .map(line -> line.split("`", -1)[1])
                .toList();
    }

    private Path put(String dock, String name, String content, QuarantineReason reason) throws IOException {
        Path source = folders.folder(dock).resolve(name);
        if (Files.isRegularFile(source.getParent())) {
            Files.delete(source.getParent());
        }
        Files.createDirectories(source.getParent());
        Files.writeString(source, content);
        quarantine.put(new Arrival.Refused(folders.source(source), reason));
        assertThat(source).doesNotExist();
        return source;
    }

    private Quarantine.Retried retry(String name) throws IOException {
        return quarantine.retry(quarantine.kept().stream()
                .filter(kept -> kept.keptAs().equals(name))
                .findFirst()
                .orElseThrow());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
