package org.docket.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL as Docket's own, but with nobody who starts it again when it ends. */
public final class UnwatchedPostgreSql implements AutoCloseable {
    private final Path folder;
    private final PostgreSqlCluster cluster;
    private final int port;

    /** Starts it with its data below that folder. */
    public UnwatchedPostgreSql(Path home) throws IOException {
        this.folder = Files.createDirectories(home).toRealPath().resolve("postgresql");
        this.cluster = PostgreSqlCluster.open(folder);
        cluster.stop();
        this.port = LoopbackPort.choose("PostgreSQL", 0, 0);
        cluster.start(port);
    }

    /** Starts it again where it was. */
    public void restart() throws IOException {
        cluster.start(port);
    }

    /** The JDBC URL of a database of it, with user and password. */
    public String jdbcUrl(String database) throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres&password="
                + PostgreSqlCluster.password(folder);
    }

    @Override
    public void close() throws IOException {
        cluster.stop();
    }
}
