package org.docket.monitoring;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Whose turn it is, of all hubs and commands, to do what one at a time has to do. A turn ends with its connection. */
enum Turn {
    RECONCILIATION(0x646f636b65740013L),
    FIXITY(0x646f636b65740014L);

    private final long key;

    Turn(long key) {
        this.key = key;
    }

    /**
     * Does something while it is the caller's turn.
     *
     * @return what came of it; empty if somebody else has the turn, and nothing was done
     */
    <T> Optional<T> take(Jdbi jdbi, Supplier<T> action) {
        try (Handle handle = jdbi.open()) {
            boolean taken = handle.createQuery("select pg_try_advisory_lock(:key)")
                    .bind("key", key)
                    .mapTo(Boolean.class)
                    .one();
            if (!taken) {
                return Optional.empty();
            }
            try {
                return Optional.of(action.get());
            } finally {
                handle.execute("select pg_advisory_unlock(?)", key);
            }
        }
    }
}
