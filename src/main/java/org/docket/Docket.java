package org.docket;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.QueueWatch;
import org.docket.casework.CaseSystems;
import org.docket.casework.CaseworkConfiguration;
import org.docket.casework.HandoverMeters;
import org.docket.casework.Handovers;
import org.docket.casework.Inbox;
import org.docket.casework.Links;
import org.docket.casework.Outbox;
import org.docket.casework.Relay;
import org.docket.casework.Relaying;
import org.docket.casework.Rights;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.classify.Explanations;
import org.docket.classify.PolicyConfiguration;
import org.docket.classify.PolicyInForce;
import org.docket.classify.Reappraisal;
import org.docket.classify.Rulebooks;
import org.docket.classify.Simulation;
import org.docket.classify.TakingUp;
import org.docket.configuration.Settings;
import org.docket.custody.CustodyConfiguration;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerChecks;
import org.docket.custody.LedgerVerifier;
import org.docket.enrich.Candidates;
import org.docket.enrich.EnrichConfiguration;
import org.docket.enrich.FfprobeConfiguration;
import org.docket.enrich.IncidentWord;
import org.docket.enrich.Incidents;
import org.docket.enrich.Matching;
import org.docket.intake.DockFolders;
import org.docket.intake.IntakeConfiguration;
import org.docket.intake.Quarantine;
import org.docket.intake.Retries;
import org.docket.monitoring.FixityCheck;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.MonitoringConfiguration;
import org.docket.monitoring.Reconciliation;
import org.docket.preservation.Keeping;
import org.docket.preservation.Protections;
import org.docket.preservation.Retrievals;
import org.docket.preservation.Tiering;
import org.docket.retention.Authorities;
import org.docket.retention.BrakeConfiguration;
import org.docket.retention.Brakes;
import org.docket.retention.CaseworkWords;
import org.docket.retention.Certificates;
import org.docket.retention.DateNotices;
import org.docket.retention.Decisions;
import org.docket.retention.Disposal;
import org.docket.retention.EarlyRequests;
import org.docket.retention.Holds;
import org.docket.retention.Outcomes;
import org.docket.retention.Purge;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgePlanner;
import org.docket.retention.RetentionConfiguration;
import org.docket.retention.Stop;
import org.docket.retention.VaultBrake;
import org.docket.vault.ProtectionConfiguration;
import org.docket.vault.Safeguards;
import org.docket.vault.Vault;
import org.docket.vault.VaultConfiguration;

/**
 * All capabilities, made once, in the order in which they depend on each other; each has a wiring of its own. Nothing is found by scanning.
 */
public final class Docket implements AutoCloseable {
    /** The records that declare every known setting. */
    public static final List<Class<? extends Record>> CONFIGURATION = List.of(
            HubConfiguration.class,
            DatabaseConfiguration.class,
            VaultConfiguration.class,
            ProtectionConfiguration.class,
            BrokerConfiguration.class,
            CaseworkConfiguration.class,
            PolicyConfiguration.class,
            IntakeConfiguration.class,
            FfprobeConfiguration.class,
            EnrichConfiguration.class,
            RetentionConfiguration.class,
            BrakeConfiguration.class,
            CustodyConfiguration.class,
            MonitoringConfiguration.class);

    private final Ground ground;
    private final CaseworkWiring casework;
    private final HearingWiring hearing;
    private final PolicyWiring policy;
    private final EnrichWiring enrich;
    private final IntakeWiring intake;
    private final MonitoringWiring monitoring;
    private final PurgeWiring purge;
    private final PreservationWiring preservation;

    /**
     * Wires all capabilities over open parts, which stay the caller's.
     *
     * @param beans where docks show themselves as they are found
     * @throws org.docket.configuration.ConfigurationException if any configuration file is wrong
     */
    public Docket(Settings settings, Parts parts, Clock clock, MBeans beans) {
        this.ground = new Ground(settings, parts, clock);
        this.casework = new CaseworkWiring(ground);
        this.hearing = new HearingWiring(ground, casework);
        this.policy = new PolicyWiring(ground, casework, hearing);
        this.enrich = new EnrichWiring(ground, policy);
        this.intake = new IntakeWiring(ground, casework, hearing, policy, enrich, beans);
        this.monitoring = new MonitoringWiring(ground, intake.folders);
        this.purge = new PurgeWiring(ground, casework, hearing, policy, enrich, monitoring);
        this.preservation = new PreservationWiring(ground);
    }

    /** What routes speak of, by the name that stands in {@code routes/}; also as the scheme of an endpoint. */
    public Map<String, Object> beans() {
        Map<String, Object> beans = new TreeMap<>();
        casework.addTo(beans);
        hearing.addTo(beans);
        policy.addTo(beans);
        enrich.addTo(beans);
        intake.addTo(beans);
        monitoring.addTo(beans);
        purge.addTo(beans);
        preservation.addTo(beans);
        new RestWiring(this, ground, casework, purge).addTo(beans);
        return beans;
    }

    /** Shows the capabilities to operators. */
    void show(MBeans beans) {
        casework.show(beans);
        monitoring.show(beans);
        purge.show(beans);
        preservation.show(beans);
    }

    /** Whether this process sends to case systems. */
    public Relaying relaying() {
        return casework.relaying;
    }

    /** The open handovers as figures for monitoring. */
    public HandoverMeters handoverMeters() {
        return casework.meters;
    }

    /** What waits in the queues of the broker. */
    public QueueWatch queues() {
        return casework.queues;
    }

    public PolicyInForce policy() {
        return ground.policy;
    }

    public Rulebooks rulebooks() {
        return ground.rulebooks;
    }

    public Simulation simulation() {
        return policy.simulation;
    }

    public Explanations explanations() {
        return policy.explanations;
    }

    public TakingUp takingUp() {
        return policy.takingUp;
    }

    public Settings settings() {
        return ground.settings;
    }

    public Clock clock() {
        return ground.clock;
    }

    public Vault vault() {
        return ground.vault;
    }

    public Catalogue catalogue() {
        return ground.catalogue;
    }

    public Ledger ledger() {
        return ground.ledger;
    }

    public LedgerVerifier ledgerVerifier() {
        return ground.ledgerVerifier;
    }

    public CaseSystems caseSystems() {
        return casework.systems;
    }

    public Handovers handovers() {
        return casework.handovers;
    }

    public Relay relay() {
        return casework.relay;
    }

    public Links links() {
        return casework.links;
    }

    public Inbox inbox() {
        return casework.inbox;
    }

    /** Who may say what to it. */
    public Rights rights() {
        return casework.rights;
    }

    public Outbox outbox() {
        return casework.outbox;
    }

    public Reappraisal reappraisal() {
        return policy.reappraisal;
    }

    public Incidents incidents() {
        return enrich.incidents;
    }

    public Matching matching() {
        return enrich.matching;
    }

    public IncidentWord incidentWord() {
        return enrich.incidentWord;
    }

    public Candidates candidates() {
        return enrich.candidates;
    }

    public Authorities authorities() {
        return hearing.authorities;
    }

    /** What a run of the purge that waits has been stopped for, or what would stop a run with that plan. Writes nothing. */
    public List<Stop> wouldStop(PurgePlan plan) {
        return purge.wouldStop(plan);
    }

    /** Leaves a trace if {@code authorities.yaml} says something else than before: for whoever is about to go by it. */
    public void noteAuthorities() {
        hearing.noteAuthorities();
    }

    /** Tells people what is open to case systems that {@code casework.yaml} lists no more. */
    public void tellOfStranded() {
        casework.tellOfStranded();
    }

    public CaseworkWords caseworkWords() {
        return hearing.caseworkWords;
    }

    public EarlyRequests earlyRequests() {
        return hearing.earlyRequests;
    }

    public Outcomes outcomes() {
        return hearing.outcomes;
    }

    public Decisions decisions() {
        return hearing.decisions;
    }

    public Holds holds() {
        return hearing.holds;
    }

    public LedgerChecks ledgerChecks() {
        return monitoring.ledgerChecks;
    }

    public VaultBrake vaultBrake() {
        return purge.vaultBrake;
    }

    public Brakes brakes() {
        return purge.brakes;
    }

    public DateNotices dateNotices() {
        return hearing.dateNotices;
    }

    public Purge purge() {
        return purge.purge;
    }

    public PurgePlanner purgePlanner() {
        return purge.planner;
    }

    public Disposal disposal() {
        return purge.disposal;
    }

    public Certificates certificates() {
        return purge.certificates;
    }

    public Safeguards safeguards() {
        return preservation.safeguards;
    }

    public Protections protections() {
        return preservation.protections;
    }

    public Tiering tiering() {
        return preservation.tiering;
    }

    public Retrievals retrievals() {
        return preservation.retrievals;
    }

    /** How the vault keeps these recordings. */
    public Map<UUID, Keeping> keepings(List<UUID> recordingIds) {
        return preservation.keepings(recordingIds);
    }

    public DockFolders folders() {
        return intake.folders;
    }

    public Retries retries() {
        return intake.retries;
    }

    public Quarantine quarantine() {
        return intake.quarantine;
    }

    public Reconciliation reconciliation() {
        return monitoring.reconciliation;
    }

    public FixityCheck fixityCheck() {
        return monitoring.fixityCheck;
    }

    @Override
    public void close() {
        intake.close();
        casework.close();
        preservation.close();
        purge.close();
        ground.vault.close();
    }
}
