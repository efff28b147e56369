package org.docket.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.docket.embedded.EmbeddedVault;
import org.docket.embedded.Role;

/** An Azurite of a test's own, which can be killed and started again on the same port with the same data. */
public final class KillableVault implements AutoCloseable {
    private static final Path AZURITE = Path.of("src", "main", "azurite");

    private final Path home;
    private EmbeddedVault vault;

    /** Starts it, with its data below that folder. */
    public KillableVault(Path home) {
        this.home = home;
        this.vault = start();
    }

    private EmbeddedVault start() {
        return EmbeddedVault.start(home, AZURITE, 0, Role.OWNER);
    }

    public String connectionString() {
        return vault.connectionString();
    }

    /** Kills it: it has no time to save anything. */
    public void kill() throws IOException {
        Killing.kill(home.resolve("azurite").resolve("azurite.pid"));
    }

    /** Starts it again. */
    public void restart() {
        String before = connectionString();
        vault.close();
        vault = start();
        Killing.requireSame(before, connectionString());
    }

    @Override
    public void close() {
        vault.close();
    }
}
