package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.docket.testkit.VaultCall;
import org.docket.testkit.VaultFault;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault that has nothing says of everything that it is gone: that is no proof of a disposal. */
class WrongVaultTest {
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
    void stopsWhereTheVaultIsAnotherOneUntilAPersonSaysThatItIsRight() throws Exception {
        Recording known = deposit(1);
        hub.clock().advance(Duration.ofDays(32));
        runReleased();
        assertThat(state(known)).isEqualTo(RecordingState.DISPOSED);
        Recording later = deposit(2);

        hub.set("docket.vault.connection", TestParts.newVault());
        hub.restart();
        hub.clock().advance(Duration.ofDays(32));
        run();
        PurgeRun stopped = hub.docket().purge().runs().standing().orElseThrow();
        assertThat(stopped.stops()).extracting(Stop::kind).contains(Stop.Kind.VAULT);
        assertThat(stopped.stops().get(0).what()).contains("bears no id");
        assertThat(state(later)).isEqualTo(RecordingState.DEPOSITED);

        runReleased();
        assertThat(state(later)).isEqualTo(RecordingState.DISPOSED);
        assertThat(hub.docket().certificates().find(later.id()).orElseThrow().content())
                .contains("\"absentBefore\":true");
        assertThat(hub.docket().certificates().find(known.id()).orElseThrow().content())
                .doesNotContain("absentBefore");
    }

    @Test
    void doesNotCarryOnWithWhatIsCondemnedInAnotherVault() throws Exception {
        Recording recording = deposit(1);
        hub.clock().advance(Duration.ofDays(32));
        runReleased();
        Recording condemned = deposit(2);
        hub.clock().advance(Duration.ofDays(32));
        release();
        Iterator<PurgeBatch> batches = hub.docket().purge().begin();
        hub.docket().disposal().condemn(batches.next());
        hub.docket().purge().end(batches);
        assertThat(state(recording)).isEqualTo(RecordingState.DISPOSED);
        assertThat(state(condemned)).isEqualTo(RecordingState.DISPOSING);

        hub.set("docket.vault.connection", TestParts.newVault());
        hub.restart();
        run();
        assertThat(hub.docket().purge().runs().standing().orElseThrow().stops())
                .singleElement()
                .extracting(Stop::kind)
                .isEqualTo(Stop.Kind.VAULT);
        assertThat(state(condemned)).isEqualTo(RecordingState.DISPOSING);
    }

    @Test
    void stopsWhereWhatItHasJustCondemnedIsNotThere() throws Exception {
        List<Recording> recordings = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            recordings.add(deposit(i));
        }
        hub.clock().advance(Duration.ofDays(32));
        recordings.forEach(recording -> hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(recording.blob())
                .delete());
        runReleased();
        PurgeRun stopped = hub.docket().purge().runs().standing().orElseThrow();
        assertThat(stopped.stops()).extracting(Stop::kind).containsExactly(Stop.Kind.MISSING);
        assertThat(stopped.stops().get(0).what()).contains("no blob of 12 recordings");
        assertThat(recordings).allMatch(recording -> state(recording) == RecordingState.DISPOSING);
        assertThat(recordings)
                .allMatch(recording ->
                        hub.docket().certificates().find(recording.id()).isEmpty());

        runReleased();
        assertThat(hub.docket().purge().runs().find(stopped.id()).orElseThrow().state())
                .isEqualTo(PurgeRun.State.DONE);
        assertThat(recordings).allMatch(recording -> hub.docket()
                .certificates()
                .find(recording.id())
                .orElseThrow()
                .content()
                .contains("\"absentBefore\":true"));
    }

    @Test
    void knowsItsVaultFromItsFirstStart() throws Exception {
        Recording recording = deposit(1);
        hub.set("docket.vault.connection", TestParts.newVault());
        hub.restart();
        hub.clock().advance(Duration.ofDays(32));

        run();

        assertThat(hub.docket().purge().runs().standing().orElseThrow().stops())
                .extracting(Stop::kind)
                .contains(Stop.Kind.VAULT);
        assertThat(state(recording)).isEqualTo(RecordingState.DEPOSITED);
    }

    @Test
    void takesTheVaultForAnotherOneWhereItsIdWasWrittenOver() throws Exception {
        Recording recording = deposit(1);
        hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("custody")
                .getBlobClient(VaultBrake.BLOB)
                .upload(BinaryData.fromString("no id"), true);
        hub.restart();
        hub.clock().advance(Duration.ofDays(32));

        run();

        assertThat(hub.docket().purge().runs().standing().orElseThrow().stops())
                .extracting(Stop::kind)
                .contains(Stop.Kind.VAULT);
        assertThat(state(recording)).isEqualTo(RecordingState.DEPOSITED);
    }

    @Test
    void doesNotTakeALostAnswerForMissingBlobs() throws Exception {
        List<Recording> recordings = new ArrayList<>();
        try (FaultyVault between = new FaultyVault(hub.settings().all().get("docket.vault.connection"))) {
            hub.set("docket.vault.connection", between.connectionString());
            hub.restart();
            for (int i = 1; i <= 12; i++) {
                recordings.add(deposit(i));
            }
            hub.clock().advance(Duration.ofDays(32));
            FaultyVault.Rule lost = between.on(VaultCall.Kind.BATCH).next(VaultFault.loseAnswer());

            run();

            assertThat(lost.happened()).isOne();
            assertThat(hub.docket().purge().runs().standing()).isEmpty();
            assertThat(recordings).allMatch(recording -> state(recording) == RecordingState.DISPOSED);
            hub.close();
        }
    }

    @Test
    void saysOfAFewThatAreNotThereThatTheyWereNot() throws Exception {
        Recording missing = deposit(1);
        deposit(2);
        hub.clock().advance(Duration.ofDays(32));
        hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(missing.blob())
                .delete();

        runReleased();

        assertThat(hub.docket().certificates().find(missing.id()).orElseThrow().content())
                .contains("\"absentBefore\":true");
        List<String> notices = Jdbi.create(hub.settings().all().get("docket.database.url"))
                .withHandle(handle -> handle.createQuery("select message from notice")
                        .mapTo(String.class)
                        .list());
        assertThat(notices).anyMatch(notice -> notice.contains("of 1 the vault had no blob before"));
    }

    private Recording deposit(int number) throws Exception {
        return hub.deposit("purge-dock", number);
    }

    private void run() {
        hub.hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);
    }

    /** Runs, and if something stops it a person releases it. */
    private void runReleased() {
        run();
        release();
        run();
    }

    private void release() {
        hub.docket().purge().runs().standing().ifPresent(run -> hub.docket()
                .purge()
                .runs()
                .release(run.id(), "DI Mensah", "looked at", hub.clock().instant()));
    }

    private RecordingState state(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow().state();
    }
}
