package org.docket.chaos;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.Block;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The container of recordings as anybody sees it who has the account's key: read blob by blob, and hashed. */
final class VaultContents {
    private static final String CONTAINER = "recordings";
    private static final int NOT_FOUND = 404;

    private final BlobContainerClient container;

    private VaultContents(BlobServiceClient client) {
        this.container = client.getBlobContainerClient(CONTAINER);
    }

    /** The container in the account of that connection string. */
    static VaultContents of(String connection) {
        return new VaultContents(
                new BlobServiceClientBuilder().connectionString(connection).buildClient());
    }

    /**
     * A blob that was read to its end.
     *
     * @param sha256 of what was read
     */
    record Held(String name, long bytes, String sha256, Map<String, String> metadata) {}

    /** Every blob that is committed, by its name; each is downloaded. */
    Map<String, Held> read() {
        Map<String, Held> held = new TreeMap<>();
        for (BlobItem item : container.listBlobs()) {
            BlobClient blob = container.getBlobClient(item.getName());
            byte[] bytes = blob.downloadContent().toBytes();
            held.put(
                    item.getName(),
                    new Held(
                            item.getName(),
                            bytes.length,
                            Content.sha256(bytes),
                            blob.getProperties().getMetadata()));
        }
        return held;
    }

    /** The ids of the blocks that were sent and never committed, by the name of their blob, committed or not. */
    Map<String, List<String>> uncommitted() {
        Map<String, List<String>> uncommitted = new TreeMap<>();
        ListBlobsOptions all =
                new ListBlobsOptions().setDetails(new BlobListDetails().setRetrieveUncommittedBlobs(true));
        for (BlobItem item : container.listBlobs(all, null)) {
            List<String> blocks = uncommitted(item.getName());
            if (!blocks.isEmpty()) {
                uncommitted.put(item.getName(), blocks);
            }
        }
        return uncommitted;
    }

    /** The ids of the blocks that were sent for that blob and never committed. */
    List<String> uncommitted(String name) {
        try {
            return container
                    .getBlobClient(name)
                    .getBlockBlobClient()
                    .listBlocks(BlockListType.UNCOMMITTED)
                    .getUncommittedBlocks()
                    .stream()
                    .map(Block::getName)
                    .toList();
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** The length that the vault says a blob has, without reading it; empty if there is none. */
    Optional<Long> length(String name) {
        try {
            return Optional.of(container.getBlobClient(name).getProperties().getBlobSize());
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The address of a blob as a receipt has it. */
    String url(String name) {
        return container.getBlobContainerUrl() + "/" + name;
    }

    /** For those who want to do damage. */
    BlobClient blob(String name) {
        return container.getBlobClient(name);
    }
}
