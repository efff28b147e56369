package org.docket.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded server that is killed under its hub comes back where it was, with all that it had acknowledged. */
class RevivalTest {
    private final Path home;

    RevivalTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void startsAPostgreSqlAgainThatWasKilled() throws Exception {
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(home, 0, Role.OWNER)) {
            EmbeddedPostgreSqlTest.execute(server.jdbcUrl(), "CREATE TABLE exhibits (label text)");
            EmbeddedPostgreSqlTest.execute(server.jdbcUrl(), "INSERT INTO exhibits VALUES ('JD/1')");
            kill(home.resolve("postgresql/data/postmaster.pid"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> labels(server)
                    .equals("[JD/1]"));
        }
    }

    @Test
    void startsAnAzuriteAgainThatWasKilled() throws Exception {
        try (EmbeddedVault vault = EmbeddedVault.start(home, EmbeddedVaultTest.INSTALLATION, 0, Role.OWNER)) {
            EmbeddedVaultTest.upload(vault.connectionString(), "exhibit", "JD/2");
            kill(home.resolve("azurite/azurite.pid"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> EmbeddedVaultTest.download(
                            vault.connectionString(), "exhibit")
                    .equals("JD/2"));
        }
    }

    private static String labels(EmbeddedPostgreSql server) {
        try {
            return EmbeddedPostgreSqlTest.column(server.jdbcUrl(), "SELECT label FROM exhibits")
                    .toString();
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void kill(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }
}
