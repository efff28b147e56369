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
import java.util.function.Supplier;
import org.docket.catalogue.Catalogue;
import org.docket.custody.Ledger;
import org.docket.retention.RetentionRules;
import org.docket.retention.TierRules;
import org.docket.vault.BlobProtection.Outcome;
import org.docket.vault.BlobTiers;
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
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final BlobTiers vault;
    private final Crew crew;
    private final Supplier<RetentionRules> rules;
    private final ProtectionConfiguration configuration;
    private final Clock clock;
    private final AtomicLong failed = new AtomicLong();

    public Tiering(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            BlobTiers vault,
            Crew crew,
            Supplier<RetentionRules> rules,
            ProtectionConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.vault = vault;
        this.crew = crew;
        this.rules = rules;
        this.configuration = configuration;
        this.clock = clock;
    }

    private record Candidate(UUID id, String blob, Instant depositedAt) {}

    /**
     * Moves everything whose time has come. It costs as much as there is to move.
     *
     * @return how many recordings were moved
     */
    public long move() {
        RetentionRules inForce = rules.get();
        Instant now = clock.instant();
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
        Candidate last = new Candidate(new UUID(0, 0), "", Instant.EPOCH);
        List<Candidate> page = page(move, last, now);
        while (!page.isEmpty()) {
            Map<Candidate, Outcome> outcomes = crew.all(page, candidate -> vault.move(candidate.blob(), move.to()));
            List<UUID> done = new ArrayList<>();
            String failure = "";
            for (Map.Entry<Candidate, Outcome> outcome : outcomes.entrySet()) {
                if (outcome.getValue() instanceof Outcome.Failed reason) {
                    failure = reason.reason();
                } else {
                    done.add(outcome.getKey().id());
                }
            }
            moved += jdbi.inTransaction(handle -> moved(handle, move, done));
            failed.addAndGet(page.size() - done.size());
            if (done.size() < page.size()) {
                LOG.warn(
                        "{} of {} recordings were not moved to {} and are tried at the next run: {}",
                        page.size() - done.size(),
                        page.size(),
                        move.to().word(),
                        failure);
            }
            last = page.get(page.size() - 1);
            // When the vault takes none, more calls would only wait for it.
            page = done.isEmpty() ? List.of() : page(move, last, now);
        }
        return moved;
    }

    private List<Candidate> page(Move move, Candidate after, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("select id, blob, deposited_at from recording"
                        + " where state = 'DEPOSITED' and retained and category = :category and vault_tier = :from"
                        + " and deposited_at <= :before and (deposited_at, id) > (:at, :id)"
                        + " and not exists (select 1 from retrieval where retrieval.recording_id = recording.id"
                        + " and (ended_at is null or stays_until > :now))"
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
                .list());
    }

    private int moved(Handle handle, Move move, List<UUID> ids) {
        catalogue.findForUpdate(handle, ids);
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
                        .map(id -> new Ledger.Act(
                                id,
                                now,
                                Ledger.DOCKET,
                                "tier-changed",
                                "retention rules " + move.rules() + ", category " + move.category(),
                                Map.of(
                                        "from",
                                        move.from().word(),
                                        "to",
                                        move.to().word())))
                        .toList());
        return written.size();
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
