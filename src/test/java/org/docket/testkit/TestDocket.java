package org.docket.testkit;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.configuration.Settings;
import org.docket.monitoring.MBeans;

/** All capabilities over the shipped configuration, wired as the hub wires them, without routes, broker or vault. */
public final class TestDocket {
    /** When it is. */
    public static final Instant NOW = Instant.parse("2026-03-15T06:39:10.25Z");

    private TestDocket() {}

    /**
     * Wires them, at {@link #NOW}.
     *
     * @param database connected to only when a capability uses it
     * @param overrides settings that differ from the shipped ones
     */
    public static Docket over(DataSource database, Map<String, String> overrides) {
        return over(database, overrides, NOW);
    }

    /** Wires them, at some other time. */
    public static Docket over(DataSource database, Map<String, String> overrides, Instant now) {
        return over(
                database,
                Settings.load(Path.of(""), null, Map.of(), overrides, Docket.CONFIGURATION),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** Wires them with these settings and by that clock. */
    public static Docket over(DataSource database, Settings settings, Clock clock) {
        Parts parts = Parts.of(
                database,
                new BlobServiceClientBuilder()
                        .endpoint("http://127.0.0.1:1/nobody")
                        // Links can be signed, whether or not there is a vault.
                        .credential(new StorageSharedKeyCredential("nobody", "bm9ib2R5J3Mga2V5"))
                        .buildClient());
        return new Docket(settings, parts, clock, new MBeans());
    }
}
