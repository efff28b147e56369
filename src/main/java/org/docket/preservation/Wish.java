package org.docket.preservation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.RecordingState;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a recording wants of the vault, beside what the vault was told of it.
 *
 * @param wanted whether it is to have a legal hold: it is in the vault, and retained or held
 * @param why on what ground it is, or is not
 * @param until when that changes by itself; absent if it does not
 * @param told what the vault was told
 * @param hasPolicy whether it was told of an immutability policy
 * @param switchedOn whether legal holds are set at all
 */
record Wish(
        UUID recordingId,
        String blob,
        boolean wanted,
        String why,
        @Nullable Instant until,
        Told told,
        boolean hasPolicy,
        boolean switchedOn) {
    /** What the vault was told, or is being told. */
    enum Told {
        ABSENT,
        SETTING,
        SET,
        LIFTING
    }

    private static final String STANDING =
            "hold.recording_id = recording.id and lifted_at is null and (until is null or until > :now)";

    /** What these recordings want now; whoever has locked them reads what stays so. */
    static List<Wish> of(Handle handle, List<UUID> ids, Instant now, boolean switchedOn) {
        return handle.createQuery("select recording.id, recording.state, recording.retained, recording.blob,"
                        + " protection.state as told, protection.immutable_until is not null as policy,"
                        + " (select count(*) from hold where " + STANDING + ") as holds,"
                        + " (select case when bool_or(until is null) then null else max(until) end from hold where "
                        + STANDING + ") as held_until"
                        + " from recording join vault_protection protection on protection.recording_id = recording.id"
                        + " where recording.id = any(:ids) order by recording.id")
                .bindArray("ids", UUID.class, ids)
                .bind("now", now)
                .map((row, context) -> row(row, switchedOn))
                .list();
    }

    private static Wish row(ResultSet row, boolean switchedOn) throws SQLException {
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
                row.getBoolean("policy"),
                switchedOn);
    }

    /**
     * Whether its blob is to have a legal hold. While they are switched off none is set: what has one keeps it for as long as it wants
     * it, and what may have one, because it was being set, does not stay in doubt for ever.
     */
    boolean hold() {
        return wanted && (switchedOn || told == Told.SET);
    }

    /** On what ground it has one, or none. */
    String ground() {
        return wanted && !hold() ? "legal holds are switched off" : why;
    }

    /** Whether the vault has to be told something. */
    boolean differs() {
        return hold() ? told != Told.SET : told != Told.ABSENT;
    }
}
