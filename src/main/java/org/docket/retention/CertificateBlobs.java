package org.docket.retention;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which certificates must lie in the vault: those of recordings that were disposed of. */
public final class CertificateBlobs {
    /** The name that comes after one: hundreds of certificates have the same, so the index is asked for each name, and not read. */
    private static final String NEXT = "select c.blob collate \"C\" as blob from certificate c"
            + " join recording r on r.id = c.recording_id where r.state = 'DISPOSED' and c.blob collate \"C\" > %s"
            + " and c.blob collate \"C\" <= :until order by c.blob collate \"C\" limit 1";

    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final Jdbi jdbi;

    public CertificateBlobs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A page of the names of their blobs, each once: byte by byte, as the vault sorts.
     *
     * @param after the last name of the page before; empty for the first page
     * @param until the last name that is wanted; null if all are
     */
    public List<String> page(String after, @Nullable String until, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("with recursive walk (blob, number) as ("
                        + "select first.blob, 1 from (" + NEXT.formatted(":after") + ") first"
                        + " union all select next.blob, walk.number + 1 from walk cross join lateral ("
                        + NEXT.formatted("walk.blob") + ") next where walk.number < :limit)"
                        + " select blob from walk order by number")
                .bind("after", after)
                .bind("until", until == null ? LAST : until)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    /** Recordings that were disposed of and have no certificate, by their ids. */
    public List<UUID> disposedWithout(UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select id from recording r where state = 'DISPOSED'"
                        + " and id > :after and not exists (select from certificate c where c.recording_id = r.id)"
                        + " order by id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }
}
