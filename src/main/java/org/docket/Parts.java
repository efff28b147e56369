package org.docket;

import com.azure.storage.blob.BlobServiceClient;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Settings;
import org.docket.embedded.EmbeddedPostgreSql;
import org.docket.embedded.EmbeddedVault;
import org.docket.embedded.Role;
import org.docket.vault.VaultClient;
import org.docket.vault.VaultConfiguration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database and the vault that a command or the hub works on: those that are configured, or Docket's own. They are released in the
 * reverse order.
 */
public final class Parts implements AutoCloseable {
    private static final Path AZURITE = Path.of("src", "main", "azurite");

    private final Opened opened = new Opened();
    private final DataSource database;
    private final BlobServiceClient vault;

    private Parts(Settings settings, Role role) {
        HubConfiguration hub = settings.read(HubConfiguration.class);
        try {
            this.database = database(settings, hub, role);
            this.vault = vault(settings, hub, role);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens both; the database has the newest schema then.
     *
     * @param role OWNER for the hub; EITHER for a command, which joins a running hub's parts and starts them only if there is none
     * @throws ConfigurationException if what is configured does not answer
     */
    public static Parts open(Settings settings, Role role) {
        return new Parts(settings, role);
    }

    private Parts(DataSource database, BlobServiceClient vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Parts that the caller opened. They stay the caller's: closing this closes neither. */
    public static Parts of(DataSource database, BlobServiceClient vault) {
        return new Parts(database, vault);
    }

    private DataSource database(Settings settings, HubConfiguration hub, Role role) {
        DatabaseConfiguration configuration = settings.read(DatabaseConfiguration.class);
        HikariConfig pool = new HikariConfig();
        // A plan that is made for any parameters is kept: one that was made when the tables were empty would read them
        // from end to end on the first evening of a station.
        pool.setConnectionInitSql("set plan_cache_mode = force_custom_plan");
        pool.setPoolName("docket");
        pool.setMaximumPoolSize(configuration.connections());
        if (configuration.url().isEmpty()) {
            pool.setJdbcUrl(opened.keep(EmbeddedPostgreSql.start(settings.home(), hub.databasePort(), role))
                    .jdbcUrl());
        } else {
            pool.setJdbcUrl(configuration.url());
            if (!configuration.user().isEmpty()) {
                pool.setUsername(configuration.user());
                pool.setPassword(configuration.password());
            }
        }
        try {
            DataSource source = opened.keep(new HikariDataSource(pool));
            Flyway.configure().dataSource(source).load().migrate();
            return source;
        } catch (FlywayException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            throw new ConfigurationException(
                    "The database does not answer or has another schema; look at docket.database.url: "
                            + e.getMessage(),
                    e);
        }
    }

    private BlobServiceClient vault(Settings settings, HubConfiguration hub, Role role) {
        VaultConfiguration configuration = settings.read(VaultConfiguration.class);
        if (!configuration.connection().isEmpty()) {
            return VaultClient.of(configuration.connection(), configuration).buildClient();
        }
        EmbeddedVault azurite = opened.keep(
                EmbeddedVault.start(settings.home(), settings.install().resolve(AZURITE), hub.vaultPort(), role));
        return VaultClient.of(azurite.connectionString(), configuration).buildClient();
    }

    public DataSource database() {
        return database;
    }

    public BlobServiceClient vault() {
        return vault;
    }

    @Override
    public void close() {
        opened.close();
    }
}
