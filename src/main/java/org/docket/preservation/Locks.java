package org.docket.preservation;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Locks recordings until the transaction ends: whoever decides about them has to wait, and what is read after it stays so. */
final class Locks {
    private static final String IN_THEIR_ORDER =
            "select id from recording where id = any(:ids) order by id for no key update";

    private Locks() {}

    /** Waits for all of them. */
    static void all(Handle handle, List<UUID> ids) {
        ids(handle, IN_THEIR_ORDER, ids);
    }

    /** Those that nobody else has locked. What was read of them before may be out of date. */
    static List<UUID> free(Handle handle, List<UUID> ids) {
        return ids(handle, IN_THEIR_ORDER + " skip locked", ids);
    }

    private static List<UUID> ids(Handle handle, String sql, List<UUID> ids) {
        return handle.createQuery(sql)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
    }
}
