package org.docket.vault;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stands for the answer to a request that was prepared and not sent. */
final class Unsent extends HttpResponse {
    Unsent(HttpRequest request) {
        super(request);
    }

    @Override
    public int getStatusCode() {
        return 200;
    }

    @Deprecated
    @Override
    @SuppressWarnings("InlineMeSuggester") // There is nobody to inline it for.
    public @Nullable String getHeaderValue(String name) {
        return null;
    }

    @Override
    public @Nullable String getHeaderValue(HttpHeaderName name) {
        return null;
    }

    @Override
    public HttpHeaders getHeaders() {
        return new HttpHeaders();
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.empty();
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.empty();
    }

    @Override
    public Mono<String> getBodyAsString() {
        return Mono.empty();
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.empty();
    }
}
