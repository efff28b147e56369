package org.docket.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Recording;
import org.docket.retention.Word;
import org.docket.testkit.Api;
import org.docket.testkit.Api.Answer;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.HeardLog;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of handovers over HTTP, and how they send them again. */
class HandoversRestTest {
    private static final Path SAMPLES = Path.of("samples/croydon-dock-2");
    private static final String HANDOVERS = "/api/v1/handovers";
    private static final String TOKEN = "q0nV7yLr2bKx9Wd4Tf6Z";
    private static final String OTHER = "m5Jh8sPc1uGe3Ra7Yw2Q";
    private static final String REASON = "{\"reason\": \"The case is there now.\"}";

    @TempDir
    private Path home;

    private TestHub hub;
    private CaseSystemClient cms;
    private Api nobody;
    private Api operator;
    private Recording recording;

    @BeforeEach
    void start() throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(config.resolve("authorities.yaml"), """
                people:
                  - id: MP3304
                    authorities: []
                    token: %s
                  - id: MP8117
                    authorities: []
                    token: %s
                systems: []
                """.formatted(hash(TOKEN), hash(OTHER)));
        hub = new TestHub(home, Map.of("docket.broker.look", "PT0.2S"));
        cms = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms");
        cms.stopAcknowledging();
        nobody = Api.of(hub);
        operator = nobody.as(TOKEN);
        recording = retained("X81-000423.mp4");
    }

    @AfterEach
    void stop() throws Exception {
        cms.close();
        hub.close();
    }

    private static String hash(String token) {
        return SourceDigest.of(token.getBytes(StandardCharsets.UTF_8));
    }

    private Recording retained(String name) throws Exception {
        hub.drop("croydon-dock-2", name, SAMPLES.resolve(name));
        Recording deposited = hub.deposited(name);
        hub.docket()
                .decisions()
                .retain(Word.of(deposited.id(), hub.docket().authorities().person("PS Moore"), "appeal lodged"));
        eventually().until(() -> handover(deposited).state() == Handover.State.SENT);
        return deposited;
    }

    private Handover handover(Recording of) {
        return hub.docket().outbox().of(of.id()).get(0);
    }

    private void reject(Recording some) throws Exception {
        cms.send(
                "docket.handover.rejected.v1",
                Map.of("handoverId", handover(some).id().toString(), "reason", "no case CAD-7"));
        eventually().until(() -> handover(some).state() == Handover.State.REJECTED);
    }

    private void acknowledge(Recording some) throws Exception {
        cms.send(
                "docket.handover.acknowledged.v1",
                Map.of("handoverId", handover(some).id().toString()));
        eventually().until(() -> handover(some).state() == Handover.State.ACKNOWLEDGED);
    }

    private String path() {
        return HANDOVERS + "/" + handover(recording).id();
    }

    private List<String> again(Recording of) {
        return hub.docket().ledger().history(of.id()).stream()
                .filter(entry -> entry.act().equals("handover-again"))
                .map(entry -> entry.actor() + ": " + entry.authority())
                .toList();
    }

    @Test
    void showsOneWithItsMessageAndWritesDownWhoLooked() throws Exception {
        try (HeardLog log = HeardLog.of("org.docket")) {
            Answer answer = operator.get(path());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text("/recordingId")).isEqualTo(recording.id().toString());
            assertThat(answer.text("/state")).isEqualTo("SENT");
            assertThat(answer.json().path("timesSent").asInt()).isEqualTo(1);
            assertThat(answer.json().has("lastError")).isFalse();
            assertThat(answer.text("/message/type")).isEqualTo(EvidenceMessage.RETAINED);
            assertThat(answer.text("/message/id"))
                    .isEqualTo(handover(recording).id().toString());
            assertThat(log.lines()).contains("MP3304 read recording " + recording.id() + " (" + path() + ")");
        }
    }

    @Test
    void listsThemInPagesAndByWhatIsAskedFor() throws Exception {
        Recording second = retained("X81-000417.avi");
        Recording third = retained("X81-000431.mov");
        reject(second);
        acknowledge(third);

        List<String> open = List.of(
                handover(recording).id().toString(), handover(second).id().toString());
        assertThat(ids("")).containsExactlyElementsOf(open);
        assertThat(ids("?system=cms&state=rejected")).containsExactly(open.get(1));
        assertThat(ids("?state=ACKNOWLEDGED"))
                .containsExactly(handover(third).id().toString());
        assertThat(ids("?recording=" + third.id()))
                .containsExactly(handover(third).id().toString());
        assertThat(ids("?state=rejected&recording=" + third.id())).isEmpty();

        Answer first = operator.get(HANDOVERS + "?limit=1");
        Answer last = operator.get(HANDOVERS + "?limit=1&after=" + first.text("/next"));
        assertThat(first.text("/handovers/0/id")).isEqualTo(open.get(0));
        assertThat(last.text("/handovers/0/id")).isEqualTo(open.get(1));
        assertThat(last.json().has("next")).isFalse();
        assertThat(last.text("/handovers/0/lastError")).isEqualTo("no case CAD-7");
        assertThat(last.json().at("/handovers/0").has("message")).isFalse();
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode each : operator.get(HANDOVERS + query).json().path("handovers")) {
            ids.add(each.path("id").asText());
        }
        return ids;
    }

    @Test
    void sendsWhatWasRejectedAgainOnceHoweverOftenItIsAsked() throws Exception {
        reject(recording);
        String key = UUID.randomUUID().toString();

        Answer first = operator.post(path() + "/again", REASON, "Idempotency-Key", key);
        assertThat(first.text("/answer")).isEqualTo("taken");
        eventually().untilAsserted(() -> assertThat(cms.received(EvidenceMessage.RETAINED, recording.id()))
                .as("%s", handover(recording))
                .hasSizeGreaterThanOrEqualTo(2));
        eventually().until(() -> handover(recording).state() == Handover.State.SENT);
        Answer again = operator.post(path() + "/again", REASON, "Idempotency-Key", key);
        Answer other = operator.post(path() + "/again", "{\"reason\": \"Another\"}", "Idempotency-Key", key);

        assertThat(first.text("/before/state")).isEqualTo("REJECTED");
        assertThat(first.text("/before/lastError")).isEqualTo("no case CAD-7");
        assertThat(again.text("/answer")).isEqualTo("already");
        assertThat(again.json().has("before")).isFalse();
        assertThat(other.status()).isEqualTo(409);
        assertThat(again(recording)).containsExactly("MP3304: The case is there now.");
        // The same id of another person is another one.
        assertThat(nobody.as(OTHER)
                        .post(path() + "/again", REASON, "Idempotency-Key", key)
                        .text("/answer"))
                .isEqualTo("taken");
    }

    @Test
    void sendsAllAgainThatASystemRejected() throws Exception {
        Recording second = retained("X81-000417.avi");
        reject(recording);
        reject(second);
        String all = "/api/v1/systems/cms/handovers/again";

        try (HeardLog log = HeardLog.of("org.docket")) {
            Answer answer = operator.post(all, REASON, "Idempotency-Key", "all-1");
            Answer again = operator.post(all, REASON, "Idempotency-Key", "all-1");

            assertThat(answer.text("/answer")).isEqualTo("taken");
            assertThat(answer.json().path("number").asInt()).isEqualTo(2);
            assertThat(again.text("/answer")).isEqualTo("already");
            assertThat(log.lines())
                    .contains("MP3304 asked " + all + ": 200 taken 2", "MP3304 asked " + all + ": 200 already 0");
        }
        eventually()
                .until(() -> cms.received(EvidenceMessage.RETAINED, second.id()).size() >= 2);
        assertThat(again(recording)).hasSize(1);
        assertThat(again(second)).hasSize(1);
        assertThat(operator.post("/api/v1/systems/cmz/handovers/again", REASON).status())
                .isEqualTo(404);
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        acknowledge(recording);

        assertThat(operator.post(path() + "/again", REASON).status()).isEqualTo(409);
        assertThat(operator.post(path() + "/again", REASON).text("/detail")).isEqualTo("Cms has acknowledged it.");
        assertThat(operator.post(path() + "/again", "{}").status()).isEqualTo(422);
        assertThat(operator.post(path() + "/again", "{\"reason\": \"R\", \"by\": \"me\"}")
                        .status())
                .isEqualTo(422);
        assertThat(operator.get(HANDOVERS + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(operator.get(HANDOVERS + "/x").status()).isEqualTo(404);
        assertThat(operator.post(HANDOVERS + "/" + UUID.randomUUID() + "/again", REASON)
                        .status())
                .isEqualTo(404);
        for (String query : List.of("state=LOST", "system=cmz", "recording=x", "after=x", "limit=501", "sytem=cms")) {
            assertThat(operator.get(HANDOVERS + "?" + query).status()).as(query).isEqualTo(400);
        }
        for (String path : List.of(HANDOVERS, path(), "/api/v1/systems")) {
            assertThat(nobody.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(nobody.post(path() + "/again", REASON).status()).isEqualTo(401);
        assertThat(again(recording)).isEmpty();
    }

    @Test
    void saysHowItStandsWithEachSystemAtTheBrokerAndInMetrics() throws Exception {
        reject(recording);
        hub.hub().context().getRouteController().suspendRoute("casework-relay-cms");

        JsonNode system = operator.get("/api/v1/systems").json().at("/systems/0");
        assertThat(system.path("id").asText()).isEqualTo("cms");
        assertThat(system.path("queue").asText()).isEqualTo("docket.evidence.cms");
        assertThat(system.path("relay").asText()).isEqualTo("SUSPENDED");
        assertThat(system.at("/handovers/REJECTED").asInt()).isEqualTo(1);
        assertThat(system.path("oldestOpenAt").asText()).isNotEmpty();

        hub.hub().context().getRouteController().resumeRoute("casework-relay-cms");
        assertThat(operator.get("/api/v1/systems").text("/systems/0/relay")).isEqualTo("RUNNING");

        eventually().until(() -> queue(nobody.get("/api/v1/status").json()).has("messages"));
        assertThat(nobody.get("/api/v1/status").json().path("broker").has("away"))
                .isFalse();
        eventually().until(() -> metrics()
                .lines()
                .anyMatch(line -> line.startsWith("docket_handovers{")
                        && line.contains("state=\"rejected\"")
                        && line.contains("system=\"cms\"")
                        && line.endsWith(" 1.0")));
        assertThat(metrics()).contains("docket_handovers_oldest_open_seconds{system=\"cms\"}");
        assertThat(metrics()).contains("docket_handovers_put_off{system=\"cms\"} 0.0");
    }

    private JsonNode queue(JsonNode status) {
        hub.clock().advance(Duration.ofMinutes(1));
        for (JsonNode queue : status.path("queues")) {
            if (queue.path("name").asText().equals("docket.evidence.cms")) {
                return queue;
            }
        }
        return status.path("none");
    }

    private String metrics() throws Exception {
        hub.clock().advance(Duration.ofSeconds(6));
        URI address = URI.create("http://127.0.0.1:" + hub.hub().httpPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
