package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of the purge: plans it, begins it unless something stops it, hands out its batches, and ends it. One hub at a time is at it; see
 * {@link Disposal} for what is done with a batch.
 */
public final class Purge {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final PurgePlanner planner;
    private final Brakes brakes;
    private final Disposal disposal;
    private final Vault vault;
    private final Notices notices;
    private final RetentionConfiguration configuration;
    private final Clock clock;
    private final PurgeRuns runs;
    private volatile @Nullable Running running;
    private volatile @Nullable UUID lastPlanned;
    private volatile boolean released;

    /** The run that this hub is at. */
    private record Running(PurgePages batches, Progress progress, PurgeTurn turn) {}

    /**
     * Runs over that catalogue.
     *
     * @param brakes give the reasons for which a run has to wait for a person; none lets it begin
     */
    public Purge(
            Jdbi jdbi,
            Catalogue catalogue,
            PurgeRuns runs,
            PurgePlanner planner,
            Brakes brakes,
            Disposal disposal,
            Vault vault,
            Notices notices,
            RetentionConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.planner = planner;
        this.brakes = brakes;
        this.runs = runs;
        this.disposal = disposal;
        this.vault = vault;
        this.notices = notices;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** The runs that there were. */
    public PurgeRuns runs() {
        return runs;
    }

    public PurgeFigures figures() {
        return disposal.figures();
    }

    /** What a run would do now. Changes nothing. */
    public PurgePlan plan() {
        return planner.plan();
    }

    /**
     * Begins a run: its batches, first of what an earlier run did not finish, then of what is due. There are none if somebody else is at
     * a run, if a run waits for a person, or if something stops this one. Whoever has the batches {@link #end ends} the run.
     */
    public Iterator<PurgeBatch> begin() {
        released = false;
        if (!vault.answers()) {
            throw new IllegalStateException(
                    "the vault does not answer: nothing is condemned that could not be disposed of");
        }
        Optional<PurgeTurn> taken = PurgeTurn.take(jdbi);
        if (taken.isEmpty()) {
            LOG.info("another hub is at the purge");
            return Collections.emptyIterator();
        }
        PurgeTurn turn = taken.get();
        Instant began = clock.instant();
        try {
            Optional<Progress> progress = mayBegin(turn);
            if (progress.isPresent()) {
                PurgePlan plan = progress.get().plan();
                PurgePages batches = new PurgePages(
                        catalogue, progress.get(), () -> brakes.appeared(plan, began), configuration.batch());
                running = new Running(batches, progress.get(), turn);
                return batches;
            }
            turn.close();
            return Collections.emptyIterator();
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    /** No further batch is begun: this hub stops. Whatever runs next carries on. */
    public void breakOff() {
        Running now = running;
        if (now != null) {
            now.progress().cutShort();
        }
    }

    /** Whether the run that ended last in this hub had been released, so that what became due since it was planned is still there. */
    public boolean wasReleased() {
        return released;
    }

    /** Whether a run that a person released has yet to go on. */
    public boolean hasReleased() {
        return runs.isReleased();
    }

    private Optional<Progress> mayBegin(PurgeTurn turn) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> runs.endInterrupted(handle, now).forEach(run -> tell(handle, run, 0)));
        Optional<PurgeRun> standing = runs.standing();
        if (standing.isPresent()) {
            LOG.warn(
                    "run {} of the purge waits for a person: nothing is disposed of",
                    standing.get().id());
            return Optional.empty();
        }
        PurgePlan plan = nextPlan();
        lastPlanned = plan.id();
        Set<UUID> blocked = planner.blocked(plan.plannedAt());
        PurgeRun.Release release = runs.find(plan.id()).map(PurgeRun::release).orElse(null);
        List<Stop> found = standingStops(plan);
        if (!found.isEmpty()) {
            runs.stopped(plan.id(), found, clock.instant());
            warn(plan, found);
            return Optional.empty();
        }
        runs.began(plan.id(), now);
        disposal.began(now);
        return Optional.of(new Progress(plan, release, blocked, turn::stands));
    }

    /** The run that this hub planned last, or went on with, whatever came of it; empty if there was none. */
    public Optional<PurgeRun> lastPlanned() {
        return Optional.ofNullable(lastPlanned).flatMap(runs::find);
    }

    private PurgePlan nextPlan() {
        Optional<PurgeRun> released = runs.released();
        if (released.isPresent()) {
            PurgePlan again = planner.again(released.get().plan());
            runs.planAgain(again);
            return again;
        }
        PurgePlan plan = planner.plan();
        runs.plan(plan);
        return plan;
    }

    /** The stops of a plan that nobody released it from. */
    private List<Stop> standingStops(PurgePlan plan) {
        Optional<PurgeRun> run = runs.find(plan.id());
        return brakes.stops(plan).stream()
                .filter(stop ->
                        run.filter(known -> known.isReleasedFrom(stop, plan)).isEmpty())
                .toList();
    }

    private static void warn(PurgePlan plan, List<Stop> found) {
        found.forEach(stop -> LOG.warn(
                "run {} of the purge is stopped ({}): {}; {}", plan.id(), stop.kind(), stop.what(), stop.remedy()));
    }

    /**
     * The recordings of a batch that failed as a whole, each by itself, so that one cannot keep the others. None if vault or database do
     * not answer: the run is broken off then.
     */
    public List<PurgeBatch> apart(PurgeBatch batch, String reason) {
        if (!answer()) {
            disposal.failed(batch.progress(), batch.ids(), reason);
            batch.progress().breakOff("vault or database do not answer: " + reason);
            return List.of();
        }
        LOG.warn("a batch of the purge failed, and is tried one by one: {}", reason);
        return left(batch).stream()
                .map(id -> new PurgeBatch(batch.progress(), List.of(id)))
                .toList();
    }

    /** Once some are condemned, it is known of the others what keeps them, and that is counted. */
    private List<UUID> left(PurgeBatch batch) {
        List<UUID> condemned = jdbi.withHandle(handle -> catalogue.find(handle, batch.ids())).stream()
                .filter(recording -> recording.state() == RecordingState.DISPOSING)
                .map(Recording::id)
                .toList();
        return condemned.isEmpty() ? batch.ids() : condemned;
    }

    private boolean answer() {
        try {
            return vault.answers()
                    && jdbi.withHandle(handle -> handle.getConnection().isValid(1));
        } catch (RuntimeException | java.sql.SQLException e) {
            LOG.warn("the database does not answer: {}", e.getMessage());
            return false;
        }
    }

    /** Notes that the disposal of a batch failed; the next run carries on with it. */
    public void failed(PurgeBatch batch, String reason) {
        disposal.failed(batch.progress(), batch.ids(), batch.ids().get(0) + ": " + reason);
    }

    /**
     * Ends the run that began with these batches, or lets it wait for a person; nothing if none did, or if somebody else is at one.
     *
     * @param batches as {@link #begin} gave them
     */
    public void end(Iterator<PurgeBatch> batches) {
        Running ending = running;
        if (ending == null || ending.batches() != batches) {
            return;
        }
        running = null;
        PurgeTurn turn = ending.turn();
        try (turn) {
            Progress progress = ending.progress();
            List<Stop> found = progress.stops();
            if (!found.isEmpty()) {
                runs.stopped(progress.plan().id(), found, progress.kept(), clock.instant());
                warn(progress.plan(), found);
            } else if (!progress.isCutShort() && progress.hasTurn()) {
                done(progress);
            }
        }
    }

    private void done(Progress progress) {
        released = jdbi.inTransaction(handle -> {
            PurgeRun run = runs.done(
                    handle,
                    progress.plan().id(),
                    clock.instant(),
                    progress.kept(),
                    progress.failed(),
                    progress.lastFailure());
            tell(handle, run, progress.missing());
            return run.release() != null;
        });
    }

    private void tell(Handle handle, PurgeRun run, long missing) {
        if (run.disposed() > 0 || run.failed() > 0) {
            notices.add(handle, notice(run, missing));
        }
    }

    private static Notice notice(PurgeRun run, long missing) {
        long kept = run.kept().values().stream().mapToLong(Long::longValue).sum();
        String what = "purge run " + run.id() + " disposed of " + run.disposed() + " recordings (" + run.disposedBytes()
                + " bytes), kept " + kept + " that are due, and failed with " + run.failed()
                + (missing == 0 ? "" : "; of " + missing + " the vault had no blob before, as their certificates say");
        return Notice.of(
                Notice.Kind.PURGE_DONE,
                what,
                run.failed() == 0
                        ? "nothing is to be done; './docket purge --runs' lists the runs"
                        : "look at the last failure with './docket purge --runs'; the next run carries on");
    }
}
