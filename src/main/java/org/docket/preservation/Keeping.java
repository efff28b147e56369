package org.docket.preservation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.preservation.Wish.Told;
import org.docket.vault.Tier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * How the vault keeps a recording, as Docket told it.
 *
 * @param legalHold whether its blob has, or may have, a legal hold
 * @param immutableUntil until when an immutability policy forbids changes as well
 * @param retrieval the last one; absent if there was none
 */
public record Keeping(
        UUID recordingId,
        Tier tier,
        boolean legalHold,
        @Nullable Instant immutableUntil,
        @Nullable Retrieval retrieval) {

    /** How the vault keeps each of these recordings. */
    public static Map<UUID, Keeping> of(Jdbi jdbi, List<UUID> recordingIds) {
        return jdbi.withHandle(handle -> {
            Map<UUID, Retrieval> retrievals = RetrievalRows.latest(handle, recordingIds).stream()
                    .collect(Collectors.toMap(Retrieval::recordingId, Function.identity()));
            return handle.createQuery("select recording.id, vault_tier, coalesce(protection.state, 'ABSENT') as told,"
                            + " immutable_until from recording left join vault_protection protection"
                            + " on protection.recording_id = recording.id where recording.id = any(:ids)")
                    .bindArray("ids", UUID.class, recordingIds)
                    .map((row, context) -> row(row, retrievals))
                    .collect(Collectors.toMap(Keeping::recordingId, Function.identity()));
        });
    }

    private static Keeping row(ResultSet row, Map<UUID, Retrieval> retrievals) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Timestamp until = row.getTimestamp("immutable_until");
        return new Keeping(
                id,
                Tier.of(row.getString("vault_tier")),
                Told.valueOf(row.getString("told")) != Told.ABSENT,
                until == null ? null : until.toInstant(),
                retrievals.get(id));
    }
}
