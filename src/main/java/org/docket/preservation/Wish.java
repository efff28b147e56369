package org.docket.preservation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.RecordingState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * What a recording wants of the vault, beside what the vault was told of it.
 *
 * @param why on what ground it wants a legal hold, or none
 * @param until when that changes by itself; absent if it does not
 * @param told what the vault was told
 * @param hasPolicy whether it was told of an immutability policy
 */
record Wish(
        UUID recordingId,
        String blob,
        boolean hold,
        String why,
        @Nullable Instant until,
        Told told,
        boolean hasPolicy) {
    /** What the vault was told, or is being told. */
    enum Told {
        ABSENT,
        SETTING,
        SET,
        LIFTING
    }

    /** Locks these recordings, but for those that somebody else has locked, until the transaction ends. */
    static List<UUID> lock(Handle handle, List<UUID> ids, boolean wait) {
        return handle.createQuery("select id from recording where id = any(:ids) order by id for no key update"
                        + (wait ? "" : " skip locked"))
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
    }

    /** What these recordings want now; whoever has locked them reads what stays so. */
    static List<Wish> of(Handle handle, List<UUID> ids, Instant now) {
        return handle.createQuery("select recording.id, recording.state, recording.retained, recording.blob,"
                        + " protection.state as told, protection.immutable_until is not null as policy,"
                        + " (select count(*) from hold where " + STANDING + ") as holds,"
                        + " (select case when bool_or(until is null) then null else max(until) end from hold where "
                        + STANDING + ") as held_until"
                        + " from recording join vault_protection protection on protection.recording_id = recording.id"
                        + " where recording.id = any(:ids) order by recording.id")
                .bindArray("ids", UUID.class, ids)
                .bind("now", now)
                .map(Wish::row)
                .list();
    }

    private static final String STANDING =
            "hold.recording_id = recording.id and lifted_at is null and (until is null or until > :now)";

    private static Wish row(ResultSet row, StatementContext context) throws SQLException {
        boolean deposited = row.getString("state").equals(RecordingState.DEPOSITED.name());
        boolean retained = deposited && row.getBoolean("retained");
        boolean held = deposited && row.getLong("holds") > 0;
        Timestamp until = row.getTimestamp("held_until");
        return new Wish(
                row.getObject("id", UUID.class),
                String.valueOf(row.getString("blob")),
                retained || held,
                retained ? "it is retained" : held ? "a hold stands" : "it is neither retained nor held",
                retained || !held || until == null ? null : until.toInstant(),
                Told.valueOf(row.getString("told")),
                row.getBoolean("policy"));
    }

    /** Whether the vault has to be told something. */
    boolean differs() {
        return hold ? told != Told.SET : told != Told.ABSENT;
    }
}
