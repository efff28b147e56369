package org.docket.vault;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.configuration.ConfigurationException;

/** The vault: deposits recordings with proof that they arrived whole, and looks at what it holds. */
public final class Vault implements AutoCloseable {
    private static final String ID = "docketid";
    private static final String SHA256 = "sha256";
    private static final String DOCK = "dock";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final BlobServiceClient client;
    private final VaultConfiguration configuration;
    private final BlobContainerClient recordings;
    private final ExecutorService senders;
    private final VaultFigures figures = new VaultFigures();

    /** Connects to nothing yet; see {@link #prepare()}. */
    public Vault(BlobServiceClient client, VaultConfiguration configuration) {
        this.client = client;
        this.configuration = configuration;
        this.recordings = client.getBlobContainerClient(configuration.container());
        AtomicInteger number = new AtomicInteger();
        this.senders = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "vault-sender-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A client for that account.
     *
     * @throws ConfigurationException if the connection string cannot be used
     */
    public static BlobServiceClient client(String connection, VaultConfiguration configuration) {
        try {
            return new BlobServiceClientBuilder()
                    .connectionString(connection)
                    .retryOptions(new RequestRetryOptions(
                            RetryPolicyType.EXPONENTIAL,
                            configuration.tries(),
                            configuration.timeout(),
                            Duration.ofMillis(200),
                            Duration.ofSeconds(10),
                            null))
                    .buildClient();
        } catch (IllegalArgumentException e) {
            // The message of the client may quote the string, and with it the key.
            throw new ConfigurationException(
                    "docket.vault.connection is not a connection string of an Azure storage account:"
                            + " copy it again from the account's access keys.");
        }
    }

    /**
     * Creates the containers that are missing.
     *
     * @throws ConfigurationException if the vault does not answer or does not let Docket in
     */
    public void prepare() {
        try {
            recordings.createIfNotExists();
            client.getBlobContainerClient(configuration.custody()).createIfNotExists();
        } catch (BlobStorageException e) {
            throw new ConfigurationException(
                    "The vault refuses to create its containers (" + e.getStatusCode() + " " + e.getErrorCode()
                            + "): look at docket.vault.connection, docket.vault.container and docket.vault.custody.",
                    e);
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    "The vault does not answer (" + rootCause(e)
                            + "): see that it runs, and look at docket.vault.connection.",
                    e);
        }
    }

    /** Whether it answers now. */
    public boolean answers() {
        try {
            return Boolean.TRUE.equals(recordings.exists());
        } catch (RuntimeException e) {
            return false;
        }
    }

    public BlobServiceClient client() {
        return client;
    }

    public VaultFigures figures() {
        return figures;
    }

    /**
     * Transfers one recording. Safe to repeat after any interruption: what the vault already holds is compared and not sent again,
     * and nothing that it holds is ever overwritten.
     */
    public Deposit deposit(DepositRequest request) throws InterruptedException {
        Deposit outcome;
        try {
            outcome = transfer(request);
        } catch (IOException e) {
            outcome = new Deposit.Unreadable(request.source() + " cannot be read: " + e);
        } catch (BlobStorageException e) {
            outcome = new Deposit.Unknown(
                    "the vault answered " + e.getStatusCode() + " " + e.getErrorCode() + " for " + request.blob());
        } catch (InterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            outcome = new Deposit.Unknown("the vault could not be asked about " + request.blob() + ": " + rootCause(e));
        }
        figures.count(outcome);
        return outcome;
    }

    private Deposit transfer(DepositRequest request) throws IOException, InterruptedException {
        BlobClient blob = recordings.getBlobClient(request.blob());
        if (Boolean.TRUE.equals(blob.exists())) {
            return verify(blob, request, SourceDigest.of(request.source()), true);
        }
        BlockTransfer transfer = new BlockTransfer(blob.getBlockBlobClient(), senders, request.bytes(), configuration);
        BlockTransfer.Sent sent = transfer.send(request.source());
        if (sent.bytes() != request.bytes() || !unchanged(request)) {
            return new Deposit.Unreadable(request.source() + " changed while it was being read: it had "
                    + request.bytes() + " bytes and " + sent.bytes() + " were read");
        }
        boolean committed = commit(blob, request, sent);
        return verify(blob, request, sent.sha256(), !committed);
    }

    /** False if there is a blob of that name already: another hub, or this one before a crash, was faster. */
    private static boolean commit(BlobClient blob, DepositRequest request, BlockTransfer.Sent sent) {
        BlockBlobCommitBlockListOptions options = new BlockBlobCommitBlockListOptions(sent.blockIds())
                .setHeaders(new BlobHttpHeaders().setContentType(request.contentType()))
                .setMetadata(Map.of(ID, request.recordingId().toString(), SHA256, sent.sha256(), DOCK, request.dock()))
                .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
        try {
            blob.getBlockBlobClient().commitBlockListWithResponse(options, null, Context.NONE);
            return true;
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == CONFLICT || e.getStatusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    private Deposit verify(BlobClient blob, DepositRequest request, String sha256, boolean alreadyThere) {
        BlobProperties properties = blob.getProperties();
        Map<String, String> metadata = properties.getMetadata();
        String id = request.recordingId().toString();
        if (properties.getBlobSize() != request.bytes()) {
            return new Deposit.Mismatch(request.blob() + " has " + properties.getBlobSize()
                    + " bytes in the vault, and " + request.bytes() + " in the dock's folder");
        }
        if (!sha256.equals(metadata.get(SHA256)) || !id.equals(metadata.get(ID))) {
            return new Deposit.Mismatch(request.blob() + " belongs to recording " + metadata.get(ID) + " with SHA-256 "
                    + metadata.get(SHA256) + "; deposited was " + id + " with " + sha256);
        }
        return new Deposit.Verified(sha256, request.bytes(), request.blob(), url(request.blob()), alreadyThere);
    }

    private static boolean unchanged(DepositRequest request) throws IOException {
        Path source = request.source();
        return Files.size(source) == request.bytes()
                && Files.getLastModifiedTime(source)
                        .toInstant()
                        .truncatedTo(ChronoUnit.MICROS)
                        .equals(request.modifiedAt());
    }

    /** Where the blob is, without credentials. */
    public String url(String blob) {
        // The client would write slashes as %2F; names of blobs hold nothing that needs an escape.
        String container = recordings.getBlobContainerUrl();
        int query = container.indexOf('?');
        return (query < 0 ? container : container.substring(0, query)) + "/" + blob;
    }

    /** Whether the vault's own record of a blob is that of this recording: a look, not a reading of its bytes. */
    public boolean holds(String blob, String sha256, long bytes) {
        try {
            BlobProperties properties = recordings.getBlobClient(blob).getProperties();
            return properties.getBlobSize() == bytes
                    && sha256.equals(properties.getMetadata().get(SHA256));
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Deletes the blob of a recording that turned out to be a duplicate. Only that recording's own blob is ever touched.
     */
    public void removeSurplus(String blob, UUID recordingId) {
        BlobClient surplus = recordings.getBlobClient(blob);
        BlobProperties properties = surplus.getProperties();
        if (!recordingId.toString().equals(properties.getMetadata().get(ID))) {
            throw new IllegalArgumentException("blob " + blob + " is not that of recording " + recordingId);
        }
        surplus.deleteWithResponse(
                null, new BlobRequestConditions().setIfMatch(properties.getETag()), null, Context.NONE);
    }

    /** Whether the vault says that there is no blob of that name. */
    public boolean isAbsent(String blob) {
        return Boolean.FALSE.equals(recordings.getBlobClient(blob).exists());
    }

    /** Reads a blob again from end to end and compares it with the hash that it must have. */
    public Fixity reread(String blob, String sha256) {
        try (InputStream stream = recordings.getBlobClient(blob).openInputStream()) {
            String found = SourceDigest.of(stream);
            return found.equals(sha256)
                    ? new Fixity.Intact()
                    : new Fixity.Altered("blob " + blob + " has SHA-256 " + found + ", recorded was " + sha256);
        } catch (BlobStorageException e) {
            return e.getStatusCode() == NOT_FOUND
                    ? new Fixity.Altered("blob " + blob + " is missing")
                    : new Fixity.Unknown("the vault answered " + e.getStatusCode() + " for " + blob);
        } catch (IOException | RuntimeException e) {
            return new Fixity.Unknown("blob " + blob + " could not be read: " + rootCause(e));
        }
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
