package org.docket.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.ObjectName;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.Blocked;
import org.docket.testkit.AzureVault;
import org.docket.vault.BlobVersions;
import org.docket.vault.BlobVersions.Remains;
import org.docket.vault.VaultConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The vault itself holds what is retained or held, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LegalHoldTest {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String IMMUTABILITY = "docket.vault.immutability";

    private final AzureVault vault;
    private final KeptHub kept;

    LegalHoldTest(@TempDir Path home) throws Exception {
        vault = new AzureVault();
        kept = new KeptHub(home, vault, Map.of(IMMUTABILITY, "legal-hold-and-period"));
    }

    @AfterAll
    void stop() {
        kept.close();
        vault.close();
    }

    @BeforeEach
    void heal() {
        vault.refusesLegalHolds(false);
    }

    @Test
    void showsTheRequestsOfAWholeLife() throws Exception {
        Recording recording = kept.deposit();
        assertThat(vault.requests(recording.blob())).isEmpty();
        Instant earliest = kept.now().plus(Duration.ofDays(90));
        kept.retain(recording);
        kept.awaitAct(recording, "protected");
        Instant until = kept.keeping(recording).immutableUntil();
        assertThat(until).isBetween(earliest, earliest.plus(Duration.ofMinutes(1)));
        assertThat(vault.isHeld(recording.blob())).isTrue();
        kept.release(recording);
        kept.awaitAct(recording, "unprotected");
        kept.advance(Duration.ofDays(62));
        kept.purge();
        assertThat(kept.state(recording)).isEqualTo(RecordingState.DISPOSED);
        assertThat(vault.requests(recording.blob()))
                .containsExactly(
                        "PUT?comp=immutabilityPolicies [x-ms-immutability-policy-mode: Unlocked;"
                                + " x-ms-immutability-policy-until-date: " + HTTP_DATE.format(until) + "]",
                        "PUT?comp=legalhold [x-ms-legal-hold: true]",
                        "PUT?comp=legalhold [x-ms-legal-hold: false]",
                        "DELETE?comp=immutabilityPolicies",
                        "DELETE",
                        "DELETE?versionid=" + vault.lastVersion(recording.blob()));
        assertThat(vault.versions(recording.blob())).isEmpty();
        assertThat(kept.history(recording))
                .containsSubsequence("retained", "protected", "released", "unprotected", "condemned", "disposed");
        assertThat(kept.docket().ledgerVerifier().verify(recording.id()).findings())
                .isEmpty();
    }

    @Test
    void condemnsNothingBeforeItsLegalHoldIsLifted() throws Exception {
        Recording recording = kept.deposit();
        kept.retain(recording);
        kept.awaitAct(recording, "protected");
        vault.refusesLegalHolds(true);
        kept.release(recording);
        eventually().until(() -> kept.figure("FailedProtections") > 0);
        kept.advance(Duration.ofDays(62));
        assertThat(kept.plan().blocked()).containsEntry(Blocked.VAULT, 1L);
        kept.purge();
        assertThat(kept.state(recording)).isEqualTo(RecordingState.DEPOSITED);
        assertThat(kept.keeping(recording).legalHold()).isTrue();
        vault.refusesLegalHolds(false);
        kept.advance(Duration.ofHours(1));
        kept.awaitAct(recording, "unprotected");
        kept.purge();
        assertThat(kept.state(recording)).isEqualTo(RecordingState.DISPOSED);
    }

    @Test
    void holdsWhatAHoldKeepsUntilTheHoldEndsByItself() throws Exception {
        Recording recording = kept.deposit();
        kept.hold(recording, kept.now().plus(Duration.ofDays(3)));
        kept.awaitAct(recording, "protected");
        kept.advance(Duration.ofDays(4));
        kept.awaitAct(recording, "unprotected");
        assertThat(vault.isHeld(recording.blob())).isFalse();
    }

    @Test
    void leavesWhatIsNeitherRetainedNorHeldAlone() throws Exception {
        Recording recording = kept.deposit();
        Recording other = kept.deposit();
        kept.retain(other);
        kept.awaitAct(other, "protected");
        assertThat(vault.requests(recording.blob())).isEmpty();
        assertThat(kept.docket().protections().reconcile()).isZero();
        assertThat(kept.figure("WaitingForProtection")).isZero();
    }

    @Test
    void liftsWhatItSetAlsoAfterItWasSwitchedOff() throws Exception {
        Recording released = kept.deposit();
        kept.retain(released);
        kept.awaitAct(released, "protected");
        kept.set(IMMUTABILITY, "off");
        kept.restart();
        Recording later = kept.deposit();
        kept.retain(later);
        kept.release(released);
        kept.awaitAct(released, "unprotected");
        assertThat(vault.isHeld(released.blob())).isFalse();
        assertThat(vault.requests(later.blob())).isEmpty();
        kept.set(IMMUTABILITY, "legal-hold-and-period");
        kept.restart();
        kept.awaitAct(later, "protected");
    }

    @Test
    void doesNotStartOverAContainerThatTakesNoLegalHolds(@TempDir Path home) throws Exception {
        try (AzureVault azure = new AzureVault()) {
            azure.withoutVersionLevelImmutability();
            assertThatThrownBy(() -> new KeptHub(home, azure, Map.of(IMMUTABILITY, "legal-hold")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("container 'recordings' has no version-level immutability support")
                    .hasMessageContaining("--enable-vlw");
        }
    }

    @Test
    void deletesTheVersionsThatADeletedBlobLeaves() throws Exception {
        Recording recording = kept.deposit();
        BlobVersions versions = new BlobVersions(
                kept.docket().vault().client(), kept.docket().settings().read(VaultConfiguration.class));
        kept.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(recording.blob())
                .delete();
        assertThat(versions.look(recording.blob())).isInstanceOfSatisfying(Remains.StillReadable.class, readable -> {
            assertThat(readable.versions()).isEqualTo(vault.versions(recording.blob()));
            assertThat(readable.current()).isFalse();
        });
        String left = vault.versions(recording.blob()).get(0);
        assertThat(versions.deleteLeft(recording.blob())).isInstanceOf(Remains.Nothing.class);
        assertThat(vault.requests(recording.blob())).containsExactly("DELETE", "DELETE?versionid=" + left);
    }

    @Test
    void showsItsFigures() throws Exception {
        Recording recording = kept.deposit();
        kept.retain(recording);
        kept.awaitAct(recording, "protected");
        assertThat(kept.figure("ProtectedRecordings")).isPositive();
        ObjectName name = new ObjectName("org.docket:type=Vault");
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "RetainedRecordingsByTier"))
                .isNotNull();
        assertThat(List.of(
                        kept.keeping(recording).legalHold(),
                        kept.keeping(recording).immutableUntil() != null))
                .containsExactly(true, true);
    }
}
