package org.docket.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.testkit.MovableClock;
import org.docket.testkit.TestParts;
import org.docket.vault.ReadLinks.ReadLink;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadLinksTest {
    private static final String BLOB = "2026/03/14/01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90.mp4";
    private static final String OTHER = "2026/03/14/01958f3e-7a10-7c3b-9e55-2b8f1d4c6a91.mp4";

    private final VaultConfiguration configuration = Settings.load(
                    Path.of(""), null, Map.of(), Map.of(), Docket.CONFIGURATION)
            .read(VaultConfiguration.class);
    private final HttpClient http = HttpClient.newHttpClient();
    private BlobServiceClient azurite;

    @BeforeAll
    void deposit() throws Exception {
        azurite = new BlobServiceClientBuilder()
                .connectionString(TestParts.newVault())
                .buildClient();
        azurite.createBlobContainer(configuration.container());
        for (String name : List.of(BLOB, OTHER)) {
            azurite.getBlobContainerClient(configuration.container())
                    .getBlobClient(name)
                    .upload(BinaryData.fromString("what the camera saw: " + name));
        }
    }

    @Test
    void aLinkReadsItsRecording() throws Exception {
        ReadLink link = links(azurite, Instant.now()).to(BLOB, Duration.ofMinutes(5));

        java.net.http.HttpResponse<String> answer = get(link.url());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("what the camera saw: " + BLOB);
        assertThat(link.until())
                .isBetween(Instant.now().plusSeconds(290), Instant.now().plusSeconds(300));
    }

    @Test
    void aLinkReadsNoOtherRecording() throws Exception {
        String url =
                links(azurite, Instant.now()).to(BLOB, Duration.ofMinutes(5)).url();

        assertThat(get(url.replace(BLOB, OTHER)).statusCode()).isEqualTo(403);
        assertThat(get(url.replaceAll("sig=...", "sig=abc")).statusCode()).isEqualTo(403);
        assertThat(get(url.replaceAll("\\?.*", "")).statusCode()).isNotEqualTo(200);
    }

    @Test
    void aLinkEndsAtItsTime() throws Exception {
        ReadLink link = links(azurite, Instant.now().minus(Duration.ofHours(1))).to(BLOB, Duration.ofMinutes(59));

        assertThat(get(link.url()).statusCode()).isEqualTo(403);
    }

    @Test
    void aLinkDoesNothingButRead() throws Exception {
        String url =
                links(azurite, Instant.now()).to(BLOB, Duration.ofMinutes(5)).url();

        assertThat(send("DELETE", url)).isEqualTo(403);
        assertThat(send("PUT", url)).isEqualTo(403);
        assertThat(send("PUT", url + "&comp=tags")).isEqualTo(403);
        assertThat(get(url.replace("/" + BLOB, "") + "&restype=container&comp=list")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(url).statusCode()).isEqualTo(200);
    }

    @Test
    void aLinkToARealVaultWantsTls() {
        BlobServiceClient real = new BlobServiceClientBuilder()
                .connectionString(
                        "DefaultEndpointsProtocol=https;AccountName=forceevidence;AccountKey=bm9ib2R5J3Mga2V5;"
                                + "EndpointSuffix=core.windows.net")
                .buildClient();

        ReadLink link = links(real, Instant.parse("2026-03-14T22:47:33.5Z")).to(BLOB, Duration.ofHours(1));

        assertThat(link.url()).startsWith("https://forceevidence.blob.core.windows.net/recordings/" + BLOB + "?");
        assertThat(query(link.url()))
                .containsEntry("spr", "https")
                .containsEntry("sp", "r")
                .containsEntry("sr", "b")
                .containsEntry("se", "2026-03-14T23:47:33Z")
                .doesNotContainKey("skoid");
    }

    @Test
    void whoeverSignsInWithAnIdentitySignsWithADelegatedKeyThatIsAskedForOnce() {
        DelegatingVault vault = new DelegatingVault();
        ReadLinks links = links(vault.client(), Instant.parse("2026-03-14T22:47:33.5Z"));

        ReadLink first = links.to(BLOB, Duration.ofHours(1));
        ReadLink second = links.to(OTHER, Duration.ofHours(2));

        assertThat(vault.asked).hasSize(1);
        assertThat(vault.asked.get(0))
                .contains("<Start>2026-03-14T22:32:33Z</Start>", "<Expiry>2026-03-15T23:47:33Z</Expiry>");
        assertThat(query(first.url()))
                .containsEntry("skoid", "4ad0c4a3-9f53-4c9b-b9e1-0e7c2f7a1d55")
                .containsEntry("sp", "r")
                .containsEntry("sr", "b")
                .containsEntry("spr", "https")
                .containsEntry("se", "2026-03-14T23:47:33Z");
        assertThat(query(first.url()).get("sig"))
                .isNotEqualTo(query(second.url()).get("sig"));
        links.to(BLOB, Duration.ofDays(3));
        assertThat(vault.asked).hasSize(2);
    }

    @Test
    void theKeyOfTheLongestLinkIsGivenByAVaultWhoseClockIsBehindAndSignsTheNextLinksToo() {
        DelegatingVault vault = new DelegatingVault();
        MovableClock clock = new MovableClock();
        ReadLinks links = new ReadLinks(vault.client(), configuration, clock);
        Instant first = clock.instant();

        links.to(BLOB, Duration.ofDays(6));
        clock.advance(Duration.ofHours(12));
        links.to(OTHER, Duration.ofDays(6));

        assertThat(vault.asked).hasSize(1);
        assertThat(Instant.parse(DelegatingVault.between(vault.asked.get(0).strip(), "Expiry")))
                .isBeforeOrEqualTo(first.plus(Duration.ofDays(7)).minus(Duration.ofMinutes(15)));
    }

    @Test
    void withNothingToSignWithThereAreNoLinks() {
        ReadLinks links = links(
                new BlobServiceClientBuilder()
                        .endpoint("https://forceevidence.blob.core.windows.net")
                        .sasToken("sv=2026-02-06&ss=b&srt=sco&sp=rwl&sig=c2lnbmVk")
                        .buildClient(),
                Instant.now());

        assertThat(links.arePossible()).isFalse();
        assertThatThrownBy(() -> links.to(BLOB, Duration.ofHours(1))).isInstanceOf(IllegalStateException.class);
        assertThat(links(azurite, Instant.now()).arePossible()).isTrue();
    }

    @Test
    void aLinkDoesNotShowItself() {
        ReadLink link = links(azurite, Instant.now()).to(BLOB, Duration.ofMinutes(5));

        assertThat(link.toString()).isEqualTo("a link until " + link.until());
    }

    private ReadLinks links(BlobServiceClient client, Instant now) {
        return new ReadLinks(client, configuration, Clock.fixed(now, ZoneOffset.UTC));
    }

    private java.net.http.HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(java.net.http.HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private int send(String method, String url) throws IOException, InterruptedException {
        return http.send(
                        java.net.http.HttpRequest.newBuilder(URI.create(url))
                                .header("x-ms-blob-type", "BlockBlob")
                                .method(method, java.net.http.HttpRequest.BodyPublishers.ofString("<Tags/>"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static Map<String, String> query(String url) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : url.replaceFirst(".*\\?", "").split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** Answers as the REST reference says of Get User Delegation Key. Azurite does so only behind TLS. */
    private static final class DelegatingVault {
        private final List<String> asked = new CopyOnWriteArrayList<>();

        BlobServiceClient client() {
            return new BlobServiceClientBuilder()
                    .endpoint("https://forceevidence.blob.core.windows.net")
                    .credential(request -> Mono.just(new AccessToken(
                            "token", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))))
                    .httpClient(request -> {
                        if (!String.valueOf(request.getUrl().getQuery()).contains("comp=userdelegationkey")) {
                            return Mono.error(new IOException("not asked for: " + request.getUrl()));
                        }
                        String body = request.getBodyAsBinaryData().toString();
                        asked.add(body);
                        return Mono.just(
                                new Answer(request, """
                                <?xml version="1.0" encoding="utf-8"?><UserDelegationKey>
                                <SignedOid>4ad0c4a3-9f53-4c9b-b9e1-0e7c2f7a1d55</SignedOid>
                                <SignedTid>72f988bf-86f1-41af-91ab-2d7cd011db47</SignedTid>
                                <SignedStart>%s</SignedStart><SignedExpiry>%s</SignedExpiry>
                                <SignedService>b</SignedService><SignedVersion>2026-02-06</SignedVersion>
                                <Value>ZGVsZWdhdGVkIGtleQ==</Value></UserDelegationKey>
                                """.formatted(between(body, "Start"), between(body, "Expiry"))));
                    })
                    .buildClient();
        }

        private static String between(String body, String element) {
            return body.replaceAll("(?s).*<" + element + ">(.*)</" + element + ">.*", "$1");
        }
    }

    private static final class Answer extends HttpResponse {
        private final byte[] body;

        Answer(HttpRequest request, String body) {
            super(request);
            this.body = body.strip().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int getStatusCode() {
            return 200;
        }

        @Override
        @Deprecated
        @SuppressWarnings("InlineMeSuggester")
        public String getHeaderValue(String name) {
            return getHeaders().getValue(com.azure.core.http.HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders().set(com.azure.core.http.HttpHeaderName.CONTENT_TYPE, "application/xml");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return Mono.just(new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
