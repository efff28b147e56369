package org.docket.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tests share one home, because preparing it takes seconds and starting on it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgreSqlTest {
    private final Path home;

    EmbeddedPostgreSqlTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void keepsRowsAndPortFromOneStartToTheNext() throws Exception {
        String url;
        try (EmbeddedPostgreSql server = start()) {
            url = server.jdbcUrl();
            execute(url, "CREATE TABLE exhibits (label text)");
            execute(url, "INSERT INTO exhibits VALUES ('knife')");
        }

        try (EmbeddedPostgreSql server = start()) {
            assertThat(server.jdbcUrl()).isEqualTo(url);
            assertThat(column(url, "SELECT label FROM exhibits")).containsExactly("knife");
        }
    }

    @Test
    void isDurableChecksItsPagesAndListensOnTheLoopbackAddressOnly() throws Exception {
        try (EmbeddedPostgreSql server = start()) {
            String url = server.jdbcUrl();
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(column(url, "SHOW " + setting)).as(setting).containsExactly("on");
            }
            assertThat(column(url, "SHOW listen_addresses")).containsExactly("127.0.0.1");
            assertThat(column(url, "SHOW unix_socket_directories")).containsExactly("");

            int port = URI.create(url.substring("jdbc:".length())).getPort();
            assertThatThrownBy(() -> connect("127.0.0.2", port)).isInstanceOf(IOException.class);
            String withoutPassword = url.replaceFirst("&password=.*", "&password=guess");
            assertThatThrownBy(() -> execute(withoutPassword, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void startsOverALockFileWhoseProcessIdNowBelongsToAStranger() throws Exception {
        start().close();
        Files.writeString(
                home.resolve("postgresql/data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("postgresql/data") + "\n1700000000\n5999\n");

        try (EmbeddedPostgreSql server = start()) {
            assertThat(column(server.jdbcUrl(), "SELECT 'it runs'")).containsExactly("it runs");
        }
    }

    @Test
    void isPreparedAnewWhenTheFirstPreparationWasInterrupted() throws Exception {
        start().close();
        Path interrupted = home.resolve("interrupted");
        Path half = Files.createDirectories(interrupted.resolve("postgresql/initialising-77/data"));
        Files.writeString(half.resolve("postgresql.conf"), "half a preparation");
        linkPrograms(home, interrupted);

        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(interrupted, 0, Role.OWNER)) {
            assertThat(column(server.jdbcUrl(), "SELECT 'prepared'")).containsExactly("prepared");
        }
        assertThat(interrupted.resolve("postgresql/initialising-77")).doesNotExist();
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedPostgreSql.start(home, other.getLocalPort(), Role.OWNER))
                    .isInstanceOf(EmbeddedPartException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("configure another port");
        }
    }

    @Test
    void showsTheEndOfTheLogWhenTheServerCannotStart() throws Exception {
        start().close();
        Path version = home.resolve("postgresql/data/PG_VERSION");
        String right = Files.readString(version);
        Files.writeString(version, "9\n");
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPartException.class)
                    .hasMessageContaining("does not start")
                    .hasMessageContaining("FATAL");
        } finally {
            Files.writeString(version, right);
        }
    }

    /** Saves the seconds of unpacking PostgreSQL once more. */
    private static void linkPrograms(Path from, Path to) throws IOException {
        try (Stream<Path> children = Files.list(from.resolve("postgresql"))) {
            for (Path programs : children.filter(
                            path -> path.getFileName().toString().startsWith("programs-"))
                    .toList()) {
                Files.createSymbolicLink(to.resolve("postgresql").resolve(programs.getFileName()), programs);
            }
        }
    }

    private EmbeddedPostgreSql start() {
        return EmbeddedPostgreSql.start(home, 0, Role.OWNER);
    }

    private static void connect(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 2_000);
        }
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> column(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
