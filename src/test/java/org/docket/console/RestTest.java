package org.docket.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.docket.catalogue.Recording;
import org.docket.testkit.Api;
import org.docket.testkit.Api.Answer;
import org.docket.testkit.Disposals;
import org.docket.testkit.HeardLog;
import org.docket.testkit.TestHub;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs can ask and say at a running hub, over real HTTP, and what they cannot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Path SAMPLES = Path.of("samples");
    private static final String UNMARKED = "MP7421_CAM0093412_20260314T181502.mp4";
    private static final List<String> NAMES =
            List.of("X81-000431.mov", "X81-000417.avi", "X81-000423.mp4", "X81-000438.3gp", UNMARKED);
    private static final String OFFICER = "d2lGkgT1AxqPq7cH0ab6";
    private static final String SUPERVISOR = "0fP3ZxRzNn9Qm4sW8uV1";
    private static final String CHIEF = "hT5vB2mKzq8Lr1Xw6Yc3";
    private static final String RECORDINGS = "/api/v1/recordings";

    private final TestHub hub;
    private final Api nobody;
    private final Api officer;
    private final Api supervisor;
    private final Api chief;

    RestTest(@TempDir Path home) throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(
                config.resolve("authorities.yaml"), """
                people:
                  - id: MP5790
                    authorities: []
                    token: %s
                  - id: MP2201
                    authorities: [supervisor, legal]
                    token: %s
                  - id: MP1001
                    authorities: [supervisor]
                    token: %s
                systems: []
                """.formatted(hash(OFFICER), hash(SUPERVISOR), hash(CHIEF)));
        hub = new TestHub(home, Map.of("docket.http.patience", "PT5S"));
        nobody = Api.of(hub);
        officer = nobody.as(OFFICER);
        supervisor = nobody.as(SUPERVISOR);
        chief = nobody.as(CHIEF);
        for (String name : NAMES) {
            String dock = name.startsWith("X81") ? "croydon-dock-2" : "brixton-dock-1";
            Path source = SAMPLES.resolve(dock).resolve(name);
            Path sidecar = source.resolveSibling(name.replaceAll("\\..*", ".json"));
            Files.createDirectories(hub.dock(dock));
            if (Files.exists(sidecar)) {
                Files.copy(sidecar, hub.dock(dock).resolve(sidecar.getFileName()));
            }
            hub.drop(dock, name, source);
        }
        for (String name : NAMES) {
            hub.receipted(name);
        }
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private static String hash(String token) {
        return SourceDigest.of(token.getBytes(StandardCharsets.UTF_8));
    }

    private Recording recording(String name) {
        return hub.recording(name).orElseThrow();
    }

    private String path(String name) {
        return RECORDINGS + "/" + recording(name).id();
    }

    private List<String> acts(String name) {
        return hub.docket().ledger().history(recording(name).id()).stream()
                .map(entry -> entry.act() + " by " + entry.actor())
                .toList();
    }

    @Test
    void standsBesideHealthMetricsAndJolokiaOnOnePort() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of("/health/live", "/health/ready", "/metrics", "/jolokia/version")) {
            URI address = URI.create("http://127.0.0.1:" + hub.hub().httpPort() + path);
            assertThat(http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void saysToEverybodyHowThingsStandWithoutNamingAnybody() throws Exception {
        eventually()
                .until(() -> nobody.get("/api/v1/status")
                                .json()
                                .at("/recordings/DEPOSITED")
                                .asInt()
                        >= 3);

        Answer status = nobody.get("/api/v1/status");

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.json().at("/docks/0/id").asText()).isEqualTo("brixton-dock-1");
        assertThat(status.header("Cache-Control")).isEqualTo("no-store");
        assertThat(status.response().body())
                .doesNotContain("X81")
                .doesNotContain(hub.settings().home().toString());
    }

    @Test
    void saysToEverybodyWhichCategoriesThereAre() throws Exception {
        JsonNode categories = nobody.get("/api/v1/categories").json().path("categories");

        assertThat(categories.findValuesAsText("name"))
                .containsExactlyElementsOf(
                        hub.docket().policy().now().retention().names());
        assertThat(nobody.get("/api/v1/categories").text("/coolingOff")).isEqualTo("P7D");
        assertThat(categories.get(0).path("tiers").isArray()).isTrue();
    }

    @Test
    void givesItsDocumentInOnePieceAsJsonAndAsYaml() throws Exception {
        Answer json = nobody.get("/api/v1/openapi.json");
        Answer yaml = nobody.get("/api/v1/openapi.yaml");

        assertThat(json.text("/openapi")).isEqualTo("3.1.0");
        assertThat(json.text("/components/schemas/Recording/title")).isEqualTo("Recording");
        assertThat(json.json().findValuesAsText("$ref")).isNotEmpty().allMatch(reference -> reference.startsWith("#/"));
        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(yaml.response().body()).contains("openapi: 3.1.0");
    }

    @Test
    void showsNothingOfRecordingsToWhomIsNotKnown() throws Exception {
        for (String path : List.of(
                RECORDINGS,
                path("X81-000423.mp4"),
                path("X81-000423.mp4") + "/explanation",
                "/api/v1/purge/plan",
                "/api/v1/purge/runs",
                "/api/v1/requests",
                "/api/v1/quarantine")) {
            Answer answer = nobody.get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"docket\"");
            assertThat(answer.response().body()).doesNotContain("X81").contains("./docket token");
        }
    }

    @Test
    void takesNoDecisionFromWhomIsNotKnown() throws Exception {
        List<String> before = acts("X81-000423.mp4");

        Answer answer = nobody.as("some-other-token")
                .post(path("X81-000423.mp4") + "/decisions", "{\"decision\": \"release\", \"reason\": \"I say so\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(acts("X81-000423.mp4")).isEqualTo(before);
    }

    @Test
    void showsARecordingAsTheCommandDoes() throws Exception {
        Recording recording = recording("X81-000423.mp4");

        Answer answer = officer.get(path("X81-000423.mp4"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/id")).isEqualTo(recording.id().toString());
        assertThat(answer.text("/sha256")).isEqualTo(recording.sha256());
        assertThat(answer.json().path("ledger")).hasSizeGreaterThan(2);
        assertThat(answer.header("Authorization")).isEmpty();
    }

    @Test
    void explainsTheCategoryOfARecording() throws Exception {
        Answer answer = officer.get(path("X81-000423.mp4") + "/explanation");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/category"))
                .isEqualTo(recording("X81-000423.mp4").category());
    }

    @Test
    void turnsPagesWithoutLosingOrRepeatingARecording() throws Exception {
        Set<String> seen = new LinkedHashSet<>();
        String after = "";
        int pages = 0;
        do {
            Answer page = officer.get(RECORDINGS + "?limit=1" + after);
            assertThat(page.json().path("recordings")).hasSize(1);
            assertThat(seen.add(page.text("/recordings/0/id"))).isTrue();
            after = page.json().has("next") ? "&after=" + page.text("/next") : "";
            pages++;
        } while (!after.isEmpty());

        assertThat(pages).isEqualTo(hub.recordings().size());
    }

    @Test
    void filtersByWhatIsKnownOfRecordings() throws Exception {
        Recording evidence = recording("X81-000423.mp4");
        String officerId = String.valueOf(evidence.facts().officer().id());
        String spelt = officerId.toLowerCase(java.util.Locale.ROOT).replaceAll("^(.)", "$1%20");

        assertThat(ids("state=deposited&dock=croydon-dock-2")).hasSize(4);
        assertThat(ids("dock=nowhere")).isEmpty();
        assertThat(ids("category=" + evidence.category()))
                .contains(evidence.id().toString());
        assertThat(ids("retained=true")).contains(evidence.id().toString());
        assertThat(ids("retained=false"))
                .doesNotContain(evidence.id().toString())
                .isNotEmpty();
        assertThat(ids("dueBefore=2099-01-01T00:00:00%2B01:00"))
                .doesNotContain(evidence.id().toString())
                .isNotEmpty();
        assertThat(ids("dueBefore=2001-01-01T00:00:00Z")).isEmpty();
        assertThat(ids("officer=" + spelt)).contains(evidence.id().toString());
        assertThat(ids("officer=nobody")).isEmpty();
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        officer.get(RECORDINGS + "?" + query)
                .json()
                .path("recordings")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    @Test
    void refusesAQueryThatItDoesNotUnderstand() throws Exception {
        for (String query : List.of(
                "officr=1",
                "limit=0",
                "limit=501",
                "limit=x",
                "state=LOST",
                "retained=maybe",
                "dueBefore=tomorrow",
                "after=abc",
                "after=MTIz",
                "dock=",
                "dock=a&dock=b",
                "dock=%00",
                "dock=%ED%A0%80%00")) {
            Answer answer = officer.get(RECORDINGS + "?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.text("/remedy")).as(query).isNotEmpty();
        }
    }

    @Test
    void takesADecisionOnceHoweverOftenItIsSent() throws Exception {
        String body = "{\"decision\": \"retain\", \"reason\": \"Shown in court\", \"case\": \"URN-1\"}";
        String key = UUID.randomUUID().toString();

        Answer first = officer.post(path("X81-000417.avi") + "/decisions", body, "Idempotency-Key", key);
        Answer again = officer.post(path("X81-000417.avi") + "/decisions", body, "Idempotency-Key", key);
        Answer other = officer.post(
                path("X81-000417.avi") + "/decisions", body.replace("court", "town"), "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text("/answer")).isEqualTo("taken");
        assertThat(first.json().at("/recording/retained").asBoolean()).isTrue();
        assertThat(again.text("/answer")).isEqualTo("already");
        assertThat(other.status()).isEqualTo(409);
        assertThat(acts("X81-000417.avi")).containsOnlyOnce("retained by MP5790");

        Answer released = supervisor.post(
                path("X81-000417.avi") + "/decisions", "{\"decision\": \"release\", \"reason\": \"Not shown\"}");
        assertThat(released.text("/answer")).isEqualTo("taken");
        assertThat(acts("X81-000417.avi")).contains("released by MP2201");
    }

    @Test
    void holdsAndLifts() throws Exception {
        String holds = path("X81-000438.3gp") + "/holds";
        String hold = "{\"kind\": \"legal\", \"reference\": \"T20267001\", \"reason\": \"Appeal\","
                + " \"until\": \"2099-03-01T00:00:00Z\"}";

        Answer placed = officer.post(holds, hold);
        Answer again = officer.post(holds, hold);

        assertThat(placed.text("/answer")).isEqualTo("taken");
        assertThat(placed.text("/recording/holds/0/by")).isEqualTo("MP5790");
        assertThat(again.text("/answer")).isEqualTo("already");

        Answer lifted = supervisor.post(
                holds + "/lift", "{\"kind\": \"legal\", \"reference\": \"T20267001\", \"reason\": \"Dismissed\"}");

        assertThat(lifted.text("/answer")).isEqualTo("taken");
        assertThat(lifted.json().at("/recording/holds")).isEmpty();
        assertThat(acts("X81-000438.3gp")).contains("held by MP5790", "hold-lifted by MP2201");
    }

    @Test
    void saysOfWhatNeedsAnAuthorityThatItNeedsOne() throws Exception {
        String holds = path("X81-000423.mp4") + "/holds";
        officer.post(holds, "{\"kind\": \"legal\", \"reference\": \"T7\", \"reason\": \"Appeal\"}");

        Answer lifted =
                officer.post(holds + "/lift", "{\"kind\": \"legal\", \"reference\": \"T7\", \"reason\": \"No\"}");
        Answer unknown = officer.post(holds, "{\"kind\": \"whim\", \"reference\": \"T7\", \"reason\": \"No\"}");

        assertThat(lifted.status()).isEqualTo(403);
        assertThat(lifted.text("/detail")).contains("authority legal");
        assertThat(unknown.status()).isEqualTo(409);
        assertThat(unknown.text("/detail")).contains("legal");
        assertThat(officer.get(path("X81-000423.mp4")).text("/holds/0/reference"))
                .isEqualTo("T7");
    }

    @Test
    void takesAnEarlyDeletionWhenASecondPersonApprovesIt() throws Exception {
        String decisions = path(UNMARKED) + "/decisions";

        Answer asked = supervisor.post(decisions, "{\"decision\": \"delete-early\", \"reason\": \"My locker\"}");
        Answer alone = supervisor.post(decisions, "{\"decision\": \"approve\", \"reason\": \"Yes\"}");

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.text("/answer")).isEqualTo("waiting");
        assertThat(asked.text("/reason")).contains("second person");
        assertThat(alone.status()).isEqualTo(403);
        assertThat(officer.get("/api/v1/requests").text("/requests/0/askedBy")).isEqualTo("MP2201");

        Answer approved = chief.post(decisions, "{\"decision\": \"approve\", \"reason\": \"Yes\"}");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.text("/answer")).isEqualTo("taken");
        assertThat(officer.get("/api/v1/requests").text("/requests/0/approvedBy"))
                .isEqualTo("MP1001");
    }

    @Test
    void takesThePersonsWordOnTheIncident() throws Exception {
        String incident = path(UNMARKED) + "/incident";

        Answer none = officer.post(incident, "{\"none\": true, \"reason\": \"Before the shift\"}");
        Answer unknown = officer.post(incident, "{\"incident\": \"CAD-0\", \"reason\": \"R\"}");
        Answer neither = officer.post(incident, "{\"reason\": \"R\"}");

        assertThat(none.text("/answer")).isEqualTo("taken");
        assertThat(unknown.status()).isEqualTo(409);
        assertThat(neither.status()).isEqualTo(422);
    }

    @Test
    void acceptsOnlyARulebookThatThereIs() throws Exception {
        String accept = "/api/v1/rulebooks/accept";
        String inForce = nobody.get("/api/v1/status").text("/rulebook/version");

        assertThat(officer.post(accept, "{\"version\": \"" + inForce + "\", \"reason\": \"R\"}")
                        .status())
                .isEqualTo(403);
        assertThat(officer.post("/api/v1/purge/runs/" + UUID.randomUUID() + "/release", "{\"reason\": \"R\"}")
                        .status())
                .isEqualTo(403);
        assertThat(supervisor
                        .post(accept, "{\"version\": \"0123456789ab\", \"reason\": \"R\"}")
                        .status())
                .isEqualTo(409);
        assertThat(supervisor
                        .post(accept, "{\"version\": \"latest\", \"reason\": \"R\"}")
                        .status())
                .isEqualTo(422);
        assertThat(supervisor
                        .post(accept, "{\"version\": \"" + inForce + "\", \"reason\": \"R\"}")
                        .status())
                .isIn(200, 409);
    }

    @Test
    void takesTheOutcomeOfACase() throws Exception {
        String outcomes = path("X81-000423.mp4") + "/outcomes";

        Answer told = officer.post(
                outcomes,
                "{\"outcome\": \"conviction\", \"at\": \"2026-10-30\", \"custody\": true, \"until\": \"2031-04-02\","
                        + " \"case\": \"URN-01AB1234526\", \"reason\": \"Crown Court\"}");
        Answer without = officer.post(outcomes, "{\"outcome\": \"conviction\", \"at\": \"30/10/2026\"}");

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text("/answer")).isEqualTo("taken");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.json().path("fields").findValuesAsText("field"))
                .containsExactlyInAnyOrder("at", "case", "reason");
        assertThat(acts("X81-000423.mp4")).contains("outcome-told by MP5790");
    }

    @Test
    void writesDownWhoReadWhichRecordingAndWhoWasRefusedWhat() throws Exception {
        try (HeardLog log = HeardLog.of("org.docket")) {
            officer.get(path("X81-000438.3gp"));
            officer.get(RECORDINGS + "?dock=croydon-dock-2");
            nobody.as("secret-but-wrong").get(RECORDINGS);
            officer.post(path("X81-000438.3gp") + "/decisions", "{}");

            String id = recording("X81-000438.3gp").id().toString();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("MP5790 read recording " + id))
                    .anyMatch(line -> line.contains("MP5790 read 4 recordings") && line.contains(id))
                    .anyMatch(line -> line.contains("a wrong token came with " + RECORDINGS))
                    .anyMatch(line -> line.contains("MP5790 was answered 422"))
                    .anyMatch(line ->
                            line.equals("MP5790 asked " + path("X81-000438.3gp") + "/decisions: 422 wrong-body"))
                    .noneMatch(line -> line.contains("secret-but-wrong") || line.contains(OFFICER));
        }
    }

    @Test
    void logsWhoActedWithWhichOutcome() throws Exception {
        String holds = path("X81-000417.avi") + "/holds";
        try (HeardLog log = HeardLog.of("org.docket.access")) {
            officer.post(holds, "{\"kind\": \"legal\", \"reference\": \"A1\", \"reason\": \"Appeal of Smith\"}");
            officer.post(holds, "{\"kind\": \"legal\", \"reference\": \"A1\", \"reason\": \"Appeal of Smith\"}");
            officer.post(holds + "/lift", "{\"kind\": \"legal\", \"reference\": \"A1\", \"reason\": \"Over\"}");
            supervisor.post(holds + "/lift", "{\"kind\": \"legal\", \"reference\": \"A1\", \"reason\": \"Over\"}");

            assertThat(log.lines())
                    .containsExactly(
                            "MP5790 asked " + holds + ": 200 taken",
                            "MP5790 asked " + holds + ": 200 already",
                            "MP5790 asked " + holds + "/lift: 403 not-allowed",
                            "MP2201 asked " + holds + "/lift: 200 taken");
        }
    }

    @Test
    void keepsIdempotencyKeysApartByPerson() throws Exception {
        String key = UUID.randomUUID().toString();
        String retain = "{\"decision\": \"retain\", \"reason\": \"Shown\"}";
        String release = "{\"decision\": \"release\", \"reason\": \"Not shown\"}";

        officer.post(path("X81-000438.3gp") + "/decisions", retain, "Idempotency-Key", key);
        Answer other = supervisor.post(path("X81-000438.3gp") + "/decisions", release, "Idempotency-Key", key);

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.text("/answer")).isEqualTo("taken");
    }

    @Test
    void givesUpALookThatTakesTooLong() throws Exception {
        Jdbi jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));
        Answer answer = jdbi.inTransaction(handle -> {
            handle.execute("lock table recording in access exclusive mode");
            return officer.get(RECORDINGS);
        });

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("/detail")).contains("longer than 5 seconds");
        assertThat(officer.get(RECORDINGS).status()).isEqualTo(200);
    }

    @Test
    void saysWhetherAHistoryVerifiesAndThatWhatIsThereHasNoCertificate() throws Exception {
        Answer verified = officer.get(path("X81-000423.mp4") + "/verification");
        Answer none = officer.get(path("X81-000423.mp4") + "/certificate");

        assertThat(verified.json().path("verified").asBoolean()).isTrue();
        assertThat(verified.json().path("recordings").asInt()).isEqualTo(1);
        assertThat(verified.json().path("ledgerEntries").asInt()).isGreaterThan(2);
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.text("/detail")).contains("it is DEPOSITED");
        assertThat(nobody.get(path("X81-000423.mp4") + "/certificate").status()).isEqualTo(401);
        assertThat(nobody.get(path("X81-000423.mp4") + "/verification").status())
                .isEqualTo(401);
    }

    @Test
    void saysUntilWhenTheOutcomeOfACaseKeepsARecording() throws Exception {
        Answer answer = officer.post(
                path("X81-000438.3gp") + "/outcomes",
                "{\"outcome\": \"conviction\", \"at\": \"2026-05-04\", \"case\": \"C-7\", \"reason\": \"Court\"}");

        assertThat(answer.text("/recording/keptUntil")).isEqualTo("2026-11-05T00:00:00Z");
        assertThat(answer.text("/recording/reviewAt")).isNotEmpty();
    }

    @Test
    void asksForARecordingFromTheArchive() throws Exception {
        String retrieval = path("X81-000423.mp4") + "/retrieval";

        assertThat(officer.post(retrieval, "{\"reason\": \"Trial\", \"priority\": \"high\"}")
                        .text("/answer"))
                .isEqualTo("readable");
        assertThat(officer.post(retrieval, "{\"reason\": \"Trial\", \"priority\": \"soon\"}")
                        .status())
                .isEqualTo(422);
        assertThat(nobody.post(retrieval, "{\"reason\": \"Trial\"}").status()).isEqualTo(401);
    }

    @Test
    void givesTheCertificateOfADisposalAsTheVaultHasIt() throws Exception {
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        film.write(Files.readAllBytes(SAMPLES.resolve("brixton-dock-1").resolve(UNMARKED)));
        film.write(new byte[] {0, 0, 0, 8, 'f', 'r', 'e', 'e'});
        hub.drop("brixton-dock-1", "gone.mp4", film.toByteArray());
        Recording gone = hub.deposited("gone.mp4");
        Jdbi.create(hub.settings().all().get("docket.database.url"))
                .useHandle(handle -> handle.execute(
                        "update recording set received_at = received_at - interval '99 days',"
                                + " due_at = received_at - interval '9 days' where id = ?",
                        gone.id()));
        Disposals.dispose(hub.docket(), gone.id());

        Answer answer = officer.get(RECORDINGS + "/" + gone.id() + "/certificate");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/sha256")).isEqualTo(gone.sha256());
    }

    @Test
    void saysOfEveryWrongFieldWhatIsWrongAndWhatToDo() throws Exception {
        Answer answer = officer.post(
                path("X81-000438.3gp") + "/holds",
                "{\"kind\": \"\", \"reference\": 7, \"until\": \"soon\", \"by\": \"MP1\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("fields").findValuesAsText("field"))
                .containsExactlyInAnyOrder("kind", "reference", "until", "by", "reason");
        assertThat(answer.text("/remedy")).isNotEmpty();
    }

    @Test
    void refusesWhatIsNoJsonObjectOfItsKind() throws Exception {
        String decisions = path("X81-000438.3gp") + "/decisions";
        String right = "{\"decision\": \"retain\", \"reason\": \"R\"}";

        assertThat(officer.post(decisions, "{").status()).isEqualTo(400);
        assertThat(officer.post(decisions, "").status()).isIn(400, 422);
        assertThat(officer.post(decisions, "[]").status()).isEqualTo(422);
        assertThat(officer.post(decisions, right + " {}").status()).isEqualTo(400);
        assertThat(officer.post(decisions, "{\"decision\": \"retain\", \"decision\": \"release\", \"reason\": \"R\"}")
                        .status())
                .isEqualTo(400);
        assertThat(officer.post(decisions, right.replace("R\"", "\\u0000\"")).status())
                .isEqualTo(422);
        assertThat(officer.post(decisions, right.replace("\"R\"", "\"" + "r".repeat(2_001) + "\""))
                        .status())
                .isEqualTo(422);
        assertThat(officer.post(decisions, right.replace("retain", "recategorise"))
                        .status())
                .isEqualTo(422);
        assertThat(officer.send("POST", decisions, Map.of("Content-Type", "application/x-www-form-urlencoded"), "a=b")
                        .status())
                .isEqualTo(415);
        assertThat(officer.send("POST", decisions, Map.of("Content-Type", "text/plain"), right)
                        .status())
                .isEqualTo(415);
        assertThat(officer.send("POST", decisions, Map.of(), right).status()).isEqualTo(415);
        assertThat(officer.post(decisions, right.replace("\"R\"", "\"" + "r".repeat(70_000) + "\""))
                        .status())
                .isEqualTo(413);
        assertThat(officer.post(decisions, right, "Idempotency-Key", "k".repeat(251))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void saysOfWhatIsNotThereThatItIsNotThere() throws Exception {
        String right = "{\"decision\": \"retain\", \"reason\": \"R\"}";

        assertThat(nobody.get("/api/v1").status()).isEqualTo(404);
        assertThat(nobody.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(nobody.get("/api/v2/status").status()).isEqualTo(404);
        assertThat(officer.get(RECORDINGS + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(officer.get(RECORDINGS + "/1-1-1-1-1").status()).isEqualTo(404);
        assertThat(officer.get(RECORDINGS + "/..%2f..%2fetc").status()).isEqualTo(404);
        assertThat(officer.post(RECORDINGS + "/" + UUID.randomUUID() + "/decisions", right)
                        .status())
                .isEqualTo(404);
        assertThat(supervisor
                        .post("/api/v1/purge/runs/" + UUID.randomUUID() + "/release", "{\"reason\": \"R\"}")
                        .status())
                .isEqualTo(404);
        assertThat(supervisor
                        .post("/api/v1/quarantine/retry", "{\"dock\": \"d\", \"keptAs\": \"x.mp4\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesOnlyTheMethodsOfAPath() throws Exception {
        Answer deleted = officer.send("DELETE", path("X81-000423.mp4"), Map.of(), null);
        Answer options = nobody.send("OPTIONS", "/api/v1/status", Map.of("Origin", "http://evil.example"), null);
        Answer head = nobody.send("HEAD", "/api/v1/status", Map.of(), null);

        assertThat(deleted.status()).isEqualTo(405);
        assertThat(deleted.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(officer.get(path("X81-000423.mp4") + "/decisions").header("Allow"))
                .isEqualTo("POST");
        assertThat(options.status()).isEqualTo(405);
        assertThat(options.response().headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
    }

    @Test
    void saysWhatThePurgeWouldDoAndDid() throws Exception {
        Answer plan = officer.get("/api/v1/purge/plan");
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json().path("stops").isArray()).isTrue();
        assertThat(officer.get("/api/v1/purge/runs?limit=5").status()).isEqualTo(200);
        assertThat(officer.get("/api/v1/requests").status()).isEqualTo(200);
    }

    @Test
    void putsBackWhatLiesInQuarantine() throws Exception {
        hub.drop("croydon-dock-2", "empty.mp4", new byte[0]);
        eventually()
                .until(() -> officer.get("/api/v1/quarantine")
                                .json()
                                .path("quarantine")
                                .size()
                        == 1);

        String keptAs = officer.get("/api/v1/quarantine").text("/quarantine/0/keptAs");
        Answer answer = officer.post(
                "/api/v1/quarantine/retry", "{\"dock\": \"croydon-dock-2\", \"keptAs\": \"" + keptAs + "\"}");

        assertThat(answer.status()).isIn(200, 409);
    }

    @Test
    void answersNoMoreThanSoManyWrongTokensAMinuteAndStillLetsInTheRightOne() throws Exception {
        hub.clock().advance(Duration.ofMinutes(5));
        Api stranger = nobody.as("guessed");
        for (int i = 0; i < Visitors.MOST_WRONG; i++) {
            assertThat(stranger.get(RECORDINGS).status()).isEqualTo(401);
        }

        Answer turnedAway = stranger.get(RECORDINGS);

        assertThat(turnedAway.status()).isEqualTo(429);
        assertThat(turnedAway.header("Retry-After")).isEqualTo("60");
        assertThat(officer.get(RECORDINGS).status()).isEqualTo(200);
        hub.clock().advance(Duration.ofMinutes(5));
        assertThat(stranger.get(RECORDINGS).status()).isEqualTo(401);
    }

    @Test
    void doesWhatItsPageShows() throws Exception {
        String page = Files.readString(Path.of("docs/rest.md")).replace("\\\n", " ");
        List<String> commands =
                page.lines().filter(line -> line.startsWith("curl ")).toList();

        for (String command : commands) {
            assertThat(shown(command).status())
                    .as(command)
                    .isEqualTo(command.contains("$RUN") || command.contains("$HANDOVER") ? 404 : 200);
        }

        assertThat(commands).hasSizeGreaterThan(12);
        assertThat(acts("X81-000431.mov"))
                .contains("hold-lifted by MP2201", "outcome-told by MP2201", "matched by MP2201");
    }

    private Answer shown(String command) throws Exception {
        Map<String, String> headers = new HashMap<>();
        String body = null;
        String path = "";
        String option = "";
        for (MatchResult word : WORD.matcher(command).results().skip(1).toList()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3);
            if (option.equals("-H") && !text.equals("$AUTH")) {
                headers.put(text.substring(0, text.indexOf(':')), text.substring(text.indexOf(':') + 2));
            } else if (option.equals("-d")) {
                body = text;
            } else if (text.startsWith("$DOCKET")) {
                path = text.substring("$DOCKET".length())
                        .replace("$ID", recording("X81-000431.mov").id().toString())
                        .replace("$HANDOVER", UUID.randomUUID().toString())
                        .replace("$RUN", UUID.randomUUID().toString());
            }
            option = text;
        }
        Api caller = command.contains("$AUTH") ? supervisor : nobody;
        return caller.send(body == null ? "GET" : "POST", path, headers, body);
    }
}
