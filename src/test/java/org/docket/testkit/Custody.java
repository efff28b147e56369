package org.docket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.docket.vault.SourceDigest;
import org.docket.vault.VaultConfiguration;
import org.jdbi.v3.core.JdbiException;

/** What must be true of recordings, whatever went wrong on their way. It is looked up where it stands, and not asked of the hub. */
public final class Custody {
    private final Docket docket;
    private final BlobContainerClient recordings;

    /** Looks into the database of a hub, and into the vault behind that client. */
    public Custody(Docket docket, BlobServiceClient vault) {
        this.docket = docket;
        this.recordings = vault.getBlobContainerClient(
                docket.settings().read(VaultConfiguration.class).container());
    }

    /** The same, by the connection string of the vault. */
    public static Custody of(TestHub hub, String vault) {
        return new Custody(
                hub.docket(),
                new BlobServiceClientBuilder().connectionString(vault).buildClient());
    }

    /** While something is wrong, the dock must not believe that it may erase: there is no receipt, and the source is as it was. */
    public static void assertNothingIsPromised(Path source, byte[] content) throws IOException {
        assertThat(TestHub.receipt(source)).doesNotExist();
        assertThat(source).hasBinaryContent(content);
    }

    /**
     * In the end the recording is deposited, once and whole, and its dock has the receipt. Waits for that.
     *
     * @param source of a dock that leaves its sources where they are
     * @param content what was dropped there
     */
    public Recording assertDeposited(Path source, byte[] content) throws IOException {
        TestHub.eventually().untilAsserted(() -> assertThat(TestHub.receipt(source))
                .as("receipt of %s, while %s", source, docket.folders().waiting())
                .exists());
        String sha256 = SourceDigest.of(content);
        JsonNode receipt = Json.MAPPER.readTree(Files.readString(TestHub.receipt(source)));
        assertThat(receipt.path("sha256").asText()).isEqualTo(sha256);
        assertThat(receipt.path("bytes").asLong()).isEqualTo(content.length);
        assertThat(source).hasBinaryContent(content);

        UUID id = UUID.fromString(receipt.path("recordingId").asText());
        Recording recording = onlyRow(sha256);
        assertThat(recording.id()).isEqualTo(id);
        assertThat(recording.state()).isEqualTo(RecordingState.DEPOSITED);
        assertThat(recording.bytes()).isEqualTo(content.length);
        assertThat(receipt.path("vault").asText()).endsWith("/" + recording.blob());
        assertThat(rowsOf(recording)).containsExactly(recording);
        assertIsInVault(recording, content);
        assertIsInLedger(recording);
        return recording;
    }

    private Recording onlyRow(String sha256) {
        List<Recording> rows =
                rows().stream().filter(row -> sha256.equals(row.sha256())).toList();
        assertThat(rows).as("rows of that content").hasSize(1);
        return rows.get(0);
    }

    /** A recording that was begun twice would have two rows under one name. */
    private List<Recording> rowsOf(Recording recording) {
        return rows().stream()
                .filter(row -> row.dock().equals(recording.dock()) && row.name().equals(recording.name()))
                .toList();
    }

    private List<Recording> rows() {
        // Connections that a database left behind when it was killed fail once.
        return TestHub.eventually()
                .ignoreExceptionsInstanceOf(JdbiException.class)
                .until(() -> docket.catalogue().list(null, Integer.MAX_VALUE), rows -> true);
    }

    private void assertIsInVault(Recording recording, byte[] content) {
        List<BlobItem> blobs = blobs().stream()
                .filter(blob -> isOf(blob, recording)
                        || String.valueOf(recording.sha256()).equals(sha256(blob)))
                .toList();
        assertThat(blobs).extracting(BlobItem::getName).containsExactly(recording.blob());
        String name = blobs.get(0).getName();
        assertThat(sha256(blobs.get(0))).isEqualTo(recording.sha256());
        assertThat(recordings.getBlobClient(name).downloadContent().toBytes()).isEqualTo(content);
        assertThat(recordings
                        .getBlobClient(name)
                        .getBlockBlobClient()
                        .listBlocks(BlockListType.UNCOMMITTED)
                        .getUncommittedBlocks())
                .isEmpty();
    }

    private void assertIsInLedger(Recording recording) {
        // The receipt is written as the last step of the transaction in which the ledger says so.
        TestHub.eventually().until(() -> Collections.frequency(acts(recording.id()), "receipted") > 0);
        assertThat(acts(recording.id()))
                .containsOnlyOnce("received", "deposited", "classified")
                .doesNotContain("withdrawn");
        assertThat(docket.ledgerVerifier().verify(recording.id()).findings()).isEmpty();
    }

    private List<String> acts(UUID recording) {
        return docket.ledger().history(recording).stream().map(LedgerEntry::act).toList();
    }

    /** The vault holds the recordings that the catalogue has as deposited, and nothing else, not even blocks. */
    public void assertNothingElseIsInVault() {
        assertThat(blobs().stream().map(BlobItem::getName))
                .containsExactlyInAnyOrderElementsOf(rows().stream()
                        .filter(row -> row.state() == RecordingState.DEPOSITED)
                        .map(row -> String.valueOf(row.blob()))
                        .toList());
        assertThat(docket.ledgerVerifier().verify(null).findings()).isEmpty();
    }

    /** All blobs, also those of which there are only uncommitted blocks. */
    public List<BlobItem> blobs() {
        ListBlobsOptions all = new ListBlobsOptions()
                .setDetails(new BlobListDetails().setRetrieveMetadata(true).setRetrieveUncommittedBlobs(true));
        return recordings.listBlobs(all, null).stream().toList();
    }

    private static boolean isOf(BlobItem blob, Recording recording) {
        return blob.getName().contains(recording.id().toString());
    }

    private static String sha256(BlobItem blob) {
        return blob.getMetadata() == null ? "" : blob.getMetadata().getOrDefault("sha256", "");
    }
}
