package org.docket.vault;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobContainerProperties;
import com.azure.storage.blob.models.BlobRetentionPolicy;
import com.azure.storage.blob.models.BlobStorageException;
import org.docket.configuration.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the storage account does by itself against changes and deletions, as far as it can be asked with the rights that Docket has. */
public final class Safeguards {
    private static final Logger LOG = LoggerFactory.getLogger(Safeguards.class);

    private final BlobServiceClient client;
    private final VaultConfiguration vault;
    private final ProtectionConfiguration protection;

    /** Asks nothing yet; see {@link #require()}. */
    public Safeguards(BlobServiceClient client, VaultConfiguration vault, ProtectionConfiguration protection) {
        this.client = client;
        this.vault = vault;
        this.protection = protection;
    }

    /**
     * Makes sure that the container of the recordings takes legal holds, if they are switched on, and warns if the account keeps nothing
     * of what is deleted.
     *
     * @throws ConfigurationException if they are switched on and the container does not take them
     */
    public void require() {
        if (!protection.isOn()) {
            return;
        }
        BlobContainerProperties container;
        try {
            container = client.getBlobContainerClient(vault.container()).getProperties();
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    "The vault does not say whether container '" + vault.container() + "' takes legal holds ("
                            + Answers.rootCause(e) + "): let Docket read the properties of the container, or set"
                            + " docket.vault.immutability to off.",
                    e);
        }
        if (!Boolean.TRUE.equals(container.isImmutableStorageWithVersioningEnabled())) {
            throw new ConfigurationException("docket.vault.immutability is on, but container '" + vault.container()
                    + "' has no version-level immutability support, so that its blobs take no legal hold: switch"
                    + " versioning of the storage account on and create the container with it (az storage container-rm"
                    + " create --enable-vlw), or migrate it (az storage container-rm migrate-vlw); or set"
                    + " docket.vault.immutability to off.");
        }
        LOG.info("container '{}' has version-level immutability support", vault.container());
        lookAtSoftDelete();
    }

    private void lookAtSoftDelete() {
        try {
            BlobRetentionPolicy softDelete = client.getProperties().getDeleteRetentionPolicy();
            if (softDelete != null && softDelete.isEnabled()) {
                LOG.info(
                        "the storage account keeps what is deleted for {} days: it is gone only after that",
                        softDelete.getDays());
            } else {
                LOG.warn(
                        "soft delete of the storage account is off, so that a blob which somebody deletes by mistake and"
                                + " that is under no legal hold is gone at once: switch it on (az storage account"
                                + " blob-service-properties update --enable-delete-retention true --delete-retention-days 7)");
            }
        } catch (BlobStorageException e) {
            LOG.warn(
                    "{} to the question whether soft delete is on: see that it is, Docket may not ask",
                    Answers.words(e));
        }
    }
}
