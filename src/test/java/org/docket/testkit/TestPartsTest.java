package org.docket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;

class TestPartsTest {
    @Test
    void givesEachTestADatabaseOfItsOwn() throws Exception {
        String first = TestParts.newDatabase();
        String second = TestParts.newDatabase();

        execute(first, "CREATE TABLE exhibits (label text)");

        assertThat(tables(first)).isEqualTo(1);
        assertThat(tables(second)).isZero();
    }

    @Test
    void givesEachTestAVaultOfItsOwn() {
        BlobServiceClient first = client(TestParts.newVault());
        BlobServiceClient second = client(TestParts.newVault());

        first.createBlobContainer("recordings");

        assertThat(first.listBlobContainers()).hasSize(1);
        assertThat(second.listBlobContainers()).isEmpty();
    }

    @Test
    void emptiesTheQueuesOfTheBroker() throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(TestParts.brokerUrl()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            session.createProducer(session.createQueue("left-over")).send(session.createTextMessage("from a test"));

            TestParts.purgeQueues();

            assertThat(session.createBrowser(session.createQueue("left-over"))
                            .getEnumeration()
                            .hasMoreElements())
                    .isFalse();
        }
    }

    private static BlobServiceClient client(String connection) {
        return new BlobServiceClientBuilder().connectionString(connection).buildClient();
    }

    private static void execute(String url, String sql) throws SQLException {
        try (java.sql.Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int tables(String url) throws SQLException {
        try (java.sql.Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
