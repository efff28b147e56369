package org.docket.retention;

import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.CloseException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose turn it is, of all hubs and commands, to run the purge. A turn ends with its connection, so a hub that dies has none. */
final class PurgeTurn implements AutoCloseable {
    private static final long KEY = 0x646f636b65740003L;
    private static final int PATIENCE_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(PurgeTurn.class);

    private final Handle handle;

    private PurgeTurn(Handle handle) {
        this.handle = handle;
    }

    /** Takes the turn; empty if somebody else has it. */
    static Optional<PurgeTurn> take(Jdbi jdbi) {
        Handle handle = jdbi.open();
        boolean taken = false;
        try {
            taken = handle.createQuery("select pg_try_advisory_lock(:key)")
                    .bind("key", KEY)
                    .mapTo(Boolean.class)
                    .one();
            return taken ? Optional.of(new PurgeTurn(handle)) : Optional.empty();
        } finally {
            if (!taken) {
                handle.close();
            }
        }
    }

    /** Whether it is still this process's turn: whoever cuts a connection, takes the turn away. */
    synchronized boolean stands() {
        try {
            return handle.getConnection().isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        try (handle) {
            if (stands()) {
                handle.execute("select pg_advisory_unlock(?)", KEY);
            }
        } catch (CloseException e) {
            // It was cut, and the turn ended with it.
            LOG.warn("the connection to the database that held the turn of the purge was cut: {}", e.getMessage());
        }
    }
}
