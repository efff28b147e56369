package org.docket.testkit;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A hub whose calls to its vault pass through a faulty one. Blocks are small and tries quick, so that a fault takes little time. */
public final class FaultyHub implements AutoCloseable {
    /** Length of a block of a long recording. */
    public static final int BLOCK = 64 * 1024;

    private final FaultyVault vault;
    private final TestHub hub;

    /**
     * Starts it, over a vault of its own.
     *
     * @param settings what differs from the usual ones
     */
    public FaultyHub(Path home, Map<String, String> settings) throws Exception {
        vault = new FaultyVault(TestParts.newVault());
        Map<String, String> all = new TreeMap<>(Map.of(
                "docket.vault.connection", vault.connectionString(),
                "docket.vault.block", "64KiB",
                "docket.vault.tries", "2",
                "docket.intake.retry.first", "PT0.2S",
                "docket.intake.retry.most", "PT0.5S"));
        all.putAll(settings);
        hub = new TestHub(home, all);
    }

    public FaultyVault vault() {
        return vault;
    }

    public TestHub hub() {
        return hub;
    }

    /** What its vault really holds. */
    public Custody custody() {
        return Custody.of(hub, vault.behind());
    }

    /** Stops it, and makes sure that the vault holds nothing but its recordings. */
    @Override
    public void close() {
        try (vault;
                hub) {
            custody().assertNothingElseIsInVault();
        }
    }
}
