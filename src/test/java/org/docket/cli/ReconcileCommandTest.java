package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.Recording;
import org.docket.cli.Terminal.Said;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a reconciliation beside a running hub. */
class ReconcileCommandTest {
    private static final Path FOOTAGE = Path.of("src/test/resources/footage/real");

    private final TestHub hub;
    private final Terminal terminal;

    ReconcileCommandTest(@TempDir Path home) throws Exception {
        hub = new TestHub(
                home,
                Map.of(
                        "docket.fixity.cron", "0/1 * * * * ?",
                        "docket.fixity.share", "1",
                        "docket.reconcile.again", "PT0.1S"));
        terminal = Terminal.beside(hub);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void saysWhatStandsAndEndsWithOneAsLongAsSomethingDoes() throws Exception {
        Path source = hub.drop("north-1", "whole.mp4", FOOTAGE.resolve("webcam-fragmented.mp4"));
        Path lost = hub.drop("north-2", "lost.mov", FOOTAGE.resolve("iphone14pro-dolbyvision.mov"));
        Recording whole = hub.receipted("whole.mp4");
        Recording gone = hub.receipted("lost.mov");
        assertThat(terminal.type("status").out()).contains("never reconciled; nothing stands");

        Said fits = terminal.type("reconcile");

        assertThat(fits.exit()).isZero();
        assertThat(fits.lines())
                .singleElement()
                .asString()
                .matches("Reconciled .*: 2 recordings in the catalogue, 2 in the vault; nothing stands\\.");

        hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(String.valueOf(gone.blob()))
                .delete();
        for (String dock : List.of("north-1", "north-2")) {
            hub.hub().context().getRouteController().suspendRoute("intake-take-" + dock);
        }
        Files.delete(TestHub.receipt(source));
        Files.delete(TestHub.receipt(lost));
        database()
                .useHandle(handle ->
                        handle.execute("update presentation set receipted_at = null where name = 'lost.mov'"));
        hub.clock().advance(Duration.ofHours(2));

        Said found = terminal.type("reconcile");
        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out())
                .contains("MISSING")
                .contains(String.valueOf(gone.blob()))
                .contains("NO_RECEIPT")
                .contains("north-1/whole.mp4")
                .contains("the receipt of the recording is not beside its source any more")
                .contains("north-2/lost.mov")
                .contains("the recording is deposited, and its dock got no receipt")
                .contains("3 findings stand.");
        JsonNode json = terminal.type("reconcile", "--standing", "--json").json();
        assertThat(json.path("catalogued").asInt()).isEqualTo(2);
        assertThat(json.path("listed").asInt()).isEqualTo(1);
        assertThat(json.path("findings")).hasSize(3);
        assertThat(json.path("standing").path("NO_RECEIPT").asInt()).isEqualTo(2);
        assertThat(terminal.type("status").out())
                .contains("2 recordings in the catalogue, 1 in the vault; 3 findings stand");
        assertThat(lost).exists();
        assertShown(whole);
    }

    private void assertShown(Recording whole) throws Exception {
        ObjectName custody = new ObjectName("org.docket:type=Custody");
        var beans = ManagementFactory.getPlatformMBeanServer();
        assertThat(beans.getAttribute(custody, "CataloguedRecordings")).isEqualTo(2L);
        assertThat(beans.getAttribute(custody, "ListedBlobs")).isEqualTo(1L);
        assertThat(((TabularData) beans.getAttribute(custody, "StandingFindings")).size())
                .isEqualTo(2);
        // The hub itself reads the vault again every second.
        eventually().until(() -> (long) beans.getAttribute(custody, "UnreadRecordings") <= 1L);
        assertThat(terminal.type("status").out()).contains("never read");
        assertThat(hub.docket().catalogue().find(whole.id())).contains(whole);
    }

    @Test
    void theHubCarriesOnWithWhatWasCutShort() {
        database().useHandle(handle -> handle.createUpdate(
                        "insert into reconciliation (began_at, stage) values (:now, 'RECORDINGS')")
                .bind("now", hub.clock().instant())
                .execute());

        eventually().until(() -> hub.docket().reconciliation().latest().isPresent());
    }

    private Jdbi database() {
        return Jdbi.create(hub.settings().read(DatabaseConfiguration.class).url());
    }
}
