package org.docket.monitoring;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.Docket;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.configuration.Settings;
import org.docket.custody.Ledger;
import org.docket.retention.CertificateBlobs;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.MovableClock;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestParts;
import org.docket.vault.Vault;
import org.docket.vault.VaultClient;
import org.docket.vault.VaultConfiguration;
import org.jdbi.v3.core.Jdbi;

/**
 * A catalogue and a vault that hold the same recordings, until a test damages one of them. No hub is at them. All of a run are the same
 * database and vault, which are emptied: one at a time.
 */
final class VaultBesideCatalogue implements AutoCloseable {
    private static final Jdbi DATABASE = Jdbi.create(TestDatabase.create());
    private static final String VAULT = TestParts.newVault();

    final MovableClock clock = new MovableClock();
    final Jdbi jdbi = DATABASE;
    final Catalogue catalogue = new Catalogue(jdbi);
    final Ledger ledger = new Ledger(jdbi);
    final Notices notices = new Notices(jdbi, clock);
    final Findings findings = new Findings(jdbi);
    final FaultyVault between;
    final Vault vault;
    final List<MissingReceipts.Missing> missingReceipts = new ArrayList<>();

    /** Called before each page of receipts is looked at. */
    Runnable beforeReceipts = () -> {};

    VaultBesideCatalogue() throws IOException {
        between = new FaultyVault(VAULT);
        Settings settings = Settings.load(
                Path.of(""),
                null,
                Map.of(),
                Map.of("docket.vault.connection", between.connectionString(), "docket.vault.tries", "1"),
                Docket.CONFIGURATION);
        VaultConfiguration configuration = settings.read(VaultConfiguration.class);
        vault = new Vault(
                VaultClient.of(between.connectionString(), configuration).buildClient(), configuration);
        vault.prepare();
        empty();
    }

    private void empty() {
        jdbi.useTransaction(handle -> {
            handle.execute("alter table ledger_entry disable trigger user");
            handle.execute("alter table ledger_head disable trigger user");
            handle.execute(
                    "truncate recording, certificate, ledger_entry, ledger_head, notice, finding, reconciliation,"
                            + " fixity_check restart identity cascade");
            handle.execute("alter table ledger_entry enable trigger user");
            handle.execute("alter table ledger_head enable trigger user");
        });
        for (String name : List.of("recordings", "custody")) {
            container(name).listBlobs().forEach(blob -> container(name)
                    .getBlobClient(blob.getName())
                    .delete());
        }
    }

    /** What a recording of that id holds: its SHA-256 is the one that {@link Recordings} gives it. */
    static byte[] content(UUID id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }

    static UUID id(int number) {
        return new UUID(0x0197a00000007000L, 0x8000000000000000L + number);
    }

    /** Deposits one: it is in the catalogue and in the vault. */
    Recording deposit(int number) {
        Recording recording = catalogued(number);
        put(String.valueOf(recording.blob()), content(recording.id()), label(recording));
        return recording;
    }

    /** One that is deposited by the catalogue alone. */
    Recording catalogued(int number) {
        Recording recording = Recordings.unretained(id(number));
        jdbi.useTransaction(handle -> {
            Recordings.deposit(handle, catalogue, recording);
            handle.execute(
                    "update recording set bytes = ? where id = ?", content(recording.id()).length, recording.id());
        });
        return recording;
    }

    static Map<String, String> label(Recording recording) {
        return Map.of(
                "docketid", recording.id().toString(), "sha256", String.valueOf(recording.sha256()), "dock", "any");
    }

    void put(String name, byte[] content, Map<String, String> metadata) {
        blob(name)
                .uploadWithResponse(
                        new BlobParallelUploadOptions(BinaryData.fromBytes(content)).setMetadata(metadata),
                        null,
                        Context.NONE);
    }

    BlobClient blob(String name) {
        return container("recordings").getBlobClient(name);
    }

    BlobContainerClient container(String name) {
        return vault.client().getBlobContainerClient(name);
    }

    void sql(String statement, Object... values) {
        jdbi.useHandle(handle -> handle.execute(statement, values));
    }

    void dispose(Recording recording) {
        sql(
                "update recording set state = 'DISPOSED', condemned_at = now(), disposed_at = now() where id = ?",
                recording.id());
    }

    void certify(Recording recording, String blob) {
        sql(
                "insert into certificate (recording_id, content, issued_at, blob) values (?, '{}', now(), ?)",
                recording.id(),
                blob);
    }

    /** A reconciliation that looks at few at a time, as a hub of its own would make it. */
    Reconciliation reconciliation(int page, int mostFindings) {
        CertificateBlobs certificates = new CertificateBlobs(jdbi);
        return Reconciliation.of(
                new Reconciliation.Sides(
                        vault,
                        jdbi,
                        new CertificateNames(certificates::page, certificates::disposedWithout),
                        (after, before, limit) -> {
                            beforeReceipts.run();
                            return new MissingReceipts.Page(missingReceipts, after, false);
                        }),
                notices,
                Duration.ofHours(1),
                clock,
                page,
                mostFindings);
    }

    /** Kind and recording of every notice, in the order in which they were written. */
    List<String> notices() {
        return jdbi.withHandle(handle -> handle.createQuery("select message from notice order by position")
                .map((row, context) -> Json.read(row.getString("message"), JsonNode.class))
                .map(message -> message.at("/data/kind").asText() + " "
                        + message.at("/data/recordingId").asText("-"))
                .list());
    }

    /** Kind and subject of everything that stands. */
    List<String> standing() {
        return findings.standing(1_000).stream()
                .map(finding -> finding.found().kind() + " " + finding.found().subject())
                .toList();
    }

    @Override
    public void close() {
        vault.close();
        between.close();
    }
}
