package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.docket.Docket;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Recording;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Settings;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Certificates;
import org.docket.testkit.HeardLog;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.TlsBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker that speaks TLS only and wants to see a certificate, with keys and certificates that are made here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerTlsTest {
    private static final String STORE_PASSWORD = "store-9f31c2";
    private static final String PASSWORD = "user-77ab04";

    private final Path folder;
    private final Path hubKey;
    private final Path strangerKey;
    private final Path trustsBroker;
    private final TlsBroker broker;

    BrokerTlsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Path brokerKey = Certificates.key(folder, "broker", "ip:127.0.0.1", STORE_PASSWORD);
        hubKey = Certificates.key(folder, "hub", "dns:hub.example.org", STORE_PASSWORD);
        strangerKey = Certificates.key(folder, "stranger", "ip:127.0.0.1", STORE_PASSWORD);
        trustsBroker = Certificates.trusting(brokerKey, STORE_PASSWORD, "PKCS12", STORE_PASSWORD);
        Path trustsHub = Certificates.trusting(hubKey, STORE_PASSWORD, "PKCS12", STORE_PASSWORD);
        broker = new TlsBroker(brokerKey, trustsHub, STORE_PASSWORD, "docket", PASSWORD);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void handsOverToACaseSystemAndHearsItsAnswerAndTellsNobodyThePasswords() throws Exception {
        try (HeardLog log = HeardLog.of("");
                TestHub hub = new TestHub(folder.resolve("hub"), settings(Map.of()));
                CaseSystemClient cms = new CaseSystemClient(
                        BrokerConnections.factory(
                                hub.settings().read(BrokerConfiguration.class), url("127.0.0.1"), folder),
                        "docket.evidence.cms")) {
            Path dock = Files.createDirectories(hub.dock("pier"));
            Files.writeString(dock.resolve("one.json"), "{\"officer\": {\"id\": \"MP31\"}, \"decision\": \"retain\"}");
            hub.drop("pier", "one.mp4", Sources.ofLength(50_001, 1));
            Recording recording = hub.deposited("one.mp4");
            eventually().until(() -> hub.docket().outbox().of(recording.id()).stream()
                    .allMatch(handover -> handover.state() == Handover.State.ACKNOWLEDGED));

            List<JsonNode> told = cms.received(EvidenceMessage.RETAINED, recording.id());
            assertThat(told).hasSize(1);
            assertThat(ready(hub).statusCode()).isEqualTo(200);
            assertThat(log.lines())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(STORE_PASSWORD) || line.contains(PASSWORD));
        }
    }

    @Test
    void saysOfACertificateThatNobodyTrustsWhatToLookAt() throws Exception {
        assertThat(why(Map.of(
                        "docket.broker.tls.truststore",
                        Certificates.trusting(strangerKey, STORE_PASSWORD, "PKCS12", STORE_PASSWORD)
                                .toString())))
                .contains("no authority that is trusted", "docket.broker.tls.truststore");
    }

    @Test
    void believesNobodyWithACertificateForAnotherHost() {
        assertThat(why(Map.of("docket.broker.url", url("localhost"))))
                .contains("for another host", "docket.broker.url");
        assertThatThrownBy(() -> BrokerUrl.of("ssl://broker:61617?socket.verifyHostName=false"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("remove it");
    }

    @Test
    void saysWhenTheBrokerDoesNotAcceptTheCertificateOfTheHub() {
        assertThat(why(Map.of("docket.broker.tls.keystore", "", "docket.broker.tls.keystore-password", "")))
                .contains("does not accept the hub's certificate", "docket.broker.tls.keystore");
        assertThat(why(Map.of("docket.broker.tls.keystore", strangerKey.toString())))
                .contains("does not accept the hub's certificate", "docket.broker.tls.keystore");
    }

    @Test
    void saysWhenTheBrokerRefusesThePassword() {
        assertThat(why(Map.of("docket.broker.password", "another-4410c9")))
                .contains("docket.broker.user and docket.broker.password")
                .doesNotContain("another-4410c9");
    }

    @Test
    void isReadyToSayWhatIsWrongWhileTheHubRuns() throws Exception {
        try (TestHub hub = new TestHub(
                folder.resolve("unready"), settings(Map.of("docket.broker.tls.keystore", strangerKey.toString())))) {
            eventually().until(() -> ready(hub).body().contains("docket.broker.tls.keystore"));

            HttpResponse<String> ready = ready(hub);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).doesNotContain(STORE_PASSWORD);
        }
    }

    @Test
    void takesFilesOfTheOlderTypeAndPathsFromItsHome() throws Exception {
        Path jks = Certificates.trusting(folder.resolve("broker.p12"), STORE_PASSWORD, "JKS", STORE_PASSWORD);
        assertThat(ask(Map.of("docket.broker.tls.truststore", jks.getFileName().toString())))
                .isEqualTo(new BrokerAnswer.There());
    }

    @Test
    void doesNotStartWithFilesThatCannotBeRight() throws Exception {
        Path text = Files.writeString(folder.resolve("text.p12"), "no key at all");

        assertThat(refusal(Map.of("docket.broker.tls.truststore", "absent.p12")))
                .contains("docket.broker.tls.truststore is " + folder.resolve("absent.p12"), "is not there");
        assertThat(refusal(Map.of("docket.broker.tls.truststore-password", "wrong-551")))
                .contains("docket.broker.tls.truststore-password does not open", "set it to")
                .doesNotContain("wrong-551");
        assertThat(refusal(Map.of("docket.broker.tls.keystore-password", "wrong-552")))
                .contains("docket.broker.tls.keystore-password does not open");
        assertThat(refusal(Map.of("docket.broker.tls.keystore", text.toString())))
                .contains(text + " (docket.broker.tls.keystore) is no PKCS12 or JKS file");
        assertThat(refusal(Map.of("docket.broker.tls.keystore", trustsBroker.toString())))
                .contains("(docket.broker.tls.keystore) holds no key");
        assertThat(refusal(Map.of("docket.broker.tls.truststore", hubKey.toString())))
                .contains("(docket.broker.tls.truststore) holds no certificate that is to be trusted");
        assertThat(refusal(Map.of("docket.broker.url", "failover:(tcp://127.0.0.1:61616)")))
                .contains("nothing in docket.broker.url speaks TLS");
    }

    @Test
    void takesTheFilesFromTheEnvironment() {
        BrokerConfiguration read = Settings.load(
                        Path.of("").toAbsolutePath(),
                        null,
                        Map.of("DOCKET_BROKER_TLS_KEYSTORE_PASSWORD", "x1", "DOCKET_BROKER_TLS_TRUSTSTORE", "t.p12"),
                        Map.of(),
                        Docket.CONFIGURATION)
                .read(BrokerConfiguration.class);

        assertThat(read.keyStorePassword()).isEqualTo("x1");
        assertThat(read.trustStore()).isEqualTo("t.p12");
    }

    private String url(String host) {
        return "failover:(ssl://" + host + ":" + broker.port() + ")";
    }

    private Map<String, String> settings(Map<String, String> differences) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "docket.broker.url",
                url("127.0.0.1"),
                "docket.broker.user",
                "docket",
                "docket.broker.password",
                PASSWORD,
                "docket.broker.tls.truststore",
                trustsBroker.toString(),
                "docket.broker.tls.truststore-password",
                STORE_PASSWORD,
                "docket.broker.tls.keystore",
                hubKey.toString(),
                "docket.broker.tls.keystore-password",
                STORE_PASSWORD));
        settings.putAll(differences);
        return settings;
    }

    private BrokerAnswer ask(Map<String, String> differences) {
        BrokerConfiguration configuration = Settings.load(
                        Path.of("").toAbsolutePath(), null, Map.of(), settings(differences), Docket.CONFIGURATION)
                .read(BrokerConfiguration.class);
        try (BrokerConnections connections = BrokerConnections.open(configuration, configuration.url(), folder, 1)) {
            return connections.ask();
        }
    }

    private String why(Map<String, String> differences) {
        return ask(differences) instanceof BrokerAnswer.Away away ? away.why() : "it answers";
    }

    private String refusal(Map<String, String> differences) {
        try {
            return "nothing, but " + ask(differences);
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static HttpResponse<String> ready(TestHub hub) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + hub.hub().httpPort() + "/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
