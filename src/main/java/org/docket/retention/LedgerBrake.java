package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.docket.custody.LedgerChecks;
import org.jdbi.v3.core.Jdbi;

/**
 * Stops a run when the custody ledger does not verify, or has not been verified for too long. What was found stands until a run that it
 * stopped is released: whoever does so has looked at it.
 */
public final class LedgerBrake implements Brake {
    /** A ledger that small is verified within a few seconds, so a run does that itself. */
    private static final long SMALL = 5_000;

    private final Jdbi jdbi;
    private final LedgerChecks checks;
    private final BrakeConfiguration limits;
    private final Clock clock;

    public LedgerBrake(Jdbi jdbi, LedgerChecks checks, BrakeConfiguration limits, Clock clock) {
        this.jdbi = jdbi;
        this.checks = checks;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public List<Stop> stops(PurgePlan plan) {
        boolean inTime = isRecent() || checks.verifyIfSmall(SMALL);
        return findings().map(List::of).orElseGet(() -> inTime ? List.of() : List.of(tooOld()));
    }

    @Override
    public List<Stop> preview(PurgePlan plan) {
        return findings()
                .map(List::of)
                .orElseGet(() -> isRecent() || checks.isSmall(SMALL) ? List.of() : List.of(tooOld()));
    }

    /**
     * A pass may take many nights, while the one before it still counts. One that was left lying does not count when it gets through at
     * last: what it verified before says nothing of now.
     */
    private boolean isRecent() {
        Instant oldest = clock.instant().minus(limits.ledger());
        return checks.lastWhole()
                .filter(pass -> !pass.endedAt().isBefore(oldest))
                .filter(pass -> !pass.beganAt().isBefore(oldest.minus(limits.ledger())))
                .isPresent();
    }

    @Override
    public List<Stop> appeared(Instant began) {
        return stop(checks.findingsAfter(began)).stream().toList();
    }

    private Optional<Stop> findings() {
        return stop(checks.findingsAfter(looked().orElse(null)));
    }

    private static Optional<Stop> stop(LedgerChecks.Findings found) {
        return found.number() == 0
                ? Optional.empty()
                : Optional.of(new Stop(
                        Stop.Kind.LEDGER,
                        "the custody ledger does not verify: "
                                + (found.number() == 1 ? "1 finding" : found.number() + " findings") + ", such as that "
                                + found.first(),
                        "look at all of them with './docket verify --ledger' and keep the database as it is for those who"
                                + " examine it; release the run when it is known what happened"));
    }

    /** What was found by then, a person who released a run has looked at. */
    private Optional<Instant> looked() {
        return jdbi.withHandle(handle -> PurgeRuns.knownUntil(handle, Stop.Kind.LEDGER));
    }

    private Stop tooOld() {
        return new Stop(
                Stop.Kind.LEDGER,
                "the custody ledger was "
                        + checks.lastWhole()
                                .map(pass -> "last verified from end to end between " + pass.beganAt() + " and "
                                        + pass.endedAt())
                                .orElse("never verified from end to end"),
                "see why the nightly verification does not get through (docket.custody.check.cron), or verify it now with"
                        + " './docket verify --ledger'; release the run then");
    }
}
