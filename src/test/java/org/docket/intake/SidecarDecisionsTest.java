package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.retention.DecisionDesk;
import org.docket.retention.EarlyRequest;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An officer at the dock may ask that a recording is deleted early, and decides nothing alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarDecisionsTest {
    private static final String DELETE =
            "{\"officer\": {\"id\": \"MP7421\"}, \"decision\": \"delete\", \"tags\": [\"%s\"]}";

    private static final String RETAIN = "{\"officer\": {\"id\": \"MP7421\"}, \"decision\": \"retain\"}";

    private final TestHub hub;

    SidecarDecisionsTest(@TempDir Path home) throws Exception {
        DecisionDesk.configure(Files.createDirectories(home.resolve("config")));
        hub = new TestHub(home, Map.of());
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void asksForTheOfficerAndWaitsForASecondPerson() throws IOException {
        Recording recording = deposit("asks", DELETE.formatted("officer"));

        assertThat(request(recording)).satisfies(request -> {
            assertThat(request.askedBy()).isEqualTo("MP7421");
            assertThat(request.waits()).isTrue();
        });
        assertThat(recording.dueAt()).isEqualTo(find(recording).dueAt());
        assertThat(recording.facts().sidecarProblems()).isEmpty();
    }

    @Test
    void asksAlsoWithASidecarThatComesLate() throws IOException {
        Recording recording = deposit("late", null);
        assertThat(hub.docket().earlyRequests().open(recording.id())).isEmpty();

        Files.writeString(hub.dock("north").resolve("late.json"), DELETE.formatted("officer"));

        eventually()
                .until(() -> hub.docket().earlyRequests().open(recording.id()).isPresent());
        assertThat(request(recording).askedBy()).isEqualTo("MP7421");
    }

    @Test
    void takesBackWhatItAloneAskedForWithASidecarThatIsCorrected() throws IOException {
        Recording recording = deposit("corrected", DELETE.formatted("pair"));
        assertThat(request(recording).waits()).isTrue();

        Files.writeString(
                hub.dock("north").resolve("corrected.json"),
                "{\"officer\": {\"id\": \"MP7421\"}, \"tags\": [\"pair\"]}");

        eventually()
                .until(() -> hub.docket().earlyRequests().open(recording.id()).isEmpty());
        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("early-deletion-ended"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.details()).contains("the sidecar that asked for it was corrected"));
    }

    @Test
    void keepsTheRecordingAndTellsPeopleIfItIsRefused() throws IOException {
        Recording recording = deposit("refused", DELETE.formatted("nobody"));

        assertThat(hub.docket().earlyRequests().open(recording.id())).isEmpty();
        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("early-deletion-refused"))
                .extracting(LedgerEntry::actor)
                .containsExactly("MP7421");
        assertThat(notices(recording)).singleElement().satisfies(notice -> assertThat(notice)
                .contains("that is refused; the recording is kept")
                .doesNotContain("MP7421"));
    }

    @Test
    void tellsPeopleOnceOfARecordingThatIsToBeRetainedTooLate() throws IOException {
        Recording recording = deposit("gone", null);
        jdbi().useHandle(handle -> handle.execute(
                "update recording set state = 'DISPOSING', condemned_at = now() where id = ?", recording.id()));
        Path file = hub.dock("north").resolve("gone.json");

        Files.writeString(file, RETAIN);
        eventually().until(() -> !notices(recording).isEmpty());
        eventually().until(() -> !Files.exists(file));
        Files.writeString(file, RETAIN);
        eventually().until(() -> !Files.exists(file));

        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("retain-refused"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo("MP7421");
                    assertThat(entry.authority()).contains("too late: recording " + recording.id() + " was condemned");
                });
        assertThat(notices(recording)).singleElement().satisfies(notice -> assertThat(notice)
                .contains("asks that the recording is retained, and that is refused")
                .doesNotContain("MP7421"));
    }

    @Test
    void keepsWhatIsPresentedAgainWithAWordThatItIsToBeRetained() throws IOException {
        Recording recording = deposit("twice", null);
        Path dock = hub.dock("north");

        Files.writeString(dock.resolve("second.json"), RETAIN);
        hub.drop("north", "second.mp4", "no film: twice".getBytes(StandardCharsets.UTF_8));

        eventually().until(() -> find(recording).retained());
        assertThat(find(recording).duplicates()).isEqualTo(1);
        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("retained"))
                .extracting(LedgerEntry::actor)
                .containsExactly("MP7421");
    }

    private Recording deposit(String name, @Nullable String sidecar) throws IOException {
        Path dock = Files.createDirectories(hub.dock("north"));
        if (sidecar != null) {
            Files.writeString(dock.resolve(name + ".json"), sidecar);
        }
        hub.drop("north", name + ".mp4", ("no film: " + name).getBytes(StandardCharsets.UTF_8));
        return hub.deposited(name + ".mp4");
    }

    private EarlyRequest request(Recording recording) {
        return hub.docket().earlyRequests().open(recording.id()).orElseThrow();
    }

    private Recording find(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow();
    }

    private Jdbi jdbi() {
        return Jdbi.create(hub.settings().all().get("docket.database.url"));
    }

    private List<String> notices(Recording recording) {
        return jdbi().withHandle(handle -> handle.createQuery("select message from notice where message like :id")
                .bind("id", "%" + recording.id() + "%")
                .mapTo(String.class)
                .list());
    }
}
