package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.models.AccessTier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.docket.catalogue.ReadTurns;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.monitoring.FixityCheck.Checked;
import org.docket.monitoring.FixityCheck.EndedBy;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.TestHub;
import org.docket.testkit.VaultCall;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A share of the vault is read again each time, the longest unread first, and what is altered is found and told of. */
class FixityCheckTest {
    private static final long PLENTY = 1L << 40;

    /** Of every recording here: its content is its id as text. */
    private static final long BYTES = 36;

    private final VaultBesideCatalogue both;
    private final ReadTurns turns;

    FixityCheckTest() throws Exception {
        both = new VaultBesideCatalogue();
        turns = new ReadTurns(both.jdbi);
    }

    @AfterEach
    void close() {
        both.close();
    }

    @Test
    void readsTheLongestUnreadFirstAndAsManyAsTheShareSays() {
        List<Recording> recordings = deposit(5);
        // The fifth was deposited before the others, the second was read, long ago.
        both.sql("update recording set deposited_at = deposited_at - interval '1 day' where id = ?", id(5));
        both.sql("update recording set read_at = ?, read_turn_at = ? where id = ?", longAgo(), longAgo(), id(2));

        Checked first = run(0.4, PLENTY);

        assertThat(first.recordings()).isEqualTo(2);
        assertThat(first.bytes()).isEqualTo(2 * BYTES);
        assertThat(first.endedBy()).isEqualTo(EndedBy.SHARE);
        assertThat(first.coverage().deposited()).isEqualTo(5);
        assertThat(first.coverage().unread()).isEqualTo(2);
        assertThat(readSinceLongAgo(recordings)).containsExactly(id(1), id(5));
        assertThat(run(0.4, PLENTY).recordings()).isEqualTo(2);
        assertThat(readSinceLongAgo(recordings)).containsExactly(id(1), id(3), id(4), id(5));
        assertThat(run(0.2, PLENTY).recordings()).isEqualTo(1);
        assertThat(readSinceLongAgo(recordings)).containsExactly(id(1), id(2), id(3), id(4), id(5));
    }

    @Test
    void readsNothingTwiceInOneCheck() {
        deposit(3);

        Checked checked = run(1, PLENTY);

        assertThat(checked.recordings()).isEqualTo(3);
        assertThat(both.between.calls(VaultCall.Kind.GET_BLOB)).hasSize(3);
        assertThat(both.notices()).isEmpty();
        assertThat(both.ledger.history(id(1))).isEmpty();
    }

    @Test
    void keepsToItsBytesAndGoesOnBehindThemTheNextTime() {
        List<Recording> recordings = deposit(5);

        Checked first = run(1, 2 * BYTES + 1);

        assertThat(first.bytes()).isEqualTo(2 * BYTES);
        assertThat(first.endedBy()).isEqualTo(EndedBy.BUDGET);
        assertThat(readSinceLongAgo(recordings)).containsExactly(id(1), id(2));
        run(1, 2 * BYTES);
        assertThat(readSinceLongAgo(recordings)).containsExactly(id(1), id(2), id(3), id(4));
    }

    @Test
    void readsOneRecordingThatIsLongerThanTheBudget() {
        List<Recording> recordings = deposit(3);

        assertThat(run(1, 1).recordings()).isEqualTo(1);
        assertThat(run(1, 1).recordings()).isEqualTo(1);

        assertThat(readSinceLongAgo(recordings)).containsExactly(id(1), id(2));
    }

    @Test
    void tellsOfWhatIsAlteredOnceAndEndsTheFindingWhenItIsRestored() {
        Recording altered = deposit(3).get(1);
        byte[] other = VaultBesideCatalogue.content(id(7));
        both.put(String.valueOf(altered.blob()), other, VaultBesideCatalogue.label(altered));

        Checked checked = run(1, PLENTY);
        run(1, PLENTY);

        assertThat(checked.altered()).isEqualTo(1);
        assertThat(both.standing()).containsExactly("ALTERED " + altered.blob());
        assertThat(both.notices()).containsExactly("fixity-failed " + altered.id());
        assertThat(both.ledger.history(altered.id()))
                .extracting(LedgerEntry::act)
                .containsExactly("fixity-failed");
        assertThat(turns.readAt(altered.id())).isEmpty();
        assertThat(both.blob(String.valueOf(altered.blob())).downloadContent().toBytes())
                .isEqualTo(other);

        both.put(
                String.valueOf(altered.blob()),
                VaultBesideCatalogue.content(altered.id()),
                VaultBesideCatalogue.label(altered));
        run(0, PLENTY);
        assertThat(both.standing()).isEmpty();
        assertThat(turns.readAt(altered.id())).isPresent();
    }

    @Test
    void saysOfABlobThatIsGoneWhatAReconciliationSays() {
        Recording gone = deposit(2).get(0);
        both.blob(String.valueOf(gone.blob())).delete();

        run(1, PLENTY);
        both.reconciliation(5, 5).run();

        assertThat(both.standing()).containsExactly("MISSING " + gone.blob());
        assertThat(both.notices()).containsExactly("vault-missing " + gone.id());
    }

    @Test
    void saysNothingOfWhatAPurgeTakesMeanwhile() {
        Recording purged = deposit(2).get(0);
        both.between
                .on(VaultCall.Kind.GET_BLOB)
                .of(blob -> blob.equals(purged.blob()))
                .next(VaultFault.meanwhile(() -> both.dispose(purged)));
        both.put(String.valueOf(purged.blob()), new byte[] {1}, Map.of());

        run(1, PLENTY);

        assertThat(both.standing()).isEmpty();
        assertThat(both.notices()).isEmpty();
    }

    @Test
    void passesOverWhatLiesInTheArchive() {
        Recording archived = deposit(2).get(0);
        both.blob(String.valueOf(archived.blob())).setAccessTier(AccessTier.ARCHIVE);

        Checked checked = run(1, PLENTY);

        assertThat(checked.recordings()).isEqualTo(1);
        assertThat(turns.readAt(archived.id())).isEmpty();
        assertThat(both.standing()).isEmpty();
        assertThat(both.between.calls(VaultCall.Kind.GET_BLOB)).hasSize(1);
    }

    @Test
    void endsSoonWhenTheVaultDoesNotAnswer() {
        List<Recording> recordings = deposit(10);
        both.between.goAway();

        Checked checked = run(1, PLENTY);

        assertThat(checked.endedBy()).isEqualTo(EndedBy.VAULT);
        assertThat(checked.recordings()).isZero();
        both.between.comeBack();
        assertThat(run(1, PLENTY).recordings()).isEqualTo(10);
        assertThat(readSinceLongAgo(recordings)).hasSize(10);
        assertThat(both.standing()).isEmpty();
    }

    @Test
    void oneThatCannotBeReadDoesNotStandInTheWayOfTheOthers() {
        List<Recording> recordings = deposit(4);
        both.between
                .on(VaultCall.Kind.HEAD_BLOB)
                .of(blob -> blob.equals(recordings.get(0).blob()))
                .always(VaultFault.answer(403));

        assertThat(run(0.25, PLENTY).recordings()).isZero();
        assertThat(run(0.25, PLENTY).recordings()).isEqualTo(1);

        assertThat(readSinceLongAgo(recordings)).containsExactly(id(2));
    }

    @Test
    void leavesWhatItReadsWhenItsHubStopsAndLeavesItToTheHubThatIsAtIt() throws Exception {
        deposit(3);
        Gate gate = both.between.gate();
        FaultyVault.Rule held = both.between.on(VaultCall.Kind.GET_BLOB).always(VaultFault.holdAnswer(gate));
        FixityCheck check = check(1, PLENTY);
        CompletableFuture<?> running = CompletableFuture.supplyAsync(check::run);
        TestHub.eventually().until(() -> held.happened() > 0);
        assertThat(check(1, PLENTY).run()).isEmpty();

        check.close();
        running.get(30, TimeUnit.SECONDS);
        both.between.heal();

        assertThat(check.latest()).hasValueSatisfying(last -> {
            assertThat(last.endedBy()).isEqualTo(EndedBy.STOP);
            assertThat(last.recordings()).isZero();
        });
        assertThat(run(1, PLENTY).recordings()).isEqualTo(3);
    }

    private List<Recording> deposit(int number) {
        return IntStream.rangeClosed(1, number).mapToObj(both::deposit).toList();
    }

    private Checked run(double share, long budget) {
        both.clock.advance(Duration.ofHours(1));
        return check(share, budget).run().orElseThrow();
    }

    private FixityCheck check(double share, long budget) {
        return new FixityCheck(
                both.jdbi,
                both.vault,
                both.ledger,
                both.notices,
                new MonitoringConfiguration("", Duration.ZERO, Duration.ZERO, "", share, budget, 2),
                both.clock);
    }

    private List<UUID> readSinceLongAgo(List<Recording> recordings) {
        return recordings.stream()
                .map(Recording::id)
                .filter(id ->
                        turns.readAt(id).filter(at -> at.isAfter(longAgo())).isPresent())
                .sorted()
                .toList();
    }

    private static Instant longAgo() {
        return Instant.parse("2021-05-06T07:08:09Z");
    }

    private static UUID id(int number) {
        return VaultBesideCatalogue.id(number);
    }
}
