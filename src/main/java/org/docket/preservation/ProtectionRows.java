package org.docket.preservation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.docket.preservation.Wish.Told;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the table of what the vault was told of legal holds. Its rows are written under the lock of their recordings. What
 * came of a call is written by whoever still has the claim under which it was made, and by nobody else.
 */
final class ProtectionRows {
    private static final String NOW = "-infinity";
    private static final String FREE = " and (claimed_until is null or claimed_until <= :now)";
    private static final String CLAIM = "claim";
    private static final String AGAIN = "again";

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 10;

    private ProtectionRows() {}

    /** Recordings that have to be looked at, and that nobody is at. */
    static List<UUID> due(Handle handle, Instant now, boolean switchedOn, int limit) {
        return handle.createQuery("select recording_id from vault_protection where look_at <= :now" + FREE
                        + (switchedOn ? "" : " and state <> 'ABSENT'") + " order by look_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Locks the recordings that nobody else has locked, until the transaction ends, and gives those that nobody is at. */
    static List<UUID> lockFree(Handle handle, List<UUID> ids, Instant now) {
        // Asked once more: another hub may have taken them, and ended its transaction, before they were locked.
        return handle.createQuery("select recording_id from vault_protection where recording_id = any(:ids)" + FREE)
                .bindArray("ids", UUID.class, Locks.free(handle, ids))
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
    }

    /** Takes recordings of which the vault is about to be told. */
    static void claim(Handle handle, Claim claim, List<UUID> ids, Told told, @Nullable Instant immutableUntil) {
        handle.createUpdate("update vault_protection set state = :told, claim = :claim, claimed_until = :until,"
                        + " look_at = :until, immutable_until = coalesce(cast(:immutable as timestamptz), immutable_until)"
                        + " where recording_id = any(:ids)")
                .bind("told", told.name())
                .bind(CLAIM, claim.token())
                .bind("until", claim.until())
                .bind("immutable", immutableUntil)
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    /** Nothing has to be told: looked at again when a hold ends by itself. */
    static void leave(Handle handle, List<Wish> wishes) {
        List<Wish> set = wishes.stream().filter(wish -> wish.told() == Told.SET).toList();
        handle.createUpdate("update vault_protection protection set look_at = cast(next.again as timestamptz)"
                        + " from unnest(:ids, :again) as next(id, again) where protection.recording_id = next.id")
                .bindArray("ids", UUID.class, ids(set))
                .bindArray(
                        AGAIN,
                        String.class,
                        set.stream().map(ProtectionRows::until).toArray())
                .execute();
        delete(
                handle,
                wishes.stream()
                        .filter(wish -> wish.told() != Told.SET && !wish.wanted())
                        .toList());
    }

    private static void delete(Handle handle, List<Wish> wishes) {
        handle.createUpdate("delete from vault_protection where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, ids(wishes))
                .execute();
    }

    private static List<UUID> ids(List<Wish> wishes) {
        return wishes.stream().map(Wish::recordingId).toList();
    }

    private static @Nullable String until(Wish wish) {
        Instant until = wish.until();
        return until == null ? null : until.toString();
    }

    /**
     * Legal holds were set. What is not to have one any more is looked at again at once.
     *
     * @param wishes what the recordings want now
     * @return those of these recordings that the claim still holds for
     */
    static Set<UUID> set(Handle handle, Claim claim, List<Wish> wishes, Instant now) {
        return new HashSet<>(handle.createQuery("update vault_protection protection set state = 'SET', told_at = :now,"
                        + " attempts = 0, last_failure = null, claim = null, claimed_until = null,"
                        + " look_at = cast(next.again as timestamptz) from unnest(:ids, :again) as next(id, again)"
                        + " where protection.recording_id = next.id and claim = :claim returning recording_id")
                .bind("now", now)
                .bind(CLAIM, claim.token())
                .bindArray("ids", UUID.class, ids(wishes))
                .bindArray(
                        AGAIN,
                        String.class,
                        wishes.stream()
                                .map(wish -> wish.wanted() ? until(wish) : NOW)
                                .toArray())
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Legal holds were lifted. What is to have one all the same is looked at again at once, or as soon as they are switched on.
     *
     * @param wishes what the recordings want now
     * @return those of these recordings that the claim still holds for
     */
    static Set<UUID> lifted(Handle handle, Claim claim, List<Wish> wishes, Instant now) {
        Set<UUID> lifted = new HashSet<>(handle.createQuery("update vault_protection set state = 'ABSENT',"
                        + " told_at = :now, attempts = 0, last_failure = null, immutable_until = null, claim = null,"
                        + " claimed_until = null, look_at = '-infinity' where recording_id = any(:ids)"
                        + " and claim = :claim returning recording_id")
                .bind("now", now)
                .bind(CLAIM, claim.token())
                .bindArray("ids", UUID.class, ids(wishes))
                .mapTo(UUID.class)
                .list());
        delete(
                handle,
                wishes.stream()
                        .filter(wish -> !wish.wanted() && lifted.contains(wish.recordingId()))
                        .toList());
        return lifted;
    }

    /** Gives back all that is still claimed. */
    static void giveBack(Handle handle, Claim claim, List<UUID> ids) {
        handle.createUpdate("update vault_protection set claim = null, claimed_until = null, look_at = '-infinity'"
                        + " where recording_id = any(:ids) and claim = :claim")
                .bind(CLAIM, claim.token())
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    /**
     * Calls came to nothing, and are made again after a pause; at once, if something else is to be told by now.
     *
     * @param turned what is to be told otherwise now
     * @return those of these recordings that the claim still holds for
     */
    static Set<UUID> failed(
            Handle handle, Claim claim, Map<UUID, String> reasons, Collection<UUID> turned, Instant now) {
        List<UUID> ids = List.copyOf(reasons.keySet());
        return new HashSet<>(handle.createQuery("update vault_protection protection set last_failure = next.reason,"
                        + " attempts = attempts + 1, claim = null, claimed_until = null, look_at = case when"
                        + " recording_id = any(:turned) then '-infinity' else cast(:now as timestamptz)"
                        + " + least(cast(:longest as bigint), cast(:first as bigint)"
                        + " * (1 << least(attempts, cast(:most as integer)))) * interval '1 second' end"
                        + " from unnest(:ids, :reasons) as next(id, reason)"
                        + " where protection.recording_id = next.id and claim = :claim returning recording_id")
                .bind(CLAIM, claim.token())
                .bind("now", now.toString())
                .bind("longest", LONGEST_PAUSE.toSeconds())
                .bind("first", FIRST_PAUSE.toSeconds())
                .bind("most", MOST_DOUBLINGS)
                .bindArray("turned", UUID.class, turned)
                .bindArray("ids", UUID.class, ids)
                .bindArray(
                        "reasons", String.class, ids.stream().map(reasons::get).toList())
                .mapTo(UUID.class)
                .list());
    }

    /**
     * The vault was asked for these, and others may have asked for the opposite meanwhile: nobody knows which it heard last, so
     * nobody who is at them may say what came of it, and it is told anew.
     */
    static void doubt(Handle handle, Collection<UUID> ids, Told told, @Nullable Instant immutableUntil) {
        handle.createUpdate("insert into vault_protection (recording_id, state, immutable_until, look_at)"
                        + " select id, :told, cast(:immutable as timestamptz), '-infinity' from unnest(:ids) as lost(id)"
                        + " on conflict (recording_id) do update set state = excluded.state, look_at = '-infinity',"
                        + " claim = null, claimed_until = null,"
                        + " immutable_until = coalesce(excluded.immutable_until, vault_protection.immutable_until)")
                .bind("told", told.name())
                .bind("immutable", immutableUntil)
                .bindArray("ids", UUID.class, ids)
                .execute();
    }
}
