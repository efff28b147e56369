package org.docket.vault;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What remains of blobs that were deleted. Where the storage account keeps versions, which version-level immutability needs, deleting a
 * blob makes its content an earlier version, which everybody with its id can still read: a disposal has to delete that as well. Where
 * soft delete is on, all of it can be restored for some days, and nothing that Docket may do shortens that.
 */
public final class BlobVersions {
    private static final Logger LOG = LoggerFactory.getLogger(BlobVersions.class);

    private final BlobContainerClient recordings;
    private final BlobContainerClient custody;
    private volatile @Nullable Boolean kept;

    public BlobVersions(BlobServiceClient client, VaultConfiguration configuration) {
        this.recordings = client.getBlobContainerClient(configuration.container());
        this.custody = client.getBlobContainerClient(configuration.custody());
    }

    /** What the vault still has under a name. */
    public sealed interface Remains {
        /** Nothing, and nothing can be restored. */
        record Nothing() implements Remains {}

        /** Nothing can be read, but what was deleted can be restored until the days of soft delete are over. */
        record Restorable(int versions) implements Remains {}

        /** Versions can be read; the current one, if there is any, is among them. */
        record StillReadable(List<String> versions, boolean current) implements Remains {}
    }

    /**
     * Whether the account keeps versions. It is found out once, by what the service says of a blob that is put into the container for
     * proofs and taken away again: its name is never used for anything else.
     */
    public boolean kept() {
        Boolean known = kept;
        if (known == null) {
            BlobClient check = custody.getBlobClient("docket-check-" + UUID.randomUUID());
            String version = check.getBlockBlobClient()
                    .uploadWithResponse(
                            new com.azure.storage.blob.options.BlockBlobSimpleUploadOptions(
                                    BinaryData.fromString("check")),
                            null,
                            com.azure.core.util.Context.NONE)
                    .getValue()
                    .getVersionId();
            known = version != null;
            clear(check, version);
            kept = known;
        }
        return known;
    }

    /** Finds out anew at the next question: somebody may have switched it on. */
    void lookAfresh() {
        kept = null;
    }

    private static void clear(BlobClient check, @Nullable String version) {
        try {
            check.delete();
            if (version != null) {
                check.getVersionClient(version).delete();
            }
        } catch (BlobStorageException e) {
            LOG.warn("{} when {} was to be deleted: it stays", Answers.words(e), check.getBlobName());
        }
    }

    /** Looks what remains of a blob. */
    public Remains look(String blob) {
        List<String> readable = new ArrayList<>();
        boolean current = false;
        int restorable = 0;
        for (BlobItem item : list(blob)) {
            boolean isCurrent = item.getVersionId() == null || Boolean.TRUE.equals(item.isCurrentVersion());
            if (item.isDeleted()) {
                restorable++;
            } else {
                current |= isCurrent;
                readable.add(item.getVersionId() == null ? "" : item.getVersionId());
            }
        }
        if (!readable.isEmpty()) {
            return new Remains.StillReadable(List.copyOf(readable), current);
        }
        return restorable > 0 ? new Remains.Restorable(restorable) : new Remains.Nothing();
    }

    private List<BlobItem> list(String blob) {
        ListBlobsOptions options = new ListBlobsOptions()
                .setPrefix(blob)
                .setDetails(new BlobListDetails().setRetrieveVersions(true).setRetrieveDeletedBlobs(true));
        return recordings.listBlobs(options, null).stream()
                .filter(item -> item.getName().equals(blob))
                .toList();
    }

    /**
     * Deletes the versions that a deleted blob left, and says what remains then.
     *
     * @throws IllegalStateException if the blob itself is still there: nothing is deleted then
     */
    public Remains deleteLeft(String blob) {
        Remains found = look(blob);
        if (!(found instanceof Remains.StillReadable readable)) {
            return found;
        }
        if (readable.current()) {
            throw new IllegalStateException(
                    "the vault still holds " + blob + ": its versions are not deleted before it");
        }
        for (String version : readable.versions()) {
            recordings.getBlobClient(blob).getVersionClient(version).deleteIfExists();
        }
        return look(blob);
    }
}
