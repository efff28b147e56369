package org.docket.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process leaves to another: as a guest while it lives, and as its heir when it was killed. */
class KilledHubTest {
    private final Path home;

    KilledHubTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void leavesItsServersToGuestsWhileItLivesAndItsDataToTheNextHubWhenItIsKilled() throws Exception {
        try (HubProcess hub = HubProcess.start(home)) {
            for (int visit = 1; visit <= 2; visit++) {
                try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(home, 0, Role.EITHER);
                        EmbeddedVault vault =
                                EmbeddedVault.start(home, EmbeddedVaultTest.INSTALLATION, 0, Role.EITHER)) {
                    assertThat(lastRows(server)).containsExactly("a row");
                    assertThat(EmbeddedVaultTest.download(vault.connectionString(), "last-words"))
                            .isEqualTo("a blob");
                }
            }
            assertThatThrownBy(() -> Ownership.claim(home, "PostgreSQL", Role.OWNER, Duration.ofMillis(100)))
                    .isInstanceOf(EmbeddedPartException.class)
                    .hasMessageContaining("belongs to process " + hub.pid());

            Optional<ProcessHandle> azurite = azurite();
            assertThat(azurite).isPresent();
            hub.kill();
            Awaitility.await().until(() -> azurite().isEmpty());
        }

        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(home, 0, Role.OWNER);
                EmbeddedBroker broker = EmbeddedBroker.start(home, 0, "heir");
                EmbeddedVault vault = EmbeddedVault.start(home, EmbeddedVaultTest.INSTALLATION, 0, Role.OWNER)) {
            assertThat(lastRows(server)).containsExactly("a row");
            assertThat(EmbeddedBrokerTest.receive(broker.url(), "last-words")).isEqualTo("a message");
            assertThat(EmbeddedVaultTest.download(vault.connectionString(), "last-words"))
                    .isEqualTo("a blob");
        }
    }

    private static List<String> lastRows(EmbeddedPostgreSql server) throws SQLException {
        return EmbeddedPostgreSqlTest.column(server.jdbcUrl(), "SELECT words FROM last_words");
    }

    private Optional<ProcessHandle> azurite() throws IOException {
        long pid = Long.parseLong(
                Files.readString(home.resolve("azurite/azurite.pid")).strip());
        return ProcessHandle.of(pid)
                .filter(process -> process.info().commandLine().orElse("").contains("azurite.mjs"));
    }
}
