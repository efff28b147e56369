package org.docket.enrich;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A roster that a query gives. */
final class RosterQuery implements RosterSource {
    private static final int SECONDS = 30;
    private static final int ROWS_AT_ONCE = 1_000;

    private final Database database;
    private final String sql;
    private Map<String, RosterEntry> last = Map.of();

    /** Opens a connection to where the officers are. */
    @FunctionalInterface
    interface Database {
        Connection open() throws SQLException;
    }

    RosterQuery(Database database, String sql) {
        this.database = database;
        this.sql = sql;
    }

    @Override
    public Look look() {
        try (Connection connection = database.open()) {
            connection.setReadOnly(true);
            // Without a transaction the driver would fetch all rows at once.
            connection.setAutoCommit(false);
            try {
                Map<String, RosterEntry> now = ask(connection);
                boolean same = now.equals(last);
                last = now;
                return same ? new Look.Same() : new Look.Read(now);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
            }
        } catch (SQLException e) {
            // What a server says may quote rows, and with them people.
            return new Look.Refused("the query failed, with SQLSTATE " + e.getSQLState());
        } catch (RosterEntries.Refused e) {
            return new Look.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, RosterEntry> ask(Connection connection) throws SQLException, RosterEntries.Refused {
        RosterEntries entries = new RosterEntries();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(SECONDS);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                requireColumns(rows);
                for (long row = 1; rows.next(); row++) {
                    entries.add(
                            "row " + row,
                            text(rows, "id"),
                            text(rows, "name"),
                            text(rows, "unit"),
                            text(rows, "borough"));
                }
            }
        }
        return entries.all();
    }

    private static void requireColumns(ResultSet rows) throws SQLException, RosterEntries.Refused {
        Set<String> named = new HashSet<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            named.add(rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        for (String column : RosterEntries.COLUMNS) {
            if (!named.contains(column)) {
                throw new RosterEntries.Refused("the query gives no column '" + column + "': it must give "
                        + String.join(", ", RosterEntries.COLUMNS));
            }
        }
    }

    private static String text(ResultSet rows, String column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text.strip();
    }

    @Override
    public String toString() {
        return "the roster of docket.enrich.roster.sql";
    }
}
