package org.docket.preservation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.docket.custody.Ledger;
import org.docket.retention.RetentionRules;
import org.docket.retention.TierRules;
import org.docket.vault.BlobProtection.Outcome;
import org.docket.vault.BlobTiers;
import org.docket.vault.Crew;
import org.docket.vault.ProtectionConfiguration;
import org.docket.vault.Tier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves retained recordings to colder access tiers as they grow older. Only what is retained moves, and only to a colder tier: what is
 * released stays where it is until it is disposed of, since the service charges for moves and for leaving a cold tier early.
 */
public final class Tiering {
    private static final Logger LOG = LoggerFactory.getLogger(Tiering.class);

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final BlobTiers vault;
    private final Crew crew;
    private final Supplier<RetentionRules> rules;
    private final ProtectionConfiguration configuration;
    private final Clock clock;
    private final AtomicLong failed = new AtomicLong();

    public Tiering(
            Jdbi jdbi,
            Ledger ledger,
            BlobTiers vault,
            Crew crew,
            Supplier<RetentionRules> rules,
            ProtectionConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.vault = vault;
        this.crew = crew;
        this.rules = rules;
        this.configuration = configuration;
        this.clock = clock;
    }

    private record Candidate(UUID id, String blob, Instant depositedAt) {}

    private static final Candidate FIRST = new Candidate(new UUID(0, 0), "", Instant.EPOCH);

    /**
     * Moves everything whose time has come. It costs as much as there is to move.
     *
     * @return how many recordings were moved
     */
    public long move() {
        RetentionRules inForce = rules.get();
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> TierMoves.clear(handle, now));
        long moved = 0;
        for (String category : inForce.names()) {
            List<TierRules.Step> steps = new ArrayList<>(inForce.tiers().of(category));
            // The coldest first: what is old enough for the archive is not moved through the tiers before it.
            java.util.Collections.reverse(steps);
            for (TierRules.Step step : steps) {
                Instant before = inForce.tiers().depositedBefore(step, now);
                for (Tier from : Tier.values()) {
                    if (step.tier().isColderThan(from)) {
                        moved += move(new Move(category, from, step.tier(), before, inForce.version()), now);
                    }
                }
            }
        }
        if (moved > 0) {
            LOG.info("{} recordings were moved to colder tiers", moved);
        }
        return moved;
    }

    private record Move(String category, Tier from, Tier to, Instant depositedBefore, String rules) {}

    private long move(Move move, Instant now) {
        long moved = 0;
        Page page = jdbi.inTransaction(handle -> begin(handle, move, FIRST, now));
        while (!page.looked().isEmpty()) {
            Map<Candidate, Outcome> outcomes = tell(page, move);
            List<UUID> done = ids(outcomes, outcome -> outcome instanceof Outcome.Done);
            Page told = page;
            moved += jdbi.inTransaction(handle -> end(handle, move, told, outcomes));
            warn(move, outcomes, done.size());
            Candidate last = page.looked().get(page.looked().size() - 1);
            // When the vault takes none, more calls would only wait for it.
            page = done.isEmpty() && !outcomes.isEmpty()
                    ? new Page(page.claim(), List.of(), List.of())
                    : jdbi.inTransaction(handle -> begin(handle, move, last, now));
        }
        return moved;
    }

    /**
     * What is to be moved together.
     *
     * @param looked what was looked at, in the order of deposits
     * @param taken what of it is this hub's to move
     */
    private record Page(Claim claim, List<Candidate> looked, List<Candidate> taken) {}

    private Page begin(Handle handle, Move move, Candidate after, Instant now) {
        Claim claim = Claim.from(clock.instant(), vault.longest());
        List<Candidate> looked = look(handle, move, after, now);
        List<UUID> locked =
                Locks.free(handle, looked.stream().map(Candidate::id).toList());
        // Asked once more under the lock: somebody may have asked for one of them meanwhile.
        Set<UUID> taken = TierMoves.begin(handle, claim, locked, move.from(), move.to(), clock.instant());
        return new Page(
                claim,
                looked,
                looked.stream()
                        .filter(candidate -> taken.contains(candidate.id()))
                        .toList());
    }

    private List<Candidate> look(Handle handle, Move move, Candidate after, Instant now) {
        return handle.createQuery("select id, blob, deposited_at from recording"
                        + " where state = 'DEPOSITED' and retained and category = :category and vault_tier = :from"
                        + " and deposited_at <= :before and (deposited_at, id) > (:at, :id)"
                        + " and not " + RetrievalRows.KEEPS_IT + " and not " + TierMoves.UNDER_WAY
                        + " order by deposited_at, id limit :limit")
                .bind("category", move.category())
                .bind("from", move.from().word())
                .bind("before", move.depositedBefore())
                .bind("at", after.depositedAt())
                .bind("id", after.id())
                .bind("now", now)
                .bind("limit", configuration.batch())
                .map((row, context) -> new Candidate(
                        row.getObject("id", UUID.class),
                        row.getString("blob"),
                        row.getTimestamp("deposited_at").toInstant()))
                .list();
    }

    private Map<Candidate, Outcome> tell(Page page, Move move) {
        return crew.all(
                page.taken(),
                candidate -> clock.instant().isAfter(page.claim().begunUntil())
                        ? new Outcome.NotAsked()
                        : vault.move(candidate.blob(), move.to()),
                Outcome.Failed::new);
    }

    private static List<UUID> ids(Map<Candidate, Outcome> outcomes, Predicate<Outcome> which) {
        return outcomes.entrySet().stream()
                .filter(outcome -> which.test(outcome.getValue()))
                .map(outcome -> outcome.getKey().id())
                .toList();
    }

    private int end(Handle handle, Move move, Page page, Map<Candidate, Outcome> outcomes) {
        List<UUID> ids = ids(outcomes, outcome -> outcome instanceof Outcome.Done);
        Locks.all(handle, page.taken().stream().map(Candidate::id).toList());
        TierMoves.end(handle, page.claim(), ids(outcomes, outcome -> !(outcome instanceof Outcome.Failed)));
        // Of two hubs at the same recording one writes it down.
        Set<UUID> written = handle.createQuery("update recording set vault_tier = :to where id = any(:ids)"
                        + " and vault_tier = :from and state = 'DEPOSITED' returning id")
                .bind("to", move.to().word())
                .bind("from", move.from().word())
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .set();
        Instant now = clock.instant();
        ledger.append(
                handle,
                ids.stream()
                        .filter(written::contains)
                        .map(id -> act(id, move, now))
                        .toList());
        return written.size();
    }

    private static Ledger.Act act(UUID id, Move move, Instant now) {
        return new Ledger.Act(
                id,
                now,
                Ledger.DOCKET,
                "tier-changed",
                "retention rules " + move.rules() + ", category " + move.category(),
                Map.of("from", move.from().word(), "to", move.to().word()));
    }

    private void warn(Move move, Map<Candidate, Outcome> outcomes, int done) {
        if (done < outcomes.size()) {
            failed.addAndGet(outcomes.size() - done);
            LOG.warn(
                    "{} of {} recordings were not moved to {} and are tried at the next run: {}",
                    outcomes.size() - done,
                    outcomes.size(),
                    move.to().word(),
                    outcomes.values().stream()
                            .filter(Outcome.Failed.class::isInstance)
                            .map(failure -> ((Outcome.Failed) failure).reason())
                            .findFirst()
                            .orElse("there was no time left"));
        }
    }

    /** How many retained recordings are in each tier. */
    public Map<String, Long> counts() {
        return jdbi.withHandle(handle -> handle.createQuery("select vault_tier, count(*) as number from recording"
                        + " where state = 'DEPOSITED' and retained group by vault_tier")
                .reduceRows(new TreeMap<String, Long>(), (counts, row) -> {
                    counts.put(row.getColumn("vault_tier", String.class), row.getColumn("number", Long.class));
                    return counts;
                }));
    }

    /** Moves that the vault did not make since this hub started. */
    public long countFailed() {
        return failed.get();
    }
}
