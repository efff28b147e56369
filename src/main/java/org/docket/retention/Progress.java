package org.docket.retention;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a run is, for all who work on it at once. */
public final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    /** A few that are missing are a matter of their own; more are one of the vault. */
    private static final long MOST_MISSING = 10;

    private final PurgePlan plan;
    private final long brokenReleased;
    private final boolean missingReleased;
    private final Set<UUID> blocked;
    private final BooleanSupplier turn;
    private final Map<Blocked, Long> kept = new EnumMap<>(Blocked.class);
    private final Set<UUID> failed = new HashSet<>();
    private @Nullable String lastFailure;
    private List<Stop> stops = List.of();
    private long missing;
    private long condemned;
    private boolean brokenOff;
    private boolean cutShort;

    /**
     * Begins.
     *
     * @param release by a person who let it go on; null if nobody did
     * @param blocked recordings that were due when it was planned and are not of the plan
     * @param turn whether it is still the turn of this hub
     */
    Progress(PurgePlan plan, PurgeRun.@Nullable Release release, Set<UUID> blocked, BooleanSupplier turn) {
        this.plan = plan;
        this.blocked = Set.copyOf(blocked);
        this.turn = turn;
        this.brokenReleased = release != null && release.kinds().contains(Stop.Kind.LEDGER) ? release.broken() : -1;
        this.missingReleased = release != null && release.kinds().contains(Stop.Kind.MISSING);
    }

    /** Of a run that nobody released, and nobody else can be at. */
    public Progress(PurgePlan plan) {
        this(plan, null, Set.of(), () -> true);
    }

    PurgePlan plan() {
        return plan;
    }

    /**
     * Counts what stays. If histories do not verify, nothing more is condemned, unless as many were known to whoever released the run.
     */
    synchronized void add(Kept more) {
        more.numbers().forEach((why, number) -> kept.merge(why, number, Long::sum));
        if (more.broken().isEmpty()) {
            return;
        }
        long broken = kept.merge(Blocked.LEDGER, (long) more.broken().size(), Long::sum);
        if (broken > brokenReleased) {
            Map.Entry<UUID, String> first = more.broken().entrySet().iterator().next();
            stops = List.of(new Stop(
                    Stop.Kind.LEDGER,
                    "the custody ledger does not verify for " + broken + " of the recordings that are due; "
                            + first.getValue(),
                    "see './docket verify --ledger " + first.getKey()
                            + "', hold such recordings until it is known what happened, and release the run"));
        }
    }

    /** Whether nothing kept a recording when the run was planned: what has been let go since is for the next one. */
    boolean isPlanned(UUID recording) {
        return !blocked.contains(recording);
    }

    /**
     * Asks for leave to condemn recordings: the plan is the most that a run condemns, and all that was looked at before it began.
     *
     * @return how many of them it may condemn
     */
    synchronized int claim(int recordings) {
        int granted = (int) Math.min(recordings, plan.recordings() - condemned);
        condemned += granted;
        return granted;
    }

    /** So many were not condemned after all. */
    synchronized void giveBack(int recordings) {
        condemned -= recordings;
    }

    /** Counts recordings that were just condemned and had no blob then. With more than a few, the run stops, unless a person knew. */
    synchronized boolean isMissingTooMany(long recordings) {
        missing += recordings;
        if (recordings == 0 || missing <= MOST_MISSING || missingReleased) {
            return false;
        }
        stops = List.of(new Stop(
                Stop.Kind.MISSING,
                "the vault has no blob of " + missing + " recordings that were deposited and were to be deleted now",
                "look at what became of the vault, and let './docket reconcile' run to its end: these recordings stay condemned,"
                        + " and once the run is released their certificates say that they were not there"));
        return true;
    }

    /** How many recordings were just condemned and had no blob then. */
    synchronized long missing() {
        return missing;
    }

    synchronized void failed(List<UUID> recordings, String why) {
        failed.addAll(recordings);
        lastFailure = why;
    }

    /** These are disposed of, whatever failed before. */
    synchronized void disposed(List<UUID> recordings) {
        recordings.forEach(failed::remove);
    }

    /** Nothing more is condemned by this run, and no more of what is condemned is taken up. */
    synchronized void breakOff(String why) {
        brokenOff = true;
        lastFailure = why;
    }

    /** The same, as its hub stops or has lost its turn: whoever has the next one treats it like the run of a hub that died. */
    synchronized void cutShort() {
        brokenOff = true;
        cutShort = true;
    }

    /** Whether the run is still this hub's; it is cut short if not. */
    boolean hasTurn() {
        boolean has = turn.getAsBoolean();
        if (!has) {
            LOG.warn(
                    "run {} of the purge is cut short, as the connection to the database that held its turn was cut: the"
                            + " next run carries on",
                    plan.id());
            cutShort();
        }
        return has;
    }

    synchronized boolean isCutShort() {
        return cutShort;
    }

    /** Whether nothing more is to be condemned. */
    synchronized boolean isOver() {
        return brokenOff || !stops.isEmpty();
    }

    /** The run waits for a person from now on, if there is a reason. */
    synchronized void stop(List<Stop> reasons) {
        stops = stops.isEmpty() ? List.copyOf(reasons) : stops;
    }

    synchronized List<Stop> stops() {
        return stops;
    }

    synchronized Map<Blocked, Long> kept() {
        return Map.copyOf(kept);
    }

    synchronized long failed() {
        return failed.size();
    }

    synchronized @Nullable String lastFailure() {
        return lastFailure;
    }
}
