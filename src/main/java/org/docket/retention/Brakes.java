package org.docket.retention;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Everything that can stop a run of the purge until a person has looked at it. All of them are asked, so that one look is enough. */
public final class Brakes {
    private final List<Brake> brakes;

    private Brakes(List<Brake> brakes) {
        this.brakes = List.copyOf(brakes);
    }

    /** All of them. */
    public static Brakes of(
            VaultBrake vault,
            AmountBrake amount,
            ClockBrake clocks,
            PolicyBrake policy,
            LedgerBrake ledger,
            ListingBrake listing) {
        return new Brakes(List.of(vault, amount, clocks, policy, ledger, listing));
    }

    /**
     * Why a run with that plan has to wait for a person; empty if it may begin.
     *
     * @throws RuntimeException if database or vault do not answer
     */
    public List<Stop> stops(PurgePlan plan) {
        return concerned(plan).flatMap(brake -> brake.stops(plan).stream()).toList();
    }

    /** Why a run with that plan that began at that time has to wait for a person from now on. */
    List<Stop> appeared(PurgePlan plan, Instant began) {
        return concerned(plan).flatMap(brake -> brake.appeared(began).stream()).toList();
    }

    /** Why a run with that plan would have to wait. Writes nothing. */
    public List<Stop> preview(PurgePlan plan) {
        return concerned(plan).flatMap(brake -> brake.preview(plan).stream()).toList();
    }

    /** A run that condemns nothing is stopped by little, and one that has nothing to do by nothing. */
    private Stream<Brake> concerned(PurgePlan plan) {
        return brakes.stream()
                .filter(brake -> plan.recordings() > 0 || (plan.carriedOn() > 0 && brake.holdsWhatIsCondemned()));
    }
}
