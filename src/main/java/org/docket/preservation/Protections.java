package org.docket.preservation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.custody.Ledger;
import org.docket.preservation.Wish.Told;
import org.docket.vault.BlobProtection;
import org.docket.vault.BlobProtection.Outcome;
import org.docket.vault.Crew;
import org.docket.vault.ProtectionConfiguration;
import org.docket.vault.ProtectionConfiguration.Immutability;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the vault hold the blobs of what is retained or held, and of nothing else. It goes by what is, not by what happened: whatever
 * changed a recording, triggers note that it has to be looked at, and what differs from what the vault was told is told to it.
 *
 * <p>Before the vault is told, the row says that it is being told, and by whom. So a blob that may have a legal hold is known as one
 * after any crash, and is not condemned. What came of a call is written only while the row is still that hub's; a hub that comes too
 * late has the vault told anew, since nobody knows what it heard last.
 */
public final class Protections {
    private static final Logger LOG = LoggerFactory.getLogger(Protections.class);

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final BlobProtection vault;
    private final Crew crew;
    private final ProtectionConfiguration configuration;
    private final Clock clock;
    private final AtomicLong failed = new AtomicLong();
    private volatile String lastFailure = "";

    public Protections(
            Jdbi jdbi,
            Ledger ledger,
            BlobProtection vault,
            Crew crew,
            ProtectionConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.vault = vault;
        this.crew = crew;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * Tells the vault what differs, batch after batch, until nothing does.
     *
     * @return of how many recordings the legal hold was set or lifted
     */
    public long reconcile() {
        long changed = 0;
        boolean more = true;
        while (more) {
            Batch batch = jdbi.inTransaction(this::claim);
            long done = batch.wishes().isEmpty() ? 0 : tell(batch);
            changed += done;
            // When the vault takes none, more calls would only wait for it.
            more = batch.looked() == configuration.batch()
                    && (done > 0 || batch.wishes().isEmpty());
        }
        return changed;
    }

    /**
     * What differs, and is this hub's to tell.
     *
     * @param looked how many were looked at for it
     * @param immutableUntil of the immutability policy that is set with a legal hold; absent for none
     */
    private record Batch(
            Claim claim,
            List<Wish> wishes,
            int looked,
            @Nullable Instant immutableUntil) {}

    private Batch claim(Handle handle) {
        Instant now = clock.instant();
        List<UUID> due = ProtectionRows.due(handle, now, configuration.isOn(), configuration.batch());
        List<Wish> wishes = Wish.of(handle, ProtectionRows.lockFree(handle, due, now), now, configuration.isOn());
        Batch batch = new Batch(
                Claim.from(now, vault.longest()),
                wishes.stream().filter(Wish::differs).toList(),
                wishes.size(),
                configuration.immutability() == Immutability.LEGAL_HOLD_AND_PERIOD
                        ? now.plus(configuration.period())
                        : null);
        ProtectionRows.leave(
                handle, wishes.stream().filter(wish -> !wish.differs()).toList());
        ProtectionRows.claim(handle, batch.claim(), ids(batch.wishes(), true), Told.SETTING, batch.immutableUntil());
        ProtectionRows.claim(handle, batch.claim(), ids(batch.wishes(), false), Told.LIFTING, null);
        return batch;
    }

    private static List<UUID> ids(Collection<Wish> wishes, boolean hold) {
        return wishes.stream()
                .filter(wish -> wish.hold() == hold)
                .map(Wish::recordingId)
                .toList();
    }

    private long tell(Batch batch) {
        Map<Wish, Outcome> outcomes = crew.all(
                batch.wishes(),
                wish -> clock.instant().isAfter(batch.claim().begunUntil())
                        ? new Outcome.NotAsked()
                        : tell(wish, batch),
                Outcome.Failed::new);
        List<Wish> done = new ArrayList<>();
        List<Wish> asked = new ArrayList<>();
        Map<UUID, String> failures = new LinkedHashMap<>();
        outcomes.forEach((wish, outcome) -> {
            if (outcome instanceof Outcome.NotAsked) {
                return;
            }
            asked.add(wish);
            if (outcome instanceof Outcome.Failed failure) {
                failures.put(wish.recordingId(), failure.reason());
            } else {
                done.add(wish);
            }
        });
        jdbi.useTransaction(handle -> write(handle, batch, asked, done, failures));
        warn(failures);
        return done.size();
    }

    private Outcome tell(Wish wish, Batch batch) {
        return wish.hold() ? vault.set(wish.blob(), batch.immutableUntil()) : vault.lift(wish.blob(), wish.hasPolicy());
    }

    private void write(Handle handle, Batch batch, List<Wish> asked, List<Wish> done, Map<UUID, String> failures) {
        Instant now = clock.instant();
        List<UUID> all = batch.wishes().stream().map(Wish::recordingId).toList();
        Locks.all(handle, all);
        // It may have been decided otherwise while the vault was told.
        Map<UUID, Wish> wanted = Wish.of(handle, all, now, configuration.isOn()).stream()
                .collect(Collectors.toMap(Wish::recordingId, Function.identity()));
        Set<UUID> mine = new HashSet<>();
        mine.addAll(ProtectionRows.set(handle, batch.claim(), of(ids(done, true), wanted), now));
        mine.addAll(ProtectionRows.lifted(handle, batch.claim(), of(ids(done, false), wanted), now));
        ledger.append(
                handle,
                done.stream()
                        .filter(wish -> mine.contains(wish.recordingId()))
                        .map(wish -> act(wish, batch, now))
                        .toList());
        mine.addAll(ProtectionRows.failed(handle, batch.claim(), failures, turned(batch, wanted), now));
        List<Wish> lost = asked.stream()
                .filter(wish -> !mine.contains(wish.recordingId()))
                .toList();
        ProtectionRows.doubt(handle, ids(lost, true), Told.SETTING, batch.immutableUntil());
        ProtectionRows.doubt(handle, ids(lost, false), Told.LIFTING, null);
        // What is still claimed was not asked for.
        ProtectionRows.giveBack(handle, batch.claim(), all);
    }

    private static List<Wish> of(List<UUID> ids, Map<UUID, Wish> wishes) {
        return ids.stream().filter(wishes::containsKey).map(wishes::get).toList();
    }

    private static List<UUID> turned(Batch batch, Map<UUID, Wish> wanted) {
        return batch.wishes().stream()
                .filter(wish -> {
                    Wish now = wanted.get(wish.recordingId());
                    return now != null && now.hold() != wish.hold();
                })
                .map(Wish::recordingId)
                .toList();
    }

    private static Ledger.Act act(Wish wish, Batch batch, Instant now) {
        Instant until = batch.immutableUntil();
        return new Ledger.Act(
                wish.recordingId(),
                now,
                Ledger.DOCKET,
                wish.hold() ? "protected" : "unprotected",
                wish.ground(),
                wish.hold() && until != null
                        ? Map.of("legalHold", true, "immutableUntil", until)
                        : Map.of("legalHold", wish.hold()));
    }

    private void warn(Map<UUID, String> failures) {
        if (!failures.isEmpty()) {
            failed.addAndGet(failures.size());
            lastFailure = failures.values().iterator().next();
            LOG.warn(
                    "the legal hold of {} recordings could not be set or lifted and is tried again: {}",
                    failures.size(),
                    lastFailure);
        }
    }

    /** How many recordings the vault was told to hold. */
    public long countProtected() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from vault_protection where state = 'SET'")
                .mapTo(Long.class)
                .one());
    }

    /** How many recordings wait for their legal hold to be set or lifted. */
    public long countWaiting() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from vault_protection"
                        + " where look_at is not null and (state in ('SETTING', 'LIFTING') or look_at <= :now)"
                        + (configuration.isOn() ? "" : " and state <> 'ABSENT'"))
                .bind("now", clock.instant())
                .mapTo(Long.class)
                .one());
    }

    /** Calls that came to nothing since this hub started. */
    public long countFailed() {
        return failed.get();
    }

    /** The last of them; empty if there was none. */
    public String lastFailure() {
        return lastFailure;
    }
}
