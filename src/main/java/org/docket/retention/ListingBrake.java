package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Stops a run when the vault does not hold what the catalogue says, or when nobody has looked for too long whether it does. */
public final class ListingBrake implements Brake {
    /** Where there are no more than these, a run compares for itself. */
    private static final int SMALL = 5_000;
    /** So few have no common cause. */
    private static final long A_FEW = 10;

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
         * The same on the spot, unless there are more recordings or blobs than so many; empty then. What is found is written down, so
         * that people know of it.
         *
         * @throws RuntimeException if vault or database do not answer
         */
        Optional<Counts> now(int most, Instant knownUntil);

        /** What {@link #now} would say. Writes nothing. */
        Optional<Counts> preview(int most, Instant knownUntil);
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
        return stops(look::now);
    }

    @Override
    public List<Stop> preview(PurgePlan plan) {
        return stops(look::preview);
    }

    private List<Stop> stops(BiFunction<Integer, Instant, Optional<Counts>> onTheSpot) {
        Instant oldest = clock.instant().minus(limits.listingAge());
        Instant until = knownUntil.get().orElse(Instant.EPOCH);
        Optional<Counts> last = look.latest(until);
        boolean recent = last.filter(counts -> !counts.at().isBefore(oldest)).isPresent();
        if (recent && difference(last).isEmpty()) {
            return List.of();
        }
        // Where it is quick, a difference of yesterday is worth a look whether it still stands.
        Optional<Counts> now = onTheSpot.apply(SMALL, until);
        if (now.isPresent()) {
            return difference(now);
        }
        return recent
                ? difference(last)
                : Stream.concat(Stream.of(unknown(last)), difference(last).stream())
                        .toList();
    }

    @Override
    public List<Stop> appeared(Instant began) {
        return difference(look.latest(began));
    }

    private List<Stop> difference(Optional<Counts> counts) {
        return counts.filter(this::differ).map(ListingBrake::different).stream().toList();
    }

    private boolean differ(Counts counts) {
        return counts.apart() >= A_FEW && counts.apart() > counts.catalogued() * limits.listing();
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
