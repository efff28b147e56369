package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Explanation;
import org.docket.console.RecordingViews;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A recording keeps all its categories, the longest governs, and nothing goes before their longest minimum is over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralCategoriesTest {
    private static final String POLICY = """
            default: rest
            rules:
              - {name: force, when: recording.name.contains("force"), category: force, adds: true, why: Force was used.}
              - {name: stop, when: recording.name.contains("stop"), categories: [stop], why: Somebody was stopped.}
              - {name: proof, when: recording.name.contains("proof"), categories: [proof, stop], why: It proves something.}
            """;
    private static final String CASEWORK = """
            systems:
              - {id: cms, title: Case management}
              - {id: courts, title: Courts}
              - {id: archive, title: Archive, categories: [rest]}
            """;

    private final Path home;
    private final TestHub hub;

    SeveralCategoriesTest(@TempDir Path home) throws Exception {
        this.home = home;
        write("classification.yaml", POLICY);
        write("retention.yaml", retention("P10D", "cms"));
        write("casework.yaml", CASEWORK);
        hub = new TestHub(home, Map.of());
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void keepsAllCategoriesAndIsKeptByTheLongest() throws Exception {
        Recording recording = deposit("force-stop-1.mp4");
        Recording other = deposit("force-only-1.mp4");

        assertThat(recording.category()).isEqualTo("force");
        assertThat(recording.categories()).containsExactly("force", "stop");
        assertThat(recording.categoryRule()).isEqualTo("force");
        assertThat(recording.dueAt()).isEqualTo(after(recording, 90));
        assertThat(other.categories()).containsExactly("force", "rest");
        JsonNode classified = details(recording, "classified");
        assertThat(classified.path("category").asText()).isEqualTo("force");
        assertThat(classified.path("categories")).extracting(JsonNode::asText).containsExactly("force", "stop");
        String view = Json.write(views().of(List.of(recording)).get(0));
        assertThat(Json.read(view, JsonNode.class).path("categories"))
                .extracting(JsonNode::asText)
                .containsExactly("force", "stop");
        assertThat(Schemas.errors("recording.schema.json", view)).isEmpty();
    }

    @Test
    void explainsEveryCategoryAndTheMinimum() throws Exception {
        Recording recording = deposit("force-stop-2.mp4");

        Explanation why = hub.docket().explanations().explain(recording).orElseThrow();

        assertThat(why.categories()).containsExactly("force", "stop");
        assertThat(why.term().category()).isEqualTo("force");
        assertThat(why.term().until()).isEqualTo(after(recording, 90));
        assertThat(why.others())
                .extracting(Explanation.Term::category, Explanation.Term::until)
                .containsExactly(tuple("stop", after(recording, 20)));
        assertThat(why.earliest()).isEqualTo(after(recording, 10));
        assertThat(why.tried())
                .extracting(Explanation.Tried::rule, Explanation.Tried::adds)
                .containsExactly(tuple("force", true), tuple("stop", false));
        assertThat(why.now()).isNull();
    }

    @Test
    void tellsTheCaseSystemsOfAnyOfItsCategoriesWithAllOfThem() throws Exception {
        Recording proof = deposit("proof-1.mp4");
        Recording force = deposit("force-proof-1.mp4");

        assertThat(proof.category()).isEqualTo("proof");
        assertThat(proof.retained()).isTrue();
        assertThat(told(proof)).containsExactlyInAnyOrder("cms", "courts");
        assertThat(told(force)).containsExactlyInAnyOrder("cms", "courts");
        Handover handover = hub.docket().outbox().of(force.id()).get(0);
        JsonNode message = Json.read(handover.message(), JsonNode.class);
        assertThat(message.at("/data/category").asText()).isEqualTo("proof");
        assertThat(message.at("/data/categories"))
                .extracting(JsonNode::asText)
                .containsExactly("force", "proof", "stop");
        assertThat(Schemas.errors("messages/" + handover.type() + ".schema.json", handover.message()))
                .isEmpty();
    }

    @Test
    void tellsCaseSystemsThatHeardOfItBeforeThatItIsRetainedAgainWhateverItIsNow() throws Exception {
        Recording proof = deposit("proof-2.mp4");
        Recording again = proof.change()
                .category("force", List.of("force"))
                .dates(true, null, after(proof, 30))
                .build();
        Jdbi jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));

        jdbi.useTransaction(handle -> hub.docket().outbox().retained(handle, again));

        assertThat(hub.docket().outbox().of(proof.id()))
                .extracting(Handover::system, Handover::type)
                .containsExactlyInAnyOrder(
                        tuple("cms", EvidenceMessage.RETAINED),
                        tuple("courts", EvidenceMessage.RETAINED),
                        tuple("courts", EvidenceMessage.RETAINED),
                        tuple("cms", EvidenceMessage.UPDATED));
    }

    @Test
    void leavesWhatIsDueWhileItsMinimumIsNotOverByTheRulesInForce() throws Exception {
        Recording recording = deposit("stop-3.mp4");
        Recording released = deposit("stop-4.mp4");
        Jdbi jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));
        jdbi.useHandle(handle -> handle.execute("update recording set due_at = received_at where id = any(?)", (Object)
                new UUID[] {recording.id(), released.id()}));
        jdbi.useHandle(
                handle -> handle.execute("update recording set decided = 'RELEASED' where id = ?", released.id()));

        hub.hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);

        assertThat(now(recording).state()).isEqualTo(RecordingState.DEPOSITED);
        assertThat(now(released).state()).isEqualTo(RecordingState.DEPOSITED);
        assertThat(hub.docket().purge().runs().latest().orElseThrow().kept()).containsEntry(Blocked.MINIMUM, 2L);
    }

    @Test
    void aRulebookThatNamesACaseSystemThatThereIsNotIsNotTakenUp() throws Exception {
        write("retention.yaml", retention("P10D", "cms, cout"));
        try {
            eventually().until(() -> !hub.docket().rulebooks().refused().isEmpty());
            assertThat(hub.docket().rulebooks().refused()).last().satisfies(refused -> assertThat(refused.reason())
                    .contains("retention.yaml:5:")
                    .contains("there is no case system 'cout'; did you mean 'courts'?"));
        } finally {
            write("retention.yaml", retention("P10D", "cms"));
        }
    }

    @Test
    void saysThatTheMinimumKeepsWhatIsDueWithinIt() {
        RetentionRules rules = RetentionRules.of(Path.of("retention.yaml"), retention("P10D", "cms"));
        Recording recording = Recordings.unretained(UUID.randomUUID());
        Instant received = recording.receivedAt();
        Recording due = recording
                .change()
                .category("rest", List.of("rest", "stop"))
                .dates(false, received, null)
                .build();

        assertThat(Condemnation.blocked(rules, due, received.plus(Duration.ofDays(9))))
                .isEqualTo(Optional.of(Blocked.MINIMUM));
        assertThat(Condemnation.blocked(rules, due, after(due, 10))).isEmpty();
    }

    /** In line 5 stand the case systems of a category. */
    private static String retention(String minimum, String systems) {
        return """
                zone: Europe/London
                decisions: {retain: {review: P6M}, release: {keep: P5D}}
                categories:
                  force: {title: Force, keep: P90D, systems: [courts]}
                  stop: {title: Stop, keep: P20D, minimum: %s, systems: [%s]}
                  proof: {title: Proof, keep: until-review, review: P6M, systems: [courts]}
                  rest: {title: The rest, keep: P31D}
                """.formatted(minimum, systems);
    }

    private RecordingViews views() {
        return new RecordingViews(
                hub.docket().holds(),
                hub.docket().outbox(),
                hub.docket().retries(),
                hub.docket().ledger(),
                hub.docket().candidates(),
                hub.docket()::keepings);
    }

    private List<String> told(Recording recording) {
        return hub.docket().outbox().of(recording.id()).stream()
                .map(Handover::system)
                .toList();
    }

    private JsonNode details(Recording recording, String act) {
        LedgerEntry found = hub.docket().ledger().history(recording.id()).stream()
                .filter(entry -> entry.act().equals(act))
                .findFirst()
                .orElseThrow();
        return Json.read(found.details(), JsonNode.class);
    }

    private static Instant after(Recording recording, int days) {
        return recording
                .receivedAt()
                .atZone(ZoneId.of("Europe/London"))
                .plusDays(days)
                .toInstant();
    }

    private Recording now(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow();
    }

    private Recording deposit(String name) throws Exception {
        hub.drop("north-1", name, ("no film: " + name).getBytes(StandardCharsets.UTF_8));
        return hub.deposited(name);
    }

    private void write(String name, String text) throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Path written = Files.writeString(config.resolve(name + ".new"), text);
        Files.move(written, config.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
