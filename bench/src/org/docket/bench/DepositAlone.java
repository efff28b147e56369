package org.docket.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.intake.IntakeConfiguration;
import org.docket.vault.Deposit;
import org.docket.vault.DepositRequest;
import org.docket.vault.Vault;
import org.docket.vault.VaultClient;
import org.docket.vault.VaultConfiguration;

/** Docket's own deposit of recordings that lie there, without the rest of the hub. */
final class DepositAlone {
    private DepositAlone() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> known = new HashSet<>(Store.OPTIONS);
        known.addAll(Set.of("install", "container", "folder", "warm-up", "set", "threads"));
        Options options = new Options(arguments, known, Set.of());
        Store store = Store.of(options);
        Map<String, String> overrides = new HashMap<>(options.settings());
        overrides.put("docket.vault.connection", store.connection());
        overrides.put("docket.vault.container", options.text("container"));
        Settings settings =
                Settings.load(Path.of(options.text("install")), null, Map.of(), overrides, Docket.CONFIGURATION);
        VaultConfiguration configuration = settings.read(VaultConfiguration.class);
        int threads = options.number(
                "threads", settings.read(IntakeConfiguration.class).parallel());

        try (Vault vault =
                new Vault(VaultClient.of(store.connection(), configuration).buildClient(), configuration)) {
            vault.prepare();
            deposit(vault, Folders.files(Path.of(options.text("warm-up"))), threads);
            List<Path> recordings = Folders.files(Path.of(options.text("folder")));
            Measurement measurement = Measurement.ofThisProcess(store);
            deposit(vault, recordings, threads);
            System.out.println(measurement.end().line());
        }
        // The client's threads are not waited for.
        System.exit(0);
    }

    private static void deposit(Vault vault, List<Path> recordings, int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Deposit>> deposits = new ArrayList<>();
            for (Path recording : recordings) {
                deposits.add(executor.submit(() -> vault.deposit(request(recording))));
            }
            for (Future<Deposit> deposit : deposits) {
                if (!(deposit.get() instanceof Deposit.Verified)) {
                    throw new IllegalStateException("not deposited: " + deposit.get());
                }
            }
        } finally {
            executor.shutdown();
        }
    }

    private static DepositRequest request(Path recording) throws Exception {
        UUID id = UUID.randomUUID();
        Instant modifiedAt = Files.getLastModifiedTime(recording).toInstant().truncatedTo(ChronoUnit.MICROS);
        return new DepositRequest(
                id,
                "bench-dock",
                recording,
                Files.size(recording),
                modifiedAt,
                "2026/03/14/" + id + ".mp4",
                "video/mp4",
                false);
    }
}
