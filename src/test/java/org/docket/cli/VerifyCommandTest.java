package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.Recording;
import org.docket.cli.Terminal.Said;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changed behind Docket's back is found, whatever it is. */
class VerifyCommandTest {
    private static final Path FOOTAGE = Path.of("src/test/resources/footage/real");

    private final TestHub hub;
    private final Terminal terminal;
    private Recording changed;
    private Recording sound;

    VerifyCommandTest(@TempDir Path home) throws Exception {
        hub = new TestHub(home, Map.of());
        terminal = Terminal.beside(hub);
    }

    @BeforeEach
    void depositTwo() throws Exception {
        hub.drop("north-1", "changed.mp4", FOOTAGE.resolve("webcam-fragmented.mp4"));
        hub.drop("north-1", "sound.mov", FOOTAGE.resolve("iphone14pro-dolbyvision.mov"));
        changed = hub.deposited("changed.mp4");
        sound = hub.deposited("sound.mov");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void saysThatEverythingFitsWhenItDoes() {
        Said said = terminal.type("verify");

        assertThat(said.exit()).isZero();
        assertThat(said.lines())
                .singleElement()
                .asString()
                .matches("Verified: 2 recordings, \\d+ ledger entries, 2 blobs, and everything fits\\.");
        JsonNode json = terminal.type("verify", "--json", changed.id()).json();
        assertThat(json.path("verified").asBoolean()).isTrue();
        assertThat(json.path("recordings").asInt()).isEqualTo(1);
        assertThat(json.path("findings")).isEmpty();
    }

    @Test
    void findsAFlippedByteInABlob() {
        flipAByte(blob(changed));

        Said all = terminal.type("verify");

        assertThat(all.exit()).isEqualTo(1);
        assertThat(all.lines().get(0))
                .startsWith("WRONG VAULT recording " + changed.id() + ": blob " + changed.blob() + " has SHA-256 ")
                .endsWith("recorded was " + changed.sha256());
        assertThat(all.lines().get(1)).startsWith("NOT VERIFIED: 1 finding in 2 recordings");
        assertThat(all.err()).isEmpty();
        assertThat(terminal.type("verify", "--vault").exit()).isEqualTo(1);
        assertThat(terminal.type("verify", "--ledger").exit()).isZero();
        assertThat(terminal.type("verify", sound.id()).exit()).isZero();
        JsonNode finding = terminal.type("verify", "--json", changed.id())
                .json()
                .path("findings")
                .path(0);
        assertThat(finding.path("kind").asText()).isEqualTo("WRONG");
        assertThat(finding.path("recording").asText()).isEqualTo(changed.id().toString());
    }

    @Test
    void findsABlobThatIsGone() {
        blob(changed).delete();

        assertThat(terminal.type("verify").lines())
                .first()
                .asString()
                .contains("blob " + changed.blob() + " is missing");
    }

    @Test
    void findsAChangedLedgerRow() throws Exception {
        attack("update ledger_entry set actor = 'somebody else' where act = 'deposited' and recording_id = '"
                + changed.id() + "'");

        Said said = terminal.type("verify", "--ledger");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.lines())
                .first()
                .asString()
                .startsWith("WRONG LEDGER recording " + changed.id() + ", ledger entry 2 was changed");
        assertThat(terminal.type("verify", "--vault").exit()).isZero();
        assertThat(terminal.type("verify", "--ledger", sound.id()).exit()).isZero();
    }

    @Test
    void findsACatalogueThatFollowsAReplacedBlob() throws Exception {
        flipAByte(blob(changed));
        attack("update recording set sha256 = repeat('ab', 32) where id = '" + changed.id() + "'");

        assertThat(terminal.type("verify", changed.id()).lines())
                .anyMatch(line -> line.contains("the catalogue says that its SHA-256 is abab"))
                .anyMatch(line -> line.contains("recorded was " + changed.sha256()));
    }

    @Test
    void findsARecordingThatWasTakenOutOfTheCatalogue() throws Exception {
        attack("delete from recording where id = '" + changed.id() + "'");

        Said said = terminal.type("verify");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.lines())
                .first()
                .asString()
                .isEqualTo("WRONG CATALOGUE recording " + changed.id()
                        + ": its history says that it was deposited, but it has no row");
    }

    @Test
    void findsARecordingThatIsSaidToBeDisposedOfAndIsNot() throws Exception {
        attack("update recording set state = 'DISPOSED', disposed_at = now() where id = '" + changed.id() + "'");

        assertThat(terminal.type("verify").lines())
                .anyMatch(line -> line.contains("its history says that it was not disposed of"))
                .anyMatch(line -> line.contains("is in the vault, but the recording was disposed of"));
    }

    @Test
    void doesNotCallAVaultThatCannotBeAskedVerified() {
        Map<String, String> settings = new HashMap<>(hub.settings().all());
        settings.put(
                "docket.vault.connection",
                "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm8=;BlobEndpoint=http://127.0.0.1:1/nobody;");
        settings.put("docket.vault.tries", "1");

        Said said = Terminal.with(settings).type("verify");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.lines())
                .filteredOn(line -> line.startsWith("UNKNOWN VAULT "))
                .hasSize(2);
        assertThat(said.lines()).last().asString().startsWith("NOT VERIFIED: ");
    }

    private BlobClient blob(Recording recording) {
        return hub.docket()
                .vault()
                .client()
                .getBlobContainerClient("recordings")
                .getBlobClient(String.valueOf(recording.blob()));
    }

    private static void flipAByte(BlobClient blob) {
        Map<String, String> metadata = blob.getProperties().getMetadata();
        byte[] bytes = blob.downloadContent().toBytes();
        bytes[bytes.length / 2] ^= 1;
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromBytes(bytes)).setMetadata(metadata), null, Context.NONE);
    }

    /** As somebody with the rights of the owner would. */
    private void attack(String sql) throws SQLException {
        String url = hub.settings().read(DatabaseConfiguration.class).url();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("alter table ledger_entry disable trigger all");
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
            statement.execute("alter table ledger_entry enable trigger all");
        }
    }
}
