package org.docket.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.Block;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.vault.BlobRemoval;
import org.docket.vault.BlobRemoval.Outcome;
import org.docket.vault.Crc64;
import org.docket.vault.VaultClient;
import org.docket.vault.VaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobSinkTest {
    private static final byte[] FIRST = bytes("the first block, ");
    private static final byte[] SECOND = bytes("and the second");
    private static final String FIRST_ID = "MDE=";
    private static final String SECOND_ID = "MDI=";

    private final HttpClient http = HttpClient.newHttpClient();
    private BlobSink sink;
    private BlobContainerClient container;

    @BeforeEach
    void start() throws IOException {
        sink = BlobSink.start(0, true, true);
        container = new BlobServiceClientBuilder()
                .connectionString(sink.connectionString())
                .buildClient()
                .createBlobContainer("recordings");
    }

    @AfterEach
    void stop() throws IOException {
        sink.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob", "block"})
    void refusesABodyWhoseMd5Differs(String what) throws Exception {
        HttpResponse<String> answer = put(what, FIRST, "Content-MD5", md5(SECOND));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-ms-error-code")).contains("Md5Mismatch");
        assertThat(container.getBlobClient("a.mp4").exists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob", "block"})
    void refusesABodyWhoseCrc64Differs(String what) throws Exception {
        HttpResponse<String> answer = put(what, FIRST, "x-ms-content-crc64", crc64(SECOND));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-ms-error-code")).contains("Crc64Mismatch");
        assertThat(container.getBlobClient("a.mp4").exists()).isFalse();
    }

    @Test
    void takesABodyWhoseChecksumsFit() throws Exception {
        assertThat(put("blob", FIRST, "Content-MD5", md5(FIRST), "x-ms-content-crc64", crc64(FIRST))
                        .statusCode())
                .isEqualTo(201);
        assertThat(container.getBlobClient("a.mp4").downloadContent().toBytes()).isEqualTo(FIRST);
    }

    @Test
    void putsNothingOverABlobThatMustNotBeThere() throws Exception {
        put("blob", FIRST);

        HttpResponse<String> answer = put("blob", SECOND, "If-None-Match", "*");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("x-ms-error-code")).contains("BlobAlreadyExists");
        assertThat(container.getBlobClient("a.mp4").downloadContent().toBytes()).isEqualTo(FIRST);
    }

    @Test
    void commitsBlocksInTheOrderOfTheListAndKeepsWhatIsSaidAboutThem() {
        BlobClient blob = container.getBlobClient("2026/03/14/a.mp4");
        blob.getBlockBlobClient().stageBlock(SECOND_ID, BinaryData.fromBytes(SECOND));
        blob.getBlockBlobClient().stageBlock(FIRST_ID, BinaryData.fromBytes(FIRST));

        assertThat(blob.exists()).isFalse();
        assertThat(blob.getBlockBlobClient()
                        .listBlocks(BlockListType.UNCOMMITTED)
                        .getUncommittedBlocks())
                .extracting(Block::getSizeLong)
                .containsExactly((long) SECOND.length, (long) FIRST.length);

        blob.getBlockBlobClient()
                .commitBlockListWithResponse(
                        new BlockBlobCommitBlockListOptions(List.of(FIRST_ID, SECOND_ID))
                                .setMetadata(Map.of("docketid", "7")),
                        null,
                        Context.NONE);

        assertThat(blob.downloadContent().toString()).isEqualTo("the first block, and the second");
        assertThat(blob.getProperties().getMetadata()).containsExactly(Map.entry("docketid", "7"));
    }

    @Test
    void deletesInABatchAndAnswersForEach() throws Exception {
        container.getBlobClient("2026/03/14/a.mp4").upload(BinaryData.fromBytes(FIRST));
        container.getBlobClient("2026/03/14/b.mp4").upload(BinaryData.fromBytes(SECOND));
        VaultConfiguration configuration = Settings.load(Path.of(""), null, Map.of(), Map.of(), Docket.CONFIGURATION)
                .read(VaultConfiguration.class);
        BlobServiceClient client =
                VaultClient.of(sink.connectionString(), configuration).buildClient();
        client.getBlobContainerClient(configuration.custody()).createIfNotExists();
        try (BlobRemoval removal = new BlobRemoval(client, configuration)) {
            assertThat(removal.delete(List.of("2026/03/14/a.mp4", "2026/03/14/never.mp4")))
                    .containsEntry("2026/03/14/a.mp4", new Outcome.Gone())
                    .containsEntry("2026/03/14/never.mp4", new Outcome.AlreadyGone());
        }
        HttpResponse<String> figures = http.send(
                HttpRequest.newBuilder(URI.create(container.getAccountUrl()).resolve("/figures"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(figures.body()).contains("calls.batched.DELETE=2");
        assertThat(container.listBlobs()).extracting(blob -> blob.getName()).containsExactly("2026/03/14/b.mp4");
    }

    @Test
    void refusesABatchThatIsNone() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(container.getBlobContainerUrl() + "?restype=container&comp=batch"))
                        .header("Content-Type", "multipart/mixed; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofString("--y\r\n"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> put(String what, byte[] body, String... headers) throws Exception {
        String query = what.equals("block") ? "?comp=block&blockid=" + FIRST_ID : "";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(container.getBlobContainerUrl() + "/a.mp4" + query))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String md5(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Hashing.digest("MD5").digest(bytes));
    }

    private static String crc64(byte[] bytes) {
        Crc64 crc64 = new Crc64();
        crc64.update(ByteBuffer.wrap(bytes));
        return crc64.header();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
