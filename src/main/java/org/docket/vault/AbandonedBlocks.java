package org.docket.vault;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.specialized.BlobClientBase;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.util.List;

/**
 * Takes away blocks that will never be committed. The service has no call for that, but drops the blocks that a block list does not name
 * (Azure Blob service, Put Block List): an empty list is committed, and the empty blob deleted again.
 */
final class AbandonedBlocks {
    private AbandonedBlocks() {}

    /**
     * Takes away the empty blob that a drop left which was cut short. No recording is empty, so nothing else is.
     *
     * @return whether there is a blob of that name now
     */
    static boolean isThereBesideThem(BlobClientBase blob) {
        BlobProperties properties;
        try {
            properties = blob.getProperties();
        } catch (BlobStorageException e) {
            if (Answers.isNotFound(e)) {
                return false;
            }
            throw e;
        }
        if (properties.getBlobSize() > 0) {
            return true;
        }
        blob.deleteWithResponse(null, new BlobRequestConditions().setIfMatch(properties.getETag()), null, Context.NONE);
        return false;
    }

    /**
     * Drops the uncommitted blocks of that name, if there are any. A committed blob is never touched.
     *
     * @return false if somebody has committed a blob of that name meanwhile
     */
    static boolean drop(BlockBlobClient blob) {
        if (StagedBlocks.of(blob).isEmpty()) {
            return true;
        }
        BlockBlobItem empty;
        try {
            empty = blob.commitBlockListWithResponse(
                            new BlockBlobCommitBlockListOptions(List.of())
                                    .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                            null,
                            Context.NONE)
                    .getValue();
        } catch (BlobStorageException e) {
            if (Answers.isAlreadyThere(e)) {
                return false;
            }
            throw e;
        }
        blob.deleteWithResponse(null, new BlobRequestConditions().setIfMatch(empty.getETag()), null, Context.NONE);
        return true;
    }
}
