package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.Notices;
import org.docket.retention.Word;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handovers from the change that causes them until the case system's answer, over a real broker. */
class HandingOverTest {
    private static final Path SOURCE = Path.of("samples/croydon-dock-2/X81-000423.mp4");

    @TempDir
    private Path home;

    private TestHub hub;
    private CaseSystemClient cms;
    private Recording recording;

    @BeforeEach
    void start() throws Exception {
        // Nothing but the bell makes it send soon.
        hub = new TestHub(home, Map.of("docket.casework.retry", "PT1H"));
        cms = new CaseSystemClient(TestParts.openWireUrl(), "docket.evidence.cms");
        cms.stopAcknowledging();
        hub.drop("croydon-dock-2", "X81-000423.mp4", SOURCE);
        recording = hub.deposited("X81-000423.mp4");
    }

    @AfterEach
    void stop() throws Exception {
        cms.close();
        hub.close();
    }

    @Test
    void wakesForWhatAnotherProcessWrites() throws Exception {
        // A command has capabilities of its own over the same parts, and no routes.
        try (Parts parts = Parts.open(hub.settings(), Role.EITHER);
                Docket command = new Docket(hub.settings(), parts, Clock.systemUTC(), new MBeans())) {
            command.decisions()
                    .retain(Word.of(recording.id(), command.authorities().person("PS Moore"), "appeal lodged"));
        }
        eventually().until(() -> !received(EvidenceMessage.RETAINED).isEmpty());
        eventually().until(() -> handover().state() == Handover.State.SENT);
        assertThat(handover().attempts()).isEqualTo(1);
    }

    @Test
    void sendsWhatIsNotAnsweredInTimeAgainUnderItsIdAndLater() throws Exception {
        retain();
        eventually().until(() -> handover().state() == Handover.State.SENT);

        hub.docket().relay().overdue();
        assertThat(handover().state()).isEqualTo(Handover.State.SENT);
        hub.clock().advance(Duration.ofMinutes(61));
        eventually().until(() -> received(EvidenceMessage.RETAINED).size() == 2);
        eventually().until(() -> handover().attempts() == 2);

        assertThat(handover().state()).isEqualTo(Handover.State.OVERDUE);
        assertThat(received(EvidenceMessage.RETAINED).stream()
                        .map(event -> event.path("id").textValue()))
                .containsOnly(handover().id().toString());
        assertThat(cms.drain("docket.notices")).singleElement().satisfies(notice -> assertThat(notice.getText())
                .contains("handover-overdue", "1 handover to cms was not acknowledged in time"));
        // The second time it has twice as long.
        eventually().until(() -> listed().answerDueAt()
                .isAfter(hub.clock().instant().plus(Duration.ofMinutes(110))));
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", handover().id().toString()));
        eventually().until(() -> handover().state() == Handover.State.ACKNOWLEDGED);
    }

    @Test
    void isNotMorePatientForTriesThatTheBrokerDidNotTake() throws Exception {
        hub.hub().context().getRouteController().suspendRoute("casework-relay-cms");
        retain();
        for (int i = 0; i < 6; i++) {
            List<Handover> claimed = hub.docket().relay().claim("cms", 10);
            assertThat(claimed).hasSize(1);
            hub.docket().relay().failed(claimed, "nothing listens there");
            hub.docket().relay().free(claimed);
        }
        hub.hub().context().getRouteController().resumeRoute("casework-relay-cms");
        eventually().until(() -> handover().state() == Handover.State.SENT);

        assertThat(handover().attempts()).isEqualTo(7);
        assertThat(handover().timesSent()).isEqualTo(1);
        assertThat(Duration.between(listed().sentAt(), listed().answerDueAt())).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void keepsWhatWasRejectedForAPersonWhoSendsItAgain() throws Exception {
        retain();
        eventually().until(() -> handover().state() == Handover.State.SENT);
        cms.send(Inbox.REJECTED, Map.of("handoverId", handover().id().toString(), "reason", "no case"));
        eventually().until(() -> handover().state() == Handover.State.REJECTED);
        assertThat(handover().lastError()).isEqualTo("no case");

        ObjectName bean = new ObjectName("org.docket:type=Casework,system=cms");
        String[] signature = {String.class.getName(), String.class.getName(), String.class.getName()};
        Object[] arguments = {handover().id().toString(), "PS Moore", "the case is there now"};
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(bean, "RejectedHandovers"))
                .isEqualTo(1L);
        assertThat(ManagementFactory.getPlatformMBeanServer().invoke(bean, "sendAgain", arguments, signature))
                .isEqualTo("handover " + handover().id() + " is sent again");
        eventually().until(() -> received(EvidenceMessage.RETAINED).size() == 2);
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", handover().id().toString()));
        eventually().until(() -> handover().state() == Handover.State.ACKNOWLEDGED);

        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("handover-again"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo("PS Moore"))
                .extracting(LedgerEntry::authority)
                .isEqualTo("the case is there now");
        assertThat(hub.docket().handovers().again(handover().id(), Handovers.Wish.of("PS Moore", "once more")))
                .isEqualTo(new Handovers.Again.Refused("cms has acknowledged it"));
    }

    @Test
    void tellsOfOneRecordingInTheOrderInWhichThingsHappened() throws Exception {
        hub.hub().context().getRouteController().suspendRoute("casework-relay-cms");
        retain();
        for (int i = 0; i < 10; i++) {
            hub.docket()
                    .decisions()
                    .release(Word.of(recording.id(), hub.docket().authorities().person("PS Moore"), "over " + i));
            retain();
        }
        hub.hub().context().getRouteController().resumeRoute("casework-relay-cms");
        eventually().until(() -> cms.received().size() == 21);

        assertThat(cms.received().stream()
                        .map(event -> UUID.fromString(event.path("id").textValue())))
                .containsExactlyElementsOf(hub.docket().outbox().of(recording.id()).stream()
                        .map(Handover::id)
                        .toList());
    }

    @Test
    void acknowledgesTogetherAndRefusesOnlyTheAnswerThatAnswersNothing() throws Exception {
        retain();
        eventually().until(() -> handover().state() == Handover.State.SENT);
        hub.hub().context().getRouteController().stopRoute("casework-receive");
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", UUID.randomUUID().toString()));
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", handover().id().toString()));
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", handover().id().toString()));
        hub.hub().context().getRouteController().startRoute("casework-receive");

        eventually().until(() -> handover().state() == Handover.State.ACKNOWLEDGED);
        assertThat(cms.drain("docket.casework.in.refused")).singleElement().satisfies(message -> assertThat(
                        message.getStringProperty("docket_reason"))
                .contains("there is no handover"));
        assertThat(hub.docket().ledger().history(recording.id()))
                .filteredOn(entry -> entry.act().equals("acknowledged"))
                .hasSize(1);
    }

    @Test
    void leavesWhatIsOnItsWayToTheHubThatTookItAlsoWhereClocksAreApart() {
        writeToArchive();
        assertThat(hub.docket().relay().claim("archive", 10)).hasSize(1);

        hub.clock().setBack(Duration.ofSeconds(3));
        assertThat(hub.docket().relay().claim("archive", 10)).isEmpty();
        hub.clock().setBack(Duration.ofDays(3));
        assertThat(hub.docket().relay().claim("archive", 10)).hasSize(1);
    }

    @Test
    void nothingIsSentToACaseSystemThatIsListedNoMoreAndPeopleAreTold() throws Exception {
        UUID stranded = writeToArchive();

        hub.docket().tellOfStranded();

        eventually().untilAsserted(() -> assertThat(cms.drain("docket.notices"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.getText())
                        .contains(
                                "handover-stranded",
                                "1 handover to archive is open, and casework.yaml lists no such")));
        assertThat(hub.docket().handovers().again(stranded, Handovers.Wish.of("PS Moore", "to whom?")))
                .isInstanceOfSatisfying(Handovers.Again.Refused.class, refused -> assertThat(refused.reason())
                        .contains("lists no case system 'archive'"));
        hub.clock().advance(Duration.ofDays(2));
        hub.docket().relay().overdue();
        assertThat(handover().state()).isEqualTo(Handover.State.PENDING);
    }

    @Test
    void notesThatItWasSentAlsoIfTheAnswerIsQuicker() throws Exception {
        hub.hub().context().getRouteController().suspendRoute("casework-relay-cms");
        retain();
        List<Handover> claimed = hub.docket().relay().claim("cms", 10);
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", handover().id().toString()));
        eventually().until(() -> handover().state() == Handover.State.ACKNOWLEDGED);

        hub.docket()
                .relay()
                .sent(new Outgoing.Batch(List.of(new Outgoing(
                        claimed.get(0), claimed.get(0).message(), hub.clock().instant()))));

        assertThat(handover().state()).isEqualTo(Handover.State.ACKNOWLEDGED);
        assertThat(handover().timesSent()).isEqualTo(1);
        assertThat(hub.docket().ledger().history(recording.id()))
                .extracting(LedgerEntry::act)
                .containsSubsequence("handed-over", "acknowledged", "link-given")
                .containsOnlyOnce("handed-over");
    }

    @Test
    void whatTheBrokerDoesNotTakeKeepsBackNothingElse() throws Exception {
        hub.hub().context().getRouteController().suspendRoute("casework-relay-cms");
        List<Recording> others = IntStream.range(0, 20)
                .mapToObj(i -> Recordings.retained(UUID.randomUUID()))
                .toList();
        Jdbi jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));
        jdbi.useTransaction(handle -> {
            others.forEach(each -> Recordings.deposit(handle, hub.docket().catalogue(), each));
            hub.docket().outbox().retained(handle, others);
        });
        retain();
        UUID refused = handover().id();
        CamelContext context = relayingUnless(
                handovers -> handovers.stream().anyMatch(each -> each.id().equals(refused)));
        context.start();
        try {
            eventually().until(() -> hub.docket().handovers().count("cms", Handover.State.SENT) == 20);
            // It is known to be refused for what it is as soon as another one is sent after it.
            eventually().until(() -> {
                jdbi.useTransaction(handle -> hub.docket().outbox().updated(handle, others.get(0)));
                return hub.docket().handovers().find(refused).orElseThrow().putOffUntil() != null;
            });
        } finally {
            context.stop();
        }
        assertThat(handover().state()).isEqualTo(Handover.State.PENDING);
        assertThat(handover().lastError()).contains("larger than the broker takes");
        eventually().untilAsserted(() -> assertThat(cms.drain("docket.notices"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.getText()).contains("handover-unwritable")));
    }

    /** A relay of its own beside the hub's, to a broker that takes no batch of which that holds. */
    private CamelContext relayingUnless(Predicate<List<Handover>> refuses) throws Exception {
        Jdbi jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));
        PutOffs putOffs = new PutOffs(
                jdbi,
                hub.docket().caseSystems(),
                new HandoverNotices(new Notices(jdbi, hub.clock()), hub.clock()),
                hub.settings().read(CaseworkConfiguration.class),
                hub.clock());
        CamelContext context = new DefaultCamelContext();
        context.addComponent("outbox", new OutboxComponent(hub.docket().relay(), putOffs, new Bell(jdbi), hub.clock()));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("outbox:cms?batch=100").errorHandler(noErrorHandler()).process(exchange -> {
                    List<Handover> handovers = handovers(exchange);
                    if (refuses.test(handovers)) {
                        throw new IllegalStateException("larger than the broker takes");
                    }
                    hub.docket()
                            .relay()
                            .sent(new Outgoing.Batch(handovers.stream()
                                    .map(each -> new Outgoing(each, each.message(), null))
                                    .toList()));
                });
            }
        });
        return context;
    }

    @SuppressWarnings("unchecked")
    private static List<Handover> handovers(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    @Test
    void tellsOfRejectionsAtOnceAndThenOfAllThatCameWithinAnHour() throws Exception {
        retain();
        for (int i = 0; i < 3; i++) {
            eventually().until(() -> handover().state() == Handover.State.SENT);
            cms.send(Inbox.REJECTED, Map.of("handoverId", handover().id().toString(), "reason", "no case"));
            eventually().until(() -> handover().state() == Handover.State.REJECTED);
            hub.docket().handovers().again(handover().id(), Handovers.Wish.of("PS Moore", "look again"));
        }
        eventually().untilAsserted(() -> assertThat(cms.drain("docket.notices"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.getText())
                        .contains("handover-rejected", "cms rejected 1 handover; it waits")));

        eventually().until(() -> handover().state() == Handover.State.SENT);
        cms.send(Inbox.ACKNOWLEDGED, Map.of("handoverId", handover().id().toString()));
        eventually().until(() -> handover().state() == Handover.State.ACKNOWLEDGED);
        hub.clock().advance(Duration.ofMinutes(61));
        eventually().untilAsserted(() -> assertThat(cms.drain("docket.notices"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.getText()).contains("cms rejected 2 handovers; they wait")));
    }

    @Test
    void whatIsToldLaterHasALaterTimeAlsoWhenTheClockIsSetBack() {
        retain();
        hub.clock().setBack(Duration.ofMinutes(5));
        hub.docket()
                .decisions()
                .release(Word.of(recording.id(), hub.docket().authorities().person("PS Moore"), "over"));

        assertThat(hub.docket().outbox().of(recording.id()))
                .extracting(handover -> Instant.parse(Json.read(handover.message(), JsonNode.class)
                        .path("time")
                        .textValue()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private UUID writeToArchive() {
        UUID id = UUID.randomUUID();
        // No route takes what is for a case system that nobody listed.
        Jdbi.create(hub.settings().all().get("docket.database.url")).useHandle(handle -> handle.createUpdate(
                        "insert into handover (id, recording_id, system, type, message,"
                                + " state, created_at, next_attempt_at) values (:id, :recording, 'archive', :type, '{}',"
                                + " 'PENDING', :now, :now)")
                .bind("id", id)
                .bind("recording", recording.id())
                .bind("type", EvidenceMessage.RETAINED)
                .bind("now", hub.clock().instant())
                .execute());
        return id;
    }

    private void retain() {
        hub.docket()
                .decisions()
                .retain(Word.of(recording.id(), hub.docket().authorities().person("PS Moore"), "appeal lodged"));
    }

    private List<JsonNode> received(String type) {
        return cms.received(type, recording.id());
    }

    private Handover handover() {
        return hub.docket().outbox().of(recording.id()).get(0);
    }

    private Handovers.Listed listed() {
        return hub.docket()
                .handovers()
                .page(new Handovers.Filter("cms", null, null), null, 10)
                .get(0);
    }
}
