package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Disposal is late rather than wrong, and a crash between any two of its steps is carried on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PurgeTest {
    private static final Path SOURCE = Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4");

    private final TestHub hub;
    private int dropped;

    PurgeTest(@TempDir Path home) throws Exception {
        hub = new TestHub(home, Map.of());
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
        assertThat(hub.docket().purge().plan().held()).extracting(Recording::id).contains(lifted.id(), ending.id());
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
    void doesNotCondemnWhatWasRetainedAfterTheRunBegan() throws Exception {
        Recording recording = deposit();
        hub.clock().advance(Duration.ofDays(32));
        assertThat(hub.docket().purge().begin()).contains(recording.id());
        retain(recording);
        assertThat(hub.docket().purge().condemn(recording.id())).isNull();
        assertThat(state(recording)).isEqualTo(RecordingState.DEPOSITED);
    }

    @Test
    void carriesOnWhenItStoppedAfterCondemning() throws Exception {
        Recording recording = due();
        hub.docket().purge().condemn(recording.id());
        assertThat(state(recording)).isEqualTo(RecordingState.DISPOSING);
        run();
        assertDisposedOnce(recording);
    }

    @Test
    void carriesOnWhenItStoppedAfterDeletingTheBlob() throws Exception {
        Recording recording = due();
        hub.docket().purge().condemn(recording.id());
        blob(recording).delete();
        run();
        assertDisposedOnce(recording);
    }

    @Test
    void carriesOnWithTheSameCertificateWhenItStoppedAfterIssuingIt() throws Exception {
        Recording recording = due();
        Purge purge = hub.docket().purge();
        Purge.Condemned condemned = purge.condemn(recording.id());
        blob(recording).delete();
        Certificate certificate = purge.certify(condemned);
        hub.clock().advance(Duration.ofHours(5));
        run();
        assertDisposedOnce(recording);
        assertThat(custody(certificate)).contains(certificate.content());
    }

    @Test
    void issuesNoCertificateWhileTheVaultStillHoldsTheBlob() throws Exception {
        Recording recording = due();
        Purge purge = hub.docket().purge();
        Purge.Condemned condemned = purge.condemn(recording.id());
        assertThatThrownBy(() -> purge.certify(condemned)).hasMessageContaining("still holds");
        assertThat(state(recording)).isEqualTo(RecordingState.DISPOSING);
        run();
        assertDisposedOnce(recording);
    }

    @Test
    void takesNoDecisionAndNoHoldOnceItIsCondemned() throws Exception {
        Recording recording = due();
        hub.docket().purge().condemn(recording.id());
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
        assertThat(hub.docket().purge().plan().due()).extracting(Recording::id).contains(recording.id());
        assertThat(history(recording)).isEqualTo(before);
        assertThat(exists(recording)).isTrue();
    }

    private Recording deposit() throws Exception {
        String name = "night-" + ++dropped + ".mp4";
        Path variant = Files.createTempFile("variant", ".mp4");
        Files.write(variant, Files.readAllBytes(SOURCE));
        byte[] free = {0, 0, 0, (byte) (8 + dropped), 'f', 'r', 'e', 'e'};
        Files.write(variant, free, StandardOpenOption.APPEND);
        Files.write(variant, new byte[dropped], StandardOpenOption.APPEND);
        hub.drop("purge-dock", name, variant);
        Files.delete(variant);
        return hub.receipted(name);
    }

    private Recording due() throws Exception {
        Recording recording = deposit();
        hub.clock().advance(Duration.ofDays(32));
        return recording;
    }

    private void run() {
        hub.hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);
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

    private com.azure.storage.blob.BlobClient blob(Recording recording) {
        return hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(recording.blob());
    }

    private boolean exists(Recording recording) {
        return blob(recording).exists();
    }

    private Optional<String> custody(Certificate certificate) {
        return Optional.of(hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("custody")
                .getBlobClient(certificate.blob())
                .downloadContent()
                .toString());
    }
}
