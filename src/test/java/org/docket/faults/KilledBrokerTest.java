package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Handover;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.CaseSystemClient;
import org.docket.testkit.Custody;
import org.docket.testkit.KillableBroker;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that is killed with messages on its disk, and is away while there is more to hand over. */
class KilledBrokerTest {
    @ParameterizedTest
    @ValueSource(strings = {"%s", "failover:(%s)"})
    void handsOverOnceWhatWasOnItsWayAndKeepsGivingReceiptsMeanwhile(String url, @TempDir Path home) throws Exception {
        String vault = TestParts.newVault();
        try (KillableBroker broker = new KillableBroker(home.resolve("broker"));
                TestHub hub = new TestHub(
                        home.resolve("hub"),
                        Map.of(
                                "docket.broker.url",
                                url.formatted(broker.url()),
                                "docket.vault.connection",
                                vault,
                                "docket.casework.retry",
                                "PT1S"))) {
            byte[] first = Sources.ofLength(50_001, 1);
            Recording sent = Custody.of(hub, vault).assertDeposited(dropRetained(hub, "sent.mp4", first), first);
            eventually().until(() -> handover(hub, sent).state() == Handover.State.SENT);

            broker.kill();
            byte[] second = Sources.ofLength(50_002, 2);
            Recording waiting =
                    Custody.of(hub, vault).assertDeposited(dropRetained(hub, "waiting.mp4", second), second);
            eventually().until(() -> handover(hub, waiting).attempts() > 0);
            assertThat(handover(hub, waiting).state()).isEqualTo(Handover.State.PENDING);
            broker.restart();

            try (CaseSystemClient cms =
                    new CaseSystemClient("failover:(" + broker.url() + ")", "docket.evidence.cms")) {
                assertIsHandedOverOnce(hub, cms, sent);
                assertIsHandedOverOnce(hub, cms, waiting);
            }
            assertThat(hub.docket().ledgerVerifier().verify(null).findings()).isEmpty();
        }
    }

    private static Path dropRetained(TestHub hub, String name, byte[] content) throws Exception {
        Path sidecar = hub.dock("pier").resolve(name.replace(".mp4", ".json"));
        Files.createDirectories(sidecar.getParent());
        Files.writeString(sidecar, "{\"officer\": {\"id\": \"MP31\"}, \"decision\": \"retain\"}");
        return hub.drop("pier", name, content);
    }

    private static Handover handover(TestHub hub, Recording recording) {
        return hub.docket().outbox().of(recording.id()).get(0);
    }

    /** The message may come twice; under another id it would be another handover. */
    private static void assertIsHandedOverOnce(TestHub hub, CaseSystemClient cms, Recording recording) {
        eventually().until(() -> handover(hub, recording).state() == Handover.State.ACKNOWLEDGED);
        assertThat(hub.docket().outbox().of(recording.id())).hasSize(1);
        assertThat(cms.received(EvidenceMessage.RETAINED, recording.id()))
                .isNotEmpty()
                .allMatch(message -> message.path("id")
                        .asText()
                        .equals(handover(hub, recording).id().toString()));
        assertThat(hub.docket().ledger().history(recording.id()))
                .extracting(LedgerEntry::act)
                .containsOnlyOnce("acknowledged");
    }
}
