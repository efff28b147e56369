package org.docket.vault;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The container for proofs: what is put there is never put over something else. */
public final class CustodyContainer {
    private final BlobContainerClient container;

    public CustodyContainer(BlobServiceClient client, VaultConfiguration configuration) {
        this.container = client.getBlobContainerClient(configuration.custody());
    }

    /**
     * Puts a text there. Doing so again is fine.
     *
     * @throws IllegalStateException if something else has that name
     */
    public void keep(String blob, String contentType, String text) {
        try {
            container
                    .getBlobClient(blob)
                    .uploadWithResponse(
                            new BlobParallelUploadOptions(BinaryData.fromString(text))
                                    .setHeaders(new BlobHttpHeaders().setContentType(contentType))
                                    .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                            null,
                            Context.NONE);
        } catch (BlobStorageException e) {
            if (!Answers.isAlreadyThere(e)) {
                throw e;
            }
            if (!read(blob).orElse("").equals(text)) {
                throw new IllegalStateException("the vault holds something else as " + container.getBlobContainerName()
                        + '/' + blob + ": look at it, nothing was changed");
            }
        }
    }

    /** The text that is there; empty if there is none. */
    public Optional<String> read(String blob) {
        try {
            return Optional.of(
                    new String(container.getBlobClient(blob).downloadContent().toBytes(), StandardCharsets.UTF_8));
        } catch (BlobStorageException e) {
            if (Answers.isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
