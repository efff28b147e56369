package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.catalogue.Officer;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Settings;
import org.docket.monitoring.Notices;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest {
    private static final DataSource DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE);
    private static final Officer WRITTEN = new Officer("mp 7421", "A. Osei", null, null);
    private static final Officer KNOWN = new Officer("mp 7421", "PC Ama Oséi", "Response Team C", "Lambeth");
    private static final String GOOD = """
            id,name,unit,borough
            MP7421,PC Ama Oséi,Response Team C,Lambeth
            MP5163,"Vance, Ottilie",,
            """;

    @TempDir
    private Path home;

    private Path file;
    private long second;

    @BeforeEach
    void begin() {
        file = home.resolve("roster.csv");
        JDBI.useHandle(handle -> handle.execute("delete from notice"));
    }

    @Test
    void completesAnOfficerWithWhatTheForceKnowsAndKeepsTheIdAsWritten() throws IOException {
        write(GOOD);
        Roster roster = roster();

        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);
        assertThat(roster.complete(new Officer("MP5163", "O.V.", null, null)))
                .isEqualTo(new Officer("MP5163", "Vance, Ottilie", null, null));
        Officer stranger = new Officer("MP9999", "Nobody", null, null);
        assertThat(roster.complete(stranger)).isEqualTo(stranger);
        assertThat(notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-8, '\uFEFF'", "windows-1252, ''"})
    void readsWhatSpreadsheetsWrite(String charset, String mark) throws IOException {
        write((mark + GOOD.replace("\n", "\r\n").replace("id,", "Id , ")).getBytes(Charset.forName(charset)));

        assertThat(roster().complete(WRITTEN)).isEqualTo(KNOWN);
    }

    @Test
    void takesAnotherRosterWhenItHasStayedTheSameFromOneLookToTheNext() throws IOException {
        write(GOOD);
        Roster roster = roster();
        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);

        write("id,name,unit,borough\n");
        roster.look();
        write(GOOD.replace("Lambeth", "Croydon"));
        roster.look();
        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);

        roster.look();
        assertThat(roster.complete(WRITTEN).borough()).isEqualTo("Croydon");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "id,name,unit\\nMP1,A,B | line 1 does not name the column 'borough'",
                "MP7421,PC Ama,C,Lambeth | line 1 does not name the column 'id'",
                "id,name,unit,borough\\nMP1,A,B | line 2 has more or fewer values than the header",
                "id,name,unit,borough\\nMP1,A,B,C\\n mp1 ,D,E,F | line 3 has an id that stands there twice",
                "id,name,unit,borough\\nMP1,A,B,C\\n,D,E,F | line 3 has no id",
                "id,name,unit,borough\\nMP1,\"A\"x,B,C\\nMP2,D,E,F | at line",
                "id,name,unit,borough\\nMP1,\"A,B,C\\nMP2,D,E,F | the quotes do not fit",
                "'' | line 1 does not name the column 'id'",
            })
    void keepsTheRosterBeforeAndSaysOnceWhyWhenTheNewOneIsWrong(String wrong, String reason) throws IOException {
        write(GOOD);
        Roster roster = roster();
        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);

        write(wrong.replace("\\n", "\n"));
        for (int i = 0; i < 4; i++) {
            roster.look();
        }

        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);
        assertThat(notices()).singleElement().asString().contains("configuration-refused", reason);
        assertThat(notices().get(0)).doesNotContain("MP1", "mp1");
        write(GOOD.replace("Lambeth", "Sutton"));
        roster.look();
        roster.look();
        assertThat(roster.complete(WRITTEN).borough()).isEqualTo("Sutton");
    }

    @Test
    void goesOnWithoutAFileThatIsGoneAndTakesItUpWhenItIsThere() throws IOException {
        Roster roster = roster();
        assertThat(roster.complete(WRITTEN)).isEqualTo(WRITTEN);
        assertThat(notices()).singleElement().asString().contains("there is no such file");

        write(GOOD);
        roster.look();
        roster.look();
        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);
        Files.delete(file);
        roster.look();
        roster.look();
        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
        write(GOOD + "\n".repeat(64 << 20));

        assertThat(roster().complete(WRITTEN)).isEqualTo(WRITTEN);
        assertThat(notices()).singleElement().asString().contains("and at most 67108864 are read");
    }

    @Test
    void doesNotBringAFileIntoMemoryOfWhichAQuoteIsNeverClosed() throws IOException {
        write("id,name,unit,borough\nMP7421,\"" + "x\n".repeat(2 << 20));

        assertThat(roster().complete(WRITTEN)).isEqualTo(WRITTEN);
        assertThat(notices()).singleElement().asString().contains("or a row has more than 1048576 characters");
    }

    @Test
    void asksADatabase() {
        JDBI.useHandle(handle -> {
            handle.execute("create table if not exists staff (collar text, name text, unit text, borough text)");
            handle.execute("delete from staff");
            handle.execute("insert into staff values ('MP7421', 'PC Ama Oséi', 'Response Team C', 'Lambeth')");
        });
        Roster roster = roster(Map.of(
                "docket.enrich.roster.sql", "select collar as ID, name, unit, borough from staff order by collar"));
        assertThat(roster.complete(WRITTEN)).isEqualTo(KNOWN);

        JDBI.useHandle(handle -> handle.execute("update staff set unit = 'Roads'"));
        roster.look();
        assertThat(roster.complete(WRITTEN).unit()).isEqualTo("Roads");

        JDBI.useHandle(handle -> handle.execute("alter table staff rename to people"));
        roster.look();
        roster.look();
        assertThat(roster.complete(WRITTEN).unit()).isEqualTo("Roads");
        assertThat(notices()).singleElement().asString().contains("the query failed, with SQLSTATE 42P01");
        JDBI.useHandle(handle -> handle.execute("drop table people"));
    }

    @Test
    void aQueryCanChangeNothing() {
        Roster roster = roster(Map.of(
                "docket.enrich.roster.sql",
                "with gone as (delete from message_seen returning id) select id, id as name, id as unit, id as borough"
                        + " from gone"));

        assertThat(roster.complete(WRITTEN)).isEqualTo(WRITTEN);
        assertThat(notices()).singleElement().asString().contains("SQLSTATE 25006");
    }

    @Test
    void refusesTwoRosters() {
        assertThatThrownBy(
                        () -> roster(Map.of("docket.enrich.roster", "a.csv", "docket.enrich.roster.sql", "select 1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("take one away");
    }

    private void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] text) throws IOException {
        Files.write(file, text);
        // However fast a test is, no two versions are of the same time.
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2026-03-14T18:00:00Z").plusSeconds(++second)));
    }

    private Roster roster() {
        return roster(Map.of("docket.enrich.roster", "roster.csv"));
    }

    private Roster roster(Map<String, String> settings) {
        Settings read = Settings.load(Path.of(""), null, Map.of(), settings, Docket.CONFIGURATION);
        return Roster.of(
                read.read(EnrichConfiguration.class), home, DATABASE, JDBI, new Notices(JDBI, Clock.systemUTC()));
    }

    private static List<String> notices() {
        return JDBI.withHandle(handle ->
                handle.select("select message from notice").mapTo(String.class).list());
    }
}
