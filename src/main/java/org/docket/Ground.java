package org.docket;

import java.time.Clock;
import java.time.Duration;
import org.docket.catalogue.Catalogue;
import org.docket.classify.PolicyInForce;
import org.docket.classify.RulebookFiles;
import org.docket.classify.Rulebooks;
import org.docket.configuration.Settings;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerVerifier;
import org.docket.monitoring.Notices;
import org.docket.vault.Vault;
import org.docket.vault.VaultConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/** What every capability stands on: settings and clock, database and vault, and the rules in force. */
final class Ground {
    final Settings settings;
    final Parts parts;
    final Clock clock;
    final Jdbi jdbi;

    /** For those who only look, over HTTP: no statement takes long. */
    final Jdbi asked;

    final VaultConfiguration vaultConfiguration;
    final Vault vault;
    final Catalogue catalogue;
    final Ledger ledger;
    final LedgerVerifier ledgerVerifier;
    final Notices notices;
    final RulebookFiles rulebookFiles;
    final Rulebooks rulebooks;
    final PolicyInForce policy;

    Ground(Settings settings, Parts parts, Clock clock) {
        this.settings = settings;
        this.parts = parts;
        // PostgreSQL keeps microseconds: an instant is the same before and after it was written.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
        this.jdbi = Jdbi.create(parts.database());
        this.asked = Jdbi.create(parts.database());
        Duration patience = settings.read(HubConfiguration.class).httpPatience();
        asked.configure(SqlStatements.class, statements -> statements.setQueryTimeout((int) patience.toSeconds()));
        this.vaultConfiguration = settings.read(VaultConfiguration.class);
        this.vault = new Vault(parts.vault(), vaultConfiguration);
        this.catalogue = new Catalogue(jdbi);
        this.ledger = new Ledger(jdbi);
        this.ledgerVerifier = new LedgerVerifier(jdbi);
        this.notices = new Notices(jdbi, this.clock);
        this.rulebookFiles = new RulebookFiles(settings::file);
        this.rulebooks = new Rulebooks(jdbi, this.clock);
        this.policy = new PolicyInForce(rulebooks, rulebookFiles::read);
    }
}
