package org.docket.vault;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import com.azure.storage.common.sas.SasProtocol;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Links by which somebody without an account of their own may read one blob for some time, and nothing else: shared access signatures. A
 * vault that Docket signs in to with an identity signs them with a key that is delegated to it; with an account key, that signs them.
 */
public final class ReadLinks {
    /** A delegated key is asked for once for all links of a day. */
    private static final Duration KEY_LASTS = Duration.ofDays(1);

    /** What the vault gives, by its own clock. */
    private static final Duration LONGEST_KEY = Duration.ofDays(7);

    /** The vault's clock may be behind: a key that begins later than now there is refused, and one that ends seven days after. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    private final BlobServiceClient client;
    private final BlobContainerClient recordings;
    private final Signing signing;
    private final Clock clock;
    private @Nullable UserDelegationKey key;

    public ReadLinks(BlobServiceClient client, VaultConfiguration configuration, Clock clock) {
        this.client = client;
        this.recordings = client.getBlobContainerClient(configuration.container());
        this.signing = Signing.of(client.getHttpPipeline());
        this.clock = clock;
    }

    /**
     * A link. Whoever has it can read the blob: it is no word for a log, a ledger or a database.
     *
     * @param until when it ends, in whole seconds
     */
    public record ReadLink(String url, Instant until) {
        @Override
        public String toString() {
            return "a link until " + until;
        }
    }

    private enum Signing {
        ACCOUNT_KEY,
        DELEGATED_KEY,
        NOTHING;

        static Signing of(HttpPipeline pipeline) {
            if (has(pipeline, StorageSharedKeyCredentialPolicy.class)) {
                return ACCOUNT_KEY;
            }
            return has(pipeline, BearerTokenAuthenticationPolicy.class) ? DELEGATED_KEY : NOTHING;
        }

        private static boolean has(HttpPipeline pipeline, Class<? extends HttpPipelinePolicy> kind) {
            return IntStream.range(0, pipeline.getPolicyCount())
                    .mapToObj(pipeline::getPolicy)
                    .anyMatch(kind::isInstance);
        }
    }

    /** Whether Docket has anything to sign links with: it has not if it uses a shared access signature itself. */
    public boolean arePossible() {
        return signing != Signing.NOTHING;
    }

    /**
     * A link to read that blob, from now on.
     *
     * @param lasting for how long, six days at most
     * @throws RuntimeException if the vault does not answer when it is asked for a key
     */
    public ReadLink to(String blob, Duration lasting) {
        Instant now = clock.instant();
        Instant until = now.plus(lasting).truncatedTo(ChronoUnit.SECONDS);
        BlobServiceSasSignatureValues values = new BlobServiceSasSignatureValues(
                        utc(until), new BlobSasPermission().setReadPermission(true))
                .setProtocol(isPlain() ? SasProtocol.HTTPS_HTTP : SasProtocol.HTTPS_ONLY);
        BlobClient target = recordings.getBlobClient(blob);
        String signature =
                switch (signing) {
                    case ACCOUNT_KEY -> target.generateSas(values);
                    case DELEGATED_KEY -> target.generateUserDelegationSas(values, key(now, until));
                    case NOTHING ->
                        throw new IllegalStateException("docket.vault.connection has nothing to sign links with");
                };
        return new ReadLink(url(blob) + "?" + signature, until);
    }

    /** Azurite, or a vault behind something that ends TLS before it. */
    private boolean isPlain() {
        return client.getAccountUrl().toLowerCase(Locale.ROOT).startsWith("http:");
    }

    private String url(String blob) {
        String container = recordings.getBlobContainerUrl();
        int query = container.indexOf('?');
        return (query < 0 ? container : container.substring(0, query)) + "/" + blob;
    }

    private synchronized UserDelegationKey key(Instant now, Instant until) {
        UserDelegationKey known = key;
        if (known == null || known.getSignedExpiry().toInstant().isBefore(until)) {
            Instant wanted = until.plus(KEY_LASTS);
            Instant latest = now.plus(LONGEST_KEY).minus(CLOCKS);
            known = client.getUserDelegationKey(utc(now.minus(CLOCKS)), utc(wanted.isBefore(latest) ? wanted : latest));
            key = known;
        }
        return known;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
