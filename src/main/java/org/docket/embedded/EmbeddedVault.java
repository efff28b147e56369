package org.docket.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob store of Docket's own below its home: Azurite on 127.0.0.1, as a child process that ends with the hub even if the hub is
 * killed. A change is on the disk when it is acknowledged.
 */
public final class EmbeddedVault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedVault.class);
    private static final String NAME = "Azurite";
    private static final String PROGRAM = "azurite.mjs";
    private static final String LISTENING = "listening ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SAVING = Duration.ofSeconds(20);

    /** The account that every emulator of Azure storage knows, with its published key. */
    private static final Map<String, String> DEVELOPMENT = Map.of(
            "devstoreaccount1",
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");

    private final int port;
    private final Map<String, String> accounts;
    private final Ending ending;
    private boolean closed;

    private EmbeddedVault(int port, Map<String, String> accounts, Ending ending) {
        this.port = port;
        this.accounts = accounts;
        this.ending = ending;
    }

    /**
     * Starts Azurite as its owner, or joins the one that a living owner has started.
     *
     * @param home Docket's home; blobs and log are in {@code azurite} below it
     * @param installation the folder with {@code azurite.mjs} and its {@code node_modules}
     * @param port the port on 127.0.0.1; 0 for the one of the last start if it is free, else any free one
     * @throws EmbeddedPartException if Node.js or Azurite is not installed, another owner does not go within 60 seconds (with its
     *     process id), the port is taken, or Azurite does not start (with the end of its log)
     */
    public static EmbeddedVault start(Path home, Path installation, int port, Role role) {
        return start(home, installation, port, role, DEVELOPMENT);
    }

    /** The same with other accounts: their base64 keys by name. */
    public static EmbeddedVault start(Path home, Path installation, int port, Role role, Map<String, String> accounts) {
        try {
            Path folder = Files.createDirectories(home).toRealPath().resolve("azurite");
            Ownership.Claim claim = Ownership.claim(home, NAME, role, PATIENCE);
            if (claim instanceof Ownership.Guest guest) {
                return new EmbeddedVault(guest.port(), accounts, Ending.OF_A_GUEST);
            }
            return own(folder, installation, port, accounts, ((Ownership.Owner) claim).ownership());
        } catch (IOException e) {
            throw new EmbeddedPartException("Azurite in " + home + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static EmbeddedVault own(
            Path folder, Path installation, int wantedPort, Map<String, String> accounts, Ownership ownership)
            throws IOException {
        try {
            Files.createDirectories(folder);
            stopOrphan(folder);
            int port = LoopbackPort.choose(NAME, wantedPort, ownership.rememberedPort());
            AtomicReference<Process> process = new AtomicReference<>(answering(folder, installation, port, accounts));
            ownership.announce(port);
            LOG.info("Azurite answers on 127.0.0.1:{}, data in {}", port, folder);
            Revival revival = new Revival(
                    NAME,
                    () -> Objects.requireNonNull(process.get()).isAlive(),
                    () -> process.set(answering(folder, installation, port, accounts)));
            return new EmbeddedVault(port, accounts, () -> {
                revival.close();
                ownership.withdraw();
                end(Objects.requireNonNull(process.get()));
                ownership.close();
            });
        } catch (IOException | RuntimeException e) {
            ownership.close();
            throw e;
        }
    }

    /** Waits for the Azurite of a killed hub, which ends by itself when it has saved. */
    private static void stopOrphan(Path folder) throws IOException {
        ServerProcess orphan = new ServerProcess(folder.resolve("azurite.pid"), List.of(PROGRAM, folder.toString()));
        if (!orphan.endsWithin(SAVING)) {
            orphan.kill(NAME);
        }
    }

    private static Process answering(Path folder, Path installation, int port, Map<String, String> accounts)
            throws IOException {
        Process process = launch(folder, installation, port, accounts);
        try {
            awaitAnswer(process, folder);
            return process;
        } catch (EmbeddedPartException e) {
            end(process);
            throw e;
        }
    }

    private static Process launch(Path folder, Path installation, int port, Map<String, String> accounts)
            throws IOException {
        Path program = installation.resolve(PROGRAM).toAbsolutePath();
        if (!Files.isDirectory(program.resolveSibling("node_modules").resolve("azurite"))) {
            throw new EmbeddedPartException("Azurite is not installed: run " + program.resolveSibling("install")
                    + " (it needs Node.js 20 or newer with npm), or configure an Azure storage account.");
        }
        ProcessBuilder builder = new ProcessBuilder(
                "node", program.toString(), "--location", folder.toString(), "--port", Integer.toString(port));
        builder.environment()
                .put(
                        "AZURITE_ACCOUNTS",
                        accounts.entrySet().stream()
                                .map(account -> account.getKey() + ":" + account.getValue())
                                .collect(Collectors.joining(";")));
        builder.redirectError(log(folder).toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EmbeddedPartException(
                    "Azurite needs Node.js 20 or newer, and there is no 'node' here: install it (https://nodejs.org), or"
                            + " configure an Azure storage account.",
                    e);
        }
    }

    private static void awaitAnswer(Process process, Path folder) {
        CompletableFuture<String> firstLine = CompletableFuture.supplyAsync(() -> {
            try {
                // Not closed: closing the standard output would end Azurite at its next word.
                String line = process.inputReader(StandardCharsets.UTF_8).readLine();
                return line == null ? "" : line;
            } catch (IOException e) {
                return "";
            }
        });
        try {
            if (!firstLine.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).startsWith(LISTENING)) {
                throw EmbeddedPartException.withLog("Azurite ended instead of starting.", log(folder));
            }
        } catch (TimeoutException e) {
            throw EmbeddedPartException.withLog(
                    "Azurite did not answer within " + PATIENCE.toSeconds() + " seconds.", log(folder));
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading a line does not throw", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPartException("Interrupted while waiting for Azurite.", e);
        }
    }

    /** The end of its standard input tells Azurite to save and to end. */
    private static void end(Process process) throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(SAVING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("azurite.log");
    }

    /** How an Azure SDK reaches the vault. */
    public String connectionString() {
        return connectionString(accounts.keySet().iterator().next());
    }

    /** The same for one of several accounts. */
    public String connectionString(String account) {
        String key = accounts.get(account);
        if (key == null) {
            throw new IllegalArgumentException("no account " + account);
        }
        return "DefaultEndpointsProtocol=http;AccountName=" + account + ";AccountKey=" + key
                + ";BlobEndpoint=http://127.0.0.1:" + port + "/" + account + ";";
    }

    /** Stops Azurite if this process owns it, and waits until it has saved and ended; a guest just leaves. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ending.end();
        } catch (IOException e) {
            throw new EmbeddedPartException("Azurite did not stop in order: " + e.getMessage(), e);
        }
    }
}
