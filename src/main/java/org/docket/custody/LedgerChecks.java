package org.docket.custody;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the whole ledger, one after another, whose results are kept. A pass verifies a page of chains at a time, and is carried on
 * with where it was, by whichever hub. One hub at a time is at it.
 */
public final class LedgerChecks {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerChecks.class);
    private static final long KEY = 0x646f636b65740011L;
    private static final int CHAINS_AT_A_TIME = 500;

    private final Jdbi jdbi;
    private final LedgerVerifier verifier;
    private final BiConsumer<Handle, List<String>> told;
    private final Duration time;
    private final Clock clock;

    /**
     * Passes over the ledger of that database.
     *
     * @param told gets what is newly found, in the transaction that keeps it
     */
    public LedgerChecks(
            Jdbi jdbi,
            LedgerVerifier verifier,
            BiConsumer<Handle, List<String>> told,
            CustodyConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.verifier = verifier;
        this.told = told;
        this.time = configuration.time();
        this.clock = clock;
    }

    /** A pass that is under way. */
    private record Pass(long id, @Nullable UUID verifiedTo) {}

    /**
     * What does not verify.
     *
     * @param first one of these; empty text if there is none
     */
    public record Findings(long number, String first) {}

    /** Carries on with the pass that is under way, or begins one, until it is through or the time for one night is over. */
    public void carryOn() {
        Instant end = clock.instant().plus(time);
        try (Handle turn = jdbi.open()) {
            boolean taken = turn.createQuery("select pg_try_advisory_lock(:key)")
                    .bind("key", KEY)
                    .mapTo(Boolean.class)
                    .one();
            if (taken) {
                inTurn(turn, () -> clock.instant().isBefore(end));
            }
        }
    }

    /**
     * Verifies the whole ledger now if it has at most that many chains.
     *
     * @return whether it did
     */
    public boolean verifyIfSmall(long chains) {
        if (!isSmall(chains)) {
            return false;
        }
        try (Handle turn = jdbi.open()) {
            turn.execute("select pg_advisory_lock(?)", KEY);
            // What a pass verified before it was left lying says nothing of now.
            turn.createUpdate("update ledger_check set began_at = :now, verified_to = null, chains = 0, entries = 0"
                            + " where ended_at is null")
                    .bind("now", clock.instant())
                    .execute();
            inTurn(turn, () -> true);
        }
        return true;
    }

    /** Whether it has at most that many chains. */
    public boolean isSmall(long chains) {
        long counted = jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from (select 1 from ledger_head limit :most) heads")
                        .bind("most", chains + 1)
                        .mapTo(Long.class)
                        .one());
        return counted <= chains;
    }

    private void inTurn(Handle turn, BooleanSupplier mayGoOn) {
        try {
            Pass pass = underWay();
            while (mayGoOn.getAsBoolean()) {
                LedgerVerifier.Page page = verifier.verifyPage(pass.verifiedTo(), CHAINS_AT_A_TIME);
                keep(pass, page);
                if (page.last() == null) {
                    return;
                }
                pass = new Pass(pass.id(), page.last());
            }
            LOG.info("the ledger is verified up to {}; the next pass carries on there", pass.verifiedTo());
        } finally {
            turn.execute("select pg_advisory_unlock(?)", KEY);
        }
    }

    private Pass underWay() {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("insert into ledger_check (began_at) values (:now) on conflict do nothing")
                    .bind("now", clock.instant())
                    .execute();
            return handle.createQuery("select id, verified_to from ledger_check where ended_at is null")
                    .map((row, context) -> new Pass(row.getLong("id"), row.getObject("verified_to", UUID.class)))
                    .one();
        });
    }

    private void keep(Pass pass, LedgerVerifier.Page page) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            List<String> found = page.report().findings();
            List<String> fresh = found.isEmpty() ? List.of() : keepFindings(handle, found, now);
            if (!fresh.isEmpty()) {
                told.accept(handle, fresh);
            }
            handle.createUpdate(
                            "update ledger_check set verified_to = coalesce(cast(:to as uuid), verified_to),"
                                    + " chains = chains + :chains, entries = entries + :entries, ended_at = cast(:ended as timestamptz) where id = :id")
                    .bind("to", page.last())
                    .bind("chains", page.report().chains())
                    .bind("entries", page.report().entries())
                    .bind("ended", page.last() == null ? now : null)
                    .bind("id", pass.id())
                    .execute();
        });
    }

    /** Keeps what is not known yet, and gives it back. */
    private static List<String> keepFindings(Handle handle, List<String> found, Instant now) {
        return handle.createQuery("insert into ledger_finding (what, found_at) select what, :now"
                        + " from unnest(:found) as what on conflict do nothing returning what")
                .bind("now", now)
                .bindArray("found", String.class, found)
                .mapTo(String.class)
                .list();
    }

    /**
     * A pass that got through.
     *
     * @param beganAt every chain has been verified since then, some of them nights before the others
     */
    public record Whole(Instant beganAt, Instant endedAt) {}

    /** The last pass that got through. */
    public Optional<Whole> lastWhole() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select began_at, ended_at from ledger_check where ended_at is not null order by id desc limit 1")
                .map((row, context) -> new Whole(
                        Objects.requireNonNull(row.getTimestamp("began_at")).toInstant(),
                        Objects.requireNonNull(row.getTimestamp("ended_at")).toInstant()))
                .findOne());
    }

    /** What was first found after that instant; everything if it is null. */
    public Findings findingsAfter(@Nullable Instant looked) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) as number, coalesce(min(what), '') as first"
                                + " from ledger_finding where cast(:looked as timestamptz) is null or found_at > :looked")
                .bind("looked", looked == null ? null : Timestamp.from(looked))
                .map((row, context) -> new Findings(row.getLong("number"), row.getString("first")))
                .one());
    }
}
