package org.docket;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.monitoring.MBeans;
import org.docket.preservation.Keeping;
import org.docket.preservation.Protections;
import org.docket.preservation.Retrievals;
import org.docket.preservation.Tiering;
import org.docket.preservation.VaultView;
import org.docket.vault.BlobProtection;
import org.docket.vault.BlobTiers;
import org.docket.vault.Crew;
import org.docket.vault.ProtectionConfiguration;
import org.docket.vault.Safeguards;

/** How the vault keeps what it has: locked, and as cheap as it may be. */
final class PreservationWiring implements AutoCloseable {
    private final Ground ground;
    final Safeguards safeguards;
    final Protections protections;
    final Tiering tiering;
    final Retrievals retrievals;
    private final Crew crew;

    PreservationWiring(Ground ground) {
        this.ground = ground;
        ProtectionConfiguration configuration = ground.settings.read(ProtectionConfiguration.class);
        this.safeguards = new Safeguards(ground.parts.vault(), ground.vaultConfiguration, configuration);
        this.crew = new Crew("vault-keeping", ground.vaultConfiguration.parallel());
        this.protections = new Protections(
                ground.jdbi,
                ground.ledger,
                new BlobProtection(ground.parts.vault(), ground.vaultConfiguration),
                crew,
                configuration,
                ground.clock);
        BlobTiers tiers = new BlobTiers(ground.parts.vault(), ground.vaultConfiguration);
        this.tiering = new Tiering(
                ground.jdbi, ground.ledger, tiers, crew, ground.policy::retention, configuration, ground.clock);
        this.retrievals = new Retrievals(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                tiers,
                ground.policy::retention,
                ground.notices,
                configuration,
                ground.clock);
    }

    /** How the vault keeps these recordings. */
    Map<UUID, Keeping> keepings(List<UUID> recordingIds) {
        return Keeping.of(ground.jdbi, recordingIds);
    }

    void addTo(Map<String, Object> beans) {
        beans.put("protections", protections);
        beans.put("retrievals", retrievals);
        beans.put("tiering", tiering);
        beans.put("vault", ground.vault);
    }

    void show(MBeans beans) {
        beans.register("Vault", new VaultView(ground.vault.figures(), protections, tiering, retrievals));
    }

    @Override
    public void close() {
        crew.close();
    }
}
