package org.docket;

import java.util.Map;
import org.docket.custody.CustodyConfiguration;
import org.docket.custody.LedgerChecks;
import org.docket.intake.DockFolders;
import org.docket.intake.UnreceiptedSources;
import org.docket.monitoring.CertificateNames;
import org.docket.monitoring.CustodyView;
import org.docket.monitoring.FixityCheck;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.MonitoringConfiguration;
import org.docket.monitoring.Reconciliation;
import org.docket.retention.CertificateBlobs;
import org.docket.retention.StoppedNotices;

/** Whether ledger, catalogue, vault and folders still fit together. */
final class MonitoringWiring {
    private final Ground ground;
    final LedgerChecks ledgerChecks;
    final Reconciliation reconciliation;
    final FixityCheck fixityCheck;

    MonitoringWiring(Ground ground, DockFolders folders) {
        this.ground = ground;
        this.ledgerChecks = new LedgerChecks(
                ground.jdbi,
                ground.ledgerVerifier,
                (handle, found) -> ground.notices.add(handle, StoppedNotices.ledger(found)),
                ground.settings.read(CustodyConfiguration.class),
                ground.clock);
        MonitoringConfiguration configuration = ground.settings.read(MonitoringConfiguration.class);
        CertificateBlobs certificateBlobs = new CertificateBlobs(ground.jdbi);
        this.reconciliation = Reconciliation.of(
                new Reconciliation.Sides(
                        ground.vault,
                        ground.jdbi,
                        new CertificateNames(certificateBlobs::page, certificateBlobs::disposedWithout),
                        new UnreceiptedSources(ground.jdbi, folders)),
                ground.notices,
                configuration,
                ground.clock);
        this.fixityCheck =
                new FixityCheck(ground.jdbi, ground.vault, ground.ledger, ground.notices, configuration, ground.clock);
    }

    void addTo(Map<String, Object> beans) {
        beans.put("fixityCheck", fixityCheck);
        beans.put("ledgerChecks", ledgerChecks);
        beans.put("notices", ground.notices);
        beans.put("reconciliation", reconciliation);
    }

    void show(MBeans beans) {
        beans.register("Custody", new CustodyView(reconciliation, fixityCheck, ground.clock));
    }
}
