package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody puts blobs into the vault that are no recordings, and leaves them there. */
class KnownOrphansTest {
    private static final int STRAY = 12;

    @TempDir
    private Path home;

    private TestHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new TestHub(home, Map.of("docket.retention.brake.ledger", "P36500D"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void stopTheNightlyRunUntilAPersonHasReleasedOneAndOnlyNewOnesStopItAgain() throws Exception {
        Recording first = deposit(1);
        stray("left");
        runAMonthLater();
        PurgeRun stopped = standing();
        assertThat(stopped.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.kind()).isEqualTo(Stop.Kind.LISTING);
            assertThat(stop.what()).contains(STRAY + " do not fit");
        });
        assertThat(state(first)).isEqualTo(RecordingState.DEPOSITED);

        release(stopped);
        run();
        assertThat(state(first)).isEqualTo(RecordingState.DISPOSED);
        Recording second = deposit(2);
        runAMonthLater();
        assertThat(state(second)).isEqualTo(RecordingState.DISPOSED);

        hub.docket().reconciliation().run();
        Recording third = deposit(3);
        runAMonthLater();
        assertThat(state(third)).isEqualTo(RecordingState.DISPOSED);

        Recording fourth = deposit(4);
        stray("new");
        runAMonthLater();
        assertThat(standing().stops()).singleElement().satisfies(stop -> assertThat(stop.what())
                .contains(STRAY + " do not fit"));
        assertThat(state(fourth)).isEqualTo(RecordingState.DEPOSITED);
    }

    @Test
    void stopTheRunThatAPersonHasReleasedIfThereAreMoreByThen() throws Exception {
        Recording recording = deposit(1);
        stray("left");
        runAMonthLater();
        stray("new");
        hub.clock().advance(Duration.ofDays(1));
        release(standing());
        run();

        assertThat(standing().stops()).hasSize(1);
        assertThat(state(recording)).isEqualTo(RecordingState.DEPOSITED);
    }

    private void stray(String folder) {
        for (int number = 1; number <= STRAY; number++) {
            hub.docket()
                    .vault()
                    .client()
                    .getBlobContainerClient("recordings")
                    .getBlobClient(folder + "/" + number + ".mp4")
                    .upload(BinaryData.fromString("film " + number));
        }
    }

    private Recording deposit(int number) throws Exception {
        return hub.deposit("purge-dock", number);
    }

    private void runAMonthLater() {
        hub.clock().advance(Duration.ofDays(32));
        run();
    }

    private void run() {
        hub.hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);
    }

    private PurgeRun standing() {
        return hub.docket().purge().runs().standing().orElseThrow();
    }

    private void release(PurgeRun run) {
        assertThat(hub.docket()
                        .purge()
                        .runs()
                        .release(
                                run.id(),
                                "DI Mensah",
                                "a test of the archive",
                                hub.clock().instant()))
                .isInstanceOf(PurgeRuns.Released.Taken.class);
    }

    private RecordingState state(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow().state();
    }
}
