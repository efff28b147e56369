package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.docket.casework.CaseSystemProcess.Client;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.retention.Word;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients of {@code docs/clients/} do what the guide says, each over its protocol and beside the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTest {
    private static final Path SAMPLES = Path.of("samples/croydon-dock-2");
    private static final String DOCK = "croydon-dock-2";

    private final TestHub hub;
    private final Map<Client, CaseSystemProcess> clients = new EnumMap<>(Client.class);

    ClientsTest(@TempDir Path home) throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(config.resolve("casework.yaml"), """
                systems:
                  - {id: openwire, title: A system in Java, may: [answer, decide, hold]}
                  - {id: amqp, title: A system on AMQP, may: [answer, decide, hold]}
                  - {id: stomp, title: A system on STOMP, may: [answer, decide, hold]}
                """);
        Files.writeString(config.resolve("authorities.yaml"), """
                people: []
                systems:
                  - {source: 'urn:openwire', authorities: [legal]}
                  - {source: 'urn:amqp', authorities: [legal]}
                  - {source: 'urn:stomp', authorities: [legal]}
                """);
        hub = new TestHub(home, Map.of());
        for (Client client : Client.values()) {
            clients.put(client, new CaseSystemProcess(client, home.resolve("cases-of-" + client)));
        }
    }

    @AfterAll
    void stop() {
        clients.values().forEach(CaseSystemProcess::close);
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void filesEvidenceAndAcknowledgesIt(Client client) throws Exception {
        Recording evidence = acknowledged(client, "filed");

        assertThat(clients.get(client).folder().resolve("recording-" + evidence.id() + ".json"))
                .content()
                .contains(evidence.sha256());
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEvidenceThatItCannotFileUntilItCan(Client client) throws Exception {
        Recording evidence = drop("X81-000438", ".3gp", client + "-rejected");

        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RETAINED).state() == Handover.State.REJECTED);
        assertThat(handover(client, evidence, EvidenceMessage.RETAINED).lastError())
                .isEqualTo("the recording has no incident: which case is it of?");

        // Too early: it rejects it once more, and that is another rejection.
        UUID rejected = handover(client, evidence, EvidenceMessage.RETAINED).id();
        hub.docket().handovers().again(rejected, Handovers.Wish.of("PS Moore", "is the case there?"));
        clients.get(client).wrote(2, evidence.id() + ": the recording has no incident");
        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RETAINED).state() == Handover.State.REJECTED);

        // Now the client knows the recording; a person has what it rejected sent again.
        release(evidence);
        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RELEASED).state() == Handover.State.ACKNOWLEDGED);
        hub.docket().handovers().again(rejected, Handovers.Wish.of("PS Moore", "the case is there now"));
        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RETAINED).state() == Handover.State.ACKNOWLEDGED);
    }

    @ParameterizedTest
    @EnumSource
    void decidesHoldsAndLiftsAndHearsWhatBecameOfIt(Client client) throws Exception {
        Recording evidence = acknowledged(client, "decided");
        CaseSystemProcess system = clients.get(client);
        String hold = " DC-Ilesanmi " + evidence.id() + " legal R-" + client + " disclosure";

        assertThat(system.ask("hold" + hold)).startsWith("taken: ");
        assertThat(hub.docket().holds().standing(List.of(evidence.id())))
                .singleElement()
                .satisfies(standing -> {
                    assertThat(standing.reference()).isEqualTo("R-" + client);
                    assertThat(standing.reason()).isEqualTo("disclosure");
                });
        assertThat(system.ask("hold" + hold)).startsWith("already: ");
        assertThat(system.ask("lift" + hold)).startsWith("taken: ");
        assertThat(hub.docket().holds().standing(List.of(evidence.id()))).isEmpty();
        assertThat(system.ask("hold DC-Ilesanmi " + evidence.id() + " whim R-1 none"))
                .startsWith("refused: ")
                .contains("whim");
        assertThat(system.ask("decide DS-Achebe " + evidence.id() + " release Überprüft: no further action"))
                .startsWith("taken: ");
        assertThat(hub.docket().ledger().history(evidence.id()))
                .anySatisfy(entry -> assertThat(entry.toString()).contains("Überprüft: no further action"));
        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RELEASED).state() == Handover.State.ACKNOWLEDGED);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereItWasWhenTheConnectionIsBack(Client client) throws Exception {
        Recording evidence = acknowledged(client, "reconnected");
        CaseSystemProcess system = clients.get(client);

        connector(system, "stop");
        String hold;
        try {
            release(evidence);
            hold = system.type("hold DC-Ilesanmi " + evidence.id() + " legal LOST-" + client + " disclosure");
            eventually()
                    .until(() ->
                            handover(client, evidence, EvidenceMessage.RELEASED).state() == Handover.State.SENT);
        } finally {
            connector(system, "start");
        }

        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RELEASED).state() == Handover.State.ACKNOWLEDGED);
        assertThat(system.answer(hold)).startsWith("taken: ");
    }

    @ParameterizedTest
    @EnumSource
    void triesAgainWhatItsOwnStoreDoesNotTakeYet(Client client) throws Exception {
        Recording evidence = acknowledged(client, "tried-again");
        CaseSystemProcess system = clients.get(client);
        Path away = system.folder().resolveSibling("away-" + client);
        Files.move(system.folder(), away);
        Files.writeString(system.folder(), "a file in the place of the folder");

        release(evidence);
        system.wrote("is tried again");
        assertThat(handover(client, evidence, EvidenceMessage.RELEASED).state()).isEqualTo(Handover.State.SENT);
        // And what it is still at comes again.
        connector(system, "stop");
        connector(system, "start");
        Files.delete(system.folder());
        Files.move(away, system.folder());

        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RELEASED).state() == Handover.State.ACKNOWLEDGED);
        assertThat(system.ask("hold DC-Ilesanmi " + evidence.id() + " legal AGAIN-" + client + " disclosure"))
                .startsWith("taken: ");
        assertThat(waiting("docket.casework.in.refused", "AGAIN-" + client)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void answersWhatComesTwiceTwiceAndFilesItOnce(Client client) throws Exception {
        Recording evidence = acknowledged(client, "twice");
        CaseSystemProcess system = clients.get(client);
        Path file = system.folder().resolve("recording-" + evidence.id() + ".json");
        Files.delete(file);
        Handover handover = handover(client, evidence, EvidenceMessage.RETAINED);

        send("docket.evidence." + system.system(), handover.message());

        system.wrote(2, EvidenceMessage.RETAINED + " " + evidence.id() + ": filed");
        // What is said and answered later shows that what the client answered before was taken too.
        assertThat(system.ask("hold DC-Ilesanmi " + evidence.id() + " legal TWICE-" + client + " disclosure"))
                .startsWith("taken: ");
        assertThat(file).doesNotExist();
        assertThat(handover(client, evidence, EvidenceMessage.RETAINED).state()).isEqualTo(Handover.State.ACKNOWLEDGED);
        assertThat(waiting("docket.casework.in.refused", handover.id().toString()))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void putsAsideWhatIsNoMessageOfDocketAndGoesOn(Client client) throws Exception {
        CaseSystemProcess system = clients.get(client);
        String queue = "docket.evidence." + system.system();
        for (String text : List.of("", "no JSON: { at all", "null", "[1]", "{\"id\": \"../../elsewhere\"}")) {
            send(queue, text);
        }
        sendBytes(queue, new byte[] {(byte) 0xC3, 0, 1});
        send("reply." + system.system() + ".answers", "no answer");
        send(
                queue,
                "{\"id\": \"untimely-" + client + "\", \"type\": \"docket.evidence.updated.v1\","
                        + " \"time\": \"yesterday\", \"data\": {\"recordingId\": \"1\"}}");

        system.wrote("docket.evidence.updated.v1 1: it has no time");
        system.wrote(7, "this is no message of Docket, find out who sent it: ");
        acknowledged(client, "after-what-is-no-message");
        try (Stream<Path> files = Files.list(system.folder())) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("aside-")))
                    .hasSize(7)
                    .anySatisfy(file -> assertThat(file).hasContent("no JSON: { at all"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatWasWrittenLastWhateverComesLast(Client client) throws Exception {
        Recording evidence = acknowledged(client, "late");
        CaseSystemProcess system = clients.get(client);
        ObjectNode earlier =
                Json.read(handover(client, evidence, EvidenceMessage.RETAINED).message(), ObjectNode.class);
        earlier.put("id", "earlier-" + client).put("time", "2026-01-01T00:00:00Z");

        send("docket.evidence." + system.system(), earlier.toString());

        eventually().until(() -> Files.exists(system.folder().resolve("message-earlier-" + client + ".json")));
        assertThat(system.folder().resolve("recording-" + evidence.id() + ".json"))
                .content()
                .doesNotContain("2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheWordsOfThePerson(Client client) throws Exception {
        Path folder = clients.get(client).folder().resolveSibling("cases-of-another-" + client);
        try (CaseSystemProcess other = new CaseSystemProcess(client, folder)) {
            other.type("hold DC-Ilesanmi nothing legal END-" + client + " disclosure");
            assertThat(other.end()).isZero();
            eventually().until(() -> waiting("docket.casework.in.refused", "END-" + client) == 1);
        }
    }

    private Recording acknowledged(Client client, String name) throws Exception {
        Recording evidence = drop("X81-000423", ".mp4", client + "-" + name);
        eventually()
                .until(() ->
                        handover(client, evidence, EvidenceMessage.RETAINED).state() == Handover.State.ACKNOWLEDGED);
        return evidence;
    }

    /** A sample under another name, and with a box that no player reads: nothing else is the same recording. */
    private Recording drop(String sample, String ending, String name) throws Exception {
        Path folder = Files.createDirectories(hub.dock(DOCK));
        Files.copy(SAMPLES.resolve(sample + ".json"), folder.resolve(name + ".json"));
        byte[] content = Files.readAllBytes(SAMPLES.resolve(sample + ending));
        byte[] words = name.getBytes(StandardCharsets.US_ASCII);
        java.nio.ByteBuffer other = java.nio.ByteBuffer.allocate(content.length + 8 + words.length)
                .put(content)
                .putInt(8 + words.length)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .put(words);
        hub.drop(DOCK, name + ending, other.array());
        Recording recording = hub.deposited(name + ending);
        eventually().until(() -> hub.docket().outbox().of(recording.id()).size() == Client.values().length);
        return recording;
    }

    private void release(Recording evidence) {
        hub.docket()
                .decisions()
                .release(Word.of(evidence.id(), hub.docket().authorities().person("DS Achebe"), "no further action"));
        eventually().until(() -> hub.docket().outbox().of(evidence.id()).size() == 2 * Client.values().length);
    }

    private Handover handover(Client client, Recording recording, String type) {
        return hub.docket().outbox().of(recording.id()).stream()
                .filter(handover -> handover.system().equals(client.system())
                        && handover.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static void send(String queue, String text) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(TestParts.openWireUrl()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    private static void sendBytes(String queue, byte[] content) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(TestParts.openWireUrl()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(content);
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    private static int waiting(String queue, String words) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(TestParts.openWireUrl()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            int found = 0;
            var messages = session.createBrowser(session.createQueue(queue)).getEnumeration();
            while (messages.hasMoreElements()) {
                if (((jakarta.jms.TextMessage) messages.nextElement()).getText().contains(words)) {
                    found++;
                }
            }
            return found;
        }
    }

    private static void connector(CaseSystemProcess system, String act) throws Exception {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("org.apache.activemq:type=Broker,brokerName=docket,connector=clientConnectors,"
                                + "connectorName=" + system.connector()),
                        act,
                        new Object[0],
                        new String[0]);
    }
}
