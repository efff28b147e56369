package org.docket.classify;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Cause;
import org.docket.classify.Reappraisal.Dates;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appraises all deposited recordings by a rulebook that came into force, a page at a time. Each page is one transaction, which also
 * notes how far the pass is: one that was cut short goes on from there, on this hub or on another.
 */
public final class AppraisalPass {
    private static final int PAGE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AppraisalPass.class);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Reappraisal reappraisal;
    private final Rulebooks rulebooks;
    private final int page;

    public AppraisalPass(Jdbi jdbi, Catalogue catalogue, Reappraisal reappraisal, Rulebooks rulebooks) {
        this(jdbi, catalogue, reappraisal, rulebooks, PAGE);
    }

    /**
     * A pass.
     *
     * @param page how many recordings it looks at in one transaction
     */
    AppraisalPass(Jdbi jdbi, Catalogue catalogue, Reappraisal reappraisal, Rulebooks rulebooks, int page) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.reappraisal = reappraisal;
        this.rulebooks = rulebooks;
        this.page = page;
    }

    /**
     * Goes on with the pass to its end.
     *
     * @param rulebook which is in force
     * @param stopped asked before each page
     * @throws CancellationException if it was stopped; it can be gone on with
     */
    void run(InForce now, Rulebook rulebook, BooleanSupplier stopped) {
        Comparison comparison = new Comparison(
                reappraisal, rulebooks.before(now).flatMap(rulebooks::find).orElse(null), rulebook);
        boolean accepted = now.acceptance() != null;
        UUID last = now.appraisedTo();
        long changed = now.changed();
        while (true) {
            if (stopped.getAsBoolean()) {
                throw new CancellationException("the pass by rulebook " + now.version() + " was stopped");
            }
            List<Recording> recordings = catalogue.deposited(last, page);
            if (!recordings.isEmpty()) {
                last = recordings.get(recordings.size() - 1).id();
                changed += appraise(now, rulebook, comparison, accepted, recordings);
            }
            if (recordings.size() < page) {
                rulebooks.appraised(now);
                LOG.info(
                        "all recordings are appraised by rulebook {}: {} have another category or date",
                        now.version(),
                        changed);
                return;
            }
        }
    }

    /** Reads without locks what would change, and only that again with locks. */
    private int appraise(
            InForce now, Rulebook rulebook, Comparison comparison, boolean accepted, List<Recording> recordings) {
        List<UUID> differ = recordings.stream()
                .filter(recording -> {
                    Comparison.Compared compared = comparison.of(recording);
                    return !compared.careful().equals(recording)
                            || (accepted && compared.earlier().isPresent());
                })
                .map(Recording::id)
                .toList();
        UUID last = recordings.get(recordings.size() - 1).id();
        return jdbi.inTransaction(handle -> {
            int changed = differ.isEmpty()
                    ? 0
                    : reappraisal
                            .appraise(
                                    handle, differ, rulebook, recording -> cause(now, comparison, accepted, recording))
                            .size();
            Rulebooks.appraised(handle, now, last, changed);
            return changed;
        });
    }

    private static Cause cause(InForce now, Comparison comparison, boolean accepted, Recording recording) {
        boolean free = accepted && comparison.of(recording).earlier().isPresent();
        return new Cause(
                Ledger.DOCKET,
                Reappraisal.CLASSIFIED_AGAIN,
                now.authority(),
                Map.of(),
                free ? Dates.AS_THE_RULES_SAY : Dates.NEVER_EARLIER);
    }
}
