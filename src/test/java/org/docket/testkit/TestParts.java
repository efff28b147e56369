package org.docket.testkit;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.util.FileUtil;
import org.docket.embedded.EmbeddedBroker;
import org.docket.embedded.EmbeddedPostgreSql;
import org.docket.embedded.EmbeddedVault;
import org.docket.embedded.Role;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL, ActiveMQ and Azurite of this test run: each is started when it is first asked for and stopped when the
 * JVM ends. Tests share the servers and never data: databases and vaults are fresh, queues are purged.
 */
public final class TestParts {
    /** Each JVM of a run has its own. */
    private static final Path HOME = Path.of(System.getProperty("docket.test.parts", "target/parts/1"));

    private static final Path AZURITE = Path.of("src", "main", "azurite");
    private static final String VAULT = "vault-";
    private static final int VAULTS = 300;

    /** Names of this run; those of an earlier one may still be there. */
    private static final String RUN =
            Long.toString(ProcessHandle.current().pid(), 36) + Long.toString(System.nanoTime() & 0xFFFFFF, 36);

    private static final AtomicInteger DATABASES_USED = new AtomicInteger();
    private static final AtomicInteger VAULTS_USED = new AtomicInteger();

    private static @Nullable EmbeddedPostgreSql postgreSql;
    private static @Nullable EmbeddedVault vault;
    private static @Nullable EmbeddedBroker broker;

    private TestParts() {}

    /** Where the parts of this JVM live. */
    public static Path home() {
        return HOME;
    }

    /** The JDBC URL, with user and password, of a fresh and empty database. */
    public static String newDatabase() {
        EmbeddedPostgreSql server = postgreSql();
        String name = "test_" + RUN + "_" + DATABASES_USED.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
        return server.jdbcUrl(name);
    }

    /** The connection string of a fresh and empty storage account. */
    public static String newVault() {
        int number = VAULTS_USED.getAndIncrement();
        if (number >= VAULTS) {
            throw new IllegalStateException(
                    "this run has used all its " + VAULTS + " vaults: raise the number in TestParts");
        }
        return vault().connectionString(account(number));
    }

    /** The URL of the broker for connections within this JVM. Its queues may hold messages: see {@link #purgeQueues()}. */
    public static String brokerUrl() {
        return broker().url();
    }

    /** The URL of the same broker for OpenWire over TCP. */
    public static String openWireUrl() {
        return broker().openWireUrl();
    }

    /** Empties every queue of the broker. */
    public static void purgeQueues() {
        broker();
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName queues =
                    new ObjectName("org.apache.activemq:type=Broker,brokerName=docket,destinationType=Queue,*");
            for (ObjectName queue : beans.queryNames(queues, null)) {
                if (queue.getKeyProperty("endpoint") == null) {
                    beans.invoke(queue, "purge", new Object[0], new String[0]);
                }
            }
        } catch (JMException e) {
            throw new IllegalStateException("cannot purge the queues", e);
        }
    }

    private static synchronized EmbeddedPostgreSql postgreSql() {
        if (postgreSql == null) {
            // Kept between runs: preparing a data directory takes longer than many a test.
            postgreSql = EmbeddedPostgreSql.start(HOME, 0, Role.OWNER);
            closeAtExit(postgreSql);
            dropDatabasesOfEarlierRuns(postgreSql);
        }
        return postgreSql;
    }

    private static synchronized EmbeddedVault vault() {
        if (vault == null) {
            Path home = HOME.resolve(VAULT + ProcessHandle.current().pid());
            deleteVaultsOfEndedRuns();
            Map<String, String> accounts = new TreeMap<>();
            for (int i = 0; i < VAULTS; i++) {
                byte[] key = ("the key of the account number " + i).getBytes(StandardCharsets.UTF_8);
                accounts.put(account(i), Base64.getEncoder().encodeToString(key));
            }
            vault = EmbeddedVault.start(home, AZURITE, 0, Role.OWNER, accounts);
            closeAtExit(vault);
        }
        return vault;
    }

    private static synchronized EmbeddedBroker broker() {
        if (broker == null) {
            broker = EmbeddedBroker.start(HOME, 0);
            closeAtExit(broker);
            purgeQueues();
        }
        return broker;
    }

    private static String account(int number) {
        return "vault" + number + "x" + RUN;
    }

    private static void dropDatabasesOfEarlierRuns(EmbeddedPostgreSql server) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("DROP DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop the databases of earlier runs", e);
        }
    }

    private static void deleteVaultsOfEndedRuns() {
        File[] vaults = HOME.toFile().listFiles((parent, name) -> name.startsWith(VAULT));
        for (File old : vaults == null ? new File[0] : vaults) {
            long run = Long.parseLong(old.getName().substring(VAULT.length()));
            if (ProcessHandle.of(run).isEmpty()) {
                FileUtil.removeDir(old);
            }
        }
    }

    private static void closeAtExit(AutoCloseable part) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("A test part did not stop in order: " + e.getMessage());
            }
        }));
    }
}
