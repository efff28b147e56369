package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.docket.catalogue.Json;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a hub that took one recording in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest {
    private static final Path SOURCE = Path.of("samples/croydon-dock-2/X81-000423.mp4");

    private final HttpClient http = HttpClient.newHttpClient();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final int port;
    private final TestHub hub;

    MonitoringTest(@TempDir Path home) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        hub = new TestHub(home, Map.of("docket.http.port", String.valueOf(port)));
        Path source = hub.drop("watched-dock", "one.mp4", SOURCE);
        eventually().until(() -> Files.exists(TestHub.receipt(source)));
    }

    @AfterAll
    void stop() throws Exception {
        hub.close();
        assertThat(beans.queryNames(new ObjectName("org.docket:*"), null)).isEmpty();
    }

    @Test
    void answersThatItIsAliveAndReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(Json.MAPPER.readTree(ready.body()).path("status").asText()).isEqualTo("UP");
        assertThat(ready.body()).contains("\"database\"").contains("\"vault\"").contains("\"broker\"");
    }

    @Test
    void measuresItsRoutesForPrometheus() throws Exception {
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("jvm_memory_used_bytes")
                .contains("routeId=\"vault-deposit\"")
                .contains("routeId=\"intake-take-watched-dock\"");
    }

    @Test
    void showsItsCapabilitiesOverJmx() throws Exception {
        assertThat(attribute("type=Vault", "DepositedRecordings")).isEqualTo(1L);
        assertThat(attribute("type=Vault", "DepositedBytes")).isEqualTo(Files.size(SOURCE));
        assertThat(attribute("type=Retention", "DueRecordings")).isEqualTo(0L);
        assertThat(attribute("type=Casework,system=cms", "PendingHandovers")).isEqualTo(0L);
        assertThat(attribute("type=Intake,dock=watched-dock", "WaitingRecordings"))
                .isEqualTo(0);
        assertThat(attribute("type=Hub", "PolicyVersion"))
                .isEqualTo(hub.docket().policy().now().policy().version());
    }

    @Test
    void showsEveryDockAsARouteOfItsOwn() throws Exception {
        assertThat(beans.queryNames(
                        new ObjectName("org.apache.camel:type=routes,name=\"intake-take-watched-dock\",*"), null))
                .hasSize(1);
    }

    @Test
    void showsTheSameOverJolokia() throws Exception {
        JsonNode answer =
                Json.MAPPER.readTree(get("/jolokia/read/org.docket:type=Hub").body());
        assertThat(answer.path("value")
                        .path("RecordingsByState")
                        .path("DEPOSITED")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void letsNobodyChangeAnythingOverJolokia() throws Exception {
        JsonNode answer = Json.MAPPER.readTree(
                get("/jolokia/exec/java.lang:type=Memory/gc").body());
        assertThat(answer.path("status").asInt()).isEqualTo(403);
        JsonNode stopped = Json.MAPPER.readTree(
                get("/jolokia/exec/org.apache.camel:context=docket,type=context,name=%22docket%22/stop()")
                        .body());
        assertThat(stopped.path("status").asInt()).isEqualTo(403);
        JsonNode suspended = Json.MAPPER.readTree(get("/jolokia/exec/org.apache.camel:context=docket,type=routes,"
                        + "name=%22intake-take-watched-dock%22/suspend()")
                .body());
        assertThat(suspended.path("status").asInt()).isEqualTo(403);
        assertThat(hub.hub().context().isStarted()).isTrue();
    }

    @Test
    void listensOnNothingButTheLoopbackAddress() {
        assertThat(connects(1)).isTrue();
        // Linux answers on the whole of 127/8: a listener on all addresses would be found here too.
        assertThat(connects(2)).isFalse();
    }

    private boolean connects(int last) {
        try (Socket socket = new Socket()) {
            byte[] address = {127, 0, 0, (byte) last};
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(address), port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Object attribute(String name, String attribute) throws Exception {
        return beans.getAttribute(new ObjectName("org.docket:" + name), attribute);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
