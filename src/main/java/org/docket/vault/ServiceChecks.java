package org.docket.vault;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.docket.configuration.ConfigurationException;

/**
 * Finds out which checksum a service really compares, by sending it a wrong one: a service that knows no better would take a header
 * that it does not know, and the damaged block with it.
 */
final class ServiceChecks {
    /** How the names of its blobs begin. */
    static final String PREFIX = "docket-check-";

    private static final byte[] SENT = "sent".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MEANT = "meant".getBytes(StandardCharsets.US_ASCII);

    private ServiceChecks() {}

    /**
     * The cheapest checksum that the service compares.
     *
     * @throws ConfigurationException if it compares none
     * @throws BlobStorageException if it does not let Docket write
     */
    static BlockCheck of(BlobContainerClient container) {
        for (BlockCheck check : BlockCheck.values()) {
            if (refusesAWrong(check, container)) {
                return check;
            }
        }
        throw new ConfigurationException("The vault takes blocks whose CRC64 and MD5 are wrong, so no deposit could be"
                + " verified: use an Azure storage account, or Azurite 3.37 or newer.");
    }

    private static boolean refusesAWrong(BlockCheck check, BlobContainerClient container) {
        BlockBlobClient blob =
                container.getBlobClient(PREFIX + UUID.randomUUID()).getBlockBlobClient();
        try {
            Checksum wrong = check.of(MEANT);
            blob.stageBlockWithResponse(
                    new BlockBlobStageBlockOptions(StagedBlocks.id(0, wrong), BinaryData.fromBytes(SENT)),
                    null,
                    ChecksumHeader.with(wrong));
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == 401 || e.getStatusCode() == 403) {
                throw e;
            }
            return Answers.isMismatch(e);
        }
        // Taken although it is wrong: it must not stay.
        if (!AbandonedBlocks.drop(blob)) {
            throw new IllegalStateException("somebody else writes " + blob.getBlobUrl());
        }
        return false;
    }
}
