package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.TextMessage;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.configuration.ConfigurationException;
import org.docket.custody.LedgerEntry;
import org.docket.retention.Word;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.HeardLog;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Case systems that read different things in different ways, over a real broker and a real vault. */
class CaseSystemsInUseTest {
    private static final Path SAMPLES = Path.of("samples/croydon-dock-2");
    private static final Path EXAMPLE = Path.of("docs/examples/casework");

    @TempDir
    private Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestHub hub;
    private CaseSystemClient cms;

    @AfterEach
    void stop() throws Exception {
        cms.close();
        hub.close();
    }

    @Test
    void twoSystemsReadTheSameEvidenceEachInItsWay() throws Exception {
        for (String name : List.of("casework.yaml", "standards.xslt")) {
            write(name, Files.readString(EXAMPLE.resolve(name)));
        }
        try (HeardLog log = HeardLog.of("")) {
            start("docket.evidence.cms");
            Recording complaint = deposit("X81-000431.mov");
            Recording theft = deposit("X81-000423.mp4");
            eventually().until(() -> told().size() == 2);

            JsonNode told =
                    cms.received(EvidenceMessage.RETAINED, complaint.id()).get(0);
            assertThat(told.at("/data/sha256").textValue()).isEqualTo(complaint.sha256());
            assertThat(told.path("data").has("link")).isFalse();
            List<TextMessage> referrals = cms.drain("standards.evidence");
            assertThat(referrals).hasSize(1);
            Element referral = parse(referrals.get(0).getText());
            assertThat(referral.getTagName()).isEqualTo("Referral");
            assertThat(referral.getAttribute("action")).isEqualTo("open");
            assertThat(referral.getAttribute("messageId"))
                    .isEqualTo(referrals.get(0).getJMSCorrelationID());
            assertThat(text(referral, "Digest")).isEqualTo(complaint.sha256());

            String link = text(referral, "View");
            assertThat(get(link)).isEqualTo(Files.readAllBytes(SAMPLES.resolve("X81-000431.mov")));
            assertThat(status(link.replace(complaint.blob(), theft.blob()))).isEqualTo(403);
            LedgerEntry given = given(complaint).get(0);
            assertThat(detail(given, "system")).isEqualTo("standards");
            assertThat(detail(given, "handover")).isEqualTo(referral.getAttribute("messageId"));
            assertThat(Instant.parse(detail(given, "until")))
                    .isEqualTo(Instant.parse(attribute(referral, "View", "until")))
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(110)),
                            Instant.now().plus(Duration.ofHours(2)));
            assertThat(given(theft)).isEmpty();

            acknowledge(referral.getAttribute("messageId"), "urn:professional-standards");
            eventually().until(() -> hub.docket().outbox().of(complaint.id()).stream()
                    .filter(handover -> handover.system().equals("standards"))
                    .allMatch(handover -> handover.state() == Handover.State.ACKNOWLEDGED));
            assertThat(whateverIsKept()).noneMatch(text -> text.contains("sig="));
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("sig="));
            assertThat(hub.docket().ledgerVerifier().verify(complaint.id()).findings())
                    .isEmpty();
        }
    }

    @Test
    void aSystemAsksForALinkToWhatItWasToldOf() throws Exception {
        write("casework.yaml", """
                systems:
                  - {id: cms, title: Case management, source: 'urn:cms', link: {for: PT10M}}
                  - {id: court, title: Court, format: xml, categories: [complaint], link: {for: P1D}}
                  - {id: archive, title: Archive}
                """);
        start("docket.evidence.cms");
        Recording theft = deposit("X81-000423.mp4");
        eventually()
                .until(() -> !cms.received(EvidenceMessage.RETAINED, theft.id()).isEmpty());

        String id = cms.send(Inbox.LINK_REQUESTED, wish(theft));
        eventually().until(() -> !cms.received(LinkMessage.TYPE, theft.id()).isEmpty());
        JsonNode data = cms.received(LinkMessage.TYPE, theft.id()).get(0).path("data");
        assertThat(data.path("request").textValue()).isEqualTo(id);
        assertThat(get(data.path("url").textValue())).isEqualTo(Files.readAllBytes(SAMPLES.resolve("X81-000423.mp4")));

        JsonNode answered = cms.ask(Inbox.LINK_REQUESTED, wish(theft));
        assertThat(answered.path("type").textValue()).isEqualTo(LinkMessage.TYPE);
        assertThat(status(answered.at("/data/url").textValue())).isEqualTo(200);
        // The same message again is given another link: the first may be lost.
        cms.send(id, Inbox.LINK_REQUESTED, wish(theft));
        eventually().until(() -> cms.received(LinkMessage.TYPE, theft.id()).size() == 2);
        assertThat(given(theft)).hasSize(3).allSatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo("DC Ilesanmi");
            assertThat(entry.authority()).isEqualTo("interview");
            assertThat(detail(entry, "system")).isEqualTo("cms");
        });
        assertThat(whateverIsKept()).noneMatch(text -> text.contains("sig="));
    }

    @Test
    void linksAreRefusedForWhatASystemHasNotAndToThoseWhoAreGivenNone() throws Exception {
        write("casework.yaml", """
                systems:
                  - {id: cms, title: Case management, source: 'urn:cms', link: {for: PT10M}}
                  - {id: court, title: Court, format: xml, categories: [complaint], link: {for: P1D}}
                  - {id: archive, title: Archive}
                """);
        start("docket.evidence.cms");
        cms.stopAcknowledging();
        Recording theft = deposit("X81-000423.mp4");
        Recording complaint = deposit("X81-000431.mov");
        eventually().until(() -> told().size() == 2);

        assertThat(refusal(theft, "urn:court")).contains("court has no recording " + theft.id());
        assertThat(refusal(theft, "urn:archive")).contains("archive is given no links");
        assertThat(refusal(theft, "urn:other")).contains("has the source urn:other");
        Handover handover = toCms(theft);
        cms.send(Inbox.REJECTED, Map.of("handoverId", handover.id().toString(), "reason", "no such case"));
        eventually().until(() -> toCms(theft).state() == Handover.State.REJECTED);
        assertThat(refusal(theft, "urn:cms")).contains("cms has no recording " + theft.id());
        assertThat(given(theft)).isEmpty();

        cms.drain("docket.evidence.court");
        cms.sendText(asking(complaint, "urn:court"));
        Element link = parse(cms.drain("docket.evidence.court").get(0).getText());
        assertThat(link.getTagName()).isEqualTo("link");
        assertThat(status(text(link, "url"))).isEqualTo(200);
    }

    @Test
    void whatASystemRejectedIsFollowedWithoutALinkUntilItIsSentAgain() throws Exception {
        write("casework.yaml", """
                systems:
                  - {id: cms, title: Case management, source: 'urn:cms', link: {include: true, for: PT10M}}
                """);
        start("docket.evidence.cms");
        cms.stopAcknowledging();
        Recording theft = deposit("X81-000423.mp4");
        eventually()
                .until(() -> !cms.received(EvidenceMessage.RETAINED, theft.id()).isEmpty());
        assertThat(link(EvidenceMessage.RETAINED, theft)).isNotEmpty();
        UUID retained = toCms(theft).id();
        cms.send(Inbox.REJECTED, Map.of("handoverId", retained.toString(), "reason", "no such case"));
        eventually().until(() -> toCms(theft).state() == Handover.State.REJECTED);

        release(theft);
        eventually()
                .until(() -> !cms.received(EvidenceMessage.RELEASED, theft.id()).isEmpty());
        assertThat(link(EvidenceMessage.RELEASED, theft)).isEmpty();
        assertThat(given(theft)).hasSize(1);

        hub.docket().handovers().again(retained, Handovers.Wish.of("PS Moore", "the case is there now"));
        eventually()
                .until(() -> cms.received(EvidenceMessage.RETAINED, theft.id()).size() == 2);
        assertThat(status(cms.received(EvidenceMessage.RETAINED, theft.id())
                        .get(1)
                        .at("/data/link/url")
                        .textValue()))
                .isEqualTo(200);
    }

    private String link(String type, Recording recording) {
        return cms.received(type, recording.id()).get(0).at("/data/link/url").asText();
    }

    @Test
    void whatCannotBeWrittenWaitsAndKeepsBackNothingElse() throws Exception {
        String broken = """
                if (any([for (.data.tags) . == "complaint"])) error("no complaints")
                else {"exhibit": .data.recordingId, "is": .type}
                """;
        write("court.jslt", broken);
        write("casework.yaml", """
                systems:
                  - {id: court, title: Court, transform: court.jslt}
                """);
        start("docket.evidence.court");
        cms.stopAcknowledging();
        Recording complaint = deposit("X81-000431.mov");
        eventually().until(() -> complaintHandover(complaint).lastError() != null);
        release(complaint);
        Recording theft = deposit("X81-000423.mp4");
        eventually().until(() -> !cms.received().isEmpty());

        assertThat(cms.received().get(0).path("exhibit").textValue())
                .isEqualTo(theft.id().toString());
        Handover waiting = complaintHandover(complaint);
        assertThat(waiting.state()).isEqualTo(Handover.State.PENDING);
        assertThat(waiting.lastError()).isEqualTo("court.jslt:1:1: error: no complaints");
        assertThat(waiting.attempts()).isZero();
        assertThat(hub.docket().handovers().open("court").putOff()).isEqualTo(1);
        assertThat(cms.drain("docket.notices")).singleElement().satisfies(notice -> assertThat(notice.getText())
                .contains("handover-unwritable", "1 handover to court cannot be sent as it is; it waits")
                .doesNotContain("no complaints"));

        write("court.jslt", "{\"exhibit\": .data.recordingId, \"is\": .type}");
        hub.restart();
        eventually().until(() -> told().size() == 3);
        assertThat(told().subList(1, 3))
                .extracting(message -> message.path("is").textValue())
                .containsExactly(EvidenceMessage.RETAINED, EvidenceMessage.RELEASED);
        eventually().until(() -> complaintHandover(complaint).state() == Handover.State.SENT);
        assertThat(complaintHandover(complaint).lastError()).isNull();
        assertThat(hub.docket().handovers().open("court").putOff()).isZero();
    }

    @Test
    void isTriedAgainAtALongerAndLongerIntervalAndTellsPeopleOnce() throws Exception {
        write("court.jslt", "if (.data.category == \"complaint\") error(\"none\") else .");
        write("casework.yaml", """
                systems:
                  - {id: court, title: Court, transform: court.jslt, redelivery: PT10M}
                """);
        start("docket.evidence.court");
        Recording complaint = deposit("X81-000431.mov");
        Jdbi jdbi = Jdbi.create(database());
        eventually().until(() -> putOffs(jdbi) == 1);
        assertThat(waits(jdbi)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));

        ring(complaint);
        for (int minutes : List.of(10, 20, 40, 60)) {
            int before = putOffs(jdbi);
            hub.clock().advance(Duration.ofMinutes(minutes));
            ring(complaint);
            eventually().untilAsserted(() -> assertThat(putOffs(jdbi))
                    .as(
                            "put off, at %s: %s",
                            hub.clock().instant(), hub.docket().outbox().of(complaint.id()))
                    .isEqualTo(before + 1));
        }
        assertThat(waits(jdbi)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        assertThat(cms.drain("docket.notices")).hasSize(1);
        // A person need not wait.
        assertThat(hub.docket()
                        .handovers()
                        .again(complaintHandover(complaint).id(), Handovers.Wish.of("PS Moore", "mended")))
                .isInstanceOf(Handovers.Again.Sent.class);
        eventually().until(() -> putOffs(jdbi) == 6);
    }

    @Test
    void whatTheBrokerDidNotTakeIsTriedAgainWhenItsSystemSays() throws Exception {
        write("casework.yaml", """
                systems:
                  - {id: court, title: Court, redelivery: PT10M}
                """);
        start("docket.evidence.court");
        hub.hub().context().getRouteController().suspendRoute("casework-relay-court");
        deposit("X81-000431.mov");
        Relay relay = hub.docket().relay();
        List<Handover> claimed = relay.claim("court", 10);
        relay.failed(claimed, "nothing listens there");
        relay.free(claimed);

        // Longer than whatever a hub took to send is kept for it.
        hub.clock().advance(Duration.ofMinutes(9));
        assertThat(relay.claim("court", 10)).isEmpty();
        hub.clock().advance(Duration.ofMinutes(2));
        assertThat(relay.claim("court", 10)).hasSize(1);
    }

    @Test
    void sendsNoFasterThanASystemReads() throws Exception {
        write("casework.yaml", """
                systems:
                  - {id: court, title: Court, limits: {lanes: 3, per-second: 20}}
                  - {id: archive, title: Archive}
                """);
        start("docket.evidence.court");
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            recordings.add(Recordings.retained(UUID.randomUUID()));
        }
        Jdbi jdbi = Jdbi.create(database());
        jdbi.useTransaction(handle -> {
            recordings.forEach(
                    recording -> Recordings.deposit(handle, hub.docket().catalogue(), recording));
            hub.docket().outbox().retained(handle, recordings);
        });
        eventually().until(() -> told().size() == 60);
        eventually().until(() -> hub.docket().handovers().count("archive", Handover.State.SENT) == 60);

        assertThat(took(jdbi, "court")).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
        assertThat(took(jdbi, "archive")).isLessThan(took(jdbi, "court"));
    }

    @Test
    void tellsPeopleWhereAnExpressionCouldNotBeDecided() throws Exception {
        write("casework.yaml", """
                systems:
                  - {id: court, title: Court, when: 1 / (recording.bytes - recording.bytes) == 1}
                  - {id: cms, title: Case management}
                """);
        start("docket.evidence.cms");
        Recording theft = deposit("X81-000423.mp4");
        eventually().until(() -> !cms.received().isEmpty());

        assertThat(hub.docket().outbox().of(theft.id()))
                .extracting(Handover::system)
                .containsExactly("cms");
        assertThat(cms.drain("docket.notices")).singleElement().satisfies(notice -> assertThat(notice.getText())
                .contains("handover-undecided", theft.id().toString(), "whether court is told of it"));
    }

    @Test
    void aTransformationThatIsWrongKeepsTheHubFromStarting() throws Exception {
        write("court.xslt", """
                <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
                  <xsl:template match="/"><xsl:value-of select="count(1"/></xsl:template>
                </xsl:stylesheet>
                """);
        write("archive.jslt", "\n {\"x\": .data.media.width / 2}");
        write("casework.yaml", """
                systems: []
                """);
        start("docket.evidence.court");
        write("casework.yaml", """
                systems:
                  - {id: court, title: Court, format: xml, transform: court.xslt}
                  - {id: archive, title: Archive, transform: archive.jslt}
                """);
        Path file = home.resolve("config/casework.yaml");

        assertThatThrownBy(() -> hub.restart())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                file + ":2:55: court.xslt:2:49: Syntax error in 'count(1'; correct the transformation",
                                file
                                        + ":3:46: tried on a sample of docket.evidence.retained.v1, archive.jslt gives nothing; correct the transformation"));
    }

    private void start(String queue) throws Exception {
        hub = new TestHub(home, Map.of());
        cms = new CaseSystemClient(TestParts.openWireUrl(), queue);
    }

    private Recording deposit(String name) throws Exception {
        Path folder = Files.createDirectories(hub.dock("croydon-dock-2"));
        String sidecar = name.replaceAll("\\..*", ".json");
        Files.copy(SAMPLES.resolve(sidecar), folder.resolve(sidecar));
        hub.drop("croydon-dock-2", name, SAMPLES.resolve(name));
        return hub.deposited(name);
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve(name), text);
    }

    private void release(Recording recording) {
        hub.docket()
                .decisions()
                .release(Word.of(recording.id(), hub.docket().authorities().person("PS Moore"), "no case"));
    }

    private Handover complaintHandover(Recording complaint) {
        return hub.docket().outbox().of(complaint.id()).get(0);
    }

    /** A message can come twice, and is the same then. */
    private List<JsonNode> told() {
        return cms.received().stream().distinct().toList();
    }

    private Handover toCms(Recording recording) {
        return hub.docket().outbox().of(recording.id()).stream()
                .filter(handover -> handover.system().equals("cms"))
                .findFirst()
                .orElseThrow();
    }

    /** Something new for the same system wakes its relay, as a moved clock does not. */
    private void ring(Recording recording) {
        release(recording);
        hub.docket()
                .decisions()
                .retain(Word.of(recording.id(), hub.docket().authorities().person("PS Moore"), "a case after all"));
    }

    private static Map<String, String> wish(Recording recording) {
        return Map.of("recordingId", recording.id().toString(), "by", "DC Ilesanmi", "reason", "interview");
    }

    private static String asking(Recording recording, String source) {
        return Json.write(Map.of(
                "specversion",
                "1.0",
                "id",
                UUID.randomUUID().toString(),
                "source",
                source,
                "type",
                Inbox.LINK_REQUESTED,
                "data",
                wish(recording)));
    }

    private String refusal(Recording recording, String source) throws Exception {
        cms.sendText(asking(recording, source));
        return cms.drain("docket.casework.in.refused").get(0).getStringProperty("docket_reason");
    }

    private void acknowledge(String handover, String source) throws Exception {
        cms.sendText(Json.write(Map.of(
                "specversion",
                "1.0",
                "id",
                UUID.randomUUID().toString(),
                "source",
                source,
                "type",
                Inbox.ACKNOWLEDGED,
                "data",
                Map.of("handoverId", handover))));
    }

    private List<LedgerEntry> given(Recording recording) {
        return hub.docket().ledger().history(recording.id()).stream()
                .filter(entry -> entry.act().equals("link-given"))
                .toList();
    }

    private static String detail(LedgerEntry entry, String name) {
        return Json.read(entry.details(), JsonNode.class).path(name).asText();
    }

    private DataSource database() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(hub.settings().all().get("docket.database.url"));
        return source;
    }

    /** Every row of every table, as text. */
    private List<String> whateverIsKept() {
        Jdbi jdbi = Jdbi.create(database());
        List<String> rows = new ArrayList<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select table_name from information_schema.tables where table_schema = 'public'")
                .mapTo(String.class)
                .forEach(table -> rows.addAll(handle.createQuery("select t::text from \"" + table + "\" t")
                        .mapTo(String.class)
                        .list())));
        assertThat(rows).hasSizeGreaterThan(10);
        return rows;
    }

    private static int putOffs(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("select max(put_offs) from handover")
                .mapTo(Integer.class)
                .one());
    }

    private Duration waits(Jdbi jdbi) {
        Instant until = jdbi.withHandle(handle -> handle.createQuery("select max(put_off_until) as until from handover")
                .mapTo(Instant.class)
                .one());
        return Duration.between(hub.clock().instant(), until);
    }

    private static Duration took(Jdbi jdbi, String system) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select min(sent_at) as first, max(sent_at) as last" + " from handover where system = :system")
                .bind("system", system)
                .map((row, context) -> Duration.between(
                        row.getTimestamp("first").toInstant(),
                        row.getTimestamp("last").toInstant()))
                .one());
    }

    private byte[] get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                .body();
    }

    private int status(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static Element parse(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
    }

    private static String text(Element root, String element) {
        return root.getElementsByTagName(element).item(0).getTextContent();
    }

    private static String attribute(Element root, String element, String attribute) {
        return ((Element) root.getElementsByTagName(element).item(0)).getAttribute(attribute);
    }
}
