package org.docket.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Cause;
import org.docket.classify.Reappraisal.Dates;
import org.docket.configuration.ConfigurationException;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appraises all deposited recordings by a rulebook that came into force, a page at a time. Each page is one transaction, which also
 * notes how far the pass is: one that was cut short goes on from there, on this hub or on another. Of a page that fails, each recording
 * is appraised by itself; one that cannot be is passed over, and people are told.
 */
public final class AppraisalPass {
    private static final int PAGE = 500;

    /** If more of one page fail, that has a common cause, which goes away or has to be mended. */
    private static final int MOST_PASSED_OVER = 100;

    private static final Logger LOG = LoggerFactory.getLogger(AppraisalPass.class);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Reappraisal reappraisal;
    private final Rulebooks rulebooks;
    private final Notices notices;
    private final int page;

    public AppraisalPass(
            Jdbi jdbi, Catalogue catalogue, Reappraisal reappraisal, Rulebooks rulebooks, Notices notices) {
        this(jdbi, catalogue, reappraisal, rulebooks, notices, PAGE);
    }

    /**
     * A pass.
     *
     * @param page how many recordings it looks at in one transaction
     */
    AppraisalPass(
            Jdbi jdbi, Catalogue catalogue, Reappraisal reappraisal, Rulebooks rulebooks, Notices notices, int page) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.reappraisal = reappraisal;
        this.rulebooks = rulebooks;
        this.notices = notices;
        this.page = page;
    }

    /** How far a pass came. */
    enum Progress {
        /** All recordings are appraised. */
        THROUGH,
        /** It was told to pause, and can be gone on with. */
        PAUSED,
        /** Another rulebook came into force, which has a pass of its own. */
        OVERTAKEN
    }

    /** One of a rulebook. */
    private record Pass(InForce now, Rulebook rulebook, Comparison comparison) {
        boolean accepted() {
            return now.acceptance() != null;
        }
    }

    /**
     * A page that is done.
     *
     * @param last the last recording of it; absent if it is empty
     */
    private record Page(int recordings, @Nullable UUID last, int changed) {}

    /**
     * Goes on with the pass.
     *
     * @param rulebook which is in force
     * @param paused asked after each page
     */
    Progress run(InForce now, Rulebook rulebook, BooleanSupplier paused) {
        Pass pass = new Pass(now, rulebook, new Comparison(reappraisal, before(now), rulebook));
        UUID last = now.appraisedTo();
        long changed = now.changed();
        while (isInForce(now)) {
            Page done = appraise(pass, last);
            changed += done.changed();
            if (done.recordings() < page) {
                rulebooks.appraised(now);
                LOG.info(
                        "all recordings are appraised by rulebook {}: {} have another category or date",
                        now.version(),
                        changed);
                return Progress.THROUGH;
            }
            last = done.last();
            if (paused.getAsBoolean()) {
                return Progress.PAUSED;
            }
        }
        LOG.info("the pass by rulebook {} ends here: another one came into force", now.version());
        return Progress.OVERTAKEN;
    }

    private boolean isInForce(InForce now) {
        return rulebooks
                .inForce()
                .filter(found -> found.position() == now.position())
                .isPresent();
    }

    /** One that only another version of Docket can read counts as none: then no date is brought forward. */
    private @Nullable Rulebook before(InForce now) {
        Optional<String> version = rulebooks.before(now);
        try {
            return version.flatMap(rulebooks::find).orElse(null);
        } catch (ConfigurationException e) {
            LOG.warn(
                    "no due date is brought forward by rulebook {}: {} before it cannot be read",
                    now.version(),
                    version.orElse(""),
                    e);
            return null;
        }
    }

    private Page appraise(Pass pass, @Nullable UUID after) {
        try {
            return appraiseTogether(pass, after);
        } catch (RuntimeException e) {
            LOG.warn("a page of recordings after {} cannot be appraised together, so one by one", after, e);
            return appraiseOneByOne(pass, after);
        }
    }

    /** Reads without locks what would change, and only that again with locks. */
    private Page appraiseTogether(Pass pass, @Nullable UUID after) {
        List<Recording> recordings = catalogue.deposited(after, page);
        if (recordings.isEmpty()) {
            return new Page(0, after, 0);
        }
        List<UUID> differ = recordings.stream()
                .filter(recording -> differs(pass, recording))
                .map(Recording::id)
                .toList();
        UUID last = recordings.get(recordings.size() - 1).id();
        return jdbi.inTransaction(handle -> {
            int changed = differ.isEmpty() ? 0 : appraise(handle, pass, differ);
            Rulebooks.appraised(handle, pass.now(), last, changed);
            return new Page(recordings.size(), last, changed);
        });
    }

    private Page appraiseOneByOne(Pass pass, @Nullable UUID after) {
        List<UUID> ids = catalogue.depositedIds(after, page);
        List<UUID> failed = new ArrayList<>();
        int changed = 0;
        for (UUID id : ids) {
            try {
                changed += appraiseAlone(pass, id);
            } catch (RuntimeException e) {
                LOG.error(
                        "recording {} cannot be appraised by rulebook {}",
                        id,
                        pass.now().version(),
                        e);
                failed.add(id);
                if (failed.size() > MOST_PASSED_OVER) {
                    throw e;
                }
                // A database that is away fails here, and the page is begun again when it is back.
                rulebooks.inForce();
            }
        }
        UUID last = ids.isEmpty() ? after : ids.get(ids.size() - 1);
        int changes = changed;
        jdbi.useTransaction(handle -> {
            if (last != null) {
                Rulebooks.appraised(handle, pass.now(), last, changes);
            }
            failed.forEach(id -> notices.add(handle, passedOver(pass, id)));
        });
        return new Page(ids.size(), last, changes);
    }

    /** Twice, as two that wait for each other fail once. */
    private int appraiseAlone(Pass pass, UUID id) {
        try {
            return jdbi.inTransaction(handle -> appraise(handle, pass, List.of(id)));
        } catch (RuntimeException e) {
            LOG.debug("recording {} is tried again", id, e);
            return jdbi.inTransaction(handle -> appraise(handle, pass, List.of(id)));
        }
    }

    private static Notice passedOver(Pass pass, UUID id) {
        return new Notice(
                Notice.Kind.APPRAISAL_FAILED,
                id,
                null,
                "the recording could not be appraised by rulebook " + pass.now().version()
                        + " and keeps its category and date",
                "see the log of the hub for the cause; the next rulebook appraises it again");
    }

    private static boolean differs(Pass pass, Recording recording) {
        if (Reappraisal.dependsOnOutcomes(recording)) {
            return true;
        }
        Comparison.Compared compared = pass.comparison().of(recording);
        return !compared.careful().equals(recording)
                || (pass.accepted() && compared.earlier().isPresent());
    }

    private int appraise(Handle handle, Pass pass, List<UUID> ids) {
        return reappraisal
                .appraise(handle, ids, pass.rulebook(), recording -> cause(pass, recording))
                .size();
    }

    private static Cause cause(Pass pass, Recording recording) {
        boolean free =
                pass.accepted() && pass.comparison().of(recording).earlier().isPresent();
        return new Cause(
                Ledger.DOCKET,
                Reappraisal.CLASSIFIED_AGAIN,
                pass.now().authority(),
                Map.of(),
                free ? Dates.AS_THE_RULES_SAY : Dates.NEVER_EARLIER);
    }
}
