package org.docket.retention;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which certificates must lie in the vault: those of recordings that were disposed of. */
public final class CertificateBlobs {
    private static final String OF_DISPOSED =
            " from certificate c join recording r on r.id = c.recording_id where r.state = 'DISPOSED' ";

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
        return jdbi.withHandle(handle -> handle.createQuery("select distinct c.blob collate \"C\" as name" + OF_DISPOSED
                        + "and c.blob collate \"C\" > :after"
                        + " and (cast(:until as text) is null or c.blob collate \"C\" <= :until)"
                        + " order by name limit :limit")
                .bind("after", after)
                .bind("until", until)
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
