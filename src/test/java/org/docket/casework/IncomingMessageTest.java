package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.configuration.Settings;
import org.docket.retention.Hold;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What case systems may send: the schemas, the examples and what Docket acts on are the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncomingMessageTest {
    private static final List<String> TYPES = List.of(
            Inbox.ACKNOWLEDGED,
            Inbox.REJECTED,
            "docket.decision.v1",
            "docket.hold.v1",
            "docket.hold-lifted.v1",
            "docket.outcome.v1",
            Inbox.LINK_REQUESTED,
            Inbox.INCIDENT);

    private final DataSource database = TestDatabase.create();
    private final Jdbi jdbi = Jdbi.create(database);
    private final Docket docket;
    private final Inbox inbox;

    IncomingMessageTest(@TempDir Path config) throws IOException {
        Files.writeString(config.resolve("authorities.yaml"), """
                people: []
                systems: [{source: 'urn:cms', authorities: [supervisor, information-rights]}]
                """);
        Files.writeString(config.resolve("casework.yaml"), """
                systems:
                  - id: cms
                    title: Case management
                    link: {for: PT1H}
                    may: [answer, decide, hold, outcome]
                    recordings: all
                senders: [{id: control-room, title: Control room, may: [incident]}]
                """);
        Settings settings = Settings.load(Path.of(""), config, Map.of(), Map.of(), Docket.CONFIGURATION);
        docket = TestDocket.over(database, settings, Clock.fixed(TestDocket.NOW, ZoneOffset.UTC));
        inbox = docket.inbox();
    }

    @AfterAll
    void close() {
        docket.close();
    }

    static List<String> types() {
        return TYPES;
    }

    /** Every field of data that the schema of a type requires. */
    static Stream<Arguments> requiredFields() throws IOException {
        Stream.Builder<Arguments> fields = Stream.builder();
        for (String type : TYPES) {
            JsonNode schema = Json.MAPPER.readTree(Files.readString(Path.of("docs/api", schema(type))));
            schema.at("/properties/data/required").forEach(field -> fields.add(Arguments.of(type, field.textValue())));
        }
        return fields.build();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theExampleFollowsItsSchema(String type) throws IOException {
        assertThat(Schemas.errors(schema(type), example(type).toString())).isEmpty();
    }

    @Test
    void actsOnEveryExample() throws IOException {
        UUID handover = UUID.fromString(
                example(Inbox.ACKNOWLEDGED).at("/data/handoverId").textValue());
        UUID recording = UUID.fromString(
                example("docket.hold.v1").at("/data/recordingId").textValue());
        deposit(Recordings.retained(recording), handover);

        act("docket.hold.v1", example("docket.hold.v1").toString());
        assertThat(docket.holds().standing(List.of(recording)))
                .extracting(Hold::reference)
                .containsExactly("SAR-2026-0312");

        act("docket.hold-lifted.v1", example("docket.hold-lifted.v1").toString());
        assertThat(docket.holds().standing(List.of(recording))).isEmpty();

        act("docket.decision.v1", example("docket.decision.v1").toString());
        assertThat(docket.catalogue().find(recording)).map(Recording::retained).contains(false);

        act("docket.outcome.v1", example("docket.outcome.v1").toString());
        assertThat(docket.catalogue().find(recording)).map(Recording::retained).contains(true);
        assertThat(docket.outcomes().of(recording)).singleElement().satisfies(told -> {
            assertThat(told.caseReference()).isEqualTo("01MP/4471/26");
            assertThat(told.outcome().defendant()).isEqualTo("D-2210");
        });

        act(Inbox.REJECTED, example(Inbox.REJECTED).toString());
        assertThat(docket.outbox().of(recording).get(0).state()).isEqualTo(Handover.State.REJECTED);
        act(Inbox.ACKNOWLEDGED, example(Inbox.ACKNOWLEDGED).toString());
        assertThat(docket.outbox().of(recording).get(0).state()).isEqualTo(Handover.State.ACKNOWLEDGED);
        assertThat(docket.ledgerVerifier().verify(recording).findings()).isEmpty();

        act(Inbox.LINK_REQUESTED, example(Inbox.LINK_REQUESTED).toString());
        assertThat(docket.ledger().history(recording)).last().satisfies(entry -> {
            assertThat(entry.act()).isEqualTo("link-given");
            assertThat(entry.actor()).isEqualTo("DC Ilesanmi");
        });

        act(Inbox.INCIDENT, example(Inbox.INCIDENT).toString());
        List<String> officers = jdbi.withHandle(handle -> handle.select(
                        "select officer from incident_officer where reference = ? order by officer",
                        "CAD-2026-0314-5512")
                .mapTo(String.class)
                .list());
        assertThat(officers).containsExactly("MP5163", "MP7421");
    }

    @ParameterizedTest(name = "{0} without {1}")
    @MethodSource("requiredFields")
    void bothSchemaAndDocketRefuseAMessageWithout(String type, String field) throws IOException {
        ObjectNode message = example(type);
        ((ObjectNode) message.get("data")).remove(field);

        assertThat(Schemas.errors(schema(type), message.toString())).isNotEmpty();
        assertThatThrownBy(() -> act(type, message.toString()))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageStartingWith(type + ": data." + field + ": is missing; send: ");
    }

    @ParameterizedTest(name = "{0} with an empty {1}")
    @MethodSource("requiredFields")
    void bothSchemaAndDocketRefuseAnEmptyText(String type, String field) throws IOException {
        ObjectNode message = example(type);
        ((ObjectNode) message.get("data")).put(field, " ");

        assertThat(Schemas.errors(schema(type), message.toString())).isNotEmpty();
        assertThatThrownBy(() -> act(type, message.toString())).isInstanceOf(RefusedMessage.class);
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource({
        "docket.handover.acknowledged.v1, handoverId, 884120, data.handoverId: cannot be '884120'; send: Id of the evidence message",
        "docket.decision.v1, decision, kept, data.decision: cannot be 'kept': it",
        "docket.decision.v1, recordingId, 01958f3e, data.recordingId: cannot be '01958f3e'; send: Id of the recording",
        "docket.hold.v1, kind, Curiosity, data.kind: cannot be 'Curiosity'; send: What kind of hold",
        "docket.hold.v1, until, 03.09.2026, data.until: cannot be '03.09.2026'; send: When it ends",
        "docket.hold-lifted.v1, kind, Curiosity, data.kind: cannot be 'Curiosity'; send: What kind of hold",
        "docket.outcome.v1, at, 09.03.2026, data.at: cannot be '09.03.2026'",
        "docket.outcome.v1, outcome, Guilty, data.outcome: cannot be 'Guilty'",
        "docket.outcome.v1, custodyUntil, soon, data.custodyUntil: cannot be 'soon'",
        "docket.link-requested.v1, recordingId, 01958f3e, data.recordingId: cannot be",
        "docket.incident.v1, from, 14.03.2026 18:09, data.from: cannot be '14.03.2026 18:09'",
        "docket.incident.v1, from, 2026-03-14T18:09:40, data.from: cannot be",
        "docket.incident.v1, to, later, data.to: cannot be 'later'",
        "docket.incident.v1, officers, MP7421, data.officers: string found",
        "docket.incident.v1, location, Brixton, data.location: string found",
    })
    void bothSchemaAndDocketRefuseAWrongValue(String type, String field, String value, String reason)
            throws IOException {
        ObjectNode message = example(type);
        ((ObjectNode) message.get("data")).put(field, value);

        assertThat(Schemas.errors(schema(type), message.toString())).isNotEmpty();
        assertThatThrownBy(() -> act(type, message.toString()))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"location\": {\"lat\": 91, \"lon\": 0}} | data.location.lat: must have a maximum value of 90",
                "{\"location\": {\"lat\": 51.5}} | data.location.lon: is missing",
                "{\"officers\": [7421]} | data.officers.0: integer found",
                "{\"officers\": [\" \"]} | data.officers.0: is empty",
            })
    void bothSchemaAndDocketRefuseAnIncidentThatCannotBe(String change, String reason) throws IOException {
        ObjectNode message = example(Inbox.INCIDENT);
        ((ObjectNode) message.get("data")).setAll((ObjectNode) Json.MAPPER.readTree(change));

        assertThat(Schemas.errors(schema(Inbox.INCIDENT), message.toString())).isNotEmpty();
        assertThatThrownBy(() -> act(Inbox.INCIDENT, message.toString()))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "to, 2026-03-14T18:09:39Z, must not be before from",
        "from, 1999-12-31T23:59:59Z, from cannot be",
        "from, 9999-12-31T23:59:59Z, from cannot be"
    })
    void refusesAnIncidentAtATimeThatCannotBe(String field, String value, String reason) throws IOException {
        ObjectNode message = example(Inbox.INCIDENT);
        ((ObjectNode) message.get("data")).put(field, value);

        assertThatThrownBy(() -> act(Inbox.INCIDENT, message.toString()))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageContaining(reason);
    }

    /** The database refuses U+0000 at every delivery, and keeps a question mark for half a pair. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude00"})
    void refusesACharacterThatCannotBeKept(String escape) throws IOException {
        String inData = example("docket.decision.v1").toString().replace("was closed", "was closed" + escape);
        String inId = example("docket.decision.v1").toString().replace("cms-884733", "cms-884733" + escape);

        assertThatThrownBy(() -> act("docket.decision.v1", inData))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageStartingWith("data.reason has the character U+0000 or half a surrogate pair");
        assertThatThrownBy(() -> act("docket.decision.v1", inId))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageStartingWith("id has the character U+0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "acknowledged",
                "[]",
                "null",
                "7",
                "{}",
                "{\"specversion\": \"1.0\"}",
                "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"urn:cms\"}",
                "{\"specversion\": \"9.9\", \"id\": \"7\", \"source\": \"urn:cms\", \"type\": \"docket.hold.v1\"}",
                "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"urn:cms\", \"type\": \"docket.hold.v2\"}",
                "{\"specversion\": \"1.0\", \"id\": 7, \"source\": \"urn:cms\", \"type\": \"docket.hold.v1\", \"data\"",
                "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"not a uri\", \"type\": \"docket.hold.v1\"}",
            })
    void refusesWhatIsNoMessageOfACaseSystem(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(RefusedMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:docket", "urn:docket:request", "URN:Docket:incidents-csv"})
    void refusesASourceThatIsDocketsOwn(String source) throws IOException {
        String message = example("docket.hold.v1").put("source", source).toString();

        assertThat(Schemas.errors(schema("docket.hold.v1"), message)).isNotEmpty();
        assertThatThrownBy(() -> read(message))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageContaining("source: cannot be '" + source);
    }

    @Test
    void refusesAnotherIncidentUnderTheIdOfOneThatCameBefore() throws IOException {
        ObjectNode first = example(Inbox.INCIDENT).put("id", "cad-7-1");
        ((ObjectNode) first.get("data")).put("reference", "CAD-7");
        ObjectNode other = first.deepCopy();
        ((ObjectNode) other.get("data")).put("type", "affray");

        act(Inbox.INCIDENT, first.toString());
        act(Inbox.INCIDENT, first.toString());

        assertThatThrownBy(() -> act(Inbox.INCIDENT, other.toString()))
                .isInstanceOf(RefusedMessage.class)
                .hasMessageContaining("came before with another content");
        act(Inbox.INCIDENT, other.put("id", "cad-7-2").toString());
        String type = jdbi.withHandle(handle -> handle.select("select type from incident where reference = 'CAD-7'")
                .mapTo(String.class)
                .one());
        assertThat(type).isEqualTo("affray");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\": null}", "{\"data\": \"text\"}", "{\"data\": [1]}"})
    void refusesDataThatIsNoObject(String change) throws IOException {
        ObjectNode message = example("docket.hold.v1");
        message.setAll((ObjectNode) Json.MAPPER.readTree(change));

        assertThat(Schemas.errors(schema("docket.hold.v1"), message.toString())).isNotEmpty();
        assertThatThrownBy(() -> act("docket.hold.v1", message.toString())).isInstanceOf(RefusedMessage.class);
    }

    private Incoming read(String text) {
        try {
            return inbox.read(text, null);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code casework.camel.yaml} does with a message of that type. */
    private void act(String type, String message) {
        Incoming incoming = read(message);
        switch (type) {
            case Inbox.ACKNOWLEDGED -> inbox.acknowledged(incoming);
            case Inbox.REJECTED -> inbox.rejected(incoming);
            case "docket.decision.v1" -> docket.caseworkWords().decision(incoming);
            case "docket.hold.v1" -> docket.caseworkWords().hold(incoming);
            case "docket.hold-lifted.v1" -> docket.caseworkWords().holdLifted(incoming);
            case "docket.outcome.v1" -> docket.caseworkWords().outcome(incoming);
            case Inbox.LINK_REQUESTED -> docket.links().requested(incoming);
            case Inbox.INCIDENT -> docket.incidents().receive(incoming);
            default -> throw new IllegalArgumentException(type);
        }
    }

    private void deposit(Recording recording, UUID handover) {
        jdbi.useTransaction(handle -> {
            Recordings.deposit(handle, docket.catalogue(), recording);
            handle.execute(
                    "insert into handover (id, recording_id, system, type, message, state, created_at, next_attempt_at)"
                            + " values (?, ?, 'cms', ?, '{}', 'SENT', ?, ?)",
                    handover,
                    recording.id(),
                    EvidenceMessage.RETAINED,
                    TestDocket.NOW,
                    TestDocket.NOW);
        });
    }

    private static ObjectNode example(String type) throws IOException {
        return (ObjectNode) Json.MAPPER.readTree(Files.readString(Path.of("docs/api/examples", type + ".json")));
    }

    private static String schema(String type) {
        return "messages/" + type + ".schema.json";
    }
}
