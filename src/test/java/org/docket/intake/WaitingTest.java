package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.console.RecordingHistory;
import org.docket.console.RecordingSheet;
import org.docket.console.RecordingViews;
import org.docket.monitoring.Notices;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.docket.vault.Deposit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everybody can see of a recording that could not be deposited yet: why, how often it was tried, and when it is again. */
class WaitingTest {
    private static final String BUSY = "the vault answered 503 ServerBusy for 2026/03/14/tram.mp4";

    private final DataSource database = TestDatabase.create();
    private final Jdbi jdbi = Jdbi.create(database);
    private final UUID id = UUID.fromString("01958f52-6d0b-7e94-9c27-8a4f1b5d3e60");
    private final Docket docket;
    private final Source source;

    WaitingTest(@TempDir Path home) throws IOException {
        docket = TestDocket.over(database, Map.of("docket.home", home.toString()));
        Path path =
                Files.createDirectories(home.resolve("docks/croydon-dock-2")).resolve("tram.mp4");
        Files.writeString(path, "a recording");
        source = docket.folders().source(path);
        Recording recording = Recordings.unretained(id);
        jdbi.useTransaction(handle -> {
            Recordings.receive(handle, docket.catalogue(), recording);
            new Presentations()
                    .begin(
                            handle,
                            List.of(new Presentations.Beginning(source, id, false)),
                            new Claims.Claim("hub-3/run-1", Duration.ofMinutes(-1)),
                            recording.receivedAt());
        });
    }

    @AfterEach
    void close() {
        docket.close();
    }

    @Test
    void saysNothingWhileNothingHasFailed() throws IOException {
        assertThat(json().has("waiting")).isFalse();
    }

    @Test
    void saysWhyItWaitsHowOftenItWasTriedAndWhenItIsTriedAgain() throws IOException {
        fail(new Deposit.Unknown("the vault could not be asked", null));
        fail(new Deposit.Unknown(BUSY, Duration.ofMinutes(7)));

        JsonNode waiting = json().path("waiting");

        assertThat(waiting.path("reason").asText()).isEqualTo("recording " + id + " was not deposited: " + BUSY);
        assertThat(waiting.path("attempts").asInt()).isEqualTo(2);
        // The vault asked for more than the usual pause.
        assertThat(waiting.path("nextAttemptAt").asText())
                .isEqualTo(TestDocket.NOW.plus(Duration.ofMinutes(7)).toString());
        assertThat(RecordingSheet.lines(history()))
                .anyMatch(line -> line.contains("waits") && line.contains(BUSY) && line.contains("tried 2 times"));
    }

    @Test
    void tellsAPersonOnceOfSomethingElseThatTheVaultHoldsUnderItsName() {
        fail(new Deposit.Mismatch("the blob is another one"));
        fail(new Deposit.Mismatch("the blob is another one"));
        fail(new Deposit.Unknown(BUSY, null));

        List<Notices.Pending> notices =
                ((Notices) Objects.requireNonNull(docket.beans().get("notices"))).claim(100);

        assertThat(notices).hasSize(1);
        JsonNode data = Json.read(notices.get(0).message(), JsonNode.class).path("data");
        assertThat(data.path("kind").asText()).isEqualTo("verification-failed");
        assertThat(data.path("recordingId").asText()).isEqualTo(id.toString());
        assertThat(data.path("what").asText()).contains("the blob is another one");
        assertThat(data.path("remedy").asText()).contains("docket verify " + id);
    }

    private void fail(Deposit outcome) {
        docket.retries().postpone(new NotDeposited(id, outcome), source.path().toFile());
    }

    /** As {@code show --json} gives it; {@code recordings --json} gives the same without the history. */
    private JsonNode json() throws IOException {
        String written = Json.write(history());
        assertThat(Schemas.errors("recording.schema.json", written)).isEmpty();
        return Json.MAPPER.readTree(written);
    }

    private RecordingHistory history() {
        return new RecordingViews(
                        docket.holds(),
                        docket.outbox(),
                        docket.retries(),
                        docket.ledger(),
                        docket.candidates(),
                        docket::keepings)
                .withHistory(docket.catalogue().find(id).orElseThrow());
    }
}
