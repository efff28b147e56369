package org.docket.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.casework.EvidenceMessage;
import org.docket.casework.Outbox;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a disposal. Each can be repeated after a crash: what is condemned stays condemned, and the next run carries on with it.
 * Everything that forbids a disposal is read again, under the lock of the recording's row, in the transaction that condemns it.
 */
public final class Purge {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
    private static final String CONDEMNED = "condemned";
    private static final String RETENTION = "retention rules ";

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Holds holds;
    private final LastLook look;
    private final Vault vault;
    private final PurgePlanner planner;
    private final Function<PurgePlan, List<Stop>> stops;
    private final PurgeRuns runs;
    private final Clock clock;
    private final PurgeFigures figures;
    private volatile @Nullable Running running;

    /** The run that this hub is at. */
    private record Running(PurgePlan plan, PurgeTurn turn) {}

    public Purge(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Outbox outbox,
            Holds holds,
            LastLook look,
            Vault vault,
            PurgeRuns runs,
            PurgePlanner planner,
            Function<PurgePlan, List<Stop>> stops,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.outbox = outbox;
        this.holds = holds;
        this.look = look;
        this.vault = vault;
        this.planner = planner;
        this.stops = stops;
        this.runs = runs;
        this.clock = clock;
        this.figures = new PurgeFigures(() -> catalogue.countDue(clock.instant()));
    }

    /** The runs that there were. */
    public PurgeRuns runs() {
        return runs;
    }

    public PurgeFigures figures() {
        return figures;
    }

    /**
     * What a run would do now.
     *
     * @param carriedOn condemned by an earlier run that did not finish
     * @param due would be disposed of
     * @param held is due, but a hold forbids it
     */
    public record Plan(List<Recording> carriedOn, List<Recording> due, List<Recording> held) {}

    /** What a run would do now. Changes nothing. */
    public Plan plan() {
        Instant now = clock.instant();
        List<Recording> due = catalogue.due(now).stream()
                .filter(recording -> isDue(look.preview(recording), now))
                .toList();
        List<UUID> ids = due.stream().map(Recording::id).toList();
        Set<UUID> held = holds.standing(ids).stream().map(Hold::recordingId).collect(Collectors.toSet());
        return new Plan(
                catalogue.disposing(),
                due.stream().filter(recording -> !held.contains(recording.id())).toList(),
                due.stream().filter(recording -> held.contains(recording.id())).toList());
    }

    /**
     * Begins a run: what it works on, one by one; what an earlier run did not finish, then what is due, the longest due first. Nothing
     * if somebody else is at a run, if a run waits for a person, or if this one is stopped.
     */
    public List<UUID> begin() {
        if (!vault.answers()) {
            throw new IllegalStateException(
                    "the vault does not answer: nothing is condemned that could not be disposed of");
        }
        Optional<PurgeTurn> taken = PurgeTurn.take(jdbi);
        if (taken.isEmpty()) {
            LOG.info("another hub is at the purge");
            return List.of();
        }
        PurgeTurn turn = taken.get();
        try {
            if (!mayGoOn(turn)) {
                turn.close();
                return List.of();
            }
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
        return catalogue.toDispose(plannedAt());
    }

    /** Whether a run that a person released has yet to go on. */
    public boolean hasReleased() {
        return runs.isReleased();
    }

    private Instant plannedAt() {
        return Objects.requireNonNull(running).plan().plannedAt();
    }

    private boolean mayGoOn(PurgeTurn turn) {
        Instant now = clock.instant();
        runs.endInterrupted(now);
        Optional<PurgeRun> standing = runs.standing();
        if (standing.isPresent()) {
            LOG.warn(
                    "run {} of the purge waits for a person: nothing is disposed of",
                    standing.get().id());
            return false;
        }
        PurgePlan plan = nextPlan();
        List<Stop> standingStops = plan.recordings() == 0 ? List.of() : standingStops(plan);
        if (!standingStops.isEmpty()) {
            runs.stopped(plan.id(), standingStops);
            standingStops.forEach(stop -> LOG.warn(
                    "run {} of the purge is stopped ({}): {}; {}", plan.id(), stop.kind(), stop.what(), stop.remedy()));
            return false;
        }
        runs.began(plan.id(), now);
        figures.began(now);
        running = new Running(plan, turn);
        return true;
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
        return stops.apply(plan).stream()
                .filter(stop -> run.filter(known -> known.isReleasedFrom(stop, plan)).isEmpty())
                .toList();
    }

    /** Ends the run that began; nothing if none did. */
    public void end() {
        Running ending = running;
        if (ending != null) {
            running = null;
            try {
                jdbi.useTransaction(
                        handle -> runs.done(handle, ending.plan().id(), clock.instant(), Map.of(), 0, null));
            } finally {
                ending.turn().close();
            }
        }
    }

    /**
     * A recording whose blob is to be deleted.
     *
     * @param condemnedAt when its disposal became certain
     * @param authority the rule by which it was due
     */
    public record Condemned(
            UUID recordingId, String blob, String sha256, long bytes, Instant condemnedAt, String authority) {}

    /** Condemns a recording, or carries on with one that is condemned; null if it must not be disposed of (any more). */
    public @Nullable Condemned condemn(UUID recordingId) {
        return jdbi.inTransaction(handle -> condemn(handle, recordingId).orElse(null));
    }

    private Optional<Condemned> condemn(Handle handle, UUID recordingId) {
        Recording found = catalogue.findForUpdate(handle, recordingId).orElseThrow();
        if (found.state() == RecordingState.DISPOSING) {
            String authority = ledger.authority(handle, recordingId, CONDEMNED).orElseGet(() -> authority(found));
            return Optional.of(condemned(found, authority));
        }
        Instant now = clock.instant();
        if (!isDue(found, now) || holds.any(handle, recordingId)) {
            return Optional.empty();
        }
        Recording recording = look.before(handle, found);
        Instant dueAt = recording.dueAt();
        if (dueAt == null || !isDue(recording, now)) {
            return Optional.empty();
        }
        catalogue.condemned(handle, recordingId, now);
        Condemned condemned =
                condemned(catalogue.findForUpdate(handle, recordingId).orElseThrow(), authority(recording));
        ledger.append(
                handle,
                recordingId,
                now,
                Ledger.DOCKET,
                CONDEMNED,
                condemned.authority(),
                Map.of("dueAt", dueAt, "blob", condemned.blob()));
        return Optional.of(condemned);
    }

    private static boolean isDue(Recording recording, Instant now) {
        Instant dueAt = recording.dueAt();
        return recording.state() == RecordingState.DEPOSITED
                && !recording.retained()
                && dueAt != null
                && !dueAt.isAfter(now);
    }

    private String authority(Recording recording) {
        return RETENTION + look.rules().version() + ", category " + recording.category() + ", due " + recording.dueAt();
    }

    private static Condemned condemned(Recording recording, String authority) {
        return new Condemned(
                recording.id(),
                String.valueOf(recording.blob()),
                String.valueOf(recording.sha256()),
                recording.bytes(),
                Objects.requireNonNull(recording.condemnedAt()),
                authority);
    }

    /** Whether the vault still holds the blob of a condemned recording. */
    public boolean isPresent(Condemned condemned) {
        return !vault.isAbsent(condemned.blob());
    }

    /**
     * The certificate of a recording whose blob is gone. Asked again after a crash, it gives the same one.
     *
     * @throws IllegalStateException if the vault still holds the blob
     */
    public Certificate certify(Condemned condemned) {
        if (isPresent(condemned)) {
            throw new IllegalStateException("the vault still holds " + condemned.blob()
                    + " after it was told to delete it:" + " no certificate for recording " + condemned.recordingId());
        }
        return jdbi.inTransaction(handle -> Certificate.issue(handle, condemned, clock.instant()));
    }

    /** Notes that the disposal of a recording failed; the next run carries on with it. */
    public void failed(UUID recordingId, String reason) {
        figures.failed(recordingId + ": " + reason);
    }

    /** Ends the disposal: the certificate is in the vault. */
    public void dispose(Certificate certificate) {
        jdbi.useTransaction(handle -> {
            Recording recording =
                    catalogue.findForUpdate(handle, certificate.recordingId()).orElseThrow();
            if (recording.state() == RecordingState.DISPOSED) {
                return;
            }
            Instant now = clock.instant();
            catalogue.disposed(handle, recording.id(), now);
            ledger.append(
                    handle,
                    recording.id(),
                    now,
                    Ledger.DOCKET,
                    "disposed",
                    "condemned at " + recording.condemnedAt(),
                    Map.of("certificate", certificate.blob(), "certificateSha256", certificate.sha256()));
            outbox.follow(handle, recording, EvidenceMessage.DISPOSED);
            Running current = running;
            if (current != null) {
                PurgeRuns.disposed(handle, current.plan().id(), 1, recording.bytes());
            }
        });
        figures.disposed();
    }
}
