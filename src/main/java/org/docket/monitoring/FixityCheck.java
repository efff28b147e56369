package org.docket.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.docket.catalogue.ReadTurns;
import org.docket.catalogue.ReadTurns.Blob;
import org.docket.catalogue.ReadTurns.Place;
import org.docket.custody.Ledger;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a share of the vault again from end to end, what was never read and what was read longest ago first, until the share or the
 * bytes of one time are used up. Which recording had its turn when is written down with the recording: whatever cuts a check short, the
 * next one goes on from there. Nothing is ever changed or deleted in the vault.
 */
public final class FixityCheck implements AutoCloseable {
    private static final int AT_ONCE = 50;

    /** Standing findings that are read first, beside the share: at most so many, and that part of the bytes of one time. */
    private static final int MOST_AGAIN = 100;

    private static final int AGAIN_OF_BUDGET = 10;

    private static final Logger LOG = LoggerFactory.getLogger(FixityCheck.class);

    private final Jdbi jdbi;
    private final Vault vault;
    private final Rereading rereading;
    private final ReadTurns turns;
    private final Findings findings;
    private final FixityChecks checks;
    private final Notices notices;
    private final MonitoringConfiguration configuration;
    private final Clock clock;
    private volatile boolean closing;
    private volatile @Nullable ExecutorService readers;

    public FixityCheck(
            Jdbi jdbi,
            Vault vault,
            Ledger ledger,
            Notices notices,
            MonitoringConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.vault = vault;
        this.rereading = new Rereading(jdbi, vault, ledger, notices, clock);
        this.turns = new ReadTurns(jdbi);
        this.findings = new Findings(jdbi);
        this.checks = new FixityChecks(jdbi);
        this.notices = notices;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Why a check ended. */
    public enum EndedBy {
        /** The share is read. */
        SHARE,
        /** The next recording would have gone beyond the bytes of one time. */
        BUDGET,
        /** Everything there is was read. */
        ALL,
        /** The vault does not answer. */
        VAULT,
        /** The hub is stopping. */
        STOP
    }

    /**
     * A check that ended.
     *
     * @param recordings how many were read from end to end
     * @param altered how many of them were not as deposited
     * @param coverage how far reading had come then
     */
    public record Checked(
            Instant endedAt, long recordings, long bytes, long altered, EndedBy endedBy, ReadTurns.Coverage coverage) {}

    /**
     * Reads the share of one time.
     *
     * @return empty if another hub or command is at it
     */
    public Optional<Checked> run() {
        return Turn.FIXITY.take(jdbi, this::check);
    }

    private Checked check() {
        Instant began = clock.instant();
        long id = checks.begin(began);
        ExecutorService pool = Executors.newFixedThreadPool(configuration.fixityParallel());
        readers = pool;
        try {
            FixityRun run = new FixityRun(rereading, vault::answers, pool, () -> closing);
            again(run);
            share(run, id, began);
            tellOfTheRest(run);
            checks.advance(id, run.recordings(), run.bytes(), run.altered());
            checks.end(id, run.endedBy(), turns.coverage(), clock.instant());
            LOG.info(
                    "fixity: {} recordings, {} bytes read again, {} altered; ended by {}",
                    run.recordings(),
                    run.bytes(),
                    run.altered(),
                    run.endedBy());
            return latest().orElseThrow();
        } finally {
            pool.shutdownNow();
            readers = null;
        }
    }

    /** What was found altered earlier: somebody may have brought it back, or a purge has disposed of it. */
    private void again(FixityRun run) {
        List<Blob> blobs = new ArrayList<>();
        for (Findings.Standing standing : findings.standing(Found.Kind.ALTERED, MOST_AGAIN)) {
            UUID recording = Objects.requireNonNull(standing.found().recordingId());
            Optional<Blob> blob = turns.find(recording);
            blob.ifPresentOrElse(
                    blobs::add,
                    () -> findings.resolve(Found.Kind.ALTERED, standing.found().subject(), clock.instant()));
        }
        run.read(affordable(blobs, 0, configuration.fixityBudget() / AGAIN_OF_BUDGET));
    }

    private void share(FixityRun run, long id, Instant began) {
        long left = (long) Math.ceil(turns.coverage().deposited() * configuration.fixityShare());
        long bytes = 0;
        Place place = Place.FIRST;
        while (!run.hasToEnd()) {
            if (left == 0) {
                run.end(EndedBy.SHARE);
                return;
            }
            List<Blob> next = turns.next(place, began, (int) Math.min(left, AT_ONCE));
            List<Blob> affordable = affordable(next, bytes, configuration.fixityBudget());
            if (bytes == 0 && affordable.isEmpty() && !next.isEmpty()) {
                // Or a recording that is longer than the budget would never be read, nor any after it.
                affordable = next.subList(0, 1);
            }
            run.read(affordable);
            checks.advance(id, run.recordings(), run.bytes(), run.altered());
            if (next.isEmpty()) {
                run.end(EndedBy.ALL);
            } else if (affordable.size() < next.size()) {
                run.end(EndedBy.BUDGET);
            } else {
                place = next.get(next.size() - 1).place();
            }
            bytes += affordable.stream().mapToLong(Blob::bytes).sum();
            left -= affordable.size();
        }
    }

    /** As many as the budget allows, in their order: what is too long for the rest of it comes first the next time. */
    private static List<Blob> affordable(List<Blob> blobs, long used, long budget) {
        List<Blob> affordable = new ArrayList<>();
        long left = budget - used;
        for (Blob blob : blobs) {
            if (blob.bytes() > left) {
                return affordable;
            }
            left -= blob.bytes();
            affordable.add(blob);
        }
        return affordable;
    }

    private void tellOfTheRest(FixityRun run) {
        if (run.untold() > 0) {
            jdbi.useHandle(handle -> notices.add(
                    handle,
                    Notice.of(
                            Notice.Kind.FIXITY_FAILED,
                            run.untold() + " more blobs are not as they were deposited",
                            "so many have a common cause: look for that first; './docket reconcile --standing' lists"
                                    + " them")));
        }
    }

    /** The last check that ended; empty if none did. */
    public Optional<Checked> latest() {
        return checks.latest();
    }

    /** What is being read is left; the next check begins with it. */
    @Override
    public void close() {
        closing = true;
        ExecutorService pool = readers;
        if (pool != null) {
            // What waits for a reader is not told that none will come.
            pool.shutdownNow().stream().filter(Future.class::isInstance).forEach(waiting -> ((Future<?>) waiting)
                    .cancel(false));
        }
    }
}
