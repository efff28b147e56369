package org.docket.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.docket.configuration.ConfigurationException;
import org.docket.testkit.TestParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** The deposit against a real Azurite. */
class VaultTest {
    private static final int BLOCK = 64 * 1024;
    private static final UUID ID = UUID.fromString("0197a000-1111-7222-8333-444455556666");
    private static final String BLOB = "2026/05/04/" + ID + ".mp4";

    /** Blocks with a wrong checksum that the vault is sent when it is opened. */
    private static final int PROBES = 1;

    private final String connection = TestParts.newVault();
    private final AtomicInteger blocksSent = new AtomicInteger();
    private final Path folder;
    private @Nullable Vault vault;

    VaultTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        if (vault != null) {
            vault.close();
        }
    }

    @Test
    void depositsARecordingOfManyBlocksWholeAndWithItsMetadata() throws Exception {
        Path source = source(10 * BLOCK + 17, 1);
        Deposit outcome = vault(counting()).deposit(request(source));
        String sha256 = SourceDigest.of(source);
        assertThat(outcome)
                .isEqualTo(new Deposit.Verified(sha256, Files.size(source), BLOB, vault().url(BLOB), false, false));
        assertThat(blob().downloadContent().toBytes()).isEqualTo(Files.readAllBytes(source));
        assertThat(blob().getProperties().getMetadata())
                .isEqualTo(Map.of("docketid", ID.toString(), "sha256", sha256, "dock", "dock-7"));
        assertThat(blob().getProperties().getContentType()).isEqualTo("video/mp4");
        assertThat(blocksSent).hasValue(11 + PROBES);
    }

    @Test
    void depositsARecordingThatIsExactlyOneBlockAndOneOfASingleByte() throws Exception {
        assertThat(vault().deposit(request(source(BLOCK, 2)))).isInstanceOf(Deposit.Verified.class);
        assertThat(vault().deposit(request(source(1, 3), UUID.randomUUID()))).isInstanceOf(Deposit.Verified.class);
    }

    @Test
    void sendsNothingAgainThatTheVaultAlreadyHolds() throws Exception {
        Path source = source(3 * BLOCK, 4);
        vault(counting()).deposit(request(source));
        int before = blocksSent.get();
        Deposit outcome = vault().deposit(again(source));
        assertThat(outcome)
                .isInstanceOfSatisfying(Deposit.Verified.class, verified -> assertThat(verified.alreadyThere())
                        .isTrue());
        assertThat(blocksSent).hasValue(before);
    }

    @Test
    void goesOnFromTheBlocksThatTheVaultHolds() throws Exception {
        Path source = source(9 * BLOCK + 5, 20);
        AtomicInteger left = new AtomicInteger(4);
        assertThat(vault(failingWhen(() -> left.getAndDecrement() <= 0)).deposit(request(source)))
                .isInstanceOf(Deposit.Unknown.class);
        int held = heldBlocks();
        assertThat(held).isBetween(2, 9);

        blocksSent.set(0);
        Deposit outcome = vault(counting()).deposit(again(source));
        assertThat(outcome).isInstanceOfSatisfying(Deposit.Verified.class, verified -> assertThat(verified.sha256())
                .isEqualTo(sha256(source)));
        assertThat(blocksSent).hasValue(PROBES + 10 - held);
        assertThat(blob().downloadContent().toBytes()).isEqualTo(Files.readAllBytes(source));
    }

    @Test
    void sendsBlocksAgainWhoseContentIsAnotherNow() throws Exception {
        Path source = source(8 * BLOCK, 21);
        AtomicInteger left = new AtomicInteger(6);
        vault(failingWhen(() -> left.getAndDecrement() <= 0)).deposit(request(source));
        Path changed = source(8 * BLOCK, 22);
        assertThat(vault(counting()).deposit(again(changed))).isInstanceOf(Deposit.Verified.class);
        assertThat(blob().downloadContent().toBytes()).isEqualTo(Files.readAllBytes(changed));
        assertThat(heldBlocks()).isZero();
    }

    @Test
    void beginsAnewBesideBlocksThatAnotherChecksumNames() throws Exception {
        Path source = source(4 * BLOCK, 23);
        blob().getBlockBlobClient()
                .stageBlock(
                        Base64.getEncoder().encodeToString("another form of id".getBytes(StandardCharsets.US_ASCII)),
                        BinaryData.fromString("left by another version"));
        assertThat(vault().deposit(again(source))).isInstanceOf(Deposit.Verified.class);
        assertThat(blob().downloadContent().toBytes()).isEqualTo(Files.readAllBytes(source));
    }

    @Test
    void salvagesACommittedBlobAndDropsBlocksThatNeverWere() throws Exception {
        Path source = source(3 * BLOCK, 24);
        assertThat(vault().salvage(BLOB, ID)).isEmpty();
        blob().getBlockBlobClient()
                .stageBlock(
                        Base64.getEncoder().encodeToString("00000000".getBytes(StandardCharsets.US_ASCII)),
                        BinaryData.fromString("abandoned"));
        assertThat(heldBlocks()).isEqualTo(1);
        assertThat(vault().salvage(BLOB, ID)).isEmpty();
        assertThat(heldBlocks()).isZero();
        assertThat(blob().exists()).isFalse();

        vault().deposit(request(source));
        assertThat(vault().salvage(BLOB, ID))
                .hasValueSatisfying(verified -> assertThat(verified.sha256()).isEqualTo(sha256(source)));
        assertThatThrownBy(() -> vault().salvage(BLOB, UUID.randomUUID())).hasMessageContaining("nothing was changed");
        assertThat(blob().exists()).isTrue();
    }

    @Test
    void takesAnEmptyBlobForWhatADropLeftThatWasCutShort() throws Exception {
        Path source = source(3 * BLOCK, 28);
        vault();
        blob().getBlockBlobClient().commitBlockList(List.of());
        assertThat(vault().salvage(BLOB, ID)).isEmpty();
        assertThat(blob().exists()).isFalse();
        blob().getBlockBlobClient().commitBlockList(List.of());
        assertThat(vault().deposit(again(source))).isInstanceOf(Deposit.Verified.class);
        assertThat(blob().downloadContent().toBytes()).isEqualTo(Files.readAllBytes(source));
    }

    @Test
    void readsADepositAgainWhereThatIsWanted() throws Exception {
        VaultConfiguration rereading = configuration(2, VaultConfiguration.Verify.REREAD);
        Path source = source(3 * BLOCK, 25);
        Deposit outcome = vault((context, next) -> next.process(), rereading).deposit(request(source));
        assertThat(outcome).isInstanceOfSatisfying(Deposit.Verified.class, verified -> {
            assertThat(verified.reread()).isTrue();
            assertThat(verified.authority()).contains("read again");
        });
    }

    @Test
    void takesAwayWhatIsNotWhatWasDepositedWhenItReadsItAgain() throws Exception {
        VaultConfiguration rereading = configuration(2, VaultConfiguration.Verify.REREAD);
        Path source = source(BLOCK / 2, 26);
        AtomicBoolean rotten = new AtomicBoolean();
        HttpPipelinePolicy rotting = (context, next) -> {
            if (context.getHttpRequest().getHttpMethod() == HttpMethod.GET && rotten.compareAndSet(false, true)) {
                rot();
            }
            return next.process();
        };
        assertThat(vault(rotting, rereading).deposit(request(source)))
                .isInstanceOfSatisfying(Deposit.Mismatch.class, mismatch -> assertThat(mismatch.reason())
                        .contains("sent again"));
        assertThat(blob().exists()).isFalse();
    }

    @Test
    void fallsBackToMd5WhereTheServiceDoesNotCompareCrc64() throws Exception {
        Path source = source(3 * BLOCK, 27);
        List<String> checksums = new CopyOnWriteArrayList<>();
        HttpPipelinePolicy older = beforeSigning(request -> {
            HttpHeaders headers = request.getHeaders();
            if (isBlock(request.getUrl().getQuery())) {
                checksums.add(headers.getValue(HttpHeaderName.CONTENT_MD5) == null ? "CRC64" : "MD5");
            }
            headers.remove(HttpHeaderName.fromString("x-ms-content-crc64"));
        });
        assertThat(vault(older).deposit(request(source))).isInstanceOf(Deposit.Verified.class);
        assertThat(checksums).containsExactly("CRC64", "MD5", "MD5", "MD5", "MD5");
        assertThat(vault().client().getBlobContainerClient("recordings").listBlobs())
                .extracting(BlobItem::getName)
                .containsExactly(BLOB);
    }

    @Test
    void refusesAServiceThatComparesNothing() {
        HttpPipelinePolicy careless = beforeSigning(request -> {
            request.getHeaders().remove(HttpHeaderName.fromString("x-ms-content-crc64"));
            request.getHeaders().remove(HttpHeaderName.CONTENT_MD5);
        });
        assertThatThrownBy(() -> vault(careless))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CRC64");
    }

    @Test
    void refusesADepositWhoseHashDiffersFromWhatTheVaultHoldsAndOverwritesNothing() throws Exception {
        Path source = source(2 * BLOCK, 5);
        vault().deposit(request(source));
        assertThat(vault().deposit(request(source(2 * BLOCK, 6))))
                .isInstanceOfSatisfying(Deposit.Mismatch.class, mismatch -> assertThat(mismatch.reason())
                        .contains(ID.toString()));
        assertThat(blob().downloadContent().toBytes()).isEqualTo(Files.readAllBytes(source));
    }

    @Test
    void commitsNothingWhenABlockIsAlteredOnItsWay() throws Exception {
        Path source = source(4 * BLOCK, 7);
        HttpPipelinePolicy altering = (context, next) -> {
            if (isBlock(context.getHttpRequest().getUrl().getQuery())) {
                byte[] body = context.getHttpRequest().getBodyAsBinaryData().toBytes();
                body[body.length / 2] ^= 1;
                context.getHttpRequest().setBody(BinaryData.fromBytes(body));
            }
            return next.process();
        };
        assertThat(vault(altering).deposit(request(source)))
                .isInstanceOfSatisfying(
                        Deposit.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("400").contains("Mismatch"));
        assertThat(blob().exists()).isFalse();
    }

    @Test
    void commitsNothingWhenTheSourceGrowsWhileItIsRead() throws Exception {
        Path source = source(6 * BLOCK, 8);
        DepositRequest request = request(source);
        HttpPipelinePolicy growing = (context, next) -> {
            try {
                Files.write(source, new byte[] {1}, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return next.process();
        };
        assertThat(vault(growing).deposit(request)).isInstanceOf(Deposit.Unreadable.class);
        assertThat(blob().exists()).isFalse();
    }

    @Test
    void saysThatASourceCannotBeReadThatIsGone() throws Exception {
        Path source = source(BLOCK, 9);
        DepositRequest request = request(source);
        Files.delete(source);
        assertThat(vault().deposit(request)).isInstanceOf(Deposit.Unreadable.class);
    }

    @Test
    void saysThatItDoesNotKnowWhenTheVaultDoesNotAnswer() throws Exception {
        String nowhere =
                "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:9/a;";
        try (Vault dead = new Vault(VaultClient.of(nowhere, configuration(1)).buildClient(), configuration(1))) {
            assertThat(dead.deposit(request(source(BLOCK, 10)))).isInstanceOf(Deposit.Unknown.class);
            assertThat(dead.figures().getFailedDeposits()).isEqualTo(1);
        }
    }

    @Test
    void neverQuotesAConnectionStringThatItCannotUse() {
        assertThatThrownBy(() -> VaultClient.of("AccountKey=c2VjcmV0", configuration(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("docket.vault.connection")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void holdsMemoryConstantWhateverTheSizeOfTheRecording() throws Exception {
        int block = 1 << 20;
        Path source = folder.resolve("large.mp4");
        try (RandomAccessFile sparse = new RandomAccessFile(source.toFile(), "rw")) {
            sparse.setLength(96L * block);
        }
        long[] least = {Long.MAX_VALUE};
        long[] most = {0};
        HttpPipelinePolicy weighing = (context, next) -> {
            if (isBlock(context.getHttpRequest().getUrl().getQuery()) && blocksSent.incrementAndGet() % 12 == 0) {
                long live = liveBytes();
                least[0] = Math.min(least[0], live);
                most[0] = Math.max(most[0], live);
            }
            return next.process();
        };
        VaultConfiguration configuration = new VaultConfiguration(
                "", "recordings", "custody", block, 3, VaultConfiguration.Verify.TRANSIT, 2, Duration.ofSeconds(20));
        try (Vault weighed = new Vault(vault(weighing).client(), configuration)) {
            weighed.prepare();
            assertThat(weighed.deposit(request(source))).isInstanceOf(Deposit.Verified.class);
        }
        assertThat(blocksSent.get()).isEqualTo(96 + 2 * PROBES);
        assertThat(most[0] - least[0])
                .as("live bytes from early to late blocks")
                .isLessThan(16L * block);
    }

    @Test
    void findsAFlippedByteWhenItReadsABlobAgain() throws Exception {
        Path source = source(2 * BLOCK + 5, 12);
        vault().deposit(request(source));
        String sha256 = SourceDigest.of(source);
        assertThat(vault().reread(BLOB, sha256)).isInstanceOf(Fixity.Intact.class);
        byte[] content = Files.readAllBytes(source);
        content[BLOCK] ^= 4;
        Map<String, String> metadata = blob().getProperties().getMetadata();
        blob().upload(BinaryData.fromBytes(content), true);
        blob().setMetadata(metadata);
        assertThat(vault().holds(BLOB, sha256, content.length)).isTrue();
        assertThat(vault().reread(BLOB, sha256)).isInstanceOf(Fixity.Altered.class);
        blob().delete();
        assertThat(vault().reread(BLOB, sha256))
                .isInstanceOfSatisfying(Fixity.Altered.class, altered -> assertThat(altered.finding())
                        .contains("missing"));
    }

    @Test
    void removesAsSurplusOnlyTheBlobOfThatRecording() throws Exception {
        vault().deposit(request(source(BLOCK, 13)));
        UUID stranger = UUID.randomUUID();
        assertThatThrownBy(() -> vault().removeSurplus(BLOB, stranger)).hasMessageContaining(stranger.toString());
        assertThat(blob().exists()).isTrue();
        vault().removeSurplus(BLOB, ID);
        assertThat(vault().isAbsent(BLOB)).isTrue();
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Path source(int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        Path source = folder.resolve("source-" + seed + ".mp4");
        Files.write(source, content);
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2026-05-04T03:02:01Z")));
        return source;
    }

    private static DepositRequest request(Path source) throws IOException {
        return request(source, ID);
    }

    private static DepositRequest request(Path source, UUID id) throws IOException {
        return request(source, id, false);
    }

    private static DepositRequest again(Path source) throws IOException {
        return request(source, ID, true);
    }

    private static DepositRequest request(Path source, UUID id, boolean resumed) throws IOException {
        return new DepositRequest(
                id,
                "dock-7",
                source,
                Files.size(source),
                Files.getLastModifiedTime(source).toInstant().truncatedTo(ChronoUnit.MICROS),
                "2026/05/04/" + id + ".mp4",
                "video/mp4",
                resumed);
    }

    private static VaultConfiguration configuration(int tries) {
        return configuration(tries, VaultConfiguration.Verify.TRANSIT);
    }

    private static VaultConfiguration configuration(int tries, VaultConfiguration.Verify verify) {
        return new VaultConfiguration("", "recordings", "custody", BLOCK, 3, verify, tries, Duration.ofSeconds(20));
    }

    private Vault vault() {
        Vault open = vault;
        return open == null ? vault((context, next) -> next.process()) : open;
    }

    private Vault vault(HttpPipelinePolicy policy) {
        return vault(policy, configuration(2));
    }

    private Vault vault(HttpPipelinePolicy policy, VaultConfiguration configuration) {
        BlobServiceClient client = VaultClient.of(connection, configuration)
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 2, 20, 50L, 50L, null))
                .addPolicy(policy)
                .buildClient();
        Vault opened = new Vault(client, configuration);
        opened.prepare();
        vault = opened;
        return opened;
    }

    private HttpPipelinePolicy counting() {
        return (context, next) -> {
            if (isBlock(context.getHttpRequest().getUrl().getQuery())) {
                blocksSent.incrementAndGet();
            }
            return next.process();
        };
    }

    /** As if the client had never set what is taken away here. */
    private static HttpPipelinePolicy beforeSigning(Consumer<HttpRequest> change) {
        return new HttpPipelinePolicy() {
            @Override
            public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
                change.accept(context.getHttpRequest());
                return next.process();
            }

            @Override
            public HttpPipelinePosition getPipelinePosition() {
                return HttpPipelinePosition.PER_CALL;
            }
        };
    }

    /** Loses blocks of the recording as long as it is told to. */
    private HttpPipelinePolicy failingWhen(BooleanSupplier failing) {
        return (context, next) -> {
            URL url = context.getHttpRequest().getUrl();
            boolean fails = isBlock(url.getQuery()) && url.getPath().contains(ID.toString()) && failing.getAsBoolean();
            return fails ? Mono.error(new IOException("the network is gone")) : next.process();
        };
    }

    private int heldBlocks() {
        try {
            return blob().getBlockBlobClient()
                    .listBlocks(BlockListType.UNCOMMITTED)
                    .getUncommittedBlocks()
                    .size();
        } catch (BlobStorageException e) {
            return 0;
        }
    }

    private static String sha256(Path source) {
        try {
            return SourceDigest.of(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rot() {
        BlobClient rotten = new BlobServiceClientBuilder()
                .connectionString(connection)
                .buildClient()
                .getBlobContainerClient("recordings")
                .getBlobClient(BLOB);
        Map<String, String> metadata = rotten.getProperties().getMetadata();
        byte[] content = rotten.downloadContent().toBytes();
        content[content.length / 3] ^= 2;
        rotten.upload(BinaryData.fromBytes(content), true);
        rotten.setMetadata(metadata);
    }

    private static boolean isBlock(@Nullable String query) {
        return query != null && query.contains("comp=block&");
    }

    private BlobClient blob() {
        return vault().client().getBlobContainerClient("recordings").getBlobClient(BLOB);
    }
}
