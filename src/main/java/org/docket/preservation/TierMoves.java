package org.docket.preservation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.docket.vault.Tier;
import org.jdbi.v3.core.Handle;

/**
 * Reads and writes the table of what is on its way to a colder tier. It is written under the lock of the recording, which whoever asks
 * for a recording from the archive takes as well: of the two one comes first, and the other knows of it.
 */
final class TierMoves {
    /** True in a query over {@code recording} for what somebody is moving. */
    static final String UNDER_WAY = "exists (select 1 from tier_move where tier_move.recording_id = recording.id"
            + " and tier_move.claimed_until > :now)";

    private static final String CLAIM = "claim";

    private TierMoves() {}

    /** Takes those of these recordings, which are locked, that are still in that tier and that nobody has asked for or is moving. */
    static Set<UUID> begin(Handle handle, Claim claim, List<UUID> locked, Tier from, Tier to, Instant now) {
        return handle.createQuery("insert into tier_move (recording_id, tier, claim, claimed_until)"
                        + " select id, :to, :claim, :until from recording where id = any(:ids)"
                        + " and state = 'DEPOSITED' and retained and vault_tier = :from"
                        + " and not " + RetrievalRows.KEEPS_IT + " and not " + UNDER_WAY
                        + " on conflict (recording_id) do update set tier = excluded.tier, claim = excluded.claim,"
                        + " claimed_until = excluded.claimed_until returning recording_id")
                .bind("to", to.word())
                .bind("from", from.word())
                .bind(CLAIM, claim.token())
                .bind("until", claim.until())
                .bind("now", now)
                .bindArray("ids", UUID.class, locked)
                .mapTo(UUID.class)
                .set();
    }

    /** The vault has answered, or was not asked. What nobody knows of stays until the claim is over. */
    static void end(Handle handle, Claim claim, Collection<UUID> ids) {
        handle.createUpdate("delete from tier_move where recording_id = any(:ids) and claim = :claim")
                .bind(CLAIM, claim.token())
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    /** What hubs left that died, and what came to nothing. */
    static void clear(Handle handle, Instant now) {
        handle.createUpdate("delete from tier_move where claimed_until <= :now")
                .bind("now", now)
                .execute();
    }

    /** Whether a recording is, or may be, on its way to the archive. */
    static boolean toArchive(Handle handle, UUID recordingId, Instant now) {
        return handle.createQuery("select exists (select 1 from tier_move where recording_id = :id"
                        + " and tier = 'archive' and claimed_until > :now)")
                .bind("id", recordingId)
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
    }
}
