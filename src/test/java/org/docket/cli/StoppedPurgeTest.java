package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import com.azure.core.util.BinaryData;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.PolicyHub;
import org.docket.cli.Terminal.Said;
import org.docket.custody.Ledger;
import org.docket.retention.PurgeRun;
import org.docket.retention.Stop;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of the purge that waits for a person: who sees it, what does not happen meanwhile, and how it goes on. */
class StoppedPurgeTest {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aRunThatWouldDisposeOfEverythingAfterAWrongTickBoxWaitsForAPerson(@TempDir Path home) throws Exception {
        int port = freePort();
        try (PolicyHub hub = new PolicyHub(
                home, Map.of("docket.http.port", String.valueOf(port), "docket.retention.brake.count", "1"))) {
            Terminal beside = Terminal.beside(hub.hub());
            List<Recording> all = List.of(hub.deposit("a.mp4"), hub.deposit("b.mp4"), hub.deposit("c.mp4"));
            shorten(hub, beside);
            hub.hub().clock().advance(Duration.ofDays(2));
            assertThat(beside.type("purge", "--dry-run").out()).contains("It would wait for a person (COUNT): ");
            assertThat(beside.type("purge", "--dry-run", "--json")
                            .json()
                            .at("/stops/0/kind")
                            .asText())
                    .isEqualTo("COUNT");
            assertThat(hub.hub().docket().purge().runs().latest()).isEmpty();

            run(hub);
            PurgeRun stopped = hub.hub().docket().purge().runs().standing().orElseThrow();
            assertThat(stopped.stops()).extracting(Stop::kind).containsExactly(Stop.Kind.COUNT);
            Recording later = hub.deposit("d.mp4");
            hub.hub().clock().advance(Duration.ofDays(2));

            run(hub);
            Said command = beside.type("purge", "--run");
            assertThat(command.exit()).isEqualTo(1);
            assertThat(command.err())
                    .contains("Run " + stopped.id() + " of the purge waits for a person since ")
                    .contains("3 recordings are due; the vault has 3, and at most 0 may go on one day");
            assertThat(hub.hub().recordings()).extracting(Recording::state).containsOnly(RecordingState.DEPOSITED);
            assertThat(notices(hub)).hasSize(1);
            assertStopped(beside, port, stopped);

            assertNobodyElseLetsItGoOn(beside, port, stopped);
            Said released = release(beside, stopped.id().toString());
            assertThat(released.exit()).isZero();
            eventually()
                    .until(() -> hub.hub()
                                    .docket()
                                    .purge()
                                    .runs()
                                    .find(stopped.id())
                                    .orElseThrow()
                                    .state()
                            == PurgeRun.State.DONE);

            assertThat(all).allMatch(recording -> state(hub, recording) == RecordingState.DISPOSED);
            // It became due after the run that was released: nobody has looked at that.
            assertThat(state(hub, later)).isEqualTo(RecordingState.DEPOSITED);
            assertThat(hub.hub().docket().ledger().history(Ledger.HUB))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.act()).isEqualTo("purge-released");
                        assertThat(entry.actor()).isEqualTo("DCI Okafor");
                        assertThat(entry.authority()).isEqualTo("schedule of 2027, signed off");
                        assertThat(entry.details()).contains(stopped.id().toString());
                    });
            assertThat(beside.type("verify").exit()).isZero();
            assertThat(health(port).path("data").path("state").asText()).isEqualTo("well");
            assertThat(beside.type("status").out()).contains("goes on by itself");
            try (Handle elsewhere = Jdbi.create(hub.hub().settings().all().get("docket.database.url"))
                    .open()) {
                elsewhere.execute("select pg_advisory_lock(?)", 0x646f636b65740003L);
                assertThat(beside.type("purge", "--run").err())
                        .as("nothing of the run that was before")
                        .startsWith("Nothing was disposed of: a hub is at a run of the purge now.");
            }
        }
    }

    private void shorten(PolicyHub hub, Terminal beside) throws Exception {
        hub.write("retention.yaml", PolicyHub.retention("P1D"));
        hub.awaitRefused();
        String version = beside.type("status", "--json")
                .json()
                .at("/policy/waiting/0/version")
                .asText();
        assertThat(beside.type("policy", "accept", version, "--by", "DCI Okafor", "--reason", "tidy up")
                        .exit())
                .isZero();
        hub.awaitTakenUp();
    }

    private void assertStopped(Terminal beside, int port, PurgeRun run) throws Exception {
        assertThat(attribute("Stopped")).isEqualTo(true);
        assertThat(attribute("StoppedRun")).isEqualTo(run.id().toString());
        assertThat(attribute("StoppedSince")).isEqualTo(run.plan().plannedAt().toString());
        assertThat(attribute("StoppedFor").toString()).startsWith("COUNT: 3 recordings are due");
        assertThat(attribute("PlannedRecordings")).isEqualTo(3L);
        JsonNode status = beside.type("status", "--json").json().path("purge");
        assertThat(status.path("stopped").asBoolean()).isTrue();
        assertThat(status.at("/stops/0/kind").asText()).isEqualTo("COUNT");
        assertThat(beside.type("status").out()).contains("STOPPED since ");
        // It goes on taking recordings in: it is ready, and says what is amiss.
        HttpResponse<String> ready = get(port, "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("degraded: run " + run.id() + " of the purge waits for a person");
        JsonNode check = health(port);
        assertThat(check.path("status").asText()).isEqualTo("UP");
        assertThat(check.path("data").path("state").asText()).isEqualTo("degraded");
        assertThat(check.path("data").path("run").asText()).isEqualTo(run.id().toString());
        assertThat(check.path("data").path("stoppedFor").asText()).startsWith("COUNT: ");
    }

    private void assertNobodyElseLetsItGoOn(Terminal beside, int port, PurgeRun run) throws Exception {
        String id = run.id().toString();
        assertThat(beside.type("purge", "--release", id, "--by", "DCI Okafor").exit())
                .isEqualTo(2);
        assertThat(beside.type("purge", "--release", id, "--by", " ", "--reason", "r")
                        .exit())
                .isEqualTo(2);
        assertThat(beside.type("purge", "--run", "--by", "DCI Okafor", "--reason", "r")
                        .exit())
                .isEqualTo(2);
        assertThat(release(beside, "01958f41-2b96-7d52-8c10-4e9a7f3b6d28").err())
                .startsWith("Not released: there is no run");
        assertThat(Json.MAPPER
                        .readTree(get(port, "/jolokia/exec/org.docket:type=Retention/release/" + id + "/me/because")
                                .body())
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        assertThatThrownBy(() -> releaseOverJmx(id, " ", "because"))
                .hasRootCauseMessage("not released: say who releases the run, and why");
        assertThatThrownBy(() -> releaseOverJmx("another", "me", "because")).hasMessageContaining("");
        assertThat(attribute("Stopped")).isEqualTo(true);
    }

    @Test
    void anotherRulebookWaitsUntilSomebodyAcceptsItByName(@TempDir Path home) throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Terminal beside = Terminal.beside(hub.hub());
            Recording first = hub.deposit("a.mp4");
            hub.hub().clock().advance(Duration.ofDays(32));
            run(hub);
            assertThat(state(hub, first)).isEqualTo(RecordingState.DISPOSED);
            Recording second = hub.deposit("b.mp4");
            hub.write("retention.yaml", PolicyHub.retention("P40D"));
            hub.awaitTakenUp();
            hub.hub().clock().advance(Duration.ofDays(50));

            run(hub);
            PurgeRun stopped = hub.hub().docket().purge().runs().standing().orElseThrow();
            assertThat(stopped.stops()).extracting(Stop::kind).containsExactly(Stop.Kind.POLICY);
            assertThat(state(hub, second)).isEqualTo(RecordingState.DEPOSITED);
            Said accepted = beside.type(
                    "policy", "accept", stopped.plan().rulebook(), "--by", "DCI Okafor", "--reason", "longer is right");

            assertThat(accepted.out()).contains("Run " + stopped.id() + ", which waited for that, is released.");
            eventually().until(() -> state(hub, second) == RecordingState.DISPOSED);
            assertThat(beside.type("policy", "accept", stopped.plan().rulebook(), "--by", "DS Rao", "--reason", "again")
                            .out())
                    .startsWith("Nothing changed: ");
        }
    }

    @Test
    void wrongClocksAndStrangeBlobsStopARunThatIsReleasedOverJmx(@TempDir Path home) throws Exception {
        try (PolicyHub hub = new PolicyHub(home, Map.of("docket.retention.brake.clocks", "PT1M"))) {
            Recording recording = hub.deposit("a.mp4");
            hub.hub().clock().advance(Duration.ofDays(32));
            for (int number = 0; number < 10; number++) {
                hub.hub()
                        .docket()
                        .vault()
                        .client()
                        .getBlobContainerClient("recordings")
                        .getBlobClient("strange-" + number)
                        .upload(BinaryData.fromString("strange"));
            }

            run(hub);
            PurgeRun stopped = hub.hub().docket().purge().runs().standing().orElseThrow();
            assertThat(stopped.stops()).extracting(Stop::kind).containsExactly(Stop.Kind.CLOCKS, Stop.Kind.LISTING);
            assertThat(releaseOverJmx(stopped.id().toString(), "DCI Okafor", "a test of the clocks"))
                    .startsWith("run " + stopped.id() + " is released");

            eventually().until(() -> state(hub, recording) == RecordingState.DISPOSED);
            assertThat(hub.hub()
                            .docket()
                            .purge()
                            .runs()
                            .find(stopped.id())
                            .orElseThrow()
                            .release())
                    .isNotNull()
                    .satisfies(release -> {
                        assertThat(release.by()).isEqualTo("DCI Okafor");
                        assertThat(release.reason()).isEqualTo("a test of the clocks");
                    });
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void run(PolicyHub hub) {
        hub.hub().hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);
    }

    private static Said release(Terminal terminal, String run) {
        return terminal.type(
                "purge", "--release", run, "--by", "DCI Okafor", "--reason", "schedule of 2027, signed off");
    }

    private String releaseOverJmx(String run, String by, String reason) throws Exception {
        String text = String.class.getName();
        return (String) beans.invoke(
                new ObjectName("org.docket:type=Retention"), "release", new Object[] {run, by, reason}, new String[] {
                    text, text, text
                });
    }

    private Object attribute(String name) throws Exception {
        return beans.getAttribute(new ObjectName("org.docket:type=Retention"), name);
    }

    private static RecordingState state(PolicyHub hub, Recording recording) {
        return hub.hub().docket().catalogue().find(recording.id()).orElseThrow().state();
    }

    private static List<String> notices(PolicyHub hub) {
        return Jdbi.create(hub.hub().settings().all().get("docket.database.url"))
                .withHandle(
                        handle -> handle.createQuery("select message from notice where message like '%purge-stopped%'")
                                .mapTo(String.class)
                                .list());
    }

    private JsonNode health(int port) throws Exception {
        JsonNode checks = Json.MAPPER
                .readTree(get(port, "/health/ready?data=true").body())
                .path("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .filter(check -> check.path("name").asText().endsWith("retention"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check of retention in " + checks));
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
