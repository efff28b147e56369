package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hub that is killed while it takes something away from a dock's folder leaves nothing there that the next one does not end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarRemovalsTest {
    private static final String DOCK = "clears-up";
    private static final String DOCKS = """
            defaults:
              zone: Europe/London
              name-pattern: '(?<officer>[^_]+)_(?<camera>[^_]+)_(?<startedAt>\\d{8}T\\d{6})'
              release: delete
              markers-only: false
            docks: []
            """;

    private final TestHub hub;
    private int dropped;
    private String name;

    SidecarRemovalsTest(@TempDir Path home) throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve("docks.yaml"), DOCKS);
        hub = new TestHub(home, Map.of());
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @BeforeEach
    void name() {
        name = "cut-short-" + ++dropped;
    }

    /** What a hub may have come to when it is killed while it takes a late sidecar away. */
    private enum Killed {
        BEFORE_IT_IS_SET_ASIDE,
        BEFORE_IT_IS_DELETED,
        BEFORE_THAT_IS_WRITTEN_DOWN
    }

    @ParameterizedTest
    @EnumSource
    void endsTheRemovalOfALateSidecar(Killed killed) throws Exception {
        Recording recording = withLateSidecar();
        hub.hub().close();
        note(recording.id());
        if (killed == Killed.BEFORE_IT_IS_SET_ASIDE) {
            Files.writeString(sidecar(), lateSidecar(recording));
        } else if (killed == Killed.BEFORE_IT_IS_DELETED) {
            Files.writeString(Removal.aside(sidecar()), lateSidecar(recording));
        }

        hub.restart();

        eventually().until(() -> noted() == 0);
        assertThat(lyingThere()).isEmpty();
        assertThat(Collections.frequency(acts(recording), "sidecar-removed")).isEqualTo(2);
    }

    @Test
    void putsALateSidecarBackThatIsNotKept() throws Exception {
        Recording recording = withLateSidecar();
        hub.hub().close();
        note(recording.id());
        Files.writeString(Removal.aside(sidecar()), "{\"notes\": \"nobody has read that\"}");

        hub.restart();

        eventually().until(() -> noted() == 0);
        assertThat(sidecar()).hasContent("{\"notes\": \"nobody has read that\"}");
        Files.delete(sidecar());
    }

    @Test
    void leavesARemovalAloneThatAnotherHubIsAt() throws Exception {
        Recording recording = withLateSidecar();
        hub.hub().close();
        note(recording.id());
        Path aside = Files.writeString(Removal.aside(sidecar()), lateSidecar(recording));
        SidecarRemovals removals =
                new SidecarRemovals(jdbi(), hub.docket().ledger(), hub.docket().folders(), hub.clock());
        jdbi().useTransaction(handle -> {
            handle.execute(
                    "select pg_advisory_xact_lock(hashtextextended(?, 0))", "sidecar " + DOCK + '/' + name + ".json");
            removals.finishDue();
            assertThat(aside).exists();
        });

        removals.finishDue();

        assertThat(aside).doesNotExist();
        assertThat(noted()).isZero();
        hub.restart();
    }

    @Test
    void endsTheRemovalOfARecordingAndItsSidecarWhoseNamesTheDockHasUsedAgain() throws Exception {
        String before = "{\"notes\": \"the first one\"}";
        Files.createDirectories(folder());
        Files.writeString(sidecar(), before);
        byte[] content = footage();
        Recording first = deposit(content);
        hub.hub().close();
        setAside(reopen(first), content);
        Files.writeString(Removal.aside(sidecar()), before);
        String after = "{\"notes\": \"the second one\"}";
        Files.writeString(sidecar(), after);
        hub.drop(DOCK, name + ".mp4", footage());

        hub.restart();

        eventually().until(() -> lyingThere().isEmpty());
        Recording second = hub.recordings().stream()
                .filter(recording -> recording.name().equals(name + ".mp4")
                        && !recording.id().equals(first.id()))
                .findFirst()
                .orElseThrow();
        assertThat(kept(first)).containsExactly(before);
        assertThat(kept(second)).containsExactly(after);
    }

    @Test
    void endsTheRemovalOfADuplicateAndItsSidecar() throws Exception {
        byte[] content = footage();
        Recording recording = deposit(content);
        String said = "{\"notes\": \"presented again\"}";
        Files.writeString(sidecar(), said);
        hub.drop(DOCK, name + ".mp4", content);
        eventually().until(() -> Collections.frequency(acts(recording), "source-removed") == 2);
        hub.hub().close();
        setAside(reopen(recording), content);
        Files.writeString(Removal.aside(sidecar()), said);

        hub.restart();

        eventually().until(() -> lyingThere().isEmpty());
        eventually().until(() -> Collections.frequency(acts(recording), "source-removed") == 3);
        assertThat(kept(recording)).containsExactly(said);
    }

    private Recording withLateSidecar() throws Exception {
        Recording recording = deposit(footage());
        Files.writeString(sidecar(), lateSidecar(recording));
        eventually().until(() -> acts(recording).contains("sidecar-removed"));
        eventually().until(() -> noted() == 0);
        return recording;
    }

    private static String lateSidecar(Recording recording) {
        return "{\"tags\": [\"taser\"], \"sha256\": \"" + recording.sha256() + "\"}";
    }

    private Recording deposit(byte[] content) throws Exception {
        hub.drop(DOCK, name + ".mp4", content);
        Recording recording = hub.deposited(name + ".mp4");
        eventually().until(() -> acts(recording).contains("source-removed"));
        return recording;
    }

    private byte[] footage() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4"));
        byte[] own = ("\0\0\0\u0018free" + UUID.randomUUID().toString().substring(0, 16))
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(whole, whole.length + own.length);
        System.arraycopy(own, 0, all, whole.length, own.length);
        return all;
    }

    private Path folder() {
        return hub.dock(DOCK);
    }

    private Path sidecar() {
        return folder().resolve(name + ".json");
    }

    /** All but receipts. */
    private List<String> lyingThere() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(file -> !file.endsWith(Names.RECEIPT))
                    .toList();
        }
    }

    private void note(UUID recordingId) {
        jdbi().useHandle(handle -> handle.execute(
                "insert into sidecar_removal (dock, name, recording_id, again_at) values (?, ?, ?, '-infinity')",
                DOCK,
                name + ".json",
                recordingId));
    }

    private long noted() {
        return jdbi().withHandle(handle -> handle.createQuery("select count(*) from sidecar_removal")
                .mapTo(Long.class)
                .one());
    }

    /** As before its last presentation was ended. */
    private long reopen(Recording recording) {
        return jdbi().withHandle(handle -> handle.createQuery("update presentation set ended_at = null"
                        + " where id = (select max(id) from presentation where recording_id = :id) returning id")
                .bind("id", recording.id())
                .mapTo(Long.class)
                .one());
    }

    private void setAside(long presentation, byte[] content) throws IOException {
        Path aside = Files.write(folder().resolve(".docket-release-" + presentation), content);
        Files.setLastModifiedTime(aside, presentedWith(presentation));
    }

    private FileTime presentedWith(long presentation) {
        return FileTime.from(
                jdbi().withHandle(handle -> handle.createQuery("select modified_at from presentation where id = :id")
                        .bind("id", presentation)
                        .mapTo(Instant.class)
                        .one()));
    }

    private List<String> kept(Recording recording) {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "select convert_from(content, 'UTF8') from sidecar where recording_id = :id order by number")
                .bind("id", recording.id())
                .mapTo(String.class)
                .list());
    }

    private List<String> acts(Recording recording) {
        return hub.docket().ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    private Jdbi jdbi() {
        return Jdbi.create(hub.settings().read(DatabaseConfiguration.class).url());
    }
}
