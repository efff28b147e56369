package org.docket.testkit;

import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.command.ConnectionInfo;

/** An ActiveMQ in this JVM that speaks TLS only, with whoever shows a certificate that it trusts and knows the password. */
public final class TlsBroker implements AutoCloseable {
    private final BrokerService broker = new BrokerService();
    private final int port;

    /**
     * Starts it on 127.0.0.1. It keeps nothing on disk.
     *
     * @param key its key and certificate
     * @param trusted the certificates that it trusts
     * @param storePassword of both files
     */
    public TlsBroker(Path key, Path trusted, String storePassword, String user, String password) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = Certificates.open(key, storePassword);
        keys.init(own, storePassword.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(Certificates.open(trusted, storePassword));
        broker.setBrokerName("tls-" + System.nanoTime());
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setAdvisorySupport(false);
        broker.setSslContext(new SslContext(keys.getKeyManagers(), trust.getTrustManagers(), null));
        broker.setPlugins(new BrokerPlugin[] {next -> new Door(next, user, password)});
        broker.addConnector("ssl://127.0.0.1:0?transport.needClientAuth=true");
        broker.start();
        broker.waitUntilStarted();
        port = broker.getTransportConnectors().get(0).getConnectUri().getPort();
    }

    /** Lets in whoever knows the password. */
    private static final class Door extends BrokerFilter {
        private final String user;
        private final String password;

        Door(Broker next, String user, String password) {
            super(next);
            this.user = user;
            this.password = password;
        }

        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
            if (!user.equals(info.getUserName()) || !password.equals(info.getPassword())) {
                throw new SecurityException("user name [" + info.getUserName() + "] or password is invalid");
            }
            super.addConnection(context, info);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            broker.stop();
            broker.waitUntilStopped();
        } catch (Exception e) { // BrokerService declares no other
            throw new IllegalStateException("the broker did not stop", e);
        }
    }
}
