package org.docket.chaos;

import java.nio.file.Path;
import java.util.Map;
import org.docket.console.HttpPort;
import org.docket.embedded.EmbeddedPostgreSql;
import org.docket.embedded.EmbeddedVault;
import org.docket.embedded.Role;
import org.docket.testkit.TestParts;

/** Database, broker and vault that the hubs of a run work on. */
sealed interface RunParts {
    /** What a hub has to be told of them. */
    Map<String, String> settings();

    /** Where case systems connect to, also while it does not answer. */
    String brokerUrl();

    /** Database and vault for somebody who looks while a hub runs on that home. */
    Open join(Path home);

    /** Database and vault for somebody who looks when no hub runs on that home any more. */
    Open inherit(Path home);

    /**
     * Database and vault that answer.
     *
     * @param vault connection string
     */
    record Open(String jdbcUrl, String vault, Runnable ending) implements AutoCloseable {
        @Override
        public void close() {
            ending.run();
        }
    }

    /** Parts of their own, which a killed hub leaves running. */
    record External(String jdbcUrl, String vault, String brokerUrl) implements RunParts {
        /** Fresh ones: an empty database, an empty storage account, empty queues. */
        static External fresh() {
            TestParts.purgeQueues();
            return new External(TestParts.newDatabase(), TestParts.newVault(), TestParts.openWireUrl());
        }

        @Override
        public Map<String, String> settings() {
            return Map.of(
                    "docket.database.url", jdbcUrl,
                    "docket.vault.connection", vault,
                    "docket.broker.url", brokerUrl);
        }

        @Override
        public Open join(Path home) {
            return new Open(jdbcUrl, vault, () -> {});
        }

        @Override
        public Open inherit(Path home) {
            return join(home);
        }
    }

    /** The parts that {@code docket run} brings: they die with the hub, or are orphaned by it. */
    record Embedded(int brokerPort) implements RunParts {
        private static final Path AZURITE = Path.of("src", "main", "azurite");

        static Embedded fresh() {
            return new Embedded(HttpPort.anyFree("127.0.0.1"));
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("docket.embedded.broker.port", Integer.toString(brokerPort));
        }

        @Override
        public String brokerUrl() {
            return "tcp://127.0.0.1:" + brokerPort;
        }

        @Override
        public Open join(Path home) {
            return open(home, Role.EITHER);
        }

        @Override
        public Open inherit(Path home) {
            return open(home, Role.OWNER);
        }

        private static Open open(Path home, Role role) {
            EmbeddedPostgreSql database = EmbeddedPostgreSql.start(home, 0, role);
            EmbeddedVault vault = EmbeddedVault.start(home, AZURITE, 0, role);
            return new Open(database.jdbcUrl(), vault.connectionString(), () -> {
                vault.close();
                database.close();
            });
        }
    }
}
