import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;

/** A small case system: files evidence, answers Docket, and says what a person types. See README.md. */
public final class CaseSystem {
    private static final String WORDS = "docket.casework.in";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String system;
    private final Cases cases;
    private final Connection connection;
    private final Session speaking;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: java CaseSystem.java 'failover:(tcp://HOST:PORT)' [SYSTEM [FOLDER]]");
            System.exit(2);
        }
        String system = arguments.length > 1 ? arguments[1] : "cms";
        Path folder = Path.of(arguments.length > 2 ? arguments[2] : "cases");
        CaseSystem client = new CaseSystem(arguments[0], system, new Cases(folder));
        client.listen();
        client.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        client.connection.close();
    }

    /** Connects; with {@code failover:} again for ever when the connection is lost. */
    CaseSystem(String url, String system, Cases cases) throws JMSException {
        ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory(System.getenv("BROKER_USER"), System.getenv("BROKER_PASSWORD"), url);
        factory.setRedeliveryPolicy(untilItSucceeds());
        // What comes again is known by its id. The library would put it among the dead letters unread.
        factory.setCheckForDuplicates(false);
        // One message at a time: those of one recording come in order, and are worked on in order.
        factory.getPrefetchPolicy().setQueuePrefetch(1);
        this.system = system;
        this.cases = cases;
        this.connection = factory.createConnection();
        this.speaking = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        connection.start();
    }

    /**
     * What fails for now, because a database is away for instance, must neither be lost nor overtaken. Without this a message is
     * among the dead letters after six deliveries.
     */
    private static RedeliveryPolicy untilItSucceeds() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        policy.setInitialRedeliveryDelay(1_000);
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setMaximumRedeliveryDelay(60_000);
        return policy;
    }

    private void listen() throws JMSException {
        Session working = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer evidence = working.createConsumer(working.createQueue("docket.evidence." + system));
        Thread worker = new Thread(() -> work(working, evidence), "evidence");
        worker.setDaemon(true);
        worker.start();
        Session hearing = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        hearing.createConsumer(answers(hearing)).setMessageListener(this::hear);
    }

    private void work(Session session, MessageConsumer evidence) {
        while (true) {
            try {
                Message message = evidence.receive();
                if (message == null) {
                    return; // The connection was closed.
                }
                answer(session, message);
            } catch (JMSException | IOException | RuntimeException e) {
                System.err.println("it failed and is tried again: " + e.getMessage());
                rollBack(session);
            }
        }
    }

    /** The broker takes the answer and takes the message off the queue, or does neither. */
    private void answer(Session session, Message message) throws JMSException, IOException {
        Optional<JsonNode> read = read(text(message));
        if (read.isEmpty()) {
            putAside(message);
            session.commit();
            return;
        }
        JsonNode event = read.get();
        JsonNode answer = cases.file(event, message.getJMSMessageID());
        Message said = session.createTextMessage(cloudEvent(answer));
        try (MessageProducer producer = session.createProducer(session.createQueue(WORDS))) {
            producer.send(said);
        }
        session.commit();
        System.out.println(event.path("type").asText() + " "
                + event.at("/data/recordingId").asText() + ": "
                + answer.at("/data/reason").asText("filed"));
    }

    /** What a text says; nothing if it is no message of Docket, to which no answer is possible. */
    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(event -> isName(event.path("id")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Ids become names of files here. */
    private static boolean isName(JsonNode id) {
        return id.isTextual() && id.textValue().matches("[\\w-]{1,100}");
    }

    /** Docket sends texts. Anything else was sent by somebody else, and is read as far as it can be. */
    private static String text(Message message) {
        try {
            if (message instanceof TextMessage text && text.getText() != null) {
                return text.getText();
            }
            if (message instanceof BytesMessage bytes) {
                bytes.reset();
                byte[] content = new byte[Math.toIntExact(bytes.getBodyLength())];
                bytes.readBytes(content);
                return new String(content, StandardCharsets.UTF_8);
            }
        } catch (JMSException e) {
            System.err.println("it has no text: " + e.getMessage());
        }
        return message.toString();
    }

    /** Tried again, it would fail for ever, and hold up all that comes after it. */
    private void putAside(Message message) throws IOException {
        System.err.println("this is no message of Docket, find out who sent it: " + cases.putAside(text(message)));
    }

    private static void rollBack(Session session) {
        try {
            session.rollback();
        } catch (JMSException e) {
            System.err.println("the broker gives it again anyway: " + e.getMessage());
        }
    }

    private void hear(Message message) {
        try {
            Optional<JsonNode> answer = read(text(message));
            if (answer.isEmpty()) {
                putAside(message);
                return;
            }
            System.out.println("answer to " + message.getJMSCorrelationID() + ": "
                    + answer.get().at("/data/answer").asText() + ": "
                    + answer.get().at("/data/words").asText());
        } catch (JMSException | IOException e) {
            throw new IllegalStateException(e); // The broker gives it again.
        }
    }

    /** Says something to Docket; when this returns the broker has it on its disk. */
    private void say(String id, String type, Map<String, ?> data) throws JMSException, IOException {
        Message message =
                speaking.createTextMessage(cloudEvent(JSON.valueToTree(Map.of("type", type, "id", id, "data", data))));
        message.setJMSCorrelationID(id);
        message.setJMSReplyTo(answers(speaking));
        try (MessageProducer producer = speaking.createProducer(speaking.createQueue(WORDS))) {
            producer.send(message);
        }
    }

    private Queue answers(Session session) throws JMSException {
        return session.createQueue("reply." + system + ".answers");
    }

    /** What is said to Docket is a CloudEvent in structured JSON. Its source is what authorities.yaml knows this system by. */
    private String cloudEvent(JsonNode said) throws IOException {
        return JSON.writeValueAsString(Map.of(
                "specversion", "1.0",
                "id", said.path("id").asText(),
                "source", "urn:" + system,
                "type", said.path("type").asText(),
                "time", Instant.now().toString(),
                "data", said.path("data")));
    }

    /** The words of a person, until there are no more. */
    private void obey(BufferedReader lines) throws JMSException, IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.strip().split("\\s+", line.startsWith("decide") ? 5 : 6);
            String id = UUID.randomUUID().toString(); // Keep it if it has to be said again: the same id is said once.
            System.out.println(words[0] + " is " + id);
            if (words.length == 5 && words[0].equals("decide")) {
                say(
                        id,
                        "docket.decision.v1",
                        Map.of("by", words[1], "recordingId", words[2], "decision", words[3], "reason", words[4]));
            } else if (words.length == 6 && words[0].equals("hold")) {
                say(id, "docket.hold.v1", hold(words));
            } else if (words.length == 6 && words[0].equals("lift")) {
                say(id, "docket.hold-lifted.v1", hold(words));
            } else {
                System.err.println(
                        "say: decide BY RECORDING DECISION REASON, or: hold|lift BY RECORDING KIND REFERENCE REASON");
            }
        }
    }

    private static Map<String, String> hold(String... words) {
        return Map.of(
                "by", words[1], "recordingId", words[2], "kind", words[3], "reference", words[4], "reason", words[5]);
    }

    /** What a case system does with evidence. Replace this class with your own database: the rest stays as it is. */
    private record Cases(Path folder) {
        /**
         * Files what a message tells and gives back the answer to it. For an id that was filed before it gives back the same answer and
         * changes nothing: a message can come twice. What was rejected is looked at again: somebody may have put it right. With a
         * database, the id is the primary key of a table that is written in the transaction that changes the case. What throws is tried
         * again.
         *
         * @param delivery what the broker calls the message: the same when it gives the same one again, another one when Docket sent it
         *     again
         */
        JsonNode file(JsonNode event, String delivery) throws IOException {
            String id = event.path("id").asText();
            Path answer = folder.resolve("message-" + id + ".json");
            if (Files.exists(answer)) {
                return JSON.readTree(answer.toFile());
            }
            String problem = whyNot(event);
            if (problem != null) {
                return rejection(id, delivery, problem);
            }
            Path recording = recording(event);
            if (!Files.exists(recording) || isNewer(event, JSON.readTree(recording.toFile()))) {
                write(recording, event);
            }
            return write(answer, acknowledgement(id));
        }

        private static JsonNode acknowledgement(String id) {
            return answer("docket.handover.acknowledged.v1", "ack-" + id, Map.of("handoverId", id));
        }

        private static JsonNode rejection(String id, String delivery, String reason) {
            return answer("docket.handover.rejected.v1", "rej-" + delivery, Map.of("handoverId", id, "reason", reason));
        }

        /** Keeps a text that is no message of Docket for a person to look at, and gives back where. */
        Path putAside(String text) throws IOException {
            Path file = folder.resolve("aside-" + UUID.randomUUID() + ".txt");
            write(file, text.getBytes(StandardCharsets.UTF_8));
            return file;
        }

        private Path recording(JsonNode event) {
            return folder.resolve("recording-" + event.at("/data/recordingId").asText() + ".json");
        }

        private static JsonNode answer(String type, String id, Map<String, String> data) {
            return JSON.valueToTree(Map.of("type", type, "id", id, "data", data));
        }

        /** Reject only what a person has to look at. Everything else is acknowledged, also what needs no action here. */
        private String whyNot(JsonNode event) {
            String type = event.path("type").asText();
            if (!type.matches("docket\\.evidence\\.(retained|updated|released|disposed)\\.v1")) {
                return "the type " + type + " is not known here";
            }
            if (!isName(event.at("/data/recordingId"))) {
                return "it names no recording";
            }
            if (!isTime(event.path("time").asText())) {
                return "it has no time";
            }
            if (type.equals("docket.evidence.retained.v1")
                    && !event.at("/data/incident").isTextual()
                    && !Files.exists(recording(event))) {
                return "the recording has no incident: which case is it of?";
            }
            return null;
        }

        private static boolean isTime(String text) {
            try {
                Instant.parse(text);
                return true;
            } catch (DateTimeParseException e) {
                return false;
            }
        }

        /** What was not acknowledged in time is sent again, and can come after what was written later of the same recording. */
        private static boolean isNewer(JsonNode event, JsonNode known) {
            return !Instant.parse(event.path("time").asText())
                    .isBefore(Instant.parse(known.path("time").asText()));
        }

        private static JsonNode write(Path file, JsonNode content) throws IOException {
            write(file, JSON.writeValueAsBytes(content));
            return content;
        }

        /** On the disk, and whole, before it counts. */
        private static void write(Path file, byte[] content) throws IOException {
            Files.createDirectories(file.getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // A power cut could take its name away again. Windows cannot be asked for that.
            if (File.separatorChar == '/') {
                try (FileChannel names = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                    names.force(true);
                }
            }
        }
    }
}
