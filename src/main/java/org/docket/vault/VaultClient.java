package org.docket.vault;

import com.azure.core.util.HttpClientOptions;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;
import org.docket.configuration.ConfigurationException;

/** How Docket speaks to a storage account. */
public final class VaultClient {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private VaultClient() {}

    /** The retries of the client bound the time of most calls, but not of those that ask for properties. */
    private static HttpClientOptions patience(Duration timeout) {
        return new HttpClientOptions()
                .setConnectTimeout(timeout)
                .setWriteTimeout(timeout)
                .setResponseTimeout(timeout)
                .setReadTimeout(timeout);
    }

    /**
     * A client for that account, to be built.
     *
     * @throws ConfigurationException if the connection string cannot be used
     */
    public static BlobServiceClientBuilder of(String connection, VaultConfiguration configuration) {
        try {
            return new BlobServiceClientBuilder()
                    .connectionString(connection)
                    .addPolicy(new ChecksumHeader())
                    .addPolicy(new LeaveAlone())
                    .addPolicy(new Sendings.Policy())
                    .clientOptions(patience(configuration.timeout()))
                    .retryOptions(new RequestRetryOptions(
                            RetryPolicyType.EXPONENTIAL,
                            configuration.tries(),
                            configuration.timeout(),
                            FIRST_PAUSE,
                            LONGEST_PAUSE,
                            null));
        } catch (IllegalArgumentException e) {
            // The message of the client may quote the string, and with it the key.
            throw new ConfigurationException(
                    "docket.vault.connection is not a connection string of an Azure storage account:"
                            + " copy it again from the account's access keys.");
        }
    }
}
