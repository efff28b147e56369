package org.docket.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedVaultTest {
    static final Path INSTALLATION = Path.of("src", "main", "azurite");

    private final Path home;

    EmbeddedVaultTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void keepsBlobsAndPortFromOneStartToTheNext() {
        String connection;
        try (EmbeddedVault vault = start()) {
            connection = vault.connectionString();
            upload(connection, "first.bin", "from the first start");
        }

        try (EmbeddedVault vault = start()) {
            assertThat(vault.connectionString()).isEqualTo(connection);
            assertThat(download(connection, "first.bin")).isEqualTo("from the first start");
        }
    }

    @Test
    void keepsEveryAcknowledgedChangeWhenAzuriteItselfIsKilled() throws Exception {
        try (EmbeddedVault vault = start()) {
            upload(vault.connectionString(), "deleted", "of no further use");
            upload(vault.connectionString(), "kept", "contents to keep");
            upload(vault.connectionString(), "tagged", "contents with a fact");
            blob(vault.connectionString(), "deleted").delete();
            blob(vault.connectionString(), "tagged").setMetadata(Map.of("dock", "camden"));
            killAzurite();
        }
        try (EmbeddedVault vault = start()) {
            assertThat(names(vault.connectionString())).containsExactly("kept", "tagged");
            blob(vault.connectionString(), "kept").delete();
            upload(vault.connectionString(), "added", "from the second life");
            killAzurite();
        }

        try (EmbeddedVault vault = start()) {
            assertThat(names(vault.connectionString())).containsExactly("added", "tagged");
            assertThat(download(vault.connectionString(), "added")).isEqualTo("from the second life");
            assertThat(blob(vault.connectionString(), "tagged").getProperties().getMetadata())
                    .containsEntry("dock", "camden");
        }
    }

    @Test
    void ignoresALineOfTheJournalThatACrashLeftUnfinished() throws Exception {
        try (EmbeddedVault vault = start()) {
            upload(vault.connectionString(), "finished", "acknowledged contents");
            killAzurite();
        }
        Path journal = home.resolve("azurite/__azurite_db_blob__.json.77.journal");
        Files.writeString(journal, "\n{\"name\":\"$BLOBS_COLLECTION$\",\"removed\":fal");

        try (EmbeddedVault vault = start()) {
            assertThat(download(vault.connectionString(), "finished")).isEqualTo("acknowledged contents");
            assertThat(journal).doesNotExist();
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnly() {
        try (EmbeddedVault vault = start()) {
            int port =
                    URI.create(client(vault.connectionString()).getAccountUrl()).getPort();
            assertThatThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress("127.0.0.2", port), 2_000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsAccountsApart() {
        Map<String, String> accounts = Map.of("north", "bm9ydGggYWNjb3VudA==", "south", "c291dGggYWNjb3VudA==");
        try (EmbeddedVault vault = EmbeddedVault.start(home, INSTALLATION, 0, Role.OWNER, accounts)) {
            upload(vault.connectionString("north"), "only-here", "northern contents");

            assertThat(client(vault.connectionString("south")).listBlobContainers())
                    .isEmpty();
            assertThat(download(vault.connectionString("north"), "only-here")).isEqualTo("northern contents");
        }
    }

    @Test
    void saysHowToInstallAzurite() {
        assertThatThrownBy(() -> EmbeddedVault.start(home, home.resolve("nowhere"), 0, Role.OWNER))
                .isInstanceOf(EmbeddedPartException.class)
                .hasMessageContaining("Azurite is not installed: run")
                .hasMessageContaining("install");
    }

    @Test
    void showsTheEndOfTheLogWhenAzuriteEndsInsteadOfStarting() throws Exception {
        Files.createDirectories(home.resolve("azurite"));
        Files.writeString(home.resolve("azurite/__azurite_db_blob__.json"), "no metadata at all");

        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPartException.class)
                .hasMessageContaining("Azurite ended instead of starting")
                .hasMessageContaining("JSON");
    }

    private EmbeddedVault start() {
        return EmbeddedVault.start(home, INSTALLATION, 0, Role.OWNER);
    }

    private void killAzurite() throws IOException {
        String pid = Files.readString(home.resolve("azurite/azurite.pid")).strip();
        ProcessHandle azurite = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        azurite.destroyForcibly();
        azurite.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<String> names(String connection) {
        return client(connection).getBlobContainerClient("recordings").listBlobs().stream()
                .map(BlobItem::getName)
                .toList();
    }

    private static BlobClient blob(String connection, String name) {
        return client(connection).getBlobContainerClient("recordings").getBlobClient(name);
    }

    static void upload(String connection, String name, String contents) {
        BlobServiceClient client = client(connection);
        client.createBlobContainerIfNotExists("recordings").getBlobClient(name).upload(BinaryData.fromString(contents));
    }

    static String download(String connection, String name) {
        return blob(connection, name).downloadContent().toString();
    }

    private static BlobServiceClient client(String connection) {
        return new BlobServiceClientBuilder().connectionString(connection).buildClient();
    }
}
