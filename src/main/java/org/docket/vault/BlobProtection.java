package org.docket.vault;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobImmutabilityPolicy;
import com.azure.storage.blob.models.BlobImmutabilityPolicyMode;
import com.azure.storage.blob.models.BlobStorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Has the vault itself refuse to change or delete a blob (Azure Blob service, Set Blob Legal Hold and Set Blob Immutability Policy).
 * Every call can be repeated.
 */
public final class BlobProtection {
    /** A call makes so many at most: one about the legal hold, and one about the immutability policy. */
    private static final int REQUESTS = 2;

    private final BlobContainerClient recordings;
    private final Duration patience;

    public BlobProtection(BlobServiceClient client, VaultConfiguration configuration) {
        this.recordings = client.getBlobContainerClient(configuration.container());
        this.patience = configuration.timeout().multipliedBy(configuration.tries());
    }

    /** What became of a call. */
    public sealed interface Outcome {
        /** The vault has done so. */
        record Done() implements Outcome {}

        /** It was not done, or nobody knows. */
        record Failed(String reason) implements Outcome {}

        /** The vault was not asked, since there was no time left for it. */
        record NotAsked() implements Outcome {}
    }

    /** After that long a call is over, whatever became of it. */
    public Duration longest() {
        return patience.multipliedBy(REQUESTS);
    }

    /**
     * Sets the legal hold, and the immutability policy before it. The policy stays unlocked: a locked one could be taken back by nobody,
     * so that a recording that must be deleted could not be.
     *
     * @param until of the immutability policy; null for none
     */
    public Outcome set(String blob, @Nullable Instant until) {
        return told(blob, () -> {
            BlobClient client = recordings.getBlobClient(blob);
            if (until != null) {
                client.setImmutabilityPolicyWithResponse(
                        new BlobImmutabilityPolicy()
                                .setExpiryTime(until.atOffset(ZoneOffset.UTC))
                                .setPolicyMode(BlobImmutabilityPolicyMode.UNLOCKED),
                        null,
                        patience,
                        Context.NONE);
            }
            client.setLegalHoldWithResponse(true, patience, Context.NONE);
        });
    }

    /**
     * Lifts the legal hold, and takes the immutability policy back. Of a blob that is not there nothing has to be lifted.
     *
     * @param policy whether the blob may have one
     */
    public Outcome lift(String blob, boolean policy) {
        return told(blob, () -> {
            BlobClient client = recordings.getBlobClient(blob);
            try {
                client.setLegalHoldWithResponse(false, patience, Context.NONE);
                if (policy) {
                    client.deleteImmutabilityPolicyWithResponse(patience, Context.NONE);
                }
            } catch (BlobStorageException e) {
                if (!Answers.isNoSuchBlob(e)) {
                    throw e;
                }
            }
        });
    }

    private static Outcome told(String blob, Runnable call) {
        try {
            call.run();
            return new Outcome.Done();
        } catch (BlobStorageException e) {
            return new Outcome.Failed(Answers.words(e) + " for " + blob);
        } catch (RuntimeException e) {
            return new Outcome.Failed("the vault could not be asked about " + blob + ": " + Answers.rootCause(e));
        }
    }
}
