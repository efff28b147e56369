package org.docket.preservation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.docket.custody.Ledger;
import org.docket.preservation.Wish.Told;
import org.docket.vault.BlobProtection;
import org.docket.vault.BlobProtection.Outcome;
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
 * <p>Before the vault is told, the row says that it is being told. So a blob that may have a legal hold is known as one after any crash,
 * and is not condemned.
 */
public final class Protections {
    private static final Logger LOG = LoggerFactory.getLogger(Protections.class);

    /** Longer than all tries of the two calls for one blob; then another hub takes them up. */
    private static final Duration CLAIM = Duration.ofMinutes(15);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 10;

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
        List<Wish> differing;
        do {
            differing = jdbi.inTransaction(this::claim);
            changed += tell(differing);
        } while (differing.size() == configuration.batch());
        return changed;
    }

    private List<Wish> claim(Handle handle) {
        Instant now = clock.instant();
        List<UUID> due = handle.createQuery("select recording_id from vault_protection where look_at <= :now"
                        + (configuration.isOn() ? "" : " and state <> 'ABSENT'")
                        + " order by look_at limit :limit")
                .bind("now", now)
                .bind("limit", configuration.batch())
                .mapTo(UUID.class)
                .list();
        if (due.isEmpty()) {
            return List.of();
        }
        List<Wish> differing = new ArrayList<>();
        List<Wish> asTheyShouldBe = new ArrayList<>();
        Wish.of(handle, Wish.lock(handle, due, false), now)
                .forEach(wish -> (wish.differs() ? differing : asTheyShouldBe).add(wish));
        leave(handle, asTheyShouldBe);
        note(handle, differing.stream().filter(Wish::hold).toList(), Told.SETTING, now);
        note(handle, differing.stream().filter(wish -> !wish.hold()).toList(), Told.LIFTING, now);
        return differing;
    }

    private static void note(Handle handle, List<Wish> wishes, Told told, Instant now) {
        if (!wishes.isEmpty()) {
            handle.createUpdate("update vault_protection set state = :told, look_at = :again"
                            + " where recording_id = any(:ids)")
                    .bind("told", told.name())
                    .bind("again", now.plus(CLAIM))
                    .bindArray("ids", UUID.class, ids(wishes))
                    .execute();
        }
    }

    /** Nothing has to be told: looked at again when a hold ends by itself. */
    private static void leave(Handle handle, List<Wish> wishes) {
        for (Wish wish : wishes) {
            if (wish.hold()) {
                handle.createUpdate("update vault_protection set look_at = :until where recording_id = :id")
                        .bind("until", wish.until())
                        .bind("id", wish.recordingId())
                        .execute();
            } else {
                handle.createUpdate("delete from vault_protection where recording_id = :id")
                        .bind("id", wish.recordingId())
                        .execute();
            }
        }
    }

    private long tell(List<Wish> wishes) {
        if (wishes.isEmpty()) {
            return 0;
        }
        Instant until = configuration.immutability() == Immutability.LEGAL_HOLD_AND_PERIOD
                ? clock.instant().plus(configuration.period())
                : null;
        jdbi.useTransaction(handle -> willHavePolicy(handle, wishes, until));
        Map<Wish, Outcome> outcomes = crew.all(
                wishes,
                wish -> wish.hold() ? vault.set(wish.blob(), until) : vault.lift(wish.blob(), wish.hasPolicy()));
        List<Wish> done = new ArrayList<>();
        Map<UUID, String> failures = new HashMap<>();
        outcomes.forEach((wish, outcome) -> {
            if (outcome instanceof Outcome.Failed failure) {
                failures.put(wish.recordingId(), failure.reason());
            } else {
                done.add(wish);
            }
        });
        jdbi.useTransaction(handle -> {
            Wish.lock(handle, ids(wishes), true);
            told(handle, done, until);
            notTold(handle, failures);
        });
        return done.size();
    }

    private static void willHavePolicy(Handle handle, List<Wish> wishes, @Nullable Instant until) {
        if (until != null) {
            handle.createUpdate("update vault_protection set immutable_until = :until"
                            + " where recording_id = any(:ids) and state = 'SETTING'")
                    .bind("until", until)
                    .bindArray("ids", UUID.class, ids(wishes))
                    .execute();
        }
    }

    private void told(Handle handle, List<Wish> done, @Nullable Instant until) {
        if (done.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Ledger.Act> acts = new ArrayList<>();
        Map<UUID, Wish> wanted = new HashMap<>();
        Wish.of(handle, ids(done), now).forEach(wish -> wanted.put(wish.recordingId(), wish));
        for (Wish wish : done) {
            handle.createUpdate("update vault_protection set state = :state, told_at = :now, attempts = 0,"
                            + " immutable_until = case when :hold then immutable_until end, last_failure = null,"
                            + " look_at = case when :same then cast(:again as timestamptz)"
                            + " else '-infinity'::timestamptz end where recording_id = :id")
                    .bind("state", (wish.hold() ? Told.SET : Told.ABSENT).name())
                    .bind("hold", wish.hold())
                    .bind("now", now)
                    .bind("same", isAsWanted(wish, wanted.get(wish.recordingId())))
                    .bind("again", again(wanted.get(wish.recordingId())))
                    .bind("id", wish.recordingId())
                    .execute();
            acts.add(act(wish, until, now));
        }
        ledger.append(handle, acts);
        handle.createUpdate("delete from vault_protection where recording_id = any(:ids) and state = 'ABSENT'"
                        + " and look_at is null")
                .bindArray("ids", UUID.class, ids(done))
                .execute();
    }

    /** It may have been decided otherwise while the vault was told. */
    private static boolean isAsWanted(Wish told, @Nullable Wish wanted) {
        return wanted == null || wanted.hold() == told.hold();
    }

    private static @Nullable String again(@Nullable Wish wanted) {
        Instant until = wanted == null ? null : wanted.until();
        return until == null ? null : until.toString();
    }

    private static Ledger.Act act(Wish wish, @Nullable Instant until, Instant now) {
        return new Ledger.Act(
                wish.recordingId(),
                now,
                Ledger.DOCKET,
                wish.hold() ? "protected" : "unprotected",
                wish.why(),
                wish.hold() && until != null
                        ? Map.of("legalHold", true, "immutableUntil", until)
                        : Map.of("legalHold", wish.hold()));
    }

    private void notTold(Handle handle, Map<UUID, String> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        failures.forEach((id, reason) -> handle.createUpdate("update vault_protection set last_failure = :reason,"
                        + " attempts = attempts + 1, look_at = cast(:now as timestamptz)"
                        + " + least(cast(:longest as bigint), cast(:first as bigint) * (1 << least(attempts, cast(:most as integer)))) * interval '1 second'"
                        + " where recording_id = :id")
                .bind("reason", reason)
                .bind("now", now.toString())
                .bind("longest", LONGEST_PAUSE.toSeconds())
                .bind("first", FIRST_PAUSE.toSeconds())
                .bind("most", MOST_DOUBLINGS)
                .bind("id", id)
                .execute());
        failed.addAndGet(failures.size());
        lastFailure = failures.values().iterator().next();
        LOG.warn(
                "the legal hold of {} recordings could not be set or lifted and is tried again: {}",
                failures.size(),
                lastFailure);
    }

    private static List<UUID> ids(List<Wish> wishes) {
        return wishes.stream().map(Wish::recordingId).toList();
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
