package org.docket.vault;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Deletes blobs of a container with their snapshots in one call (Azure Storage REST API, Blob Batch). The client of the SDK for that
 * throws and logs an exception for each blob that is not there, which is what half of the calls here ask for.
 */
final class BlobBatch {
    private static final int ACCEPTED = 202;
    private static final String END = "\r\n";
    private static final HttpHeaderName SNAPSHOTS = HttpHeaderName.fromString("x-ms-delete-snapshots");
    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

    private final BlobContainerClient container;
    private final String url;
    private final HttpPipeline signing;

    BlobBatch(BlobContainerClient container) {
        this.container = container;
        String withQuery = container.getBlobContainerUrl();
        int query = withQuery.indexOf('?');
        this.url = query < 0 ? withQuery : withQuery.substring(0, query);
        this.signing = signing(container.getHttpPipeline());
    }

    /** Each part is signed like a request of its own, but is sent with the others. */
    private static HttpPipeline signing(HttpPipeline whole) {
        HttpPipelineBuilder builder =
                new HttpPipelineBuilder().httpClient(new Nowhere()).policies(new AddDatePolicy());
        for (int place = 0; place < whole.getPolicyCount(); place++) {
            HttpPipelinePolicy policy = whole.getPolicy(place);
            if (policy instanceof StorageSharedKeyCredentialPolicy
                    || policy instanceof AzureSasCredentialPolicy
                    || policy instanceof BearerTokenAuthenticationPolicy) {
                builder.policies(policy);
            }
        }
        return builder.build();
    }

    /** What the service answered to one part. */
    record Answer(int status, String code) {}

    /** What came of a call. */
    sealed interface Result {
        /**
         * An answer for each blob.
         *
         * @param sentAgain whether these are answers to a call that was sent more than once
         */
        record Answered(Map<String, Answer> answers, boolean sentAgain) implements Result {}

        /** The service does not take the call, for what it says. */
        record NotTaken(int status, String words) implements Result {}
    }

    /**
     * Deletes them.
     *
     * @param blobs at most {@link BlobRemoval#MOST_IN_A_BATCH}; their names hold nothing that needs an escape in a URL
     * @throws RuntimeException if the service does not answer
     */
    Result delete(List<String> blobs) {
        String boundary = "batch_" + UUID.randomUUID();
        HttpRequest request = new HttpRequest(HttpMethod.POST, url + "?restype=container&comp=batch")
                .setHeader(HttpHeaderName.CONTENT_TYPE, "multipart/mixed; boundary=" + boundary)
                .setHeader(VERSION, container.getServiceVersion().getVersion())
                .setBody(body(boundary, blobs));
        Sendings sendings = new Sendings();
        try (HttpResponse response = container.getHttpPipeline().sendSync(request, sendings.context())) {
            String text = response.getBodyAsBinaryData().toString();
            if (response.getStatusCode() != ACCEPTED) {
                return new Result.NotTaken(
                        response.getStatusCode(), String.valueOf(response.getHeaderValue(ERROR_CODE)));
            }
            return answered(blobs, text, sendings.isMoreThanOne());
        }
    }

    private String body(String boundary, List<String> blobs) {
        StringBuilder body = new StringBuilder(blobs.size() * 512);
        for (int place = 0; place < blobs.size(); place++) {
            HttpRequest part = new HttpRequest(HttpMethod.DELETE, url + '/' + blobs.get(place))
                    .setHeader(SNAPSHOTS, "include")
                    .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
            signing.sendSync(part, Context.NONE).close();
            body.append("--").append(boundary).append(END);
            body.append("Content-Type: application/http").append(END);
            body.append("Content-Transfer-Encoding: binary").append(END);
            body.append("Content-ID: ").append(place).append(END).append(END);
            body.append("DELETE ")
                    .append(file(part.getUrl()))
                    .append(" HTTP/1.1")
                    .append(END);
            part.getHeaders().stream().forEach(header -> body.append(header.getName())
                    .append(": ")
                    .append(header.getValue())
                    .append(END));
            body.append(END);
        }
        return body.append("--").append(boundary).append("--").append(END).toString();
    }

    private static String file(URL url) {
        return url.getFile();
    }

    /** Lines of a part: its headers with its id, an empty one, the status, the headers of the answer, an empty one, more words. */
    private static Result answered(List<String> blobs, String text, boolean sentAgain) {
        Map<String, Answer> answers = new HashMap<>();
        String blob = null;
        int status = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (line.startsWith("--batchresponse") || (line.startsWith("--") && lower.endsWith("--"))) {
                blob = null;
                status = 0;
            } else if (lower.startsWith("content-id:")) {
                blob = blob(blobs, line.substring("content-id:".length()).strip());
            } else if (lower.startsWith("http/1.1 ") && blob != null && status == 0) {
                status = Integer.parseInt(
                        line.substring("http/1.1 ".length()).strip().split(" ", 2)[0]);
                answers.put(blob, new Answer(status, ""));
            } else if (lower.startsWith("x-ms-error-code:") && blob != null && status != 0) {
                answers.put(
                        blob,
                        new Answer(
                                status,
                                line.substring("x-ms-error-code:".length()).strip()));
            }
        }
        return answers.isEmpty()
                ? new Result.NotTaken(ACCEPTED, "no answers of parts")
                : new Result.Answered(answers, sentAgain);
    }

    private static @Nullable String blob(List<String> blobs, String id) {
        return id.matches("\\d{1,3}") && Integer.parseInt(id) < blobs.size() ? blobs.get(Integer.parseInt(id)) : null;
    }

    /** Sends nothing: whatever a request goes through before it is sent has been done to it. */
    private static final class Nowhere implements HttpClient {
        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.just(sendSync(request, Context.NONE));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            return new Unsent(request);
        }
    }
}
