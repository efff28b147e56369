package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.testkit.Disposals;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disposal is late rather than wrong, and a crash between any two of its steps is carried on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PurgeTest {
    private final TestHub hub;
    private final Jdbi jdbi;
    private int dropped;

    PurgeTest(@TempDir Path home) throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(
                config.resolve("authorities.yaml"), "people: [{id: DCI Rao, authorities: [legal]}]\nsystems: []\n");
        // What tests change in the ledger is for the run to find, and not for a verification before it.
        hub = new TestHub(home, Map.of("docket.retention.brake.ledger", "P36500D"));
        jdbi = Jdbi.create(hub.settings().read(DatabaseConfiguration.class).url());
        hub.docket().ledgerChecks().carryOn();
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void leavesWhatIsNotDueYetAndWhatIsRetained() throws Exception {
        Recording early = deposit();
        Recording retained = deposit();
        retain(retained);
        hub.clock().advance(Duration.ofDays(30));
        run();
        assertThat(state(early)).isEqualTo(RecordingState.DEPOSITED);
        hub.clock().advance(Duration.ofDays(2));
        run();
        assertThat(state(early)).isEqualTo(RecordingState.DISPOSED);
        assertThat(state(retained)).isEqualTo(RecordingState.DEPOSITED);
        assertThat(exists(retained)).isTrue();
    }

    @Test
    void leavesWhatIsHeldUntilTheHoldIsLiftedOrEnds() throws Exception {
        Recording lifted = deposit();
        Recording ending = deposit();
        place(lifted, "legal", null);
        place(ending, "review", Duration.ofDays(60));
        hub.clock().advance(Duration.ofDays(40));
        assertThat(hub.docket().purgePlanner().preview(100).blocked())
                .extractingFromEntries(entry -> entry.getKey().id() + " " + entry.getValue())
                .contains(lifted.id() + " HELD", ending.id() + " HELD");
        run();
        assertThat(state(lifted)).isEqualTo(RecordingState.DEPOSITED);
        assertThat(hub.docket().holds().lift(word(lifted, "DCI Rao", "case closed"), "legal", "REF-legal"))
                .isInstanceOf(Answer.Taken.class);
        run();
        assertThat(state(lifted)).isEqualTo(RecordingState.DISPOSED);
        assertThat(state(ending)).isEqualTo(RecordingState.DEPOSITED);
        hub.clock().advance(Duration.ofDays(21));
        run();
        assertThat(state(ending)).isEqualTo(RecordingState.DISPOSED);
    }

    @Test
    void doesNotCondemnWhatWasRetainedOrHeldAfterTheRunBegan() throws Exception {
        Recording retained = deposit();
        Recording held = deposit();
        Recording other = deposit();
        hub.clock().advance(Duration.ofDays(32));
        Iterator<PurgeBatch> batches = hub.docket().purge().begin();
        PurgeBatch batch = batches.next();
        assertThat(batch.ids()).contains(retained.id(), held.id(), other.id());
        retain(retained);
        place(held, "complaint", null);
        assertThat(hub.docket().disposal().condemn(batch).ids())
                .contains(other.id())
                .doesNotContain(retained.id(), held.id());
        hub.docket().purge().end(batches);
        assertThat(state(retained)).isEqualTo(RecordingState.DEPOSITED);
        assertThat(state(held)).isEqualTo(RecordingState.DEPOSITED);
        PurgeRun run = hub.docket().purge().runs().latest().orElseThrow();
        assertThat(run.kept()).containsEntry(Blocked.RETAINED, 1L).containsKey(Blocked.HELD);
        run();
        assertDisposedOnce(other);
    }

    /** Where a run can be cut short: it has done the steps up to and with this one. */
    enum Step {
        CONDEMN,
        DELETE_SOME,
        DELETE,
        CONFIRM,
        CERTIFY,
        KEEP,
        END
    }

    @ParameterizedTest
    @EnumSource
    void carriesOnWithABatchThatWasCutShort(Step last) throws Exception {
        Recording one = deposit();
        Recording other = due();
        PurgeBatch batch = Disposals.batch(hub.docket(), one.id(), other.id());
        List<String> certified = doStepsUpTo(last, batch, one);
        hub.clock().advance(Duration.ofHours(5));
        run();
        assertDisposedOnce(one);
        assertDisposedOnce(other);
        if (last.compareTo(Step.CERTIFY) >= 0) {
            assertThat(List.of(certificate(one).content(), certificate(other).content()))
                    .as("the same certificates")
                    .containsExactlyInAnyOrderElementsOf(certified);
        }
    }

    private List<String> doStepsUpTo(Step last, PurgeBatch batch, Recording first) {
        Disposal disposal = hub.docket().disposal();
        PurgeBatch.OfCondemned condemned = disposal.condemn(batch);
        assertThat(condemned.recordings()).hasSize(2);
        if (last == Step.DELETE_SOME) {
            blob(first).delete();
        }
        if (last.compareTo(Step.DELETE) < 0) {
            return List.of();
        }
        PurgeBatch.OfCondemned gone = disposal.delete(condemned);
        if (last.compareTo(Step.CONFIRM) < 0) {
            return List.of();
        }
        gone = disposal.confirm(gone);
        if (last.compareTo(Step.CERTIFY) < 0) {
            return List.of();
        }
        PurgeBatch.OfCertified certified = disposal.certify(gone);
        if (last.compareTo(Step.KEEP) >= 0) {
            disposal.keep(certified);
        }
        if (last == Step.END) {
            disposal.end(certified);
        }
        return certified.certificates().stream().map(Certificate::content).toList();
    }

    /** A crash in the middle of the batch before can leave recordings of several batches, and certificates of some of them. */
    @Test
    void carriesOnWithCertificatesOfDifferentBatchesInOneBatch() throws Exception {
        Recording certified = deposit();
        Recording alsoCertified = deposit();
        Recording condemned = due();
        Disposal disposal = hub.docket().disposal();
        PurgeBatch batch = Disposals.batch(hub.docket(), certified.id(), alsoCertified.id());
        PurgeBatch.OfCertified before = disposal.certify(disposal.confirm(disposal.delete(disposal.condemn(batch))));
        disposal.condemn(Disposals.batch(hub.docket(), condemned.id()));
        hub.clock().advance(Duration.ofHours(3));
        run();
        assertDisposedOnce(certified);
        assertDisposedOnce(condemned);
        assertThat(certificate(alsoCertified).blob())
                .isEqualTo(before.files().get(0).blob())
                .isNotEqualTo(certificate(condemned).blob());
    }

    @Test
    void issuesNoCertificateWhileTheVaultStillHoldsTheBlob() throws Exception {
        Recording recording = due();
        Recording gone = due();
        Disposal disposal = hub.docket().disposal();
        PurgeBatch.OfCondemned condemned = disposal.condemn(Disposals.batch(hub.docket(), recording.id(), gone.id()));
        blob(gone).delete();
        // A lease forbids the deletion.
        BlobLeaseClient lease =
                new BlobLeaseClientBuilder().blobClient(blob(recording)).buildClient();
        lease.acquireLease(-1);
        assertThat(disposal.delete(condemned).ids()).containsExactly(gone.id());
        assertThat(disposal.confirm(condemned).ids()).containsExactly(gone.id());
        assertThat(state(recording)).isEqualTo(RecordingState.DISPOSING);
        run();
        assertDisposedOnce(gone);
        assertThat(state(recording)).isEqualTo(RecordingState.DISPOSING);
        assertThat(exists(recording)).isTrue();
        PurgeRun run = hub.docket().purge().runs().latest().orElseThrow();
        assertThat(run.failed()).isOne();
        assertThat(run.lastFailure()).contains(recording.id().toString(), "412");
        lease.releaseLease();
        run();
        assertDisposedOnce(recording);
    }

    @Test
    void deletesNothingUnderANameThatIsNotItsOwn() throws Exception {
        Recording other = deposit();
        Recording recording = due();
        place(other, "legal", null);
        jdbi.useHandle(
                handle -> handle.execute("update recording set blob = ? where id = ?", other.blob(), recording.id()));
        run();
        assertThat(exists(other)).isTrue();
        assertThat(hub.docket().purge().runs().latest().orElseThrow().lastFailure())
                .contains(other.blob(), "does not bear");
        jdbi.useHandle(handle ->
                handle.execute("update recording set blob = ? where id = ?", recording.blob(), recording.id()));
        run();
        assertDisposedOnce(recording);
    }

    @Test
    void oneRecordingThatFailsKeepsNoOtherOfItsBatch() throws Exception {
        Recording bad = deposit();
        Recording good = due();
        hub.docket().disposal().condemn(Disposals.batch(hub.docket(), bad.id()));
        // The batch fails as a whole: nobody knows on what ground this one was condemned.
        jdbi.useHandle(handle -> handle.execute("alter table ledger_entry disable trigger ledger_is_append_only"));
        jdbi.useHandle(handle -> handle.execute(
                "update ledger_entry set act = 'condamned' where recording_id = ? and act = 'condemned'", bad.id()));
        hub.docket().disposal().condemn(Disposals.batch(hub.docket(), good.id()));
        run();
        assertDisposedOnce(good);
        assertThat(state(bad)).isEqualTo(RecordingState.DISPOSING);
        assertThat(hub.docket().purge().runs().latest().orElseThrow().lastFailure())
                .contains(bad.id().toString(), "does not say that it was condemned");
        jdbi.useHandle(handle -> handle.execute(
                "update ledger_entry set act = 'condemned' where recording_id = ? and act = 'condamned'", bad.id()));
        jdbi.useHandle(handle -> handle.execute("alter table ledger_entry enable trigger ledger_is_append_only"));
        run();
        assertDisposedOnce(bad);
    }

    @Test
    void stopsAtAHistoryThatDoesNotVerifyUntilAPersonReleasesTheRun() throws Exception {
        Recording broken = deposit();
        due();
        String authority = hub.docket().ledger().history(broken.id()).get(0).authority();
        change(broken, "a judge said so");
        run();
        PurgeRuns runs = hub.docket().purge().runs();
        PurgeRun stopped = runs.standing().orElseThrow();
        assertThat(stopped.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.kind()).isEqualTo(Stop.Kind.LEDGER);
            assertThat(stop.what()).contains(broken.id().toString());
        });
        assertThat(state(broken)).isEqualTo(RecordingState.DEPOSITED);
        Recording later = due();
        run();
        assertThat(state(later)).as("nothing is condemned meanwhile").isEqualTo(RecordingState.DEPOSITED);

        place(later, "review", Duration.ofDays(1));
        assertThat(runs.release(
                        stopped.id(), "PS Moore", "looked at it", hub.clock().instant()))
                .isInstanceOf(PurgeRuns.Released.Taken.class);
        run();

        assertThat(runs.standing()).isEmpty();
        assertThat(runs.find(stopped.id()).orElseThrow().state()).isEqualTo(PurgeRun.State.DONE);
        assertThat(state(broken)).isEqualTo(RecordingState.DEPOSITED);
        change(broken, authority);
        run();
        assertDisposedOnce(broken);
    }

    @Test
    void stopsBeforeItsNextBatchAtWhatIsFoundMeanwhile() throws Exception {
        Recording changed = deposit();
        Recording recording = due();
        place(changed, "review", Duration.ofDays(1));
        String authority = hub.docket().ledger().history(changed.id()).get(0).authority();
        Purge purge = hub.docket().purge();
        Iterator<PurgeBatch> batches = purge.begin();
        hub.clock().advance(Duration.ofSeconds(1));
        change(changed, "a judge said so");
        hub.docket().ledgerChecks().carryOn();

        assertThat(batches.hasNext()).isFalse();
        purge.end(batches);

        PurgeRun stopped = purge.runs().standing().orElseThrow();
        assertThat(stopped.stops()).singleElement().satisfies(stop -> assertThat(stop.what())
                .contains("1 finding", changed.id().toString()));
        assertThat(state(recording)).isEqualTo(RecordingState.DEPOSITED);
        change(changed, authority);
        assertThat(purge.runs()
                        .release(
                                stopped.id(),
                                "PS Moore",
                                "put right",
                                hub.clock().instant()))
                .isInstanceOf(PurgeRuns.Released.Taken.class);
        run();
        assertDisposedOnce(recording);
    }

    private void change(Recording recording, String authority) {
        jdbi.useHandle(handle -> handle.execute("alter table ledger_entry disable trigger ledger_is_append_only"));
        jdbi.useHandle(handle -> handle.execute(
                "update ledger_entry set authority = ? where recording_id = ? and sequence = 1",
                authority,
                recording.id()));
        jdbi.useHandle(handle -> handle.execute("alter table ledger_entry enable trigger ledger_is_append_only"));
    }

    @Test
    void oneRunAtATime() throws Exception {
        Recording recording = due();
        Purge purge = hub.docket().purge();
        Iterator<PurgeBatch> batches = purge.begin();
        assertThat(batches.hasNext()).isTrue();
        // The trigger of the night, while a released run is under way: it begins none, and so it ends none.
        purge.end(purge.begin());
        try (Parts parts = Parts.open(hub.settings(), Role.EITHER);
                Docket other = new Docket(hub.settings(), parts, hub.clock(), new MBeans())) {
            assertThat(other.purge().begin().hasNext()).isFalse();
        }
        purge.end(batches);
        run();
        assertDisposedOnce(recording);
    }

    @Test
    void takesNoDecisionAndNoHoldOnceItIsCondemned() throws Exception {
        Recording recording = due();
        Disposals.condemn(hub.docket(), recording.id());
        assertThat(retain(recording))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("too late"));
        assertThat(place(recording, "complaint", null)).isInstanceOf(Answer.Refused.class);
        run();
        assertThat(retain(recording)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void changesNothingWhenItOnlyPlans() throws Exception {
        Recording recording = due();
        List<String> before = history(recording);
        long runs = hub.docket().purge().runs().last(1_000).size();
        assertThat(hub.docket().purge().plan().recordings()).isPositive();
        assertThat(hub.docket().purgePlanner().preview(100).due())
                .extracting(Recording::id)
                .contains(recording.id());
        assertThat(hub.docket().purge().runs().last(1_000)).hasSize((int) runs);
        assertThat(history(recording)).isEqualTo(before);
        assertThat(exists(recording)).isTrue();
    }

    private Recording deposit() throws Exception {
        return hub.deposit("purge-dock", ++dropped);
    }

    private Recording due() throws Exception {
        Recording recording = deposit();
        hub.clock().advance(Duration.ofDays(32));
        return recording;
    }

    private void run() {
        hub.hub().context().createProducerTemplate().requestBody("direct:retention-turn", (Object) null);
    }

    private Answer retain(Recording recording) {
        return hub.docket().decisions().retain(word(recording, "PS Moore", "asked by the OIC"));
    }

    private Word word(Recording recording, String by, String reason) {
        return Word.of(recording.id(), hub.docket().authorities().person(by), reason);
    }

    private Answer place(Recording recording, String kind, Duration length) {
        return hub.docket()
                .holds()
                .place(
                        word(recording, "DCI Rao", "asked for by the court"),
                        kind,
                        "REF-" + kind,
                        length == null ? null : hub.clock().instant().plus(length));
    }

    private void assertDisposedOnce(Recording recording) {
        assertThat(state(recording)).isEqualTo(RecordingState.DISPOSED);
        assertThat(exists(recording)).isFalse();
        assertThat(hub.docket().certificates().compare(recording.id())).isInstanceOf(Certificates.Found.Same.class);
        assertThat(history(recording)).endsWith("condemned", "disposed").doesNotHaveDuplicates();
        assertThat(hub.docket().ledgerVerifier().verify(recording.id()).findings())
                .isEmpty();
    }

    private RecordingState state(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow().state();
    }

    private List<String> history(Recording recording) {
        return hub.docket().ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    private BlobClient blob(Recording recording) {
        return hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(recording.blob());
    }

    private boolean exists(Recording recording) {
        return blob(recording).exists();
    }

    private Certificate certificate(Recording recording) {
        return hub.docket().certificates().find(recording.id()).orElseThrow();
    }
}
