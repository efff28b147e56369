package org.docket.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.docket.embedded.UnwatchedPostgreSql;

/** A PostgreSQL of a test's own, which can be killed and started again on the same port with the same data. */
public final class KillableDatabase implements AutoCloseable {
    /** Kept between runs: preparing a data directory takes longer than many a test. */
    private static final Path HOME = TestParts.home().resolve("killable");

    private final Path home;
    private final UnwatchedPostgreSql server;

    /** Starts it; only one can run at a time. */
    public KillableDatabase() throws IOException {
        this(HOME);
    }

    /** Starts one of which the data is below that folder. */
    public KillableDatabase(Path home) throws IOException {
        this.home = home;
        this.server = new UnwatchedPostgreSql(home);
    }

    /** The JDBC URL, with user and password, of a fresh and empty database. */
    public String newDatabase() throws SQLException, IOException {
        String name = "test_" + System.nanoTime();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return server.jdbcUrl(name);
    }

    /** Kills the server: it has no time to write anything, and its connections end as they stand. */
    public void kill() throws IOException {
        Killing.kill(home.resolve("postgresql").resolve("data").resolve("postmaster.pid"));
    }

    /** Starts it again; it recovers from its log. */
    public void restart() throws IOException {
        server.restart();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
