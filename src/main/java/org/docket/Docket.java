package org.docket;

import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.BrokerView;
import org.docket.broker.QueueWatch;
import org.docket.casework.Answers;
import org.docket.casework.AsItCame;
import org.docket.casework.BatchedListening;
import org.docket.casework.Bell;
import org.docket.casework.CaseSystem;
import org.docket.casework.CaseSystems;
import org.docket.casework.CaseworkConfiguration;
import org.docket.casework.CaseworkView;
import org.docket.casework.Formatting;
import org.docket.casework.GatheredAnswers;
import org.docket.casework.Handovers;
import org.docket.casework.Inbox;
import org.docket.casework.Links;
import org.docket.casework.Outbox;
import org.docket.casework.OutboxComponent;
import org.docket.casework.PutOffs;
import org.docket.casework.Relay;
import org.docket.casework.Replies;
import org.docket.casework.Rights;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.catalogue.RecordingSearch;
import org.docket.classify.AppraisalPass;
import org.docket.classify.Explanations;
import org.docket.classify.PolicyConfiguration;
import org.docket.classify.PolicyInForce;
import org.docket.classify.PolicyLastLook;
import org.docket.classify.Reappraisal;
import org.docket.classify.RulebookCheck;
import org.docket.classify.RulebookFiles;
import org.docket.classify.Rulebooks;
import org.docket.classify.Simulation;
import org.docket.classify.TakingUp;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Settings;
import org.docket.configuration.YamlFile;
import org.docket.console.ActsApi;
import org.docket.console.ApiDocument;
import org.docket.console.ApiExchange;
import org.docket.console.ApiFailures;
import org.docket.console.CategoriesApi;
import org.docket.console.DocumentApi;
import org.docket.console.IncidentApi;
import org.docket.console.KeepingApi;
import org.docket.console.PurgeApi;
import org.docket.console.QuarantineApi;
import org.docket.console.RecordingViews;
import org.docket.console.RecordingsApi;
import org.docket.console.RequestsApi;
import org.docket.console.RulebooksApi;
import org.docket.console.StatusApi;
import org.docket.console.Visitors;
import org.docket.custody.CustodyConfiguration;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerChecks;
import org.docket.custody.LedgerVerifier;
import org.docket.enrich.Candidates;
import org.docket.enrich.ContainerReader;
import org.docket.enrich.EnrichConfiguration;
import org.docket.enrich.Enrichment;
import org.docket.enrich.FfprobeConfiguration;
import org.docket.enrich.IncidentDrops;
import org.docket.enrich.IncidentWord;
import org.docket.enrich.Incidents;
import org.docket.enrich.Matching;
import org.docket.enrich.Roster;
import org.docket.intake.Appraisal;
import org.docket.intake.Claims;
import org.docket.intake.DockComponent;
import org.docket.intake.DockFolders;
import org.docket.intake.DockRoutes;
import org.docket.intake.Docks;
import org.docket.intake.Intake;
import org.docket.intake.IntakeConfiguration;
import org.docket.intake.LateSidecars;
import org.docket.intake.Quarantine;
import org.docket.intake.Receipts;
import org.docket.intake.Reception;
import org.docket.intake.Registration;
import org.docket.intake.Releases;
import org.docket.intake.Retries;
import org.docket.intake.SidecarDecisions;
import org.docket.intake.Unfinished;
import org.docket.intake.UnreceiptedSources;
import org.docket.monitoring.CertificateNames;
import org.docket.monitoring.CustodyView;
import org.docket.monitoring.FixityCheck;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.MonitoringConfiguration;
import org.docket.monitoring.Notices;
import org.docket.monitoring.Reconciliation;
import org.docket.monitoring.Verification;
import org.docket.preservation.Keeping;
import org.docket.preservation.Protections;
import org.docket.preservation.Retrievals;
import org.docket.preservation.Tiering;
import org.docket.preservation.VaultView;
import org.docket.retention.AmountBrake;
import org.docket.retention.Authorities;
import org.docket.retention.AuthorityChanges;
import org.docket.retention.BrakeConfiguration;
import org.docket.retention.Brakes;
import org.docket.retention.CaseworkWords;
import org.docket.retention.Category;
import org.docket.retention.CertificateBlobs;
import org.docket.retention.Certificates;
import org.docket.retention.ClockBrake;
import org.docket.retention.Condemnation;
import org.docket.retention.DateNotices;
import org.docket.retention.Decisions;
import org.docket.retention.Disposal;
import org.docket.retention.EarlyDeletions;
import org.docket.retention.EarlyRequests;
import org.docket.retention.Hearing;
import org.docket.retention.Holds;
import org.docket.retention.LastLook;
import org.docket.retention.LedgerBrake;
import org.docket.retention.ListingBrake;
import org.docket.retention.Outcomes;
import org.docket.retention.PolicyBrake;
import org.docket.retention.Purge;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgePlanner;
import org.docket.retention.PurgeRun;
import org.docket.retention.PurgeRuns;
import org.docket.retention.PurgeTraces;
import org.docket.retention.RetentionConfiguration;
import org.docket.retention.RetentionRules;
import org.docket.retention.RetentionView;
import org.docket.retention.Stop;
import org.docket.retention.StoppedNotices;
import org.docket.retention.VaultBrake;
import org.docket.vault.BlobProtection;
import org.docket.vault.BlobRemoval;
import org.docket.vault.BlobTiers;
import org.docket.vault.Crew;
import org.docket.vault.CustodyContainer;
import org.docket.vault.ProtectionConfiguration;
import org.docket.vault.ReadLinks;
import org.docket.vault.Safeguards;
import org.docket.vault.Vault;
import org.docket.vault.VaultConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/** The wiring: every capability, made once, in the order in which they depend on each other. Nothing is found by scanning. */
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

    private final Settings settings;
    private final Clock clock;
    private final Vault vault;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final LedgerVerifier ledgerVerifier;
    private final Rulebooks rulebooks;
    private final PolicyInForce policy;
    private final CaseSystems caseSystems;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Rights rights;
    private final QueueWatch queues;
    private final Bell bell;
    private final Relay relay;
    private final PutOffs putOffs;
    private final Links links;
    private final Handovers handovers;
    private final BatchedListening listening;
    private final Reappraisal reappraisal;
    private final Authorities authorities;
    private final Decisions decisions;
    private final CaseworkWords caseworkWords;
    private final EarlyRequests earlyRequests;
    private final Outcomes outcomes;
    private final Holds holds;
    private final LedgerChecks ledgerChecks;
    private final VaultBrake vaultBrake;
    private final Brakes brakes;
    private final BlobRemoval removal;
    private final CustodyContainer custody;
    private final Certificates certificates;
    private final Disposal disposal;
    private final PurgePlanner purgePlanner;
    private final PurgePlanner askedPlanner;
    private final Purge purge;
    private final Jdbi jdbi;
    /** For those who only look, over HTTP: no statement takes long. */
    private final Jdbi asked;

    private final Safeguards safeguards;
    private final Crew crew;
    private final Protections protections;
    private final Tiering tiering;
    private final Retrievals retrievals;
    private final ExecutorService purgeLanes;
    private final Simulation simulation;
    private final Explanations explanations;
    private final TakingUp takingUp;
    private final DockFolders folders;
    private final DockRoutes dockRoutes;
    private final Notices notices;
    private final DateNotices dateNotices;
    private final Claims claims;
    private final Unfinished unfinished;
    private final Intake intake;
    private final Retries retries;
    private final Quarantine quarantine;
    private final Roster roster;
    private final Incidents incidents;
    private final IncidentDrops incidentDrops;
    private final Matching matching;
    private final IncidentWord incidentWord;
    private final Candidates candidates;
    private final Enrichment enrichment;
    private final LateSidecars lateSidecars;
    private final Registration registration;
    private final Receipts receipts;
    private final Releases releases;
    private final Reconciliation reconciliation;
    private final FixityCheck fixityCheck;

    /**
     * Wires all capabilities over open parts, which stay the caller's.
     *
     * @param beans where docks show themselves as they are found
     * @throws org.docket.configuration.ConfigurationException if any configuration file is wrong
     */
    public Docket(Settings settings, Parts parts, Clock clock, MBeans beans) {
        this.settings = settings;
        // PostgreSQL keeps microseconds: an instant is the same before and after it was written.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
        this.jdbi = Jdbi.create(parts.database());
        this.asked = Jdbi.create(parts.database());
        Duration patience = settings.read(HubConfiguration.class).httpPatience();
        asked.configure(SqlStatements.class, statements -> statements.setQueryTimeout((int) patience.toSeconds()));
        RulebookFiles rulebookFiles = new RulebookFiles(settings::file);
        this.rulebooks = new Rulebooks(jdbi, this.clock);
        this.policy = new PolicyInForce(rulebooks, rulebookFiles::read);
        this.caseSystems = caseSystems(settings, rulebooks, policy)
                .told(category -> policy.retention().category(category).flatMap(Category::systems));
        Docks docks = Docks.load(settings.file("docks.yaml"));

        VaultConfiguration vaultConfiguration = settings.read(VaultConfiguration.class);
        this.vault = new Vault(parts.vault(), vaultConfiguration);
        this.catalogue = new Catalogue(jdbi);
        this.ledger = new Ledger(jdbi);
        this.ledgerVerifier = new LedgerVerifier(jdbi);

        this.notices = new Notices(jdbi, this.clock);
        this.queues = new QueueWatch(
                caseSystems.all().stream().map(CaseSystem::queue).toList(),
                settings.read(BrokerConfiguration.class).deadLetters(),
                found -> jdbi.useHandle(handle -> notices.addAll(handle, found)),
                settings.home(),
                this.clock);
        this.bell = new Bell(jdbi);
        this.outbox = new Outbox(jdbi, caseSystems, vault, notices, bell, this.clock);
        this.handovers = new Handovers(jdbi, ledger, bell, this.clock);
        this.relay = new Relay(
                jdbi, ledger, caseSystems, notices, bell, this.clock, settings.read(CaseworkConfiguration.class));
        GatheredAnswers<Message> answers = new GatheredAnswers<>(new Answers(jdbi, ledger, this.clock));
        this.putOffs = new PutOffs(jdbi, caseSystems, notices, settings.read(CaseworkConfiguration.class), this.clock);
        this.links = new Links(
                jdbi,
                catalogue,
                ledger,
                caseSystems,
                new ReadLinks(parts.vault(), vaultConfiguration, this.clock),
                this.clock);
        this.rights = new Rights(jdbi, caseSystems, notices, this.clock);
        this.inbox = new Inbox(
                answers,
                rights,
                settings.install().resolve("docs/api/messages"),
                settings.read(CaseworkConfiguration.class).deliveries());
        this.listening = new BatchedListening(
                answers, settings.read(CaseworkConfiguration.class).batch());
        this.earlyRequests = new EarlyRequests(jdbi);
        this.reappraisal = new Reappraisal(catalogue, ledger, outbox, earlyRequests, policy, this.clock);
        this.authorities = Authorities.load(settings.file("authorities.yaml"));
        Hearing hearing = new Hearing(jdbi, catalogue, ledger, policy::retention, this.clock);
        EarlyDeletions earlyDeletions = new EarlyDeletions(hearing, earlyRequests, outbox);
        this.outcomes = new Outcomes(hearing, earlyDeletions, outbox);
        this.decisions = new Decisions(hearing, earlyDeletions, earlyRequests, outcomes, outbox);
        this.holds = new Holds(hearing, earlyDeletions);
        this.caseworkWords = new CaseworkWords(authorities, decisions, holds, outcomes);
        this.simulation = new Simulation(catalogue, reappraisal, this.clock);
        this.explanations = new Explanations(rulebooks, policy, reappraisal, ledger);

        IntakeConfiguration intakeConfiguration = settings.read(IntakeConfiguration.class);
        this.folders = new DockFolders(intakeConfiguration, docks, this.clock);
        this.dockRoutes = new DockRoutes(folders, docks, beans);
        this.dateNotices = new DateNotices(jdbi, catalogue, notices, policy::retention, this.clock);
        this.takingUp = new TakingUp(
                jdbi,
                rulebookFiles,
                rulebooks,
                policy,
                new RulebookCheck(caseSystems, simulation),
                new AppraisalPass(jdbi, catalogue, reappraisal, rulebooks, notices),
                notices,
                settings.home(),
                settings.read(PolicyConfiguration.class),
                this.clock);
        this.claims = new Claims(jdbi, settings.home(), intakeConfiguration);
        this.quarantine = new Quarantine(intakeConfiguration, folders, this.clock);
        EnrichConfiguration enrichConfiguration = settings.read(EnrichConfiguration.class);
        this.roster = Roster.of(enrichConfiguration, settings.home(), parts.database(), jdbi, notices);
        ContainerReader containers = new ContainerReader(
                this.clock, settings.read(FfprobeConfiguration.class).ffprobe(this.clock));
        this.enrichment = new Enrichment(containers, roster::complete);
        this.incidents = new Incidents(jdbi, this.clock);
        this.incidentDrops = new IncidentDrops(incidents, enrichConfiguration, jdbi, notices, this.clock);
        this.matching =
                new Matching(jdbi, catalogue, ledger, incidents, reappraisal, notices, enrichConfiguration, this.clock);
        LastLook lastLook = new PolicyLastLook(policy, reappraisal, matching::matchNow);
        this.ledgerChecks = new LedgerChecks(
                jdbi,
                ledgerVerifier,
                (handle, found) -> notices.add(handle, StoppedNotices.ledger(found)),
                settings.read(CustodyConfiguration.class),
                this.clock);
        PurgeRuns runs = new PurgeRuns(
                jdbi, new PurgeTraces(ledger, (handle, run) -> notices.add(handle, StoppedNotices.purge(run))));
        this.custody = new CustodyContainer(parts.vault(), vaultConfiguration);
        this.vaultBrake = new VaultBrake(jdbi, custody, this.clock);
        this.brakes = brakes(jdbi);
        RetentionConfiguration retention = settings.read(RetentionConfiguration.class);
        this.removal = new BlobRemoval(parts.vault(), vaultConfiguration);
        this.certificates = new Certificates(jdbi, custody);
        this.disposal = new Disposal(
                jdbi,
                catalogue,
                ledger,
                outbox,
                new Condemnation(
                        catalogue, ledger, ledgerVerifier, holds, earlyRequests, lastLook, notices, this.clock),
                removal,
                certificates,
                this.clock);
        this.purgePlanner = new PurgePlanner(jdbi, catalogue, holds, lastLook, this.clock);
        this.askedPlanner = new PurgePlanner(asked, new Catalogue(asked), holds, lastLook, this.clock);
        this.purge =
                new Purge(jdbi, catalogue, runs, purgePlanner, brakes, disposal, vault, notices, retention, this.clock);
        this.purgeLanes = lanes(retention.parallel());
        ProtectionConfiguration protection = settings.read(ProtectionConfiguration.class);
        BlobTiers tiers = new BlobTiers(parts.vault(), vaultConfiguration);
        this.safeguards = new Safeguards(parts.vault(), vaultConfiguration, protection);
        this.crew = new Crew("vault-keeping", vaultConfiguration.parallel());
        this.protections = new Protections(
                jdbi, ledger, new BlobProtection(parts.vault(), vaultConfiguration), crew, protection, this.clock);
        this.tiering = new Tiering(jdbi, ledger, tiers, crew, policy::retention, protection, this.clock);
        this.retrievals =
                new Retrievals(jdbi, catalogue, ledger, tiers, policy::retention, notices, protection, this.clock);
        this.incidentWord = new IncidentWord(jdbi, catalogue, ledger, matching, this.clock);
        this.candidates = new Candidates(jdbi);
        SidecarDecisions sidecarDecisions = new SidecarDecisions(decisions, ledger, notices, this.clock);
        this.registration = new Registration(
                jdbi,
                catalogue,
                ledger,
                outbox,
                sidecarDecisions,
                new Appraisal(policy, matching),
                vault,
                folders,
                notices,
                this.clock);
        this.lateSidecars = new LateSidecars(
                jdbi,
                catalogue,
                ledger,
                reappraisal,
                sidecarDecisions,
                notices,
                folders,
                enrichment::again,
                this.clock);
        this.unfinished = new Unfinished(
                jdbi,
                catalogue,
                ledger,
                vault,
                folders,
                claims,
                registration,
                notices,
                intakeConfiguration,
                this.clock);
        Reception reception = new Reception(catalogue, ledger, claims, this.clock);
        this.intake = new Intake(jdbi, catalogue, sidecarDecisions, vault, folders, claims, unfinished, reception);
        this.retries = new Retries(jdbi, folders, claims, notices);
        this.receipts = new Receipts(jdbi, catalogue, ledger, vault, folders, this.clock);
        this.releases = new Releases(jdbi, ledger, folders, intakeConfiguration, this.clock);
        MonitoringConfiguration monitoring = settings.read(MonitoringConfiguration.class);
        CertificateBlobs certificateBlobs = new CertificateBlobs(jdbi);
        this.reconciliation = Reconciliation.of(
                new Reconciliation.Sides(
                        vault,
                        jdbi,
                        new CertificateNames(certificateBlobs::page, certificateBlobs::disposedWithout),
                        new UnreceiptedSources(jdbi, folders)),
                notices,
                monitoring,
                this.clock);
        this.fixityCheck = new FixityCheck(jdbi, vault, ledger, notices, monitoring, this.clock);
    }

    /**
     * The case systems may speak of the categories of the files, which come into force soon; if these are wrong, of those in force. So a
     * rulebook that is not taken up keeps no hub from starting.
     */
    private static CaseSystems caseSystems(Settings settings, Rulebooks rulebooks, PolicyInForce policy) {
        Path path = settings.file("casework.yaml");
        try {
            Path retention = settings.file("retention.yaml");
            String text = YamlFile.text(retention);
            RetentionRules rules = RetentionRules.of(retention, text);
            CaseSystems systems = CaseSystems.load(path, rules.names(), rules.zone());
            RetentionRules.check(retention, text, systems.ids());
            return systems;
        } catch (ConfigurationException e) {
            if (rulebooks.inForce().isEmpty()) {
                throw e;
            }
            RetentionRules rules = policy.retention();
            return CaseSystems.load(path, rules.names(), rules.zone());
        }
    }

    /** Whatever stops a run of the purge. */
    private Brakes brakes(Jdbi jdbi) {
        BrakeConfiguration limits = settings.read(BrakeConfiguration.class);
        return Brakes.of(
                new VaultBrake(jdbi, custody, clock),
                new AmountBrake(
                        jdbi,
                        limits,
                        settings.read(RetentionConfiguration.class).zone(),
                        clock),
                new ClockBrake(jdbi, vault, limits, clock),
                new PolicyBrake(jdbi, rulebooks::isAccepted),
                new LedgerBrake(jdbi, ledgerChecks, limits, clock),
                new ListingBrake(
                        apart(),
                        () -> jdbi.withHandle(handle -> PurgeRuns.knownUntil(handle, Stop.Kind.LISTING)),
                        limits,
                        clock));
    }

    private ListingBrake.Look apart() {
        return new ListingBrake.Look() {
            @Override
            public Optional<ListingBrake.Counts> latest(Instant knownUntil) {
                return reconciliation.apart(knownUntil).map(Docket::counts);
            }

            @Override
            public Optional<ListingBrake.Counts> now(int most, Instant knownUntil) {
                return reconciliation.apartNow(most, knownUntil).map(Docket::counts);
            }

            @Override
            public Optional<ListingBrake.Counts> preview(int most, Instant knownUntil) {
                return reconciliation.previewApart(most, knownUntil).map(Docket::counts);
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

    /** What routes speak of, by the name that stands in {@code routes/}; also as the scheme of an endpoint. */
    public Map<String, Object> beans() {
        Map<String, Object> beans = new TreeMap<>();
        beans.put("dateNotices", dateNotices);
        beans.put("caseworkWords", caseworkWords);
        beans.put("dock", new DockComponent(folders));
        beans.put("dockRoutes", dockRoutes);
        beans.put("enrichment", enrichment);
        beans.put("fixityCheck", fixityCheck);
        beans.put("formatting", new Formatting(caseSystems, links, putOffs));
        beans.put("inbox", inbox);
        beans.put("incidentDrops", incidentDrops);
        beans.put("incidents", incidents);
        beans.put("intake", intake);
        beans.put("ledgerChecks", ledgerChecks);
        beans.put("lateSidecars", lateSidecars);
        beans.put("links", links);
        beans.put("matching", matching);
        beans.put("notices", notices);
        beans.put("outbox", new OutboxComponent(relay, putOffs, bell, clock));
        beans.put("relay", relay);
        beans.put("caseworkListening", listening);
        beans.put("caseworkAsItCame", new AsItCame());
        beans.put("policy", policy);
        beans.put("disposal", disposal);
        beans.put("protections", protections);
        beans.put("purge", purge);
        beans.put("purgeLanes", purgeLanes);
        beans.put("quarantine", quarantine);
        beans.put("queues", queues);
        beans.put("receipts", receipts);
        beans.put("replies", new Replies(clock));
        beans.put("reconciliation", reconciliation);
        beans.put("registration", registration);
        beans.put("releases", releases);
        beans.put("retries", retries);
        beans.put("retrievals", retrievals);
        beans.put("roster", roster);
        beans.put("takingUp", takingUp);
        beans.put("tiering", tiering);
        beans.put("unfinished", unfinished);
        beans.put("vault", vault);
        addRest(beans);
        return beans;
    }

    /** What the routes of REST speak of: one bean for each part of it. */
    private void addRest(Map<String, Object> beans) {
        Brakes askedBrakes = brakes(asked);
        RecordingViews views = new RecordingViews(holds, outbox, retries, ledger, candidates, this::keepings);
        beans.put("apiExchange", new ApiExchange());
        beans.put(
                "apiFailures",
                new ApiFailures(settings.read(HubConfiguration.class).httpPatience()));
        beans.put("visitors", new Visitors(authorities, clock));
        beans.put("statusApi", new StatusApi(this));
        beans.put("categoriesApi", new CategoriesApi(() -> policy.now().retention()));
        beans.put(
                "documentApi",
                new DocumentApi(ApiDocument.load(settings.install().resolve("docs/api"))));
        beans.put(
                "recordingsApi", new RecordingsApi(catalogue, new RecordingSearch(asked), views, explanations, holds));
        beans.put("actsApi", new ActsApi(catalogue, decisions, holds, outcomes, views));
        beans.put(
                "keepingApi",
                new KeepingApi(
                        catalogue,
                        retrievals,
                        certificates,
                        new Verification(new Catalogue(asked), new Ledger(asked), new LedgerVerifier(asked), vault),
                        views));
        beans.put("incidentApi", new IncidentApi(catalogue, incidentWord, views));
        beans.put("rulebooksApi", new RulebooksApi(rulebooks));
        beans.put("requestsApi", new RequestsApi(new EarlyRequests(asked)));
        beans.put("purgeApi", new PurgeApi(purge, askedPlanner, plan -> wouldStop(plan, askedBrakes), views, clock));
        beans.put("quarantineApi", new QuarantineApi(quarantine));
    }

    /** Shows the capabilities to operators. */
    void show(MBeans beans) {
        beans.register("Vault", new VaultView(vault.figures(), protections, tiering, retrievals));
        beans.register("Broker", new BrokerView(queues));
        beans.register("Retention", new RetentionView(purge.figures(), purge.runs(), clock));
        beans.register("Custody", new CustodyView(reconciliation, fixityCheck, clock));
        caseSystems
                .all()
                .forEach(system -> beans.register(
                        "Casework", "system", system.id(), new CaseworkView(system.id(), handovers, clock)));
    }

    /** Who may say what to it. */
    public Rights rights() {
        return rights;
    }

    /** What waits in the queues of the broker. */
    public QueueWatch queues() {
        return queues;
    }

    public PolicyInForce policy() {
        return policy;
    }

    public Rulebooks rulebooks() {
        return rulebooks;
    }

    public Simulation simulation() {
        return simulation;
    }

    public Explanations explanations() {
        return explanations;
    }

    public TakingUp takingUp() {
        return takingUp;
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public Vault vault() {
        return vault;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Ledger ledger() {
        return ledger;
    }

    public LedgerVerifier ledgerVerifier() {
        return ledgerVerifier;
    }

    public CaseSystems caseSystems() {
        return caseSystems;
    }

    public Handovers handovers() {
        return handovers;
    }

    public Relay relay() {
        return relay;
    }

    public Links links() {
        return links;
    }

    public Inbox inbox() {
        return inbox;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Reappraisal reappraisal() {
        return reappraisal;
    }

    public Incidents incidents() {
        return incidents;
    }

    public Matching matching() {
        return matching;
    }

    public IncidentWord incidentWord() {
        return incidentWord;
    }

    public Candidates candidates() {
        return candidates;
    }

    public Authorities authorities() {
        return authorities;
    }

    /** What a run of the purge that waits has been stopped for, or what would stop a run with that plan. Writes nothing. */
    public List<Stop> wouldStop(PurgePlan plan) {
        return wouldStop(plan, brakes);
    }

    private List<Stop> wouldStop(PurgePlan plan, Brakes asking) {
        return purge.runs().standing().map(PurgeRun::stops).orElseGet(() -> asking.preview(plan));
    }

    /** Leaves a trace if {@code authorities.yaml} says something else than before: for whoever is about to go by it. */
    public void noteAuthorities() {
        new AuthorityChanges(jdbi, ledger, notices, clock).note(authorities);
    }

    public CaseworkWords caseworkWords() {
        return caseworkWords;
    }

    public EarlyRequests earlyRequests() {
        return earlyRequests;
    }

    public Outcomes outcomes() {
        return outcomes;
    }

    public Decisions decisions() {
        return decisions;
    }

    public Holds holds() {
        return holds;
    }

    public LedgerChecks ledgerChecks() {
        return ledgerChecks;
    }

    public VaultBrake vaultBrake() {
        return vaultBrake;
    }

    public Brakes brakes() {
        return brakes;
    }

    public DateNotices dateNotices() {
        return dateNotices;
    }

    public Purge purge() {
        return purge;
    }

    public PurgePlanner purgePlanner() {
        return purgePlanner;
    }

    public Disposal disposal() {
        return disposal;
    }

    public Certificates certificates() {
        return certificates;
    }

    public Safeguards safeguards() {
        return safeguards;
    }

    public Protections protections() {
        return protections;
    }

    public Tiering tiering() {
        return tiering;
    }

    public Retrievals retrievals() {
        return retrievals;
    }

    /** How the vault keeps these recordings. */
    public Map<UUID, Keeping> keepings(List<UUID> recordingIds) {
        return Keeping.of(jdbi, recordingIds);
    }

    public DockFolders folders() {
        return folders;
    }

    public Retries retries() {
        return retries;
    }

    public Quarantine quarantine() {
        return quarantine;
    }

    public Reconciliation reconciliation() {
        return reconciliation;
    }

    public FixityCheck fixityCheck() {
        return fixityCheck;
    }

    @Override
    public void close() {
        claims.close();
        bell.close();
        crew.close();
        purgeLanes.shutdownNow();
        removal.close();
        vault.close();
    }
}
