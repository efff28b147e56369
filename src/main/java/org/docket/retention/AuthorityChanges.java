package org.docket.retention;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Notices that {@code authorities.yaml} gives other authorities than before. The file needs nobody's acceptance, so that an authority can
 * be taken back at once; but nobody gets one without a trace. Of a new database, nobody had any before.
 */
public final class AuthorityChanges {
    /** The act of the hub's own ledger that a change is. */
    public static final String CHANGED = "authorities-changed";

    /** Held by whoever notes what is known, until its transaction ends. */
    private static final long NOTING = 0x646f636b65740018L;

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Notices notices;
    private final Clock clock;

    public AuthorityChanges(Jdbi jdbi, Ledger ledger, Notices notices, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.notices = notices;
        this.clock = clock;
    }

    /** Notes what whoever calls goes by from now on. If that is what was known last, nothing is written. */
    public void note(Authorities authorities) {
        List<String> now = authorities.entries();
        if (!known(now)) {
            jdbi.useTransaction(handle -> note(handle, now));
        }
    }

    private boolean known(List<String> now) {
        return jdbi.withHandle(AuthorityChanges::before).equals(now);
    }

    private void note(Handle handle, List<String> now) {
        handle.execute("select pg_advisory_xact_lock(?)", NOTING);
        List<String> before = before(handle);
        if (before.equals(now)) {
            return;
        }
        Instant at = clock.instant();
        handle.createUpdate("insert into authorities_known (entries, since) values (:entries, :now)")
                .bindArray("entries", String.class, now)
                .bind("now", at)
                .execute();
        List<String> gone = without(before, now);
        List<String> come = without(now, before);
        ledger.append(
                handle,
                Ledger.HUB,
                at,
                Ledger.DOCKET,
                CHANGED,
                "authorities.yaml was changed",
                Map.of("before", gone, "after", come));
        notices.add(
                handle,
                Notice.of(
                        Notice.Kind.AUTHORITIES_CHANGED,
                        "authorities.yaml gives other authorities than before; entries that are new or changed: "
                                + come.size() + ", that are gone or were otherwise: " + gone.size(),
                        "see that somebody meant it; the act " + CHANGED + " in the custody ledger, under the id "
                                + Ledger.HUB + ", has each of them"));
    }

    private static List<String> before(Handle handle) {
        return handle.createQuery("select entries from authorities_known order by position desc limit 1")
                .map((row, context) -> texts(row.getArray("entries")))
                .findOne()
                .orElse(List.of());
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static List<String> without(List<String> some, List<String> others) {
        TreeSet<String> left = new TreeSet<>(some);
        others.forEach(left::remove);
        return List.copyOf(left);
    }
}
