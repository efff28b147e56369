package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.testkit.KillableBroker;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes connections and loses each of them, as a balancer does behind which no broker is. */
class LostBrokerTest {
    @TempDir
    private Path folder;

    @Test
    void aHubStopsThoughItsBrokerLosesEveryConnection() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (ServerSocket balancer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread losing = new Thread(() -> lose(balancer, lost), "balancer");
            losing.setDaemon(true);
            losing.start();
            TestHub hub = new TestHub(
                    folder, Map.of("docket.broker.url", "failover:(tcp://127.0.0.1:" + balancer.getLocalPort() + ")"));
            eventually().until(() -> lost.get() > 5);

            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(50), hub::close);
        }
    }

    @Test
    void aBrokerThatStandsStillIsAwayThoughItsConnectionsAreThere() throws Exception {
        try (KillableBroker broker = new KillableBroker(folder)) {
            BrokerConfiguration configuration = Settings.load(
                            Path.of("").toAbsolutePath(),
                            null,
                            Map.of(),
                            Map.of("docket.broker.url", "failover:(" + broker.url() + ")"),
                            Docket.CONFIGURATION)
                    .read(BrokerConfiguration.class);
            try (BrokerConnections connections =
                    BrokerConnections.open(configuration, configuration.url(), folder, 1)) {
                assertThat(connections.ask()).isInstanceOf(BrokerAnswer.There.class);
                assertThat(connections.ask()).isInstanceOf(BrokerAnswer.There.class);

                broker.standStill();
                for (int i = 0; i < 2; i++) {
                    assertThat(Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), connections::ask))
                            .isEqualTo(new BrokerAnswer.Away("it does not answer within 4 seconds"));
                }

                broker.goOn();
                eventually().until(() -> connections.ask() instanceof BrokerAnswer.There);
            }
        }
    }

    private static void lose(ServerSocket balancer, AtomicInteger lost) {
        while (!balancer.isClosed()) {
            try (Socket taken = balancer.accept()) {
                lost.incrementAndGet();
                taken.setSoLinger(true, 0);
            } catch (IOException e) {
                // The next one, or the test is over.
            }
        }
    }
}
