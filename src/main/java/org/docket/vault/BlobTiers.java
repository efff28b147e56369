package org.docket.vault;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.RehydratePriority;
import com.azure.storage.blob.options.BlobSetAccessTierOptions;
import java.time.Duration;

/** Moves blobs between access tiers, and brings them back from the archive (Azure Blob service, Set Blob Tier). */
public final class BlobTiers {
    private final BlobContainerClient recordings;
    private final Duration patience;

    public BlobTiers(BlobServiceClient client, VaultConfiguration configuration) {
        this.recordings = client.getBlobContainerClient(configuration.container());
        this.patience = configuration.timeout().multipliedBy(configuration.tries());
    }

    /** Where a blob is. */
    public sealed interface Whereabouts {
        /** It can be read now. */
        record StillReadable(Tier tier) implements Whereabouts {}

        /** It is in the archive. */
        record Archived() implements Whereabouts {}

        /** It is in the archive and on its way out of it. */
        record OnItsWay() implements Whereabouts {}

        /** There is no such blob. */
        record Missing() implements Whereabouts {}

        /** The vault could not be asked. */
        record Unknown(String reason) implements Whereabouts {}
    }

    /** How urgent a retrieval is: the service says up to 15 hours, or under an hour for less than 10 GB, which costs more. */
    public enum Priority {
        STANDARD,
        HIGH
    }

    /** Looks where a blob is. */
    public Whereabouts look(String blob) {
        BlobProperties properties;
        try {
            properties = recordings
                    .getBlobClient(blob)
                    .getPropertiesWithResponse(null, patience, Context.NONE)
                    .getValue();
        } catch (BlobStorageException e) {
            return Answers.isNotFound(e)
                    ? new Whereabouts.Missing()
                    : new Whereabouts.Unknown(Answers.words(e) + " for " + blob);
        } catch (RuntimeException e) {
            return new Whereabouts.Unknown("the vault could not be asked about " + blob + ": " + Answers.rootCause(e));
        }
        if (properties.getArchiveStatus() != null) {
            return new Whereabouts.OnItsWay();
        }
        Tier tier = Tier.of(properties.getAccessTier());
        return tier == Tier.ARCHIVE ? new Whereabouts.Archived() : new Whereabouts.StillReadable(tier);
    }

    /** After that long a call is over, whatever became of it. */
    public Duration longest() {
        return patience;
    }

    /** Has a blob moved to a tier; to the archive and between the others that is done at once. */
    public BlobProtection.Outcome move(String blob, Tier to) {
        return tell(blob, new BlobSetAccessTierOptions(to.azure()), false);
    }

    /** Asks for a blob from the archive. Asked again with a higher priority, it comes sooner. */
    public BlobProtection.Outcome retrieve(String blob, Tier to, Priority priority) {
        return tell(
                blob,
                new BlobSetAccessTierOptions(to.azure())
                        .setPriority(priority == Priority.HIGH ? RehydratePriority.HIGH : RehydratePriority.STANDARD),
                true);
    }

    private BlobProtection.Outcome tell(String blob, BlobSetAccessTierOptions options, boolean mayBeOnItsWay) {
        try {
            recordings.getBlobClient(blob).setAccessTierWithResponse(options, patience, Context.NONE);
            return new BlobProtection.Outcome.Done();
        } catch (BlobStorageException e) {
            return mayBeOnItsWay && BlobErrorCode.BLOB_BEING_REHYDRATED.equals(e.getErrorCode())
                    ? new BlobProtection.Outcome.Done()
                    : new BlobProtection.Outcome.Failed(Answers.words(e) + " for " + blob);
        } catch (RuntimeException e) {
            return new BlobProtection.Outcome.Failed(
                    "the vault could not be asked about " + blob + ": " + Answers.rootCause(e));
        }
    }
}
