package org.docket.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.testkit.AzureVault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever two hubs and people do at the same time, a legal hold ends up as its recording wants it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoKeepersTest {
    private static final String IMMUTABILITY = "docket.vault.immutability";
    private static final Duration LONGER_THAN_A_CLAIM = Duration.ofHours(1);

    private final AzureVault vault;
    private final KeptHub kept;
    private final Keeper other;

    TwoKeepersTest(@TempDir Path home) throws Exception {
        vault = new AzureVault();
        kept = new KeptHub(home, vault, Map.of(IMMUTABILITY, "legal-hold"));
        kept.looksOnlyWhenTold();
        other = kept.keeper(Map.of());
    }

    @AfterAll
    void stop() {
        other.close();
        kept.close();
        vault.close();
    }

    @AfterEach
    void settle() {
        vault.refusesLegalHolds(false);
        kept.advance(LONGER_THAN_A_CLAIM);
        kept.docket().protections().reconcile();
        assertThat(kept.docket().protections().countWaiting()).isZero();
    }

    @Test
    void liftsWhatIsReleasedWhileAnotherHubSetsItsLegalHold() throws Exception {
        Recording recording = retained();
        other.justBeforeItsCall(() -> {
            kept.release(recording);
            assertThat(kept.docket().protections().reconcile()).isZero();
        });

        assertThat(other.protections().reconcile()).isEqualTo(1);

        assertThat(kept.docket().protections().reconcile()).isEqualTo(1);
        assertThat(vault.isHeld(recording.blob())).isFalse();
        assertThat(kept.keeping(recording).legalHold()).isFalse();
        assertThat(kept.history(recording)).containsSubsequence("retained", "released", "protected", "unprotected");
    }

    @Test
    void setsTheLegalHoldOfWhatIsRetainedWhileAnotherHubLiftsIt() throws Exception {
        Recording recording = retained();
        kept.docket().protections().reconcile();
        kept.release(recording);
        other.justBeforeItsCall(() -> {
            kept.retain(recording);
            assertThat(kept.docket().protections().reconcile()).isZero();
        });

        other.protections().reconcile();

        kept.docket().protections().reconcile();
        assertThat(vault.isHeld(recording.blob())).isTrue();
        assertThat(kept.history(recording)).endsWith("protected").containsOnlyOnce("unprotected");
    }

    @Test
    void liftsALegalHoldThatAHubSetsTooLate() throws Exception {
        Recording recording = retained();
        other.justBeforeItsCall(() -> {
            kept.release(recording);
            kept.advance(LONGER_THAN_A_CLAIM);
            assertThat(kept.docket().protections().reconcile()).isEqualTo(1);
        });

        other.protections().reconcile();

        assertThat(vault.isHeld(recording.blob())).isTrue();
        assertThat(kept.keeping(recording).legalHold()).isTrue();
        assertThat(kept.history(recording)).doesNotContain("protected");
        kept.advance(Duration.ofDays(62));
        kept.purge();
        assertThat(kept.state(recording)).isEqualTo(RecordingState.DEPOSITED);
        kept.docket().protections().reconcile();
        assertThat(vault.isHeld(recording.blob())).isFalse();
        kept.purge();
        assertThat(kept.state(recording)).isEqualTo(RecordingState.DISPOSED);
    }

    @Test
    void setsALegalHoldThatAHubLiftsTooLate() throws Exception {
        Recording recording = retained();
        kept.docket().protections().reconcile();
        kept.release(recording);
        other.justBeforeItsCall(() -> {
            kept.retain(recording);
            kept.advance(LONGER_THAN_A_CLAIM);
            assertThat(kept.docket().protections().reconcile()).isEqualTo(1);
        });

        other.protections().reconcile();

        assertThat(vault.isHeld(recording.blob())).isFalse();
        kept.docket().protections().reconcile();
        assertThat(vault.isHeld(recording.blob())).isTrue();
        assertThat(kept.history(recording)).doesNotContain("unprotected");
    }

    @Test
    void doesNotWaitWithWhatIsWantedOtherwiseAfterACallThatCameToNothing() throws Exception {
        Recording recording = retained();
        vault.refusesLegalHolds(true);
        other.justBeforeItsCall(() -> kept.release(recording));
        assertThat(other.protections().reconcile()).isZero();
        vault.refusesLegalHolds(false);

        assertThat(kept.docket().protections().reconcile()).isEqualTo(1);

        assertThat(kept.history(recording)).endsWith("unprotected").doesNotContain("protected");
    }

    @Test
    void beginsNoCallForWhichItsClaimIsTooShort() throws Exception {
        Recording first = retained();
        Recording second = retained();
        other.justBeforeItsCall(() -> kept.advance(Duration.ofMinutes(6)));

        assertThat(other.protections().reconcile()).isEqualTo(1);

        assertThat(other.protections().countFailed()).isZero();
        assertThat(vault.isHeld(first.blob())).isNotEqualTo(vault.isHeld(second.blob()));
        assertThat(kept.docket().protections().reconcile()).isEqualTo(1);
        assertThat(vault.isHeld(first.blob())).isTrue();
        assertThat(vault.isHeld(second.blob())).isTrue();
    }

    @Test
    void setsNothingAfterItIsSwitchedOffAndKeepsWhatIsSet() throws Exception {
        Recording set = retained();
        kept.docket().protections().reconcile();
        Recording begun = retained();
        other.justBeforeItsCall(() -> {
            throw new IllegalStateException("killed");
        });
        other.protections().reconcile();
        assertThat(kept.keeping(begun).legalHold()).isTrue();
        kept.advance(LONGER_THAN_A_CLAIM);
        try (Keeper off = kept.keeper(Map.of(IMMUTABILITY, "off"))) {
            off.protections().reconcile();

            assertThat(vault.requests(begun.blob())).containsExactly("PUT?comp=legalhold [x-ms-legal-hold: false]");
            assertThat(kept.keeping(begun).legalHold()).isFalse();
            assertThat(off.protections().reconcile()).isZero();
            assertThat(off.protections().countWaiting()).isZero();
            assertThat(vault.isHeld(set.blob())).isTrue();
            kept.release(set);
            off.protections().reconcile();
            assertThat(vault.isHeld(set.blob())).isFalse();
        }
        kept.docket().protections().reconcile();
        assertThat(vault.isHeld(begun.blob())).isTrue();
    }

    private Recording retained() throws Exception {
        Recording recording = kept.deposit();
        kept.retain(recording);
        return recording;
    }
}
