package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Reconciliation.Counts;
import org.docket.monitoring.Reconciliation.Outcome;
import org.docket.testkit.Recordings;
import org.docket.testkit.VaultCall;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever does not fit between vault and catalogue is found, and nothing that only seems so because it changes meanwhile. */
class ReconciliationTest {
    private static final int MANY = 1_000;
    private static final Duration PAST_THE_GRACE = Duration.ofHours(2);

    private final VaultBesideCatalogue both;

    ReconciliationTest() throws Exception {
        both = new VaultBesideCatalogue();
    }

    @AfterEach
    void close() {
        both.close();
    }

    @Test
    void findsNothingWhereEverythingFits() {
        for (int number = 1; number <= 5; number++) {
            both.deposit(number);
        }
        both.put("docket-check-" + id(9), new byte[] {7}, Map.of());
        both.blob("2026/03/14/" + id(8) + ".mp4")
                .getBlockBlobClient()
                .stageBlock(Base64.getEncoder().encodeToString(new byte[] {1}), BinaryData.fromBytes(new byte[] {3}));
        both.clock.advance(PAST_THE_GRACE);

        Reconciliation.Reconciled reconciled = done(both.reconciliation(2, MANY).run());

        assertThat(both.standing()).isEmpty();
        assertThat(reconciled.findings()).isZero();
        assertThat(reconciled.counts().catalogued()).isEqualTo(5);
        assertThat(reconciled.counts().listed()).isEqualTo(5);
        assertThat(both.reconciliation(2, MANY).latest()).contains(reconciled);
    }

    @Test
    void findsEveryKindOfDamageAndTellsOfEachOnce() {
        Damage damage = new Damage();
        both.clock.advance(PAST_THE_GRACE);

        Reconciliation.Reconciled first = done(both.reconciliation(2, MANY).run());

        assertThat(both.standing()).containsExactlyInAnyOrderElementsOf(damage.findings());
        assertThat(first.findings()).isEqualTo(damage.findings().size());
        assertThat(both.notices()).containsExactlyInAnyOrderElementsOf(damage.notices());
        done(both.reconciliation(3, MANY).run());
        assertThat(both.standing()).containsExactlyInAnyOrderElementsOf(damage.findings());
        assertThat(both.notices()).hasSameSizeAs(damage.notices());
        assertThat(both.blob("stray/film.mp4").exists()).isTrue();
        assertThat(both.blob(String.valueOf(damage.undisposed.blob())).exists()).isTrue();
    }

    /** One of everything that can be wrong, beside two that fit. */
    private final class Damage {
        private final Recording missing = both.catalogued(2);
        private final Recording longer = both.deposit(3);
        private final Recording mislabelled = both.deposit(4);
        private final Recording undisposed = both.deposit(5);
        private final Recording disposed = both.catalogued(6);
        private final Recording unproven = both.catalogued(7);
        private final String withdrawn = "2026/03/14/" + id(8) + ".mp4";

        Damage() {
            both.deposit(1);
            both.deposit(9);
            both.put(blob(longer), new byte[] {1, 2, 3}, VaultBesideCatalogue.label(longer));
            both.put(
                    blob(mislabelled),
                    VaultBesideCatalogue.content(mislabelled.id()),
                    VaultBesideCatalogue.label(longer));
            for (Recording gone : List.of(undisposed, disposed, unproven)) {
                both.dispose(gone);
            }
            both.certify(undisposed, "certificates/2026/04/14/one.json");
            both.container("custody")
                    .getBlobClient("certificates/2026/04/14/one.json")
                    .upload(BinaryData.fromString("{}"));
            both.certify(disposed, "certificates/2026/04/14/two.json");
            both.put(withdrawn, new byte[] {4}, Map.of());
            both.put("stray/film.mp4", new byte[] {5, 6}, Map.of());
            both.missingReceipts.add(new MissingReceipts.Missing(id(1), "north-1", "shift/one.mp4", true));
        }

        List<String> findings() {
            return List.of(
                    "MISSING " + missing.blob(),
                    "WRONG_LENGTH " + longer.blob(),
                    "WRONG_LABEL " + mislabelled.blob(),
                    "UNDISPOSED " + undisposed.blob(),
                    "NO_CERTIFICATE certificates/2026/04/14/two.json",
                    "NO_CERTIFICATE recording " + unproven.id(),
                    "ORPHAN " + withdrawn,
                    "ORPHAN stray/film.mp4",
                    "NO_RECEIPT north-1/shift/one.mp4");
        }

        List<String> notices() {
            return List.of(
                    "vault-missing " + missing.id(),
                    "vault-differs " + longer.id(),
                    "vault-differs " + mislabelled.id(),
                    "vault-orphan " + undisposed.id(),
                    "certificate-missing -",
                    "certificate-missing " + unproven.id(),
                    "vault-orphan " + id(8),
                    "vault-orphan -",
                    "receipt-missing " + id(1));
        }
    }

    @Test
    void aFindingEndsWhenItIsNoLongerFoundAndBeginsAnewWhenItComesAgain() {
        Recording recording = both.catalogued(1);
        done(both.reconciliation(2, MANY).run());
        assertThat(both.standing()).containsExactly("MISSING " + recording.blob());

        both.put(blob(recording), VaultBesideCatalogue.content(recording.id()), VaultBesideCatalogue.label(recording));
        done(both.reconciliation(2, MANY).run());
        assertThat(both.standing()).isEmpty();

        both.blob(blob(recording)).delete();
        done(both.reconciliation(2, MANY).run());
        assertThat(both.standing()).containsExactly("MISSING " + recording.blob());
        assertThat(both.notices())
                .containsExactly("vault-missing " + recording.id(), "vault-missing " + recording.id());
    }

    @Test
    void callsNothingAnOrphanThatIsBeingDeposited() {
        Recording received = Recordings.unretained(id(1));
        both.jdbi.useTransaction(handle -> Recordings.receive(handle, both.catalogue, received));
        both.put(blob(received), VaultBesideCatalogue.content(received.id()), VaultBesideCatalogue.label(received));
        // One of which the catalogue has no row, and that was put there just now.
        both.put("2026/03/14/" + id(2) + ".mp4", new byte[] {1}, Map.of());

        done(both.reconciliation(2, MANY).run());

        assertThat(both.standing()).isEmpty();
        both.clock.advance(PAST_THE_GRACE);
        done(both.reconciliation(2, MANY).run());
        assertThat(both.standing()).containsExactly("ORPHAN 2026/03/14/" + id(2) + ".mp4");
    }

    @Test
    void callsNothingAnOrphanThatWasRegisteredWhileItLooked() {
        Recording recording = Recordings.unretained(id(1));
        both.put(blob(recording), VaultBesideCatalogue.content(recording.id()), VaultBesideCatalogue.label(recording));
        both.clock.advance(PAST_THE_GRACE);
        meanwhile(VaultCall.Kind.HEAD_BLOB, () -> both.catalogued(1));

        done(both.reconciliation(2, MANY).run());

        assertThat(both.standing()).isEmpty();
    }

    @Test
    void callsNothingMissingThatAPurgeTakesMeanwhile() {
        Recording recording = both.deposit(1);
        both.blob(blob(recording)).delete();
        meanwhile(VaultCall.Kind.HEAD_BLOB, () -> both.dispose(recording));
        both.certify(recording, "certificates/one.json");
        both.container("custody").getBlobClient("certificates/one.json").upload(BinaryData.fromString("{}"));

        done(both.reconciliation(2, MANY).run());

        assertThat(both.standing()).isEmpty();
        assertThat(both.notices()).isEmpty();
    }

    @Test
    void callsNothingMissingThatCameAfterThePageWasListed() {
        Recording recording = both.catalogued(1);
        meanwhile(
                VaultCall.Kind.OTHER,
                () -> both.put(
                        blob(recording),
                        VaultBesideCatalogue.content(recording.id()),
                        VaultBesideCatalogue.label(recording)));

        done(both.reconciliation(2, MANY).run());

        assertThat(both.standing()).isEmpty();
    }

    @Test
    void saysNothingOfARecordingThatIsBeingDisposedOf() {
        Recording there = both.deposit(1);
        Recording gone = both.catalogued(2);
        for (Recording condemned : List.of(there, gone)) {
            both.sql("update recording set state = 'DISPOSING', condemned_at = now() where id = ?", condemned.id());
        }
        both.clock.advance(PAST_THE_GRACE);

        assertThat(done(both.reconciliation(2, MANY).run()).counts())
                .extracting(Counts::catalogued, Counts::listed)
                .containsExactly(0L, 1L);
        assertThat(both.standing()).isEmpty();
    }

    @Test
    void goesOnWhereItWasStopped() {
        for (int number = 1; number <= 6; number++) {
            both.deposit(number);
        }
        both.catalogued(7);
        var third = both.between.on(VaultCall.Kind.OTHER).from(3, VaultFault.answer(403));
        assertThatThrownBy(() -> both.reconciliation(2, MANY).run()).isInstanceOf(RuntimeException.class);
        assertThat(third.happened()).isPositive();
        both.between.heal();
        assertThat(both.reconciliation(2, MANY).latest()).isEmpty();
        int before = both.between.calls(VaultCall.Kind.OTHER).size();

        Reconciliation.Reconciled reconciled = done(both.reconciliation(2, MANY).carryOn());

        // One page of recordings and one of certificates were left.
        assertThat(both.between.calls(VaultCall.Kind.OTHER)).hasSize(before + 2);
        assertThat(reconciled.counts().catalogued()).isEqualTo(7);
        assertThat(reconciled.counts().listed()).isEqualTo(6);
        assertThat(both.standing()).containsExactly("MISSING 2026/03/14/" + id(7) + ".mp4");
        assertThat(both.reconciliation(2, MANY).carryOn()).isInstanceOf(Outcome.Nothing.class);
    }

    @Test
    void endsAfterTheCurrentPageWhenItsHubStopsAndBeginsAnewTheNextDay() {
        both.deposit(1);
        Reconciliation stopping = both.reconciliation(2, MANY);
        stopping.close();
        assertThat(stopping.run()).isInstanceOf(Outcome.Paused.class);
        both.clock.advance(Duration.ofHours(25));

        assertThat(both.reconciliation(2, MANY).carryOn()).isInstanceOf(Outcome.Nothing.class);
        assertThat(done(both.reconciliation(2, MANY).run()).id()).isEqualTo(2);
    }

    @Test
    void leavesItToTheHubThatIsAtIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        both.beforeReceipts = () -> {
            inside.countDown();
            await(asked);
        };
        CompletableFuture<Outcome> one =
                CompletableFuture.supplyAsync(() -> both.reconciliation(2, MANY).run());
        await(inside);

        Outcome other = both.reconciliation(2, MANY).run();
        Outcome carried = both.reconciliation(2, MANY).carryOn();
        asked.countDown();

        assertThat(other).isInstanceOf(Outcome.Elsewhere.class);
        assertThat(carried).isInstanceOf(Outcome.Elsewhere.class);
        assertThat(one.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void givesOneNoticeForTheRestWhenThereIsVeryMuch() {
        int most = Reconciliation.MOST_NOTICES + 3;
        for (int number = 1; number <= most + 4; number++) {
            both.catalogued(number);
        }

        Reconciliation.Reconciled reconciled = done(both.reconciliation(5, most).run());

        assertThat(both.standing()).hasSize(most);
        assertThat(reconciled.findings()).isEqualTo(most + 4);
        assertThat(both.notices()).hasSize(Reconciliation.MOST_NOTICES + 1).endsWith("vault-missing -");
        done(both.reconciliation(5, most).run());
        assertThat(both.notices()).hasSize(Reconciliation.MOST_NOTICES + 1);
    }

    @Test
    void comparesOnTheSpotUnlessThatIsTooMuchAndForgetsWhatIsKnown() {
        both.deposit(1);
        both.deposit(2);
        // As many on both sides, and none of them fits.
        both.catalogued(3);
        both.put("stray/film.mp4", new byte[] {5, 6}, Map.of());
        both.clock.advance(PAST_THE_GRACE);
        Reconciliation reconciliation = both.reconciliation(2, MANY);

        assertThat(reconciliation.previewApart(3, Instant.EPOCH)).hasValueSatisfying(apart -> assertThat(apart)
                .extracting(Reconciliation.Apart::catalogued, Reconciliation.Apart::apart)
                .containsExactly(3L, 2L));
        assertThat(reconciliation.apartNow(2, Instant.EPOCH)).isEmpty();
        assertThat(reconciliation.apart(Instant.EPOCH)).isEmpty();
        assertThat(both.standing()).isEmpty();

        done(reconciliation.run());
        assertThat(reconciliation.apart(Instant.EPOCH).orElseThrow().apart()).isEqualTo(2);
        Instant known = both.clock.instant();
        both.clock.advance(Duration.ofMinutes(1));
        both.catalogued(4);
        assertThat(reconciliation.apart(known).orElseThrow().apart()).isZero();
        assertThat(reconciliation.previewApart(4, known).orElseThrow().apart()).isOne();
    }

    @Test
    void whatIsFoundOnTheSpotIsToldOfSoThatPeopleKnowOfIt() {
        both.deposit(1);
        both.catalogued(2);
        Reconciliation reconciliation = both.reconciliation(2, MANY);

        assertThat(reconciliation.apartNow(2, Instant.EPOCH).orElseThrow().apart())
                .isOne();

        assertThat(both.standing()).hasSize(1);
        assertThat(both.notices()).hasSize(1);
        Instant known = both.clock.instant();
        both.clock.advance(Duration.ofMinutes(1));
        assertThat(reconciliation.apartNow(2, known).orElseThrow().apart()).isZero();
        assertThat(both.notices()).hasSize(1);
        done(reconciliation.run());
        assertThat(reconciliation.apart(known).orElseThrow().apart()).isZero();
    }

    @Test
    void whatIsTooMuchToBeLookedAtOneByOneIsKnownWithTheRunThatCountedIt() {
        for (int number = 1; number <= 6; number++) {
            both.catalogued(number);
        }
        Reconciliation reconciliation = both.reconciliation(5, 4);
        done(reconciliation.run());
        assertThat(reconciliation.apart(Instant.EPOCH).orElseThrow().apart()).isEqualTo(6);
        Instant known = both.clock.instant();
        both.clock.advance(Duration.ofMinutes(1));
        assertThat(reconciliation.apart(known).orElseThrow().apart()).isZero();

        both.catalogued(7);
        done(reconciliation.run());
        assertThat(reconciliation.apart(known).orElseThrow().apart()).isOne();
    }

    /** Does something after the vault has answered the next such call, and before the answer is heard. */
    private void meanwhile(VaultCall.Kind kind, Runnable action) {
        both.between.on(kind).next(VaultFault.meanwhile(action));
    }

    private static Reconciliation.Reconciled done(Outcome outcome) {
        AtomicReference<Reconciliation.Reconciled> reconciled = new AtomicReference<>();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> reconciled.set(done.reconciled()));
        return reconciled.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String blob(Recording recording) {
        return String.valueOf(recording.blob());
    }

    private static UUID id(int number) {
        return VaultBesideCatalogue.id(number);
    }
}
