package org.docket.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.management.ObjectName;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.transport.stomp.StompConnection;
import org.docket.testkit.TestParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private final Path home;

    EmbeddedBrokerTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void keepsMessagesAndPortFromOneStartToTheNext() throws Exception {
        String openWire;
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "restarted")) {
            openWire = broker.openWireUrl();
            send(broker.url(), "kept", "from the first start");
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "restarted")) {
            assertThat(broker.openWireUrl()).isEqualTo(openWire);
            assertThat(receive(broker.url(), "kept")).isEqualTo("from the first start");
        }
    }

    @Test
    void speaksAmqpAndStompOnlyWhereTheseAreSwitchedOn() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "quiet")) {
            assertThat(broker.amqpUrl()).isEmpty();
            assertThat(broker.stompUrl()).isEmpty();
        }
    }

    @Test
    void keepsThePortsOfAllProtocolsFromOneStartToTheNext() throws Exception {
        // Without a broker: AMQP in ActiveMQ knows the one that was started last in a process, which has to stay that
        // of all tests.
        List<Optional<String>> before = announced();

        assertThat(before).hasSize(3).doesNotContain(Optional.empty());
        assertThat(announced()).isEqualTo(before);
    }

    private List<Optional<String>> announced() throws IOException {
        try (BrokerListeners listeners = BrokerListeners.open(home, new BrokerPorts(0, 0, 0), Duration.ofSeconds(5))) {
            listeners.announce();
            return Arrays.stream(BrokerProtocol.values()).map(listeners::url).toList();
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnlyWhateverItSpeaks() throws Exception {
        for (String url : List.of(TestParts.openWireUrl(), TestParts.amqpUrl(), TestParts.stompUrl())) {
            requireOnlyOnLoopback(URI.create(url).getPort());
        }
    }

    @Test
    void namesTheProtocolWhosePortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerPorts ports = new BrokerPorts(0, BrokerPorts.OFF, other.getLocalPort());

            assertThatThrownBy(() -> EmbeddedBroker.start(home, ports, "crowded"))
                    .isInstanceOf(EmbeddedPartException.class)
                    .hasMessageContaining("ActiveMQ-STOMP cannot listen on 127.0.0.1:" + other.getLocalPort());
        }
        // What was taken before is free again.
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "crowded")) {
            assertThat(broker.stompUrl()).isEmpty();
        }
    }

    @Test
    void givesStompClientsTheTextOfOpenWireOnesAndBack() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, new BrokerPorts(0, BrokerPorts.OFF, 0), "bilingual")) {
            StompConnection stomp = new StompConnection();
            stomp.open("127.0.0.1", URI.create(broker.stompUrl().orElseThrow()).getPort());
            stomp.connect("", "");
            send(broker.url(), "to.stomp", "grüßt");
            stomp.subscribe("/queue/to.stomp");
            assertThat(stomp.receive(10_000).getBody()).isEqualTo("grüßt");

            stomp.send("/queue/from.stomp", "dankt");
            assertThat(receive(broker.url(), "from.stomp")).isEqualTo("dankt");
            stomp.close();
        }
    }

    private static void requireOnlyOnLoopback(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
        }
        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress("127.0.0.2", port), 2_000);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void givesEachQueueItsOwnDeadLetters() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "dead-letters")) {
            send(broker.url(), "poisoned", "cannot be handled");
            ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
            RedeliveryPolicy never = new RedeliveryPolicy();
            never.setMaximumRedeliveries(0);
            factory.setRedeliveryPolicy(never);
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(session.createQueue("poisoned"))) {
                connection.start();
                assertThat(consumer.receive(5_000)).isNotNull();
                session.rollback();
                assertThat(consumer.receive(200)).isNull();
            }

            assertThat(broker.queues().get("DLQ.poisoned")).isEqualTo(new EmbeddedBroker.Held(1, 0));
            assertThat(broker.queues().get("poisoned").messages()).isZero();
            assertThat(receive(broker.url(), "DLQ.poisoned")).isEqualTo("cannot be handled");
        }
    }

    @Test
    void showsItsMBeansAndOpensNoJmxPort() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "watched")) {
            send(broker.url(), "counted", "one message");

            ObjectName name = new ObjectName("org.apache.activemq:type=Broker,brokerName=watched");
            assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "TotalMessageCount"))
                    .isEqualTo(1L);
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("org.apache.activemq:*,connectorName=rmi"), null))
                    .isEmpty();
        }
    }

    static void send(String url, String queue, String text) throws JMSException {
        try (Connection connection = new ActiveMQConnectionFactory(url).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(session.createTextMessage(text));
        }
    }

    static @Nullable String receive(String url, String queue) throws JMSException {
        try (Connection connection = new ActiveMQConnectionFactory(url).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            return consumer.receive(5_000) instanceof TextMessage message ? message.getText() : null;
        }
    }
}
