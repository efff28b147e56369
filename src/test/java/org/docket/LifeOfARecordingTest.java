package org.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.azure.storage.blob.BlobClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.docket.retention.Certificates;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of real recordings through the real routes, from the dock's folder to the certificate. */
class LifeOfARecordingTest {
    private static final Path SAMPLES = Path.of("samples");

    @Test
    void takesEverySampleFromItsDockToTheVaultAndDisposesOfExactlyTheUnretainedOnesAfterTheirTime(@TempDir Path home)
            throws Exception {
        Map<String, String> everySecond = Map.of("docket.retention.purge.cron", "* * * * * ?");
        try (TestHub hub = new TestHub(home, everySecond);
                CaseSystemClient cms = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms")) {
            List<Sample> samples = dropSamples(hub);

            eventually().until(() -> samples.stream().allMatch(sample -> Files.exists(receiptOf(hub, sample))));
            List<Recording> recordings = hub.recordings();
            assertThat(recordings).hasSameSizeAs(samples);
            for (Sample sample : samples) {
                assertIsInVaultWithReceipt(hub, sample);
            }
            List<Recording> retained =
                    recordings.stream().filter(Recording::retained).toList();
            List<Recording> unretained = recordings.stream()
                    .filter(recording -> !recording.retained())
                    .toList();
            assertThat(retained).hasSizeGreaterThanOrEqualTo(3);
            assertThat(unretained).hasSizeGreaterThanOrEqualTo(3);

            eventually().until(() -> retained.stream().allMatch(recording -> isAcknowledged(hub, recording.id())));
            assertThat(cms.received()).hasSameSizeAs(retained);
            assertThat(hub.docket().purge().plan().isEmpty()).isTrue();

            hub.clock().advance(Duration.ofDays(32));
            List<Recording> due = unretained.stream()
                    .filter(recording -> recording.dueAt() != null
                            && !recording.dueAt().isAfter(hub.clock().instant()))
                    .toList();
            assertThat(due).as("31-day recordings among the samples").isNotEmpty();
            eventually()
                    .until(() -> due.stream().allMatch(recording -> state(hub, recording) == RecordingState.DISPOSED));

            hub.clock().advance(Duration.ofDays(400));
            eventually().until(() -> unretained.stream()
                    .allMatch(recording -> state(hub, recording) == RecordingState.DISPOSED));
            for (Recording recording : unretained) {
                assertIsDisposedWithCertificate(hub, recording);
            }
            for (Recording recording : retained) {
                assertThat(hub.docket().catalogue().find(recording.id())).contains(recording);
                assertThat(blob(hub, recording).exists()).isTrue();
            }
            assertThat(hub.docket().ledgerVerifier().verify(null).findings()).isEmpty();
        }
    }

    @Test
    void keepsWhatAnOfficerDecidedToRetainAndDisposesOfWhatACaseSystemReleased(@TempDir Path home) throws Exception {
        try (TestHub hub = new TestHub(home, Map.of("docket.retention.purge.cron", "* * * * * ?"));
                CaseSystemClient cms = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms")) {
            Path kept = SAMPLES.resolve("brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4");
            hub.drop("night-dock", "kept.mp4", kept);
            Recording byOfficer = hub.receipted("kept.mp4");
            assertThat(byOfficer.retained()).isFalse();
            cms.send(
                    "docket.decision.v1",
                    Map.of(
                            "recordingId", byOfficer.id().toString(),
                            "decision", "retain",
                            "by", "MP7421",
                            "reason", "shows the arrest, CR/4471/26"));
            eventually().until(() -> isAcknowledged(hub, byOfficer.id()));

            hub.clock().advance(Duration.ofDays(40));
            cms.send(
                    "docket.decision.v1",
                    Map.of(
                            "recordingId", byOfficer.id().toString(),
                            "decision", "release",
                            "by", "DS Achebe",
                            "reason", "no further action"));
            eventually().until(() -> !cms.received(EvidenceMessage.RELEASED, byOfficer.id())
                    .isEmpty());
            Recording released = hub.docket().catalogue().find(byOfficer.id()).orElseThrow();
            assertThat(released.dueAt()).isAfter(hub.clock().instant().plus(Duration.ofDays(30)));

            hub.clock().advance(Duration.ofDays(32));
            eventually().until(() -> state(hub, byOfficer) == RecordingState.DISPOSED);
            eventually().until(() -> !cms.received(EvidenceMessage.DISPOSED, byOfficer.id())
                    .isEmpty());
            List<String> acts = hub.docket().ledger().history(byOfficer.id()).stream()
                    .map(LedgerEntry::act)
                    .toList();
            // Whether the broker or the case system is heard first is theirs to decide.
            assertThat(acts).contains("acknowledged");
            assertThat(acts)
                    .filteredOn(act -> !act.equals("handed-over") && !act.equals("acknowledged"))
                    .containsExactly(
                            "received",
                            "deposited",
                            "classified",
                            "receipted",
                            "retained",
                            "released",
                            "condemned",
                            "disposed");
        }
    }

    private record Sample(String dock, String name, Path path) {
        Path in(TestHub hub) {
            return hub.dock(dock).resolve(name);
        }
    }

    private static List<Sample> dropSamples(TestHub hub) throws Exception {
        List<Sample> samples;
        try (Stream<Path> all = Files.walk(SAMPLES, 2)) {
            samples = all.map(SAMPLES::relativize)
                    .filter(path -> path.toString().matches(".*\\.(mp4|mov|3gp|avi)"))
                    .sorted()
                    .map(path -> new Sample(
                            path.getName(0).toString(), path.getName(1).toString(), SAMPLES.resolve(path)))
                    .toList();
        }
        for (Sample sample : samples) {
            String sidecar = sample.name().substring(0, sample.name().lastIndexOf('.')) + ".json";
            if (Files.exists(sample.path().resolveSibling(sidecar))) {
                Files.createDirectories(hub.dock(sample.dock()));
                Files.copy(
                        sample.path().resolveSibling(sidecar),
                        hub.dock(sample.dock()).resolve(sidecar));
            }
            hub.drop(sample.dock(), sample.name(), sample.path());
        }
        return samples;
    }

    private static Path receiptOf(TestHub hub, Sample sample) {
        return TestHub.receipt(sample.in(hub));
    }

    private static void assertIsInVaultWithReceipt(TestHub hub, Sample sample) throws Exception {
        Recording recording = hub.deposited(sample.name());
        String sha256 = SourceDigest.of(sample.path());
        assertThat(recording.sha256()).isEqualTo(sha256);
        assertThat(blob(hub, recording).getProperties().getMetadata())
                .containsOnly(
                        Map.entry("docketid", recording.id().toString()),
                        Map.entry("sha256", sha256),
                        Map.entry("dock", recording.dock()));
        assertThat(blob(hub, recording).downloadContent().toBytes()).isEqualTo(Files.readAllBytes(sample.path()));
        JsonNode receipt = Json.MAPPER.readTree(Files.readString(receiptOf(hub, sample)));
        assertThat(receipt.path("recordingId").asText())
                .isEqualTo(recording.id().toString());
        assertThat(receipt.path("sha256").asText()).isEqualTo(sha256);
        assertThat(receipt.path("vault").asText()).endsWith(recording.blob()).doesNotContain("?");
        assertThat(receipt.has("duplicateOf")).isFalse();
        eventually().until(() -> !Files.exists(sample.in(hub)));
    }

    private static void assertIsDisposedWithCertificate(TestHub hub, Recording recording) throws Exception {
        assertThat(blob(hub, recording).exists()).isFalse();
        assertThat(hub.docket().certificates().compare(recording.id())).isInstanceOf(Certificates.Found.Same.class);
        JsonNode certificate = Json.MAPPER.readTree(
                hub.docket().certificates().find(recording.id()).orElseThrow().content());
        assertThat(certificate.path("sha256").asText()).isEqualTo(recording.sha256());
        assertThat(certificate.path("authority").asText()).contains(recording.category());
        assertThat(certificate.toString()).doesNotContain(recording.name());
    }

    private static BlobClient blob(TestHub hub, Recording recording) {
        return hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(String.valueOf(recording.blob()));
    }

    private static RecordingState state(TestHub hub, Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow().state();
    }

    private static boolean isAcknowledged(TestHub hub, UUID recording) {
        return hub.docket().outbox().of(recording).stream()
                .anyMatch(handover -> handover.type().equals(EvidenceMessage.RETAINED)
                        && handover.state() == Handover.State.ACKNOWLEDGED);
    }
}
