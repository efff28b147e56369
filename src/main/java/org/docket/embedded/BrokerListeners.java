package org.docket.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.activemq.broker.BrokerService;

/** All protocols that the embedded broker speaks. */
final class BrokerListeners implements AutoCloseable {
    private final List<BrokerListener> all = new ArrayList<>();

    private BrokerListeners() {}

    /**
     * Takes their ports.
     *
     * @throws EmbeddedPartException if another process owns one of the home and does not go in time, or a port is taken
     */
    static BrokerListeners open(Path home, BrokerPorts ports, Duration patience) throws IOException {
        Map<BrokerProtocol, Integer> wanted = new EnumMap<>(BrokerProtocol.class);
        wanted.put(BrokerProtocol.OPEN_WIRE, ports.openWire());
        wanted.put(BrokerProtocol.AMQP, ports.amqp());
        wanted.put(BrokerProtocol.STOMP, ports.stomp());
        wanted.values().removeIf(port -> port == BrokerPorts.OFF);
        BrokerListeners listeners = new BrokerListeners();
        try {
            for (Map.Entry<BrokerProtocol, Integer> one : wanted.entrySet()) {
                listeners.all.add(BrokerListener.open(home, one.getKey(), one.getValue(), patience));
            }
            return listeners;
        } catch (IOException | RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    void addTo(BrokerService broker) throws Exception { // BrokerService declares no other
        for (BrokerListener listener : all) {
            listener.addTo(broker);
        }
    }

    void announce() throws IOException {
        for (BrokerListener listener : all) {
            listener.announce();
        }
    }

    void withdraw() throws IOException {
        for (BrokerListener listener : all) {
            listener.withdraw();
        }
    }

    Optional<String> url(BrokerProtocol protocol) {
        return all.stream()
                .filter(listener -> listener.protocol() == protocol)
                .map(BrokerListener::url)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        for (BrokerListener listener : all) {
            listener.close();
        }
    }

    @Override
    public String toString() {
        return all.stream().map(BrokerListener::url).collect(Collectors.joining(", "));
    }
}
