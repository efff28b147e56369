package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.MovableClock;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people are told to look at: the message, how long it is sent, and that it comes from a real hub. */
class NoticesTest {
    private static final DataSource DATABASE = TestDatabase.create();
    private static final String SCHEMA = "messages/" + Notices.TYPE + ".schema.json";
    private static final String QUEUE = "docket.notices";
    private static final UUID RECORDING = UUID.fromString("01958f41-2b96-7d52-8c10-4e9a7f3b6d28");
    private static final int ALL = 100;

    private final Jdbi jdbi = Jdbi.create(DATABASE);
    private final MovableClock clock = new MovableClock();
    private final Notices notices = new Notices(jdbi, clock);

    @ParameterizedTest
    @EnumSource
    void followsTheSchemaAndSaysWhatToDo(Notice.Kind kind) throws IOException {
        String message = written(kind).message();

        assertThat(Schemas.errors(SCHEMA, message)).isEmpty();
        JsonNode event = Json.MAPPER.readTree(message);
        assertDescribed(event);
        assertThat(event.path("type").asText()).isEqualTo(Notices.TYPE);
        assertThat(event.path("subject").asText()).isEqualTo(RECORDING.toString());
        JsonNode data = event.path("data");
        assertThat(data.path("kind").asText()).isEqualTo(kind.word());
        assertThat(data.path("recordingId").asText()).isEqualTo(RECORDING.toString());
        assertThat(data.path("dock").asText()).isEqualTo("lewisham-van");
        assertThat(data.path("what").asText()).isEqualTo("it is " + kind);
        assertThat(data.path("remedy").asText()).isEqualTo("look at it");
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaNamesEveryKind(Notice.Kind kind) throws IOException {
        JsonNode named = Json.MAPPER
                .readTree(Path.of("docs/api", SCHEMA).toFile())
                .at("/properties/data/properties/kind/examples");

        assertThat(named).extracting(JsonNode::asText).contains(kind.word());
    }

    @Test
    void theExampleFollowsTheSchemaAndTellsTheSameFields() throws IOException {
        String example = Files.readString(Path.of("docs/api/examples", Notices.TYPE + ".json"));
        JsonNode written =
                Json.MAPPER.readTree(written(Notice.Kind.VERIFICATION_FAILED).message());

        assertThat(Schemas.errors(SCHEMA, example)).isEmpty();
        JsonNode event = Json.MAPPER.readTree(example);
        assertThat(event.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(written::fieldNames);
        assertThat(event.path("data").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(() -> written.path("data").fieldNames());
    }

    static Stream<Arguments> breakages() {
        return Stream.of(
                breakage("no id", message -> message.remove("id")),
                breakage("another type", message -> message.put("type", "docket.notice.v2")),
                breakage("no time zone", message -> message.put("time", "2026-03-14T23:02:18")),
                breakage("no kind", message -> data(message).remove("kind")),
                breakage("a kind that is no word", message -> data(message).put("kind", "SOURCE_LOST")),
                breakage("half an id", message -> data(message).put("recordingId", "01958f41")),
                breakage("nothing to say", message -> data(message).put("what", "")),
                breakage("no remedy", message -> data(message).remove("remedy")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakages")
    void theSchemaRefusesANoticeWith(String what, Consumer<ObjectNode> breakage) throws IOException {
        ObjectNode message = (ObjectNode)
                Json.MAPPER.readTree(written(Notice.Kind.SOURCE_LOST).message());
        breakage.accept(message);

        assertThat(Schemas.errors(SCHEMA, message.toString())).as(what).isNotEmpty();
    }

    @Test
    void comesAgainUnderTheSameIdUntilItIsReportedAsSent() {
        Notices.Pending first = written(Notice.Kind.SOURCE_LOST);

        clock.advance(Duration.ofSeconds(20));
        assertThat(notices.claim(ALL)).doesNotContain(first);
        clock.advance(Duration.ofSeconds(11));
        assertThat(notices.claim(ALL)).contains(first);

        notices.sent(first);
        clock.advance(Duration.ofDays(1));
        assertThat(notices.claim(ALL)).doesNotContain(first);
    }

    @Test
    void isLeftToTheHubThatTookItAlsoWhereClocksAreApart() {
        Notices.Pending taken = written(Notice.Kind.SOURCE_LOST);

        clock.setBack(Duration.ofSeconds(3));
        assertThat(notices.claim(ALL)).doesNotContain(taken);
        clock.setBack(Duration.ofDays(3));
        assertThat(notices.claim(ALL)).contains(taken);
        clock.advance(Duration.ofDays(3).plusSeconds(3));
    }

    @Test
    void comesInTheOrderInWhichItWasWrittenAndOnlyAsManyAsWereAskedFor() {
        Jdbi empty = Jdbi.create(TestDatabase.create());
        Notices fresh = new Notices(empty, clock);
        empty.useTransaction(handle -> Stream.of("first", "second", "third")
                .forEach(what -> fresh.add(handle, notice(Notice.Kind.SOURCE_LOST, what))));

        assertThat(fresh.claim(2)).extracting(NoticesTest::what).containsExactly("first", "second");
        assertThat(fresh.claim(2)).extracting(NoticesTest::what).containsExactly("third");
        assertThat(fresh.claim(2)).isEmpty();
    }

    @Test
    void isWrittenWithWhatItTellsOfOrNotAtAll() {
        jdbi.useHandle(handle -> {
            handle.begin();
            notices.add(handle, notice(Notice.Kind.SOURCE_LOST, "undone"));
            handle.rollback();
        });

        assertThat(notices.claim(ALL)).extracting(NoticesTest::what).doesNotContain("undone");
    }

    @Test
    void tellsOnceOfARecordingWhoseSidecarSaysAnotherHash(@TempDir Path home) throws Exception {
        try (TestHub hub = new TestHub(home, Map.of());
                CaseSystemClient operator = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms")) {
            Files.writeString(
                    Files.createDirectories(hub.dock("lewisham-van")).resolve("odd.json"),
                    "{\"sha256\": \"" + "c4".repeat(32) + "\"}");
            Path source = hub.drop(
                    "lewisham-van", "odd.mp4", Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4"));
            Recording recording = hub.deposited("odd.mp4");

            List<TextMessage> messages = operator.drain(QUEUE);

            assertThat(messages).hasSize(1);
            assertTellsOf(recording, messages.get(0));
            assertThat(recording.facts().problems()).anyMatch(problem -> problem.contains("it gets no receipt"));
            assertThat(recording.category()).isEqualTo("damaged");
            Path next = hub.drop("lewisham-van", "next.mp4", Path.of("samples/croydon-dock-2/X81-000423.mp4"));
            eventually().until(() -> Files.exists(TestHub.receipt(next)));
            assertThat(TestHub.receipt(source)).doesNotExist();
            assertThat(source).exists();
            assertThat(notices(hub)).isEqualTo(1);
            assertThat(hub.docket().ledger().history(recording.id()))
                    .extracting(LedgerEntry::act)
                    .startsWith("received", "deposited", "classified")
                    .doesNotContain("receipted");
        }
    }

    private static void assertTellsOf(Recording recording, TextMessage message) throws IOException, JMSException {
        assertThat(Schemas.errors(SCHEMA, message.getText())).isEmpty();
        JsonNode event = Json.MAPPER.readTree(message.getText());
        assertThat(message.getJMSCorrelationID()).isEqualTo(event.path("id").asText());
        assertThat(message.getStringProperty("ce_type")).isEqualTo(Notices.TYPE);
        JsonNode data = event.path("data");
        assertThat(data.path("kind").asText()).isEqualTo("verification-failed");
        assertThat(data.path("recordingId").asText()).isEqualTo(recording.id().toString());
        assertThat(data.path("dock").asText()).isEqualTo("lewisham-van");
        assertThat(data.path("what").asText()).contains("c4".repeat(32)).contains(recording.sha256());
    }

    private static int notices(TestHub hub) {
        return Jdbi.create(hub.settings().read(DatabaseConfiguration.class).url())
                .withHandle(handle -> handle.createQuery("select count(*) from notice")
                        .mapTo(Integer.class)
                        .one());
    }

    /** One that was written and taken to be sent. */
    private Notices.Pending written(Notice.Kind kind) {
        String what = "it is " + kind;
        jdbi.useTransaction(handle -> notices.add(handle, notice(kind, what)));
        List<Notices.Pending> claimed = notices.claim(ALL);
        Notices.Pending latest = claimed.get(claimed.size() - 1);
        assertThat(what(latest)).isEqualTo(what);
        return latest;
    }

    private static Notice notice(Notice.Kind kind, String what) {
        return new Notice(kind, RECORDING, "lewisham-van", what, "look at it");
    }

    private static String what(Notices.Pending pending) {
        return Json.read(pending.message(), JsonNode.class).at("/data/what").asText();
    }

    private static void assertDescribed(JsonNode event) throws IOException {
        JsonNode described =
                Json.MAPPER.readTree(Path.of("docs/api", SCHEMA).toFile()).path("properties");
        assertThat(event.fieldNames()).toIterable().allMatch(described::has);
        assertThat(event.path("data").fieldNames()).toIterable().allMatch(described.at("/data/properties")::has);
    }

    private static Arguments breakage(String what, Consumer<ObjectNode> breakage) {
        return Arguments.of(what, breakage);
    }

    private static ObjectNode data(ObjectNode message) {
        return (ObjectNode) message.get("data");
    }
}
