package org.docket.preservation;

import com.azure.storage.blob.BlobServiceClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.vault.BlobProtection;
import org.docket.vault.BlobTiers;
import org.docket.vault.Crew;
import org.docket.vault.ProtectionConfiguration;
import org.docket.vault.VaultClient;
import org.docket.vault.VaultConfiguration;
import org.jdbi.v3.core.Jdbi;

/** The part of a second hub that keeps recordings in the vault. Something can be made to happen just before its next call arrives. */
final class Keeper implements AutoCloseable {
    private final AtomicReference<Runnable> before = new AtomicReference<>();
    private final Crew crew = new Crew("keeper", 1);
    private final Protections protections;
    private final Tiering tiering;

    /**
     * Sets it up.
     *
     * @param hub the first hub
     * @param url of its database
     * @param settings what differs from those of the first one
     */
    Keeper(Docket hub, String url, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>();
        hub.settings().all().forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
        all.putAll(settings);
        Settings own = Settings.load(Path.of(""), null, Map.of(), all, Docket.CONFIGURATION);
        VaultConfiguration vault = own.read(VaultConfiguration.class);
        ProtectionConfiguration configuration = own.read(ProtectionConfiguration.class);
        BlobServiceClient client = VaultClient.of(vault.connection(), vault)
                .addPolicy((call, next) -> {
                    Runnable happening = before.getAndSet(null);
                    if (happening != null) {
                        happening.run();
                    }
                    return next.process();
                })
                .buildClient();
        Jdbi jdbi = Jdbi.create(url);
        protections = new Protections(
                jdbi, hub.ledger(), new BlobProtection(client, vault), crew, configuration, hub.clock());
        tiering = new Tiering(
                jdbi,
                hub.ledger(),
                new BlobTiers(client, vault),
                crew,
                hub.policy()::retention,
                configuration,
                hub.clock());
    }

    /** Once, just before its next call arrives in the vault. */
    void justBeforeItsCall(Runnable happening) {
        before.set(happening);
    }

    Protections protections() {
        return protections;
    }

    Tiering tiering() {
        return tiering;
    }

    @Override
    public void close() {
        crew.close();
    }
}
