package org.docket.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.docket.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom the hub believes to be the broker, and by what the broker knows the hub: read when the hub starts, when errors are seen. */
final class BrokerTls {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerTls.class);
    private static final String TRUST_STORE = "docket.broker.tls.truststore";
    private static final String KEY_STORE = "docket.broker.tls.keystore";

    private static final int PATIENCE_MILLIS = 1_000;

    private final TrustManager[] trust;
    private final KeyManager[] keys;
    private final SSLContext context;

    private BrokerTls(TrustManager[] trust, KeyManager[] keys) throws GeneralSecurityException {
        this.trust = trust;
        this.keys = keys;
        this.context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
    }

    /**
     * Reads the files.
     *
     * @param home what their paths are relative to
     * @throws ConfigurationException if one is not there, its password is wrong, or it lacks what it is for
     */
    static BrokerTls read(BrokerConfiguration configuration, Path home) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted(configuration, home));
            return new BrokerTls(trust.getTrustManagers(), keys(configuration, home));
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    "TLS to the broker cannot be prepared from " + TRUST_STORE + " and " + KEY_STORE + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** None means those that Java knows. */
    private static @Nullable KeyStore trusted(BrokerConfiguration configuration, Path home) throws KeyStoreException {
        if (configuration.trustStore().isEmpty()) {
            return null;
        }
        Path file = home.resolve(configuration.trustStore());
        KeyStore store = open(TRUST_STORE, file, configuration.trustStorePassword());
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                return store;
            }
        }
        throw new ConfigurationException(file + " (" + TRUST_STORE + ") holds no certificate that is to be trusted: put"
                + " that of the broker's authority into it with 'keytool -importcert', and give its password as "
                + TRUST_STORE
                + "-password.");
    }

    private static KeyManager[] keys(BrokerConfiguration configuration, Path home) throws GeneralSecurityException {
        if (configuration.keyStore().isEmpty()) {
            return new KeyManager[0];
        }
        Path file = home.resolve(configuration.keyStore());
        KeyStore store = open(KEY_STORE, file, configuration.keyStorePassword());
        boolean found = false;
        for (String alias : Collections.list(store.aliases())) {
            found |= store.isKeyEntry(alias);
        }
        if (!found) {
            throw new ConfigurationException(
                    file + " (" + KEY_STORE + ") holds no key: put the hub's private key and its"
                            + " certificate into it, and give its password as " + KEY_STORE + "-password.");
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        try {
            keys.init(store, configuration.keyStorePassword().toCharArray());
        } catch (UnrecoverableKeyException e) {
            throw new ConfigurationException(
                    "The key in " + file + " (" + KEY_STORE
                            + ") has another password than the file: give both the same.",
                    e);
        }
        return keys.getKeyManagers();
    }

    private static KeyStore open(String setting, Path file, String password) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ConfigurationException(
                    setting + " is " + file + ", which " + (Files.exists(file) ? "cannot be read" : "is" + " not there")
                            + ": give the path of a PKCS12 or JKS file that the hub may read.");
        }
        try {
            return KeyStore.getInstance(file.toFile(), password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new ConfigurationException(
                        setting + "-password does not open " + file + ": set it to the password of that file.", e);
            }
            throw new ConfigurationException(
                    file + " (" + setting + ") is no PKCS12 or JKS file, or damaged: " + e.getMessage()
                            + ". Make one with 'keytool', or 'openssl pkcs12 -export'.",
                    e);
        }
    }

    /**
     * Why TLS with one of these brokers fails; empty if it does with none that is there. The client of the broker often says only
     * that the connection was closed: in TLS 1.3 the other side says after the handshake what it does not accept.
     */
    Optional<String> trouble(List<URI> brokers) {
        return brokers.stream().flatMap(broker -> trouble(broker).stream()).findFirst();
    }

    private Optional<String> trouble(URI broker) {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(broker.getHost(), broker.getPort()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, broker.getHost(), broker.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                LOG.trace("the broker said {}", socket.getInputStream().read());
                return Optional.empty();
            }
        } catch (SSLException e) {
            return Optional.of(BrokerFailure.words(e));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    TrustManager[] trust() {
        return trust.clone();
    }

    KeyManager[] keys() {
        return keys.clone();
    }
}
