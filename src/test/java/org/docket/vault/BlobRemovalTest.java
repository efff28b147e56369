package org.docket.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.testkit.TestParts;
import org.docket.vault.BlobRemoval.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** With Azurite, which takes batches. */
class BlobRemovalTest {
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger single = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private boolean takesBatches = true;
    private int losesAnswers;
    private boolean keepsVersions;
    private BlobContainerClient container;
    private BlobRemoval removal;

    @BeforeEach
    void connect() throws Exception {
        Map<String, String> settings = Map.of("docket.vault.connection", TestParts.newVault());
        VaultConfiguration configuration = Settings.load(Path.of(""), null, Map.of(), settings, Docket.CONFIGURATION)
                .read(VaultConfiguration.class);
        BlobServiceClient client = VaultClient.of(configuration.connection(), configuration)
                .addPolicy((call, next) -> {
                    if (isOfABatch(call.getHttpRequest())) {
                        batches.incrementAndGet();
                        if (!takesBatches) {
                            refused.incrementAndGet();
                            call.getHttpRequest()
                                    .setUrl(call.getHttpRequest()
                                            .getUrl()
                                            .toString()
                                            .replace("comp=batch", "comp=unknown"));
                        }
                    } else if (call.getHttpRequest().getHttpMethod() == HttpMethod.DELETE
                            && call.getHttpRequest().getUrl().getPath().endsWith(".mp4")) {
                        single.incrementAndGet();
                    } else if (call.getHttpRequest().getHttpMethod() == HttpMethod.PUT
                            && call.getHttpRequest().getUrl().getPath().contains("docket-check-")) {
                        looks.incrementAndGet();
                    }
                    return next.process().flatMap(answer -> {
                        if (keepsVersions && answer.getRequest().getHttpMethod() == HttpMethod.PUT) {
                            answer.getHeaders()
                                    .set(HttpHeaderName.fromString("x-ms-version-id"), "2026-03-19T00:00:00Z");
                        }
                        if (losesAnswers == 0 || !isOfABatch(answer.getRequest())) {
                            return Mono.just(answer);
                        }
                        losesAnswers--;
                        answer.close();
                        return Mono.error(new IOException("the answer was lost"));
                    });
                })
                .buildClient();
        container = client.getBlobContainerClient(configuration.container());
        container.createIfNotExists();
        client.getBlobContainerClient(configuration.custody()).createIfNotExists();
        removal = new BlobRemoval(client, configuration);
    }

    private static boolean isOfABatch(HttpRequest request) {
        return String.valueOf(request.getUrl().getQuery()).contains("comp=batch");
    }

    @AfterEach
    void close() {
        removal.close();
    }

    @Test
    void deletesManyInOneCallAndSaysOfEachWhatBecameOfIt() {
        BlobClient gone = put("2026/03/14/a.mp4");
        gone.createSnapshot();
        BlobClient leased = put("2026/03/14/b.mp4");
        new BlobLeaseClientBuilder().blobClient(leased).buildClient().acquireLease(-1);
        List<String> names = List.of(gone.getBlobName(), leased.getBlobName(), "2026/03/14/never.mp4");

        Map<String, Outcome> outcomes = removal.delete(names);

        assertThat(batches).hasValue(1);
        assertThat(outcomes.get(names.get(0))).isEqualTo(new Outcome.Gone());
        assertThat(outcomes.get(names.get(1)))
                .isInstanceOfSatisfying(Outcome.Refused.class, answer -> assertThat(answer.reason())
                        .contains("412"));
        assertThat(outcomes.get(names.get(2))).isEqualTo(new Outcome.AlreadyGone());
        assertThat(container.listBlobs()).extracting(blob -> blob.getName()).containsExactly(leased.getBlobName());
        assertThat(removal.absent(names)).containsExactlyInAnyOrder(names.get(0), names.get(2));
    }

    @Test
    void confirmsNothingThatIsThereWhenItAsks() {
        BlobClient there = put("2026/03/15/late.mp4");

        // It goes with the first question; only the answer to the second says that it is gone.
        assertThat(removal.absent(List.of(there.getBlobName()))).containsExactly(there.getBlobName());
        assertThat(batches).hasValue(2);
    }

    @Test
    void takesAMissingContainerForNoProof() {
        container.delete();

        assertThat(removal.delete(List.of("2026/03/14/a.mp4")).values())
                .singleElement()
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(removal.absent(List.of("2026/03/14/a.mp4"))).isEmpty();
    }

    @Test
    void deletesOneByOneWhereThereAreNoBatches() {
        takesBatches = false;
        List<String> names = IntStream.range(0, 5)
                .mapToObj(number -> put("2026/03/14/" + number + ".mp4").getBlobName())
                .toList();

        assertThat(removal.delete(names.subList(0, 3)).values()).containsOnly(new Outcome.Gone());
        assertThat(removal.absent(names)).containsExactlyElementsOf(names.subList(0, 3));
        assertThat(removal.delete(names.subList(2, 5)).values())
                .containsExactly(new Outcome.AlreadyGone(), new Outcome.Gone(), new Outcome.Gone());

        assertThat(container.listBlobs()).isEmpty();
    }

    @Test
    void takesBatchesAgainAfterOneThatWasRefused() {
        List<String> names = List.of(
                put("2026/03/17/a.mp4").getBlobName(), put("2026/03/17/b.mp4").getBlobName());
        takesBatches = false;
        assertThat(removal.delete(names).values()).containsOnly(new Outcome.Gone());
        takesBatches = true;

        assertThat(removal.delete(names).values()).containsOnly(new Outcome.AlreadyGone());

        assertThat(refused).hasValue(1);
        assertThat(batches).hasValue(2);
        assertThat(single).hasValue(2);
    }

    @Test
    void saysThatACallWasSentAgainAfterItsAnswerWasLost() {
        List<String> names = List.of(put("2026/03/18/a.mp4").getBlobName());
        losesAnswers = 1;

        assertThat(removal.delete(names).values()).containsExactly(new Outcome.AlreadyGone(true));
        assertThat(removal.delete(names).values()).containsExactly(new Outcome.AlreadyGone(false));
        assertThat(removal.absent(names)).containsExactlyElementsOf(names);
    }

    @Test
    void saysWhatWasNotThereAlsoWhereVersionsAreKept() {
        keepsVersions = true;
        List<String> names = List.of(put("2026/03/19/a.mp4").getBlobName(), "2026/03/19/never.mp4");

        assertThat(removal.delete(names).values()).containsExactly(new Outcome.Gone(), new Outcome.AlreadyGone());
    }

    @Test
    void looksOnceForEachRunWhetherTheVaultKeepsVersions() {
        removal.delete(List.of());
        removal.delete(List.of());
        assertThat(looks).hasValue(1);

        removal.lookAfresh();
        removal.delete(List.of());
        assertThat(looks).hasValue(2);
    }

    @Test
    void deletesMoreThanABatchHolds() {
        List<String> names = IntStream.range(0, BlobRemoval.MOST_IN_A_BATCH + 1)
                .mapToObj(number -> "2026/03/16/" + number + ".mp4")
                .toList();
        put(names.get(0));
        put(names.get(BlobRemoval.MOST_IN_A_BATCH));

        assertThat(removal.delete(names).values().stream().filter(outcome -> outcome.equals(new Outcome.Gone())))
                .hasSize(2);
        assertThat(batches).hasValue(2);
    }

    private BlobClient put(String name) {
        BlobClient blob = container.getBlobClient(name);
        blob.upload(BinaryData.fromString("recording " + name));
        return blob;
    }
}
