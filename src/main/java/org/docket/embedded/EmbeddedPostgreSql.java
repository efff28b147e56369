package org.docket.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of Docket's own below its home, on 127.0.0.1. A commit is on the disk when it returns, and survives the end of the
 * hub, however that comes about. The user is {@code postgres}, with a generated password that is part of the JDBC URL.
 */
public final class EmbeddedPostgreSql implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgreSql.class);
    private static final String NAME = "PostgreSQL";
    private static final String DATABASE = "docket";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final String password;
    private final Ending ending;
    private boolean closed;

    private EmbeddedPostgreSql(int port, String password, Ending ending) {
        this.port = port;
        this.password = password;
        this.ending = ending;
    }

    /**
     * Starts the server as its owner, or joins the one that a living owner has started.
     *
     * @param home Docket's home; the data is in {@code postgresql/data} below it and never deleted
     * @param port the port on 127.0.0.1; 0 for the one of the last start if it is free, else any free one
     * @throws EmbeddedPartException if another owner does not go within 60 seconds (with its process id), the port is taken, or the
     *     server does not start (with the end of its log)
     */
    public static EmbeddedPostgreSql start(Path home, int port, Role role) {
        try {
            // The real path: a server that was left running is known by it, through whichever link it was started.
            Path folder = Files.createDirectories(home).toRealPath().resolve("postgresql");
            Ownership.Claim claim = Ownership.claim(home, NAME, role, PATIENCE);
            if (claim instanceof Ownership.Guest guest) {
                return new EmbeddedPostgreSql(guest.port(), PostgreSqlCluster.password(folder), Ending.OF_A_GUEST);
            }
            return own(folder, port, ((Ownership.Owner) claim).ownership());
        } catch (IOException e) {
            throw new EmbeddedPartException("PostgreSQL in " + home + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static EmbeddedPostgreSql own(Path folder, int wantedPort, Ownership ownership) throws IOException {
        try {
            PostgreSqlCluster cluster = PostgreSqlCluster.open(folder);
            cluster.stop();
            int port = LoopbackPort.choose(NAME, wantedPort, ownership.rememberedPort());
            cluster.start(port);
            Revival revival = new Revival(NAME, cluster::isRunning, () -> cluster.start(port));
            EmbeddedPostgreSql server = new EmbeddedPostgreSql(port, PostgreSqlCluster.password(folder), () -> {
                revival.close();
                ownership.withdraw();
                cluster.stop();
                ownership.close();
            });
            server.createDatabase();
            ownership.announce(port);
            LOG.info("PostgreSQL answers on 127.0.0.1:{}, data in {}", port, folder);
            return server;
        } catch (IOException | RuntimeException e) {
            // A server that runs already is found and stopped by the next owner.
            ownership.close();
            throw e;
        }
    }

    /** The URL of the database {@code docket}, with user and password. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** The URL of another database of this server, with user and password; the database need not exist. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres&password=" + password;
    }

    /** Stops the server if this process owns it, and waits until it has stopped; a guest just leaves. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ending.end();
        } catch (IOException e) {
            throw new EmbeddedPartException("PostgreSQL did not stop in order: " + e.getMessage(), e);
        }
    }

    private void createDatabase() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"))) {
            if (!exists(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + DATABASE);
                }
            }
        } catch (SQLException e) {
            throw new EmbeddedPartException(
                    "PostgreSQL on 127.0.0.1:" + port + " does not answer: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            query.setString(1, DATABASE);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }
}
