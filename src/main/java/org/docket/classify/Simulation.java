package org.docket.classify;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.retention.LooserRules;
import org.docket.retention.RetentionRule;
import org.docket.retention.RetentionRules;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a rulebook over the catalogue and changes nothing. It reads a page of recordings at a time, so its memory does not depend on how
 * many there are, and no transaction is open for long.
 */
public final class Simulation {
    private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
    private static final int PAGE = 1_000;
    private static final int MOST_EXAMPLES = 5;

    private final Catalogue catalogue;
    private final Reappraisal reappraisal;
    private final Clock clock;

    public Simulation(Catalogue catalogue, Reappraisal reappraisal, Clock clock) {
        this.catalogue = catalogue;
        this.reappraisal = reappraisal;
        this.clock = clock;
    }

    /**
     * What a rulebook would do.
     *
     * @param inForce the rulebook that it would follow
     * @param stopped asked before each page
     * @throws CancellationException if it was stopped
     */
    public Simulated run(Rulebook inForce, Rulebook candidate, BooleanSupplier stopped) {
        Comparison comparison = new Comparison(reappraisal, inForce, candidate);
        Tallies tallies = new Tallies(inForce.retention(), candidate.retention(), clock.instant());
        UUID last = null;
        while (true) {
            if (stopped.getAsBoolean()) {
                throw new CancellationException("the check of rulebook " + candidate.version() + " was stopped");
            }
            List<UUID> ids = compare(comparison, tallies, last);
            if (ids.size() < PAGE) {
                return tallies.simulated(candidate.version(), inForce.version());
            }
            last = ids.get(ids.size() - 1);
        }
    }

    /** The recordings of a page. One that cannot be compared is left out: it cannot be appraised by the rulebook either. */
    private List<UUID> compare(Comparison comparison, Tallies tallies, @Nullable UUID after) {
        try {
            List<Recording> page = catalogue.deposited(after, PAGE);
            List<Recording> reached = page.stream().map(comparison::reached).toList();
            List<Comparison.Compared> compared =
                    reached.stream().map(comparison::of).toList();
            for (int i = 0; i < page.size(); i++) {
                tallies.add(reached.get(i), compared.get(i));
            }
            return page.stream().map(Recording::id).toList();
        } catch (RuntimeException e) {
            LOG.warn("a page of recordings after {} cannot be compared together, so one by one", after, e);
        }
        List<UUID> ids = catalogue.depositedIds(after, PAGE);
        ids.forEach(id -> compareAlone(comparison, tallies, id));
        return ids;
    }

    private void compareAlone(Comparison comparison, Tallies tallies, UUID id) {
        try {
            catalogue
                    .find(id)
                    .map(comparison::reached)
                    .ifPresent(recording -> tallies.add(recording, comparison.of(recording)));
        } catch (RuntimeException e) {
            LOG.error("recording {} is left out of the comparison", id, e);
            // A database that is away fails here: it must not look as if nothing became due earlier.
            catalogue.depositedIds(id, 1);
        }
    }

    /** What was counted so far. */
    private static final class Tallies {
        private final RetentionRules before;
        private final RetentionRules after;
        private final Instant now;
        private final Map<String, Map<String, Tally>> moves = new TreeMap<>();
        private final Tally otherSets = new Tally();
        private final Tally protectedLess = new Tally();
        private final Tally earlier = new Tally();
        private final Tally later = new Tally();
        private final Tally becomeRetained = new Tally();
        private final Tally stayRetained = new Tally();
        private long recordings;
        private long dueAtOnce;

        Tallies(RetentionRules before, RetentionRules after, Instant now) {
            this.before = before;
            this.after = after;
            this.now = now;
        }

        void add(Recording recording, Comparison.Compared compared) {
            recordings++;
            Recording becomes = compared.earlier().orElse(compared.careful());
            String from = String.valueOf(recording.category());
            String to = String.valueOf(becomes.category());
            if (!from.equals(to)) {
                moves.computeIfAbsent(from, absent -> new TreeMap<>())
                        .computeIfAbsent(to, absent -> new Tally())
                        .add(recording, becomes);
            } else if (!recording.categories().equals(becomes.categories())) {
                otherSets.add(recording, becomes);
            }
            if (LooserRules.protectLess(before, recording, after, becomes)) {
                protectedLess.add(recording, becomes);
            }
            Instant due = becomes.dueAt();
            if (compared.earlier().isPresent()) {
                earlier.add(recording, becomes);
                dueAtOnce += due != null && !due.isAfter(now) ? 1 : 0;
            } else if (!recording.retained() && becomes.retained()) {
                becomeRetained.add(recording, becomes);
            } else if (recording.retained()) {
                boolean stays = recording.decided() == null && isUntilReview(before, from) && !isUntilReview(after, to);
                if (stays) {
                    stayRetained.add(recording, becomes);
                }
            } else if (due != null
                    && due.isAfter(Optional.ofNullable(recording.dueAt()).orElse(Instant.MAX))) {
                later.add(recording, becomes);
            }
        }

        /** A category that is in no rules any more was what its recording is: retained. */
        private static boolean isUntilReview(RetentionRules rules, String category) {
            return rules.category(category)
                    .map(found -> found.rule() instanceof RetentionRule.UntilReview)
                    .orElse(true);
        }

        Simulated simulated(String version, String inForce) {
            List<Simulated.Move> categories = new ArrayList<>();
            moves.forEach((from, tos) -> tos.forEach(
                    (to, tally) -> categories.add(new Simulated.Move(from, to, tally.number, tally.examples))));
            categories.sort(Comparator.comparingLong(Simulated.Move::recordings).reversed());
            return new Simulated(
                    version,
                    inForce,
                    recordings,
                    categories,
                    otherSets.count(),
                    LooserRules.of(before, after),
                    protectedLess.count(),
                    earlier.count(),
                    dueAtOnce,
                    later.count(),
                    becomeRetained.count(),
                    stayRetained.count());
        }
    }

    private static final class Tally {
        private final List<Simulated.Example> examples = new ArrayList<>();
        private long number;

        void add(Recording before, Recording after) {
            number++;
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(Simulated.Example.of(before, after));
            }
        }

        Simulated.Count count() {
            return new Simulated.Count(number, List.copyOf(examples));
        }
    }
}
