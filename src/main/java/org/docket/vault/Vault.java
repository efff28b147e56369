package org.docket.vault;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vault: deposits recordings with proof that they arrived whole, and looks at what it holds. */
public final class Vault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);

    private final BlobServiceClient client;
    private final VaultConfiguration configuration;
    private final BlobContainerClient recordings;
    private final ExecutorService senders;
    private final Lanes lanes;
    private final VaultFigures figures = new VaultFigures();
    private volatile @Nullable BlockCheck check;

    /** Connects to nothing yet; see {@link #prepare()}. */
    public Vault(BlobServiceClient client, VaultConfiguration configuration) {
        this.client = client;
        this.configuration = configuration;
        this.recordings = client.getBlobContainerClient(configuration.container());
        this.lanes = new Lanes(configuration.parallel());
        AtomicInteger number = new AtomicInteger();
        this.senders = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "vault-sender-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Creates the containers that are missing, and finds out how the service checks what it is sent.
     *
     * @throws ConfigurationException if the vault does not answer, does not let Docket in, or checks nothing
     */
    public void prepare() {
        try {
            recordings.createIfNotExists();
            client.getBlobContainerClient(configuration.custody()).createIfNotExists();
            BlockCheck found = ServiceChecks.of(recordings);
            check = found;
            LOG.info("the vault compares the {} of every block", found);
        } catch (ConfigurationException e) {
            throw e;
        } catch (BlobStorageException e) {
            throw new ConfigurationException(
                    "The vault refuses to create its containers (" + e.getStatusCode() + " " + e.getErrorCode()
                            + "): look at docket.vault.connection, docket.vault.container and docket.vault.custody.",
                    e);
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    "The vault does not answer (" + Answers.rootCause(e)
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

    /**
     * What time it has, by an answer of its own, in whole seconds; empty if its answers do not say.
     *
     * @throws RuntimeException if it does not answer
     */
    public Optional<Instant> time() {
        String date =
                recordings.existsWithResponse(null, Context.NONE).getHeaders().getValue(HttpHeaderName.DATE);
        return Optional.ofNullable(date).map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    }

    public BlobServiceClient client() {
        return client;
    }

    public VaultFigures figures() {
        return figures;
    }

    /** What the container of recordings holds. */
    public Listing recordings() {
        return new Listing(recordings, "");
    }

    /** The certificates that the container for them holds. */
    public Listing certificates() {
        return new Listing(client.getBlobContainerClient(configuration.custody()), "certificates/");
    }

    /** Whether a blob of that name is of the look that every start takes at the service, and no recording's. */
    public static boolean isOfTheCheck(String blob) {
        return blob.startsWith(ServiceChecks.PREFIX);
    }

    /**
     * Transfers one recording that is not registered yet. Safe to repeat after any interruption: blocks that the vault already holds
     * are compared and not sent again, and nothing that it holds is ever overwritten.
     */
    public Deposit deposit(DepositRequest request) throws InterruptedException {
        Deposit outcome;
        try {
            outcome = transfer(request);
        } catch (IOException e) {
            outcome = new Deposit.Unreadable(request.source() + " cannot be read: " + e);
        } catch (BlobStorageException e) {
            outcome = new Deposit.Unknown(Answers.words(e) + " for " + request.blob(), null);
        } catch (InterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            LeaveAlone.Asked asked = LeaveAlone.Asked.behind(e);
            outcome = asked != null
                    ? new Deposit.Unknown(asked.getMessage() + " for " + request.blob(), asked.pause())
                    : new Deposit.Unknown(
                            "the vault could not be asked about " + request.blob() + ": " + Answers.rootCause(e), null);
        }
        figures.count(outcome);
        return outcome;
    }

    private Deposit transfer(DepositRequest request) throws IOException, InterruptedException {
        BlobClient blob = recordings.getBlobClient(request.blob());
        if (request.resumed() && AbandonedBlocks.isThereBesideThem(blob)) {
            return compare(blob, request, SourceDigest.of(request.source()), true);
        }
        Upload.Sent sent =
                new Upload(blob.getBlockBlobClient(), request, requireCheck(), lanes, senders, configuration).send();
        if (sent instanceof Upload.Sent.Committed committed) {
            return request.bytes() <= configuration.block()
                    ? reread(request, verified(request, committed.sha256(), false))
                    : compare(blob, request, committed.sha256(), false);
        } else if (sent instanceof Upload.Sent.AlreadyThere there) {
            return compare(blob, request, there.sha256(), true);
        }
        return new Deposit.Unreadable(request.source() + " changed while it was being read: it had " + request.bytes()
                + " bytes and " + ((Upload.Sent.Changed) sent).bytesRead() + " were read");
    }

    private BlockCheck requireCheck() {
        BlockCheck known = check;
        if (known == null) {
            throw new IllegalStateException("the vault is not prepared");
        }
        return known;
    }

    private Deposit compare(BlobClient blob, DepositRequest request, String sha256, boolean alreadyThere) {
        BlobProperties properties = blob.getProperties();
        BlobLabel label = BlobLabel.in(properties.getMetadata());
        if (properties.getBlobSize() != request.bytes()) {
            return new Deposit.Mismatch(request.blob() + " has " + properties.getBlobSize()
                    + " bytes in the vault, and " + request.bytes() + " in the dock's folder");
        }
        if (!sha256.equals(label.sha256()) || !label.isOf(request.recordingId())) {
            return new Deposit.Mismatch(request.blob() + " belongs to recording " + label.recordingId()
                    + " with SHA-256 " + label.sha256() + "; deposited was " + request.recordingId() + " with "
                    + sha256);
        }
        return reread(request, verified(request, sha256, alreadyThere));
    }

    private Deposit.Verified verified(DepositRequest request, String sha256, boolean alreadyThere) {
        return new Deposit.Verified(sha256, request.bytes(), request.blob(), url(request.blob()), alreadyThere, false);
    }

    /** Reads what was deposited again, where that is wanted. */
    private Deposit reread(DepositRequest request, Deposit.Verified verified) {
        if (configuration.verify() != VaultConfiguration.Verify.REREAD) {
            return verified;
        }
        Fixity fixity = reread(verified.blob(), verified.sha256());
        if (fixity instanceof Fixity.Altered altered) {
            // Nobody was told of it yet, and the dock still has the recording: the next deposit begins anew.
            removeSurplus(request.blob(), request.recordingId());
            return new Deposit.Mismatch(altered.finding() + "; it was taken away, and is sent again");
        } else if (fixity instanceof Fixity.Unknown unknown) {
            return new Deposit.Unknown(unknown.reason(), null);
        } else if (fixity instanceof Fixity.Archived archived) {
            return new Deposit.Unknown(archived.reason(), null);
        }
        return new Deposit.Verified(
                verified.sha256(), verified.bytes(), verified.blob(), verified.url(), verified.alreadyThere(), true);
    }

    /**
     * What a deposit left behind whose source is gone: the verified copy, if the vault holds a committed one. It is read from end to
     * end for that. Blocks that were never committed are dropped.
     *
     * @throws NotThatOfTheRecording if the vault holds something else under that name; nothing is changed then
     * @throws IllegalStateException if it could not be read
     */
    public Optional<Deposit.Verified> salvage(String blob, UUID recordingId) {
        BlobClient left = recordings.getBlobClient(blob);
        if (!AbandonedBlocks.isThereBesideThem(left) && AbandonedBlocks.drop(left.getBlockBlobClient())) {
            return Optional.empty();
        }
        BlobProperties properties = left.getProperties();
        BlobLabel label = BlobLabel.in(properties.getMetadata());
        String sha256 = String.valueOf(label.sha256());
        Fixity fixity = reread(blob, sha256);
        if (fixity instanceof Fixity.Unknown unknown) {
            throw new IllegalStateException(unknown.reason());
        } else if (fixity instanceof Fixity.Archived archived) {
            throw new IllegalStateException(archived.reason());
        } else if (!label.isOf(recordingId) || !(fixity instanceof Fixity.Intact)) {
            throw new NotThatOfTheRecording("what the vault holds as " + blob
                    + " is not what was deposited of recording " + recordingId + ": look at it, nothing was changed");
        }
        return Optional.of(new Deposit.Verified(sha256, properties.getBlobSize(), blob, url(blob), true, true));
    }

    /** The vault holds something under a recording's name that is not its verified copy. */
    public static final class NotThatOfTheRecording extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotThatOfTheRecording(String message) {
            super(message);
        }
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
                    && sha256.equals(BlobLabel.in(properties.getMetadata()).sha256());
        } catch (BlobStorageException e) {
            if (Answers.isNotFound(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Deletes the blob of a recording that turned out to be a duplicate, if it is there. Only that recording's own blob is ever
     * touched.
     */
    public void removeSurplus(String blob, UUID recordingId) {
        BlobClient surplus = recordings.getBlobClient(blob);
        if (!Boolean.TRUE.equals(surplus.exists())) {
            return;
        }
        BlobProperties properties = surplus.getProperties();
        if (!BlobLabel.in(properties.getMetadata()).isOf(recordingId)) {
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
            if (Answers.isArchived(e)) {
                return new Fixity.Archived(blob);
            }
            return Answers.isNotFound(e)
                    ? new Fixity.Altered("blob " + blob + " is missing")
                    : new Fixity.Unknown(Answers.words(e) + " for " + blob);
        } catch (IOException | RuntimeException e) {
            if (Answers.isArchived(e)) {
                return new Fixity.Archived(blob);
            }
            return new Fixity.Unknown("blob " + blob + " could not be read: " + Answers.rootCause(e));
        }
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
