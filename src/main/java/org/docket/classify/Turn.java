package org.docket.classify;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Whose turn it is, of all hubs, to change what is in force and to appraise recordings by it. A turn ends with its connection. */
final class Turn {
    private static final long KEY = 0x646f636b65740002L;

    private Turn() {}

    /** Does something while it is this hub's turn; nothing if another one has it. */
    static void take(Jdbi jdbi, Runnable action) {
        try (Handle handle = jdbi.open()) {
            boolean taken = handle.createQuery("select pg_try_advisory_lock(:key)")
                    .bind("key", KEY)
                    .mapTo(Boolean.class)
                    .one();
            if (taken) {
                try {
                    action.run();
                } finally {
                    handle.execute("select pg_advisory_unlock(?)", KEY);
                }
            }
        }
    }
}
