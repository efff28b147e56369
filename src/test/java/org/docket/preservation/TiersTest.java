package org.docket.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.monitoring.Verification;
import org.docket.preservation.Retrievals.Answer;
import org.docket.testkit.AzureVault;
import org.docket.vault.BlobProtection.Outcome;
import org.docket.vault.BlobTiers;
import org.docket.vault.BlobTiers.Priority;
import org.docket.vault.Fixity;
import org.docket.vault.Tier;
import org.docket.vault.VaultConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Retained recordings grow colder with age, and come back from the archive when somebody asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiersTest {
    private static final String TIERS = """
            tiers:
              - {after: P30D, tier: cool}
              - {after: P180D, tier: cold}
              - {after: P2Y, tier: archive}
            retrieval: {tier: cool, stay: P10D}
            """;

    private final AzureVault vault;
    private final KeptHub kept;

    TiersTest(@TempDir Path home) throws Exception {
        vault = new AzureVault();
        Path rules = Files.createDirectories(home.resolve("config")).resolve("retention.yaml");
        Files.writeString(rules, Files.readString(Path.of("config/retention.yaml")) + "\n" + TIERS);
        kept = new KeptHub(home, vault, Map.of());
    }

    @AfterAll
    void stop() {
        kept.close();
        vault.close();
    }

    @Test
    void movesWhatIsRetainedToColderTiersAsItGrowsOlder() throws Exception {
        Recording recording = retained();
        Recording released = kept.deposit();
        kept.advance(Duration.ofDays(29));
        kept.docket().tiering().move();
        assertThat(vault.requests(recording.blob())).isEmpty();
        kept.advance(Duration.ofDays(2));
        kept.docket().tiering().move();
        kept.docket().tiering().move();
        assertThat(vault.requests(recording.blob())).containsExactly("PUT?comp=tier [x-ms-access-tier: Cool]");
        kept.advance(Duration.ofDays(150));
        kept.docket().tiering().move();
        assertThat(vault.requests(recording.blob()))
                .endsWith("PUT?comp=tier [x-ms-access-tier: Cold]")
                .hasSize(2);
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.COLD);
        assertThat(vault.requests(released.blob())).isEmpty();
        assertThat(kept.history(recording)).containsSubsequence("tier-changed", "tier-changed");
    }

    @Test
    void bringsARecordingBackFromTheArchiveAndLeavesItThereForAWhile() throws Exception {
        Recording recording = archived();
        assertThat(vault.requests(recording.blob())).containsExactly("PUT?comp=tier [x-ms-access-tier: Archive]");
        assertThat(kept.docket().vault().reread(recording.blob(), recording.sha256()))
                .isInstanceOfSatisfying(Fixity.Archived.class, archived -> assertThat(archived.reason())
                        .endsWith("is in the archive: retrieve it first"));
        assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.Asked.class);
        assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.AlreadyAsked.class);
        assertThat(ask(recording, Priority.HIGH)).isInstanceOf(Answer.Asked.class);
        assertThat(kept.figure("OpenRetrievals")).isEqualTo(1);
        assertThat(kept.docket().retrievals().look()).isZero();
        vault.hoursPass();
        kept.advance(Duration.ofHours(14));
        kept.awaitAct(recording, "retrieved");
        assertThat(vault.requests(recording.blob()))
                .containsExactly(
                        "PUT?comp=tier [x-ms-access-tier: Archive]",
                        "PUT?comp=tier [x-ms-access-tier: Cool; x-ms-rehydrate-priority: Standard]",
                        "PUT?comp=tier [x-ms-access-tier: Cool; x-ms-rehydrate-priority: High]");
        assertThat(kept.docket().vault().reread(recording.blob(), recording.sha256()))
                .isInstanceOf(Fixity.Intact.class);
        assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.ReadableNow.class);
        assertThat(kept.notices()).anyMatch(notice -> notice.contains("retrieval-ready"));
        kept.advance(Duration.ofDays(9));
        kept.docket().tiering().move();
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.COOL);
        kept.advance(Duration.ofDays(2));
        kept.docket().tiering().move();
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.ARCHIVE);
    }

    @Test
    void bringsBackWhatIsAskedForWhileItIsOnItsWayToTheArchive() throws Exception {
        Recording recording = retained();
        kept.advance(Duration.ofDays(740));
        try (Keeper other = kept.keeper(Map.of())) {
            other.justBeforeItsCall(() -> {
                assertThat(kept.docket().tiering().move()).isZero();
                assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.Asked.class);
                assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.AlreadyAsked.class);
                kept.advance(Duration.ofMinutes(2));
                assertThat(kept.docket().retrievals().look()).isZero();
            });
            assertThat(other.tiering().move()).isEqualTo(1);
        }
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.ARCHIVE);
        eventually().until(() -> vault.requests(recording.blob())
                .contains("PUT?comp=tier [x-ms-access-tier: Cool; x-ms-rehydrate-priority: Standard]"));
        assertThat(kept.history(recording)).doesNotContain("retrieved");
        vault.hoursPass();
        kept.advance(Duration.ofHours(14));
        kept.awaitAct(recording, "retrieved");
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.COOL);
    }

    @Test
    void leavesWhatIsAskedForWhereItIsForAWhile() throws Exception {
        Recording recording = retained();
        kept.advance(Duration.ofDays(740));
        assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.ReadableNow.class);
        kept.docket().tiering().move();
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.HOT);
        kept.advance(Duration.ofDays(9));
        assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.ReadableNow.class);
        kept.advance(Duration.ofDays(9));
        kept.docket().tiering().move();
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.HOT);
        kept.advance(Duration.ofDays(2));
        kept.docket().tiering().move();
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.ARCHIVE);
        assertThat(kept.history(recording)).containsSubsequence("retrieval-asked", "retrieval-asked", "tier-changed");
    }

    @Test
    void doesNotTakeARecordingThatComesBackForOneThatWasMoved() throws Exception {
        Recording recording = archived();
        assertThat(ask(recording, Priority.STANDARD)).isInstanceOf(Answer.Asked.class);
        BlobTiers tiers = new BlobTiers(
                kept.docket().vault().client(), kept.docket().settings().read(VaultConfiguration.class));
        assertThat(tiers.move(recording.blob(), Tier.ARCHIVE)).isInstanceOf(Outcome.Failed.class);
        vault.hoursPass();
        kept.advance(Duration.ofHours(14));
        kept.awaitAct(recording, "retrieved");
    }

    @Test
    void verifiesWithoutWhatIsInTheArchiveAndSaysSo() throws Exception {
        Recording recording = archived();
        Verification verification = new Verification(
                kept.docket().catalogue(),
                kept.docket().ledger(),
                kept.docket().ledgerVerifier(),
                kept.docket().vault());
        Verification.Report report = verification.of(List.of(recording), Verification.Scope.VAULT);
        assertThat(report.findings()).isEmpty();
        assertThat(report.blobs()).isZero();
        assertThat(report.archived()).isEqualTo(1);
    }

    @Test
    void doesNotAskForWhatIsDisposedOf() throws Exception {
        Recording recording = kept.deposit();
        kept.advance(Duration.ofDays(40));
        kept.purge();
        assertThat(kept.state(recording)).isEqualTo(RecordingState.DISPOSED);
        assertThat(ask(recording, Priority.STANDARD))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("was disposed of at"));
    }

    @Test
    void disposesOfWhatIsInTheArchive() throws Exception {
        Recording recording = archived();
        kept.release(recording);
        kept.advance(Duration.ofDays(40));
        kept.purge();
        eventually().until(() -> kept.state(recording) == RecordingState.DISPOSED);
    }

    private Answer ask(Recording recording, Priority priority) {
        return kept.docket().retrievals().ask(recording.id(), "DC Osei", "trial in June", priority);
    }

    private Recording retained() throws Exception {
        Recording recording = kept.deposit();
        kept.retain(recording);
        return recording;
    }

    private Recording archived() throws Exception {
        Recording recording = retained();
        kept.advance(Duration.ofDays(740));
        kept.docket().tiering().move();
        assertThat(kept.keeping(recording).tier()).isEqualTo(Tier.ARCHIVE);
        return recording;
    }
}
