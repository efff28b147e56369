package org.docket.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.docket.catalogue.KeptBlobs;
import org.docket.monitoring.ReconciliationRuns.Run;
import org.docket.monitoring.ReconciliationRuns.Stage;
import org.docket.vault.Listing;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what the vault lists, and what lies in dock folders, against the catalogue. What does not fit becomes a finding and a notice,
 * and nothing is ever changed or deleted. A run goes from page to page and writes down after each how far it is: one that was cut short
 * is carried on with, by this hub or another.
 */
public final class Reconciliation implements AutoCloseable {
    /** How many findings of one kind are looked at one by one in a run; more are only counted. */
    static final int MOST_FINDINGS = 1_000;

    /** How many notices a run gives for findings of one kind; one more stands for the rest. */
    static final int MOST_NOTICES = 20;

    /** A run that began longer ago tells of another day: the next one begins anew. */
    private static final Duration STALE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final Jdbi jdbi;
    private final Map<Stage, Look> looks;
    private final RecordingsLook recordings;
    private final ReconciliationRuns runs;
    private final Findings findings;
    private final Notices notices;
    private final Clock clock;
    private final int mostFindings;
    private volatile boolean closing;

    /** What a reconciliation looks at. */
    private record Looks(RecordingsLook recordings, CertificatesLook certificates, ReceiptsLook receipts) {}

    private Reconciliation(Jdbi jdbi, Looks looks, Notices notices, Clock clock, int mostFindings) {
        this.jdbi = jdbi;
        this.recordings = looks.recordings();
        this.looks = new EnumMap<>(Map.of(
                Stage.RECORDINGS, looks.recordings(),
                Stage.CERTIFICATES, looks.certificates(),
                Stage.RECEIPTS, looks.receipts()));
        this.runs = new ReconciliationRuns(jdbi);
        this.findings = new Findings(jdbi);
        this.notices = notices;
        this.clock = clock;
        this.mostFindings = mostFindings;
    }

    /** Where a reconciliation asks. */
    public record Sides(Vault vault, Jdbi jdbi, CertificateNames certificates, MissingReceipts receipts) {}

    /** One over vault and database. */
    public static Reconciliation of(Sides sides, Notices notices, MonitoringConfiguration configuration, Clock clock) {
        return of(sides, notices, configuration.reconcileGrace(), clock, Listing.LARGEST_PAGE, MOST_FINDINGS);
    }

    /**
     * One over vault and database.
     *
     * @param page how many of everything are looked at together
     * @param mostFindings how many findings of one kind are looked at one by one
     */
    static Reconciliation of(Sides sides, Notices notices, Duration grace, Clock clock, int page, int mostFindings) {
        Vault vault = sides.vault();
        Looks looks = new Looks(
                new RecordingsLook(vault.recordings(), new KeptBlobs(sides.jdbi()), grace, clock, page),
                new CertificatesLook(vault.certificates(), sides.certificates(), page),
                new ReceiptsLook(sides.receipts(), grace, clock, page));
        return new Reconciliation(sides.jdbi(), looks, notices, clock, mostFindings);
    }

    /**
     * How many there are on both sides.
     *
     * @param catalogued recordings whose blob must be in the vault
     * @param listed blobs in the container of recordings
     * @param at when counting began
     */
    public record Counts(long catalogued, long listed, Instant at) {}

    /**
     * A run that ended.
     *
     * @param counts as it counted them on its way
     * @param findings how much does not fit
     */
    public record Reconciled(long id, Instant endedAt, Counts counts, long findings) {}

    /** What came of being asked to reconcile. */
    public sealed interface Outcome {
        /** Everything was looked at. */
        record Done(Reconciled reconciled) implements Outcome {}

        /** The hub is stopping; the run is carried on with later. */
        record Paused() implements Outcome {}

        /** Another hub or command is at it. */
        record Elsewhere() implements Outcome {}

        /** There was nothing to carry on with. */
        record Nothing() implements Outcome {}
    }

    /**
     * Carries on with the run that was cut short, or begins one.
     *
     * @throws RuntimeException if vault or database do not answer; what was looked at by then need not be looked at again
     */
    public Outcome run() {
        return inTurn(() -> Optional.of(unfinished().orElseGet(() -> runs.begin(clock.instant()))));
    }

    /** Carries on with a run that was cut short, if there is one; see {@link #run}. */
    public Outcome carryOn() {
        return unfinished().isEmpty() ? new Outcome.Nothing() : inTurn(this::unfinished);
    }

    private Optional<Run> unfinished() {
        Instant stale = clock.instant().minus(STALE);
        return runs.last().filter(run -> run.endedAt() == null && run.beganAt().isAfter(stale));
    }

    private Outcome inTurn(Supplier<Optional<Run>> next) {
        Optional<Outcome> outcome =
                Turn.RECONCILIATION.take(jdbi, () -> next.get().map(this::goOn).orElseGet(Outcome.Nothing::new));
        return outcome.orElseGet(Outcome.Elsewhere::new);
    }

    private Outcome goOn(Run begun) {
        Run run = begun;
        Room room = new Room(
                mostFindings, jdbi.withHandle(handle -> findings.seenIn(handle, begun.id())), begun.onlyCounted());
        Optional<Stage> stage = Optional.of(run.stage());
        while (stage.isPresent()) {
            if (closing) {
                return new Outcome.Paused();
            }
            Look.Page page = look(stage.get()).page(run.place(), room);
            stage = page.next() == null ? stage.get().next() : stage;
            Run after = run.after(page, stage.orElse(run.stage()), room.onlyCounted());
            boolean last = stage.isEmpty();
            jdbi.useTransaction(handle -> {
                write(handle, after.id(), page.found());
                if (last) {
                    end(handle, after);
                } else {
                    runs.advance(handle, after);
                }
            });
            run = after;
        }
        Reconciled reconciled = latest().orElseThrow();
        LOG.info(
                "reconciled: {} recordings in the catalogue, {} blobs in the vault, {} findings",
                reconciled.counts().catalogued(),
                reconciled.counts().listed(),
                reconciled.findings());
        return new Outcome.Done(reconciled);
    }

    private Look look(Stage stage) {
        return Objects.requireNonNull(looks.get(stage));
    }

    /** Writes down what is found, in a run or else in a look that is none. */
    private void write(Handle handle, @Nullable Long run, List<Found> page) {
        Instant now = clock.instant();
        Map<Found.Kind, Long> told = page.isEmpty() || run == null ? Map.of() : findings.foundIn(handle, run);
        Map<Found.Kind, Long> all = new EnumMap<>(Found.Kind.class);
        all.putAll(told);
        for (Found found : page) {
            if (findings.note(handle, found, run, now) && all.merge(found.kind(), 1L, Long::sum) <= MOST_NOTICES) {
                notices.add(handle, found.asNotice());
            }
        }
    }

    private void end(Handle handle, Run run) {
        Instant now = clock.instant();
        runs.advance(handle, run);
        Set<Found.Kind> whole = looks.values().stream()
                .flatMap(look -> look.kinds().stream())
                .filter(kind -> !run.onlyCounted().containsKey(kind))
                .collect(Collectors.toSet());
        int resolved = findings.resolveUnseen(handle, run.id(), whole, now);
        if (resolved > 0) {
            LOG.info("{} findings stand no longer", resolved);
        }
        tellOfTheRest(handle, run);
        long seen = sum(findings.seenIn(handle, run.id())) + sum(run.onlyCounted());
        runs.end(handle, run, seen, now);
    }

    private static long sum(Map<Found.Kind, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One notice for each kind of which there are more new findings than notices were given for. */
    private void tellOfTheRest(Handle handle, Run run) {
        Map<Found.Kind, Long> before =
                runs.lastEnded().map(Run::onlyCounted).orElseGet(() -> new EnumMap<>(Found.Kind.class));
        Map<Found.Kind, Long> found = findings.foundIn(handle, run.id());
        for (Found.Kind kind : Found.Kind.values()) {
            long unlooked = run.onlyCounted().getOrDefault(kind, 0L);
            long more = Math.max(0, found.getOrDefault(kind, 0L) - MOST_NOTICES)
                    + Math.max(0, unlooked - before.getOrDefault(kind, 0L));
            if (more > 0) {
                notices.add(
                        handle,
                        Notice.of(
                                kind.notice(),
                                more + " more findings of the kind " + kind + " in the reconciliation that began at "
                                        + run.beganAt(),
                                "so many have a common cause: look for that first; './docket reconcile --standing' lists"
                                        + " them"));
            }
        }
    }

    /** The last run that ended; empty if none did. */
    public Optional<Reconciled> latest() {
        return runs.lastEnded()
                .map(run -> new Reconciled(
                        run.id(),
                        Objects.requireNonNull(run.endedAt()),
                        new Counts(run.catalogued(), run.listed(), run.beganAt()),
                        run.findings()));
    }

    /**
     * How far vault and catalogue are apart.
     *
     * @param catalogued recordings whose blob must be in the vault
     * @param apart findings about recordings and their blobs
     * @param at when comparing began
     */
    public record Apart(long catalogued, long apart, Instant at) {}

    /**
     * How far both were apart at the last run that ended, without what has been put right since.
     *
     * @param knownUntil without what was found until then
     */
    public Optional<Apart> apart(Instant knownUntil) {
        return runs.lastEnded()
                .map(run -> new Apart(
                        run.catalogued(),
                        findings.standing(recordings.kinds(), knownUntil) + onlyCounted(run, knownUntil),
                        run.beganAt()));
    }

    /** How much there was only room to count, without what the last run that people know of counted so as well. */
    private long onlyCounted(Run run, Instant knownUntil) {
        if (run.onlyCounted().isEmpty()) {
            return 0;
        }
        Run known = runs.lastEndedBy(knownUntil).orElse(null);
        return recordings.kinds().stream()
                .mapToLong(kind -> Math.max(0, onlyCounted(run, kind) - onlyCounted(known, kind)))
                .sum();
    }

    private static long onlyCounted(@Nullable Run run, Found.Kind kind) {
        return run == null ? 0 : run.onlyCounted().getOrDefault(kind, 0L);
    }

    /**
     * Compares both on the spot, and writes down what it finds: quick where there is little.
     *
     * @param most how many recordings and blobs it is willing to look at
     * @param knownUntil without what was found until then
     * @return empty if there are more of either
     * @throws RuntimeException if vault or database do not answer
     */
    public Optional<Apart> apartNow(int most, Instant knownUntil) {
        Optional<RecordingsLook.Compared> compared = recordings.compare(most);
        compared.ifPresent(all -> jdbi.useTransaction(handle -> write(handle, null, all.found())));
        return compared.map(all -> apart(all, knownUntil));
    }

    /** What {@link #apartNow} would say; writes nothing. */
    public Optional<Apart> previewApart(int most, Instant knownUntil) {
        return recordings.compare(most).map(all -> apart(all, knownUntil));
    }

    private Apart apart(RecordingsLook.Compared compared, Instant knownUntil) {
        return new Apart(
                compared.catalogued(),
                compared.found().stream()
                        .filter(found -> !findings.isKnown(found, knownUntil))
                        .count(),
                compared.at());
    }

    public Findings findings() {
        return findings;
    }

    /** A run ends after the page that it is at, and is carried on with later. */
    @Override
    public void close() {
        closing = true;
    }
}
