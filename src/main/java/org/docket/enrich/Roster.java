package org.docket.enrich;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.docket.catalogue.Officer;
import org.docket.configuration.ConfigurationException;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The officers of the force: their names, units and boroughs. It is held in memory and looked at again while the hub runs. One that is
 * wrong is not taken: what was there before goes on.
 */
public final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private static final RosterSource NONE = RosterSource.Look.Same::new;
    private static final String SECONDS_TO_CONNECT = "30";

    private final RosterSource source;
    private final Jdbi jdbi;
    private final Notices notices;
    private volatile @Nullable Map<String, RosterEntry> officers;
    private @Nullable String refused;

    private Roster(RosterSource source, Jdbi jdbi, Notices notices) {
        this.source = source;
        this.jdbi = jdbi;
        this.notices = notices;
    }

    /**
     * The roster that is configured. It is looked at when it is first asked, and not before.
     *
     * @param home against which the path of a file counts
     * @param database Docket's own
     * @throws ConfigurationException if both a file and a query are configured
     */
    public static Roster of(
            EnrichConfiguration configuration, Path home, DataSource database, Jdbi jdbi, Notices notices) {
        boolean file = !configuration.roster().isEmpty();
        boolean query = !configuration.rosterSql().isEmpty();
        if (file && query) {
            throw new ConfigurationException(
                    "docket.enrich.roster and docket.enrich.roster.sql are both set, but there is"
                            + " only one roster: take one away.");
        }
        RosterSource source = NONE;
        if (file) {
            source = new RosterFile(
                    home.resolve(configuration.roster()).toAbsolutePath().normalize());
        } else if (query) {
            source = new RosterQuery(
                    configuration.rosterUrl().isEmpty() ? database::getConnection : () -> connect(configuration),
                    configuration.rosterSql());
        }
        return new Roster(source, jdbi, notices);
    }

    private static Connection connect(EnrichConfiguration configuration) throws SQLException {
        Properties properties = new Properties();
        properties.put("loginTimeout", SECONDS_TO_CONNECT);
        properties.put("socketTimeout", SECONDS_TO_CONNECT);
        if (!configuration.rosterUser().isEmpty()) {
            properties.put("user", configuration.rosterUser());
            properties.put("password", configuration.rosterPassword());
        }
        return DriverManager.getConnection(configuration.rosterUrl(), properties);
    }

    /**
     * The officer with what the roster says: its name, unit and borough win, the id stays as it was written. One whom it does not
     * have stays as he is.
     */
    public Officer complete(Officer officer) {
        RosterEntry entry =
                Officer.key(officer.id()).map(key -> officers().get(key)).orElse(null);
        return entry == null
                ? officer
                : new Officer(
                        officer.id(),
                        first(entry.name(), officer.name()),
                        first(entry.unit(), officer.unit()),
                        first(entry.borough(), officer.borough()));
    }

    private static @Nullable String first(@Nullable String said, @Nullable String otherwise) {
        return said == null ? otherwise : said;
    }

    private Map<String, RosterEntry> officers() {
        Map<String, RosterEntry> known = officers;
        return known == null ? lookFirst() : known;
    }

    private synchronized Map<String, RosterEntry> lookFirst() {
        if (officers == null) {
            look();
        }
        Map<String, RosterEntry> known = officers;
        return known == null ? Map.of() : known;
    }

    /** Looks whether there is another roster. */
    public synchronized void look() {
        RosterSource.Look look = source.look();
        if (look instanceof RosterSource.Look.Read read) {
            officers = read.officers();
            refused = null;
            LOG.info("{} has {} officers", source, read.officers().size());
        } else if (look instanceof RosterSource.Look.Refused refusal) {
            if (officers == null) {
                officers = Map.of();
            }
            refuse(refusal.reason());
        } else if (officers == null) {
            officers = Map.of();
        }
    }

    private void refuse(String reason) {
        if (reason.equals(refused)) {
            return;
        }
        LOG.error("{} was not taken, and the one before goes on: {}", source, reason);
        jdbi.useTransaction(handle -> notices.add(
                handle,
                Notice.of(
                        Notice.Kind.CONFIGURATION_REFUSED,
                        source + " was not taken, and the one before goes on: " + reason,
                        "correct it; it is looked at again by itself")));
        refused = reason;
    }
}
