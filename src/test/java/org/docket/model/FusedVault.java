package org.docket.model;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** The vault as the hub reaches it: before and after each call, the hub can die; and what it asks to delete is seen on its way. */
final class FusedVault implements HttpPipelinePolicy {
    private final Fuse fuse;
    private final BooleanSupplier free;
    private final Consumer<String> deleting;

    private FusedVault(Fuse fuse, BooleanSupplier free, Consumer<String> deleting) {
        this.fuse = fuse;
        this.free = free;
        this.deleting = deleting;
    }

    /**
     * The same client, watched right above the wire.
     *
     * @param free whether no transaction is open
     * @param deleting is given each request that may delete something, as the path of its URL or its body
     */
    static BlobServiceClient over(
            BlobServiceClient client, Fuse fuse, BooleanSupplier free, Consumer<String> deleting) {
        HttpPipeline pipeline = client.getHttpPipeline();
        List<HttpPipelinePolicy> policies = new ArrayList<>();
        for (int i = 0; i < pipeline.getPolicyCount(); i++) {
            policies.add(pipeline.getPolicy(i));
        }
        policies.add(new FusedVault(fuse, free, deleting));
        return new BlobServiceClientBuilder()
                .endpoint(client.getAccountUrl())
                .pipeline(new HttpPipelineBuilder()
                        .httpClient(pipeline.getHttpClient())
                        .policies(policies.toArray(HttpPipelinePolicy[]::new))
                        .build())
                .buildClient();
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return Mono.fromRunnable(() -> before(context.getHttpRequest()))
                .then(next.process())
                .doOnNext(response -> fuse.pass());
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        before(context.getHttpRequest());
        HttpResponse response = next.processSync();
        fuse.pass();
        return response;
    }

    private void before(HttpRequest request) {
        if (free.getAsBoolean()) {
            fuse.moment();
        }
        fuse.pass();
        String query = String.valueOf(request.getUrl().getQuery());
        if (request.getHttpMethod() == com.azure.core.http.HttpMethod.DELETE) {
            deleting.accept(request.getUrl().getPath());
        } else if (query.contains("comp=batch")) {
            deleting.accept(String.valueOf(request.getBodyAsBinaryData()));
        }
    }
}
