package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.monitoring.Notices;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dropped file is read whole, once, whatever becomes of its name meanwhile. */
class IncidentDropsTest {
    private static final DataSource DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE);
    private static final Clock CLOCK = Clock.fixed(TestDocket.NOW, ZoneOffset.UTC);
    private static final String HEADER = "incident,type,officers,from\n";

    private final Incidents incidents = new Incidents(JDBI, CLOCK);
    private final IncidentDrops drops = new IncidentDrops(
            incidents,
            Settings.load(Path.of(""), null, Map.of(), Map.of(), Docket.CONFIGURATION)
                    .read(EnrichConfiguration.class),
            JDBI,
            new Notices(JDBI, CLOCK),
            CLOCK);

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        JDBI.useHandle(handle -> handle.execute("delete from notice"));
    }

    @Test
    void readsBothWhenAFileIsReplacedByAnotherWhileItIsRead() throws IOException {
        drop("night.csv", HEADER + row("CAD-1"));
        claim("night.csv");
        drop("night.csv", HEADER + row("CAD-2"));
        readClaimed();
        assertThat(folder.resolve("night.csv")).content().contains("CAD-2");

        // In the same moment, as this clock has it.
        claim("night.csv");
        readClaimed();

        assertThat(incidents.isKnown("CAD-1")).isTrue();
        assertThat(incidents.isKnown("CAD-2")).isTrue();
        assertThat(names(".done")).hasSize(2).allMatch(name -> name.endsWith("-night.csv"));
        assertThat(names(".reading")).isEmpty();
    }

    @Test
    void keepsTheOtherClaimedOnesOfTheSameName() throws IOException {
        drop("night.csv", HEADER + row("CAD-3"));
        claim("night.csv");
        drop("night.csv", HEADER + row("CAD-4"));
        claim("night.csv");
        assertThat(names(".reading")).hasSize(2);

        readClaimed();

        assertThat(incidents.isKnown("CAD-3")).isTrue();
        assertThat(incidents.isKnown("CAD-4")).isTrue();
    }

    @Test
    void givesOneNoticeHoweverOftenAFileCannotBePutAway() throws IOException {
        drop("night.csv", HEADER + row("CAD-5") + "CAD-6,,MP1,2026-03-14T21:00:00Z\n");
        claim("night.csv");
        Path claimed = folder.resolve(".reading").resolve(names(".reading").get(0));
        // A folder that is not empty stands where the file would be put.
        Path obstacle = Files.createDirectories(
                folder.resolve(".done").resolve(claimed.getFileName()).resolve("in"));

        for (int look = 0; look < 3; look++) {
            assertThatThrownBy(() -> drops.read(claimed.toFile())).isInstanceOf(IOException.class);
        }
        assertThat(notices()).isEmpty();
        assertThat(claimed).exists();

        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        drops.read(claimed.toFile());
        assertThat(incidents.isKnown("CAD-5")).isTrue();
        assertThat(notices()).singleElement().asString().contains("incidents-refused", "night.csv.problems.json");
        assertThat(folder.resolve("night.csv.problems.json")).content().contains("\"night.csv\"", "type is empty");
        assertThat(claimed).doesNotExist();
    }

    @Test
    void whatAnotherHubHasClaimedOrReadIsNoError() throws IOException {
        drop("night.csv", HEADER + row("CAD-7"));
        claim("night.csv");
        claim("night.csv");
        Path claimed = folder.resolve(".reading").resolve(names(".reading").get(0));

        drops.read(claimed.toFile());
        drops.read(claimed.toFile());

        assertThat(names(".done")).hasSize(1);
        assertThat(notices()).isEmpty();
    }

    private static String row(String incident) {
        return incident + ",burglary,MP1,2026-03-14T21:00:00Z\n";
    }

    private void drop(String name, String text) throws IOException {
        Path temporary = Files.writeString(folder.resolve("." + name), text);
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void claim(String name) throws IOException {
        drops.claim(folder.resolve(name).toFile());
    }

    private void readClaimed() throws IOException {
        for (String name : names(".reading")) {
            drops.read(folder.resolve(".reading").resolve(name).toFile());
        }
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static List<String> notices() {
        return JDBI.withHandle(handle ->
                handle.select("select message from notice").mapTo(String.class).list());
    }
}
