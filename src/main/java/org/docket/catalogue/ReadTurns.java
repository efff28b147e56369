package org.docket.catalogue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * In which order deposited recordings are read again from end to end: what never had its turn first, the longest deposited before the
 * others, then what had its turn longest ago.
 */
public final class ReadTurns {
    private static final String TURN = "coalesce(read_turn_at, timestamptz '-infinity')";

    private final Jdbi jdbi;

    public ReadTurns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The blob of a recording whose turn it is.
     *
     * @param place where it stands in the order
     */
    public record Blob(UUID id, String dock, String name, String sha256, long bytes, Place place) {}

    /** A place in the order, in words of the database. */
    public record Place(String turn, String depositedAt, UUID id) {
        /** Before all. */
        public static final Place FIRST = new Place("-infinity", "-infinity", new UUID(0, 0));
    }

    /**
     * The recordings whose turn comes next.
     *
     * @param after the place of the last one that was taken
     * @param before what had its turn at that instant or later is left out
     */
    public List<Blob> next(Place after, Instant before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select id, dock, blob, sha256, bytes, cast(" + TURN
                        + " as text) as turn, cast(deposited_at as text) as deposited from recording"
                        + " where state = 'DEPOSITED' and " + TURN + " < :before and (" + TURN + ", deposited_at, id)"
                        + " > (cast(:turn as timestamptz), cast(:deposited as timestamptz), :id)"
                        + " order by " + TURN + ", deposited_at, id limit :limit")
                .bind("before", before)
                .bind("turn", after.turn())
                .bind("deposited", after.depositedAt())
                .bind("id", after.id())
                .bind("limit", limit)
                .map((row, context) -> new Blob(
                        row.getObject("id", UUID.class),
                        row.getString("dock"),
                        row.getString("blob"),
                        row.getString("sha256"),
                        row.getLong("bytes"),
                        new Place(row.getString("turn"), row.getString("deposited"), row.getObject("id", UUID.class))))
                .list());
    }

    /** One that is deposited, outside the order. */
    public Optional<Blob> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select dock, blob, sha256, bytes from recording where id = :id and state = 'DEPOSITED'")
                .bind("id", id)
                .map((row, context) -> new Blob(
                        id,
                        row.getString("dock"),
                        row.getString("blob"),
                        row.getString("sha256"),
                        row.getLong("bytes"),
                        Place.FIRST))
                .findOne());
    }

    /** It was read from end to end, and is as it was deposited. */
    public void intact(UUID id, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update recording set read_at = :at, read_turn_at = :at where id = :id and state = 'DEPOSITED'")
                .bind("at", at)
                .bind("id", id)
                .execute());
    }

    /** It had its turn, and is not known to be intact. */
    public void passed(UUID id, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("update recording set read_turn_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute());
    }

    /** When a recording was last found intact. */
    public Optional<Instant> readAt(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select read_at from recording where id = :id")
                .bind("id", id)
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant));
    }

    /**
     * How far reading has come.
     *
     * @param deposited how many recordings are deposited
     * @param unread how many of them were never found intact
     * @param oldest when the one that was read longest ago was read; absent if none was
     */
    public record Coverage(
            long deposited, long unread, @Nullable Instant oldest) {}

    /** How far reading has come: looks at every deposited recording once. */
    public Coverage coverage() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) as deposited,"
                        + " count(*) filter (where read_at is null) as unread, min(read_at) as oldest from recording"
                        + " where state = 'DEPOSITED'")
                .map((row, context) -> {
                    OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                    return new Coverage(
                            row.getLong("deposited"),
                            row.getLong("unread"),
                            oldest == null ? null : oldest.toInstant());
                })
                .one());
    }
}
