package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Stops a run when the vault does not hold what the catalogue says, or when nobody has looked for too long whether it does. */
public final class ListingBrake implements Brake {
    /** Where there are no more than these, a run counts for itself. */
    private static final long SMALL = 5_000;
    /** Fewer may be on their way while both sides are counted. */
    private static final long ON_THEIR_WAY = 10;

    private final Supplier<Optional<Counts>> latest;
    private final LongFunction<Optional<Counts>> now;
    private final BrakeConfiguration limits;
    private final Clock clock;

    /**
     * How many there are on both sides.
     *
     * @param catalogued recordings whose blob must be in the vault
     * @param listed blobs that the vault lists
     */
    public record Counts(long catalogued, long listed, Instant at) {}

    /**
     * A brake over these counts.
     *
     * @param latest those of the last reconciliation that ended
     * @param now counts on the spot, unless there are more than so many; empty then
     */
    public ListingBrake(
            Supplier<Optional<Counts>> latest,
            LongFunction<Optional<Counts>> now,
            BrakeConfiguration limits,
            Clock clock) {
        this.latest = latest;
        this.now = now;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public List<Stop> stops(PurgePlan plan) {
        Instant oldest = clock.instant().minus(limits.listingAge());
        Optional<Counts> known = latest.get();
        return known.filter(counts -> !counts.at().isBefore(oldest))
                .filter(counts -> !differ(counts))
                // Where it is quick, a difference of yesterday is worth a look whether it still stands.
                .or(() -> now.apply(SMALL))
                .or(() -> known.filter(counts -> !counts.at().isBefore(oldest)))
                .map(counts -> differ(counts) ? List.of(different(counts)) : List.<Stop>of())
                .orElseGet(() -> List.of(unknown(known)));
    }

    private boolean differ(Counts counts) {
        long difference = Math.abs(counts.catalogued() - counts.listed());
        return difference >= ON_THEIR_WAY && difference > counts.catalogued() * limits.listing();
    }

    private static Stop different(Counts counts) {
        return new Stop(
                Stop.Kind.LISTING,
                counts.catalogued() + " recordings must be in the vault, and it listed " + counts.listed() + " at "
                        + counts.at(),
                "find out with './docket reconcile' what is missing or too much, and why; release the run then");
    }

    private static Stop unknown(Optional<Counts> known) {
        return new Stop(
                Stop.Kind.LISTING,
                "vault and catalogue were "
                        + known.map(counts -> "last held against each other at " + counts.at())
                                .orElse("never held against each other"),
                "let './docket reconcile' run to its end and see why it does not every night; release the run then");
    }
}
