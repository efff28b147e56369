package org.docket.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;

/** One protocol of the embedded broker on its port, which is this process's own and is remembered. */
record BrokerListener(BrokerProtocol protocol, int port, Ownership ownership) implements AutoCloseable {
    /**
     * Takes a port.
     *
     * @param wanted 0 for the one of the last start if it is free, else any free one
     * @throws EmbeddedPartException if another process owns the home's port and does not go in time, or the port is taken
     */
    static BrokerListener open(Path home, BrokerProtocol protocol, int wanted, Duration patience) throws IOException {
        Ownership.Owner claim = (Ownership.Owner) Ownership.claim(home, protocol.part(), Role.OWNER, patience);
        Ownership ownership = claim.ownership();
        try {
            return new BrokerListener(
                    protocol, LoopbackPort.choose(protocol.part(), wanted, ownership.rememberedPort()), ownership);
        } catch (IOException | RuntimeException e) {
            ownership.close();
            throw e;
        }
    }

    /** Lets the broker listen there once it is started. */
    void addTo(BrokerService broker) throws Exception { // BrokerService declares no other
        TransportConnector connector = broker.addConnector(protocol.listener(port));
        connector.setName(protocol.connector());
    }

    void announce() throws IOException {
        ownership.announce(port);
    }

    void withdraw() throws IOException {
        ownership.withdraw();
    }

    String url() {
        return protocol.url(port);
    }

    @Override
    public void close() throws IOException {
        ownership.close();
    }
}
