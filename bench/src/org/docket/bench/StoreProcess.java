package org.docket.bench;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.docket.embedded.EmbeddedVault;
import org.docket.embedded.Role;

/**
 * A blob store that runs in a process of its own for as long as the benchmark does.
 *
 * @param store how it is reached
 * @param end stops it
 */
record StoreProcess(Store store, Runnable end) implements AutoCloseable {
    /** The same for every contender: memory is only for names, and collecting it takes no second processor. */
    /** It remembers every blob that it was sent, without its bytes: some hundred thousand over all rounds. */
    private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseSerialGC");

    static StoreProcess sink() throws IOException {
        Process process = Children.start(
                new ProcessBuilder(Children.java(JVM, BlobSink.class)).redirectError(ProcessBuilder.Redirect.INHERIT));
        String line = Children.awaitLine(process, BlobSink.LISTENING);
        String endpoint = BlobSink.endpoint(Integer.parseInt(line.substring(BlobSink.LISTENING.length())));
        // It lets everybody in; rclone only asks that there is something that looks like a signature.
        Store store = new Store(endpoint, "sv=x&sig=y", BlobSink.connectionString(endpoint), process.pid(), true);
        return new StoreProcess(store, process::destroy);
    }

    /**
     * Docket's own Azurite.
     *
     * @param home a folder for what it holds
     * @param installation where its program is
     */
    static StoreProcess azurite(Path home, Path installation) throws IOException {
        EmbeddedVault vault = EmbeddedVault.start(home, installation, 0, Role.OWNER);
        long process = Long.parseLong(
                Files.readString(home.resolve("azurite").resolve("azurite.pid")).strip());
        String connection = vault.connectionString();
        var client = new BlobServiceClientBuilder().connectionString(connection).buildClient();
        String signature = client.generateAccountSas(new AccountSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusDays(1),
                AccountSasPermission.parse("rwdlc"),
                AccountSasService.parse("b"),
                AccountSasResourceType.parse("sco")));
        Store store = new Store(client.getAccountUrl(), signature, connection, process, false);
        return new StoreProcess(store, vault::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
