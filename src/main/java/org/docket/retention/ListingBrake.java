package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Stops a run when the vault does not hold what the catalogue says, or when nobody has looked for too long whether it does. */
public final class ListingBrake implements Brake {
    /** Where there are no more than these, a run counts for itself. */
    private static final long SMALL = 5_000;
    /** So few have no common cause. */
    private static final long ON_THEIR_WAY = 10;

    private final Look look;
    private final Supplier<Optional<Instant>> knownUntil;
    private final BrakeConfiguration limits;
    private final Clock clock;

    /**
     * How far vault and catalogue are apart.
     *
     * @param catalogued recordings whose blob must be in the vault
     * @param apart recordings without their blob or with another one, and blobs without their recording, that nobody knew of
     * @param at when comparing began
     */
    public record Counts(long catalogued, long apart, Instant at) {}

    /** Where that is found out. */
    public interface Look {
        /**
         * By the last reconciliation that ended.
         *
         * @param knownUntil what was found until then people know of
         */
        Optional<Counts> latest(Instant knownUntil);

        /**
         * The same on the spot, unless there are more recordings or blobs than so many; empty then.
         *
         * @throws RuntimeException if vault or database do not answer
         */
        Optional<Counts> now(long most, Instant knownUntil);
    }

    /**
     * A brake that looks there.
     *
     * @param knownUntil when a run was last stopped for this that a person released
     */
    public ListingBrake(Look look, Supplier<Optional<Instant>> knownUntil, BrakeConfiguration limits, Clock clock) {
        this.look = look;
        this.knownUntil = knownUntil;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public List<Stop> stops(PurgePlan plan) {
        Instant oldest = clock.instant().minus(limits.listingAge());
        Instant until = knownUntil.get().orElse(Instant.EPOCH);
        Optional<Counts> last = look.latest(until);
        return last.filter(counts -> !counts.at().isBefore(oldest))
                .filter(counts -> !differ(counts))
                // Where it is quick, a difference of yesterday is worth a look whether it still stands.
                .or(() -> look.now(SMALL, until))
                .or(() -> last.filter(counts -> !counts.at().isBefore(oldest)))
                .map(counts -> differ(counts) ? List.of(different(counts)) : List.<Stop>of())
                .orElseGet(() -> List.of(unknown(last)));
    }

    private boolean differ(Counts counts) {
        return counts.apart() >= ON_THEIR_WAY && counts.apart() > counts.catalogued() * limits.listing();
    }

    private static Stop different(Counts counts) {
        return new Stop(
                Stop.Kind.LISTING,
                "of " + counts.catalogued() + " recordings that must be in the vault, and of its blobs, "
                        + counts.apart() + " do not fit, compared at " + counts.at(),
                "see './docket reconcile --standing' for what is missing or too much, and find out why; release the run then");
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
