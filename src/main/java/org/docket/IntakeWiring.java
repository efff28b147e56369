package org.docket;

import java.util.Map;
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
import org.docket.monitoring.MBeans;

/** From the dock's folder to the receipt, and the release of the source. */
final class IntakeWiring implements AutoCloseable {
    final DockFolders folders;
    final Retries retries;
    final Quarantine quarantine;
    private final Claims claims;
    private final DockRoutes dockRoutes;
    private final Registration registration;
    private final LateSidecars lateSidecars;
    private final Unfinished unfinished;
    private final Intake intake;
    private final Receipts receipts;
    private final Releases releases;

    IntakeWiring(
            Ground ground,
            CaseworkWiring casework,
            HearingWiring hearing,
            PolicyWiring policy,
            EnrichWiring enrich,
            MBeans beans) {
        Docks docks = Docks.load(ground.settings.file("docks.yaml"));
        IntakeConfiguration configuration = ground.settings.read(IntakeConfiguration.class);
        this.folders = new DockFolders(configuration, docks, ground.clock);
        this.dockRoutes = new DockRoutes(folders, docks, beans);
        this.claims = new Claims(ground.jdbi, ground.settings.home(), configuration);
        this.quarantine = new Quarantine(configuration, folders, ground.clock);
        this.retries = new Retries(ground.jdbi, folders, claims, ground.notices);
        SidecarDecisions sidecarDecisions =
                new SidecarDecisions(hearing.decisions, ground.ledger, ground.notices, ground.clock);
        this.registration = new Registration(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                casework.outbox,
                sidecarDecisions,
                new Appraisal(ground.policy, enrich.matching),
                ground.vault,
                folders,
                ground.notices,
                ground.clock);
        this.lateSidecars = new LateSidecars(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                policy.reappraisal,
                sidecarDecisions,
                ground.notices,
                folders,
                enrich.enrichment::again,
                ground.clock);
        this.unfinished = new Unfinished(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                ground.vault,
                folders,
                claims,
                registration,
                ground.notices,
                configuration,
                ground.clock);
        Reception reception = new Reception(ground.catalogue, ground.ledger, claims, ground.clock);
        this.intake = new Intake(
                ground.jdbi, ground.catalogue, sidecarDecisions, ground.vault, folders, claims, unfinished, reception);
        this.receipts = new Receipts(ground.jdbi, ground.catalogue, ground.ledger, ground.vault, folders, ground.clock);
        this.releases = new Releases(ground.jdbi, ground.ledger, folders, configuration, ground.clock);
    }

    void addTo(Map<String, Object> beans) {
        beans.put("dock", new DockComponent(folders));
        beans.put("dockRoutes", dockRoutes);
        beans.put("intake", intake);
        beans.put("lateSidecars", lateSidecars);
        beans.put("quarantine", quarantine);
        beans.put("receipts", receipts);
        beans.put("registration", registration);
        beans.put("releases", releases);
        beans.put("retries", retries);
        beans.put("unfinished", unfinished);
    }

    @Override
    public void close() {
        claims.close();
    }
}
