package org.docket;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.catalogue.Catalogue;
import org.docket.classify.PolicyLastLook;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.Reconciliation;
import org.docket.retention.AmountBrake;
import org.docket.retention.BrakeConfiguration;
import org.docket.retention.Brakes;
import org.docket.retention.Certificates;
import org.docket.retention.ClockBrake;
import org.docket.retention.Condemnation;
import org.docket.retention.Disposal;
import org.docket.retention.LastLook;
import org.docket.retention.LedgerBrake;
import org.docket.retention.ListingBrake;
import org.docket.retention.PolicyBrake;
import org.docket.retention.Purge;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgePlanner;
import org.docket.retention.PurgeRun;
import org.docket.retention.PurgeRuns;
import org.docket.retention.PurgeTraces;
import org.docket.retention.RetentionConfiguration;
import org.docket.retention.RetentionView;
import org.docket.retention.Stop;
import org.docket.retention.StoppedNotices;
import org.docket.retention.VaultBrake;
import org.docket.vault.BlobRemoval;
import org.docket.vault.CustodyContainer;
import org.jdbi.v3.core.Jdbi;

/** The purge: what would go, what stops it, and how it goes. */
final class PurgeWiring implements AutoCloseable {
    private final Ground ground;
    private final MonitoringWiring monitoring;
    private final CustodyContainer custody;
    private final Brakes askedBrakes;
    private final BlobRemoval removal;
    private final ExecutorService lanes;
    final VaultBrake vaultBrake;
    final Brakes brakes;
    final Certificates certificates;
    final Disposal disposal;
    final PurgePlanner planner;

    /** For those who only look. */
    final PurgePlanner askedPlanner;

    final Purge purge;

    PurgeWiring(
            Ground ground,
            CaseworkWiring casework,
            HearingWiring hearing,
            PolicyWiring policy,
            EnrichWiring enrich,
            MonitoringWiring monitoring) {
        this.ground = ground;
        this.monitoring = monitoring;
        this.custody = new CustodyContainer(ground.parts.vault(), ground.vaultConfiguration);
        this.vaultBrake = new VaultBrake(ground.jdbi, custody, ground.clock);
        this.brakes = brakes(ground.jdbi);
        this.askedBrakes = brakes(ground.asked);
        this.removal = new BlobRemoval(ground.parts.vault(), ground.vaultConfiguration);
        this.certificates = new Certificates(ground.jdbi, custody);
        LastLook lastLook = new PolicyLastLook(ground.policy, policy.reappraisal, enrich.matching::matchNow);
        this.disposal = new Disposal(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                casework.outbox,
                new Condemnation(
                        ground.catalogue,
                        ground.ledger,
                        ground.ledgerVerifier,
                        hearing.holds,
                        hearing.earlyRequests,
                        lastLook,
                        ground.notices,
                        ground.clock),
                removal,
                certificates,
                ground.clock);
        this.planner = new PurgePlanner(ground.jdbi, ground.catalogue, hearing.holds, lastLook, ground.clock);
        this.askedPlanner =
                new PurgePlanner(ground.asked, new Catalogue(ground.asked), hearing.holds, lastLook, ground.clock);
        RetentionConfiguration configuration = ground.settings.read(RetentionConfiguration.class);
        PurgeRuns runs = new PurgeRuns(
                ground.jdbi,
                new PurgeTraces(ground.ledger, (handle, run) -> ground.notices.add(handle, StoppedNotices.purge(run))));
        this.purge = new Purge(
                ground.jdbi,
                ground.catalogue,
                runs,
                planner,
                brakes,
                disposal,
                ground.vault,
                ground.notices,
                configuration,
                ground.clock);
        this.lanes = lanes(configuration.parallel());
    }

    /** Whatever stops a run of the purge. */
    private Brakes brakes(Jdbi jdbi) {
        BrakeConfiguration limits = ground.settings.read(BrakeConfiguration.class);
        return Brakes.of(
                new VaultBrake(jdbi, custody, ground.clock),
                new AmountBrake(
                        jdbi,
                        limits,
                        ground.settings.read(RetentionConfiguration.class).zone(),
                        ground.clock),
                new ClockBrake(jdbi, ground.vault, limits, ground.clock),
                new PolicyBrake(jdbi, ground.rulebooks::isAccepted),
                new LedgerBrake(jdbi, monitoring.ledgerChecks, limits, ground.clock),
                new ListingBrake(
                        apart(),
                        () -> jdbi.withHandle(handle -> PurgeRuns.knownUntil(handle, Stop.Kind.LISTING)),
                        limits,
                        ground.clock));
    }

    private ListingBrake.Look apart() {
        Reconciliation reconciliation = monitoring.reconciliation;
        return new ListingBrake.Look() {
            @Override
            public Optional<ListingBrake.Counts> latest(Instant knownUntil) {
                return reconciliation.apart(knownUntil).map(PurgeWiring::counts);
            }

            @Override
            public Optional<ListingBrake.Counts> now(int most, Instant knownUntil) {
                return reconciliation.apartNow(most, knownUntil).map(PurgeWiring::counts);
            }

            @Override
            public Optional<ListingBrake.Counts> preview(int most, Instant knownUntil) {
                return reconciliation.previewApart(most, knownUntil).map(PurgeWiring::counts);
            }
        };
    }

    private static ListingBrake.Counts counts(Reconciliation.Apart apart) {
        return new ListingBrake.Counts(apart.catalogued(), apart.apart(), apart.at());
    }

    /** Those who work on batches of the purge. */
    private static ExecutorService lanes(int number) {
        AtomicInteger named = new AtomicInteger();
        return Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, "purge-" + named.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What a run that waits has been stopped for, or what would stop a run with that plan. Writes nothing. */
    List<Stop> wouldStop(PurgePlan plan) {
        return wouldStop(plan, brakes);
    }

    /** The same for those who only look. */
    List<Stop> wouldStopAsked(PurgePlan plan) {
        return wouldStop(plan, askedBrakes);
    }

    private List<Stop> wouldStop(PurgePlan plan, Brakes asking) {
        return purge.runs().standing().map(PurgeRun::stops).orElseGet(() -> asking.preview(plan));
    }

    void addTo(Map<String, Object> beans) {
        beans.put("disposal", disposal);
        beans.put("purge", purge);
        beans.put("purgeLanes", lanes);
    }

    void show(MBeans beans) {
        beans.register("Retention", new RetentionView(purge.figures(), purge.runs(), ground.clock));
    }

    @Override
    public void close() {
        lanes.shutdownNow();
        removal.close();
    }
}
